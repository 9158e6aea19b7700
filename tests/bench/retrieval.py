"""The search of the assistant over any corpus: built, stored, opened by a process of its own, and asked.

Run: ``python -m tests.bench.retrieval --corpus C.jsonl --questions Q.jsonl [--learn TRAIN.jsonl] --out RANKED.jsonl``

``C.jsonl`` has ``{"id", "law", "article", "text"}`` and, where known, ``"chapter"``; ``Q.jsonl`` has
``{"id", "question"}`` and, where known, ``"gold"``. Each line of ``RANKED.jsonl`` is ``{"id", "ranked"}``: up to 100
ids, best first. With ``--learn``, questions of ``TRAIN.jsonl`` are known to be answered by their ``gold``, as those
that staff answered are.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from knowledge.retrieval.engine import Engine
from knowledge.retrieval.storing import save
from tests.bench.files import articles, lay_words, questions
from tests.bench.quality import quality

ROOT = Path(__file__).parents[2]


def build(corpus: Path, folder: Path) -> dict[str, Any]:
    """Build and store the index of a corpus; what it cost."""
    found = articles(corpus)
    wall, start = time.perf_counter(), time.process_time()
    engine = Engine.build(found, lay_words())
    save(engine, folder)
    return {
        "articles": len(found),
        "build s": round(time.perf_counter() - wall, 2),
        "build CPU s": round(time.process_time() - start, 2),
        "index MB": round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6, 1),
    }


def served(folder: Path, asked: Path, learn: Path | None, out: Path) -> dict[str, Any]:
    """Open the index in a new process that only answers; what that cost."""
    command = [sys.executable, "-m", "tests.bench.serving", str(folder), str(asked), str(out)]
    done = subprocess.run([*command, str(learn)] if learn else command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    cost: dict[str, Any] = json.loads(done.stdout)
    return cost


def main() -> None:
    """Print one JSON object with every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--learn", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        figures = build(given.corpus, folder)
        learn = given.learn.resolve() if given.learn else None
        figures |= served(folder, given.questions.resolve(), learn, given.out.resolve())
    gold = {one.id: one.gold for one in questions(given.questions)}
    ranked = [json.loads(line) for line in given.out.read_text(encoding="utf-8").splitlines()]
    figures |= quality([row["ranked"] for row in ranked], [gold[row["id"]] for row in ranked])
    print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
