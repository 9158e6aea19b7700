"""The assistant's search beside well-known engines, on made-up corpora of three sizes: ``make bench``.

Each engine builds in one process and answers in another, so that memory is its own. In brackets stands the ratio to
FTS5 trigram in the same run: times depend on the machine, ratios hardly do. All times are of the CPU.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from knowledge.loader import load
from tests.bench.corpora import asked, corpus
from tests.bench.engines import ENGINES, read
from tests.bench.serving import memory, percentile

SIZES = (1_000, 10_000, 60_000)
QUESTIONS = 200
BASELINE = "FTS5 trigram"
COLUMNS = ("build s", "size MB", "open s", "memory MB", "p50 ms", "p99 ms")
CORPUS, ASKED = "corpus.jsonl", "questions.json"


def build(engine: str, place: Path, folder: Path) -> dict[str, float]:
    """Build one engine's index; CPU seconds and size."""
    articles = read(place / CORPUS)
    start = time.process_time()
    ENGINES[engine][0](articles, folder)
    spent = time.process_time() - start
    return {"build s": spent, "size MB": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6}


def answer(engine: str, place: Path, folder: Path) -> dict[str, float]:
    """Open one engine's index and ask everything, once to warm up; CPU figures and memory."""
    questions = json.loads((place / ASKED).read_text(encoding="utf-8"))
    start = time.process_time()
    ask = ENGINES[engine][1](folder)
    opened = time.process_time() - start
    ask(questions[0])
    costs = []
    for question in questions:
        began = time.process_time()
        ask(question)
        costs.append((time.process_time() - began) * 1000)
    return {
        "open s": opened,
        "memory MB": memory(),
        "p50 ms": percentile(costs, 0.5),
        "p99 ms": percentile(costs, 0.99),
    }


def _apart(step: str, engine: str, place: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench", step, engine, str(place), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measured(place: Path) -> dict[str, dict[str, float]]:
    found = {}
    for number, engine in enumerate(ENGINES):
        folder = place / str(number)
        folder.mkdir()
        found[engine] = _apart("build", engine, place, folder) | _apart("answer", engine, place, folder)
    return found


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1:
        step, engine, *paths = sys.argv[1:]
        print(json.dumps({"build": build, "answer": answer}[step](engine, *map(Path, paths))))
        return
    library = load()
    print(f"{'articles':>8}  {'engine':16}" + "".join(f"{name:>20}" for name in COLUMNS))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            rows = (json.dumps(one, ensure_ascii=False) for one in corpus(library, size))
            (place / CORPUS).write_text("\n".join(rows), encoding="utf-8")
            (place / ASKED).write_text(json.dumps(asked(library, QUESTIONS)), encoding="utf-8")
            found = _measured(place)
        for engine, figures in found.items():
            cells = (f"{figures[of]:10.3f} ({figures[of] / found[BASELINE][of]:6.2f})" for of in COLUMNS)
            print(f"{size:>8}  {engine:16}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
