"""One process that opens a stored index and answers: ``python -m tests.bench.serving FOLDER QUESTIONS OUT [LEARN]``."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from knowledge.loader import order
from knowledge.retrieval.search import Search
from knowledge.retrieval.storing import load
from tests.bench.files import lay_words, questions

MOST = 100


def memory() -> float:
    """The most memory (MB) that this process has held."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(told.group(1)) / 1000 if told else 0.0


def percentile(costs: list[float], share: float) -> float:
    """The cost that a share of all does not pass."""
    ranked = sorted(costs)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)] if ranked else 0.0


def main() -> None:
    """Answer every question; the costs as one JSON object."""
    folder, asked, out, *learn = map(Path, sys.argv[1:])
    everyday, trained = lay_words(), order()
    known = [(one.question, one.gold) for path in learn for one in questions(path)]
    start = time.perf_counter()
    engine = load(folder, everyday)
    opened = time.perf_counter() - start
    search = Search(engine, known, trained)
    learnt = time.perf_counter() - start - opened
    costs = []
    with out.open("w", encoding="utf-8") as lines:
        for one in questions(asked):
            began = time.process_time()
            found = search.find(one.question, MOST)
            costs.append((time.process_time() - began) * 1000)
            lines.write(json.dumps({"id": one.id, "ranked": [each.id for each in found]}) + "\n")
    cost = {
        "open s": round(opened, 4),
        "learn s": round(learnt, 3),
        "serving MB": round(memory(), 1),
        "CPU p50 ms": round(percentile(costs, 0.5), 2),
        "CPU p99 ms": round(percentile(costs, 0.99), 2),
    }
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
