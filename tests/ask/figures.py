"""How well questions are answered: all figures over a file of questions with right answers.

Run: ``python -m tests.ask.figures [FILE] [--wrong]``; the format is that of ``questions.jsonl`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from handlers.answers.model import Answer
from handlers.ask import answer
from knowledge import loader
from knowledge.library import Library
from knowledge.texts.text import contains

QUESTIONS = Path(__file__).with_name("questions.jsonl")
ON = date(2026, 3, 1)
RIGHT = {
    "answer": {"answer"},
    "answer_or_ask": {"answer", "clarify"},
    "not_stated": {"not_stated"},
    "decline": {"declined"},
    "chat": {"chat"},
}


@dataclass
class Judged:
    """One question with what came back."""

    row: dict[str, Any]
    answer: Answer
    milliseconds: float
    wrong: list[str] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Place of the first right provision, from 1; 0 where there is none."""
        gold = self.row["gold"]
        for place, one in enumerate(self.answer.citations, start=1):
            if any(one.region == right["region"] and under(one.label, right["label"]) for right in gold):
                return place
        return 0

    @property
    def known(self) -> bool:
        """Whether the region is told by the conversation or the question."""
        return bool(self.row["region"]) or self.row.get("mentions_region", False)


def under(label: str, right: str) -> bool:
    """Whether a label is the right one or one below it: 第九条第1项 is under 第九条, 第十九条 is not."""
    if not label.startswith(right):
        return False
    rest = label[len(right) :]
    return not rest or not right[-1].isdigit() or not rest[0].isdigit()


def folded(text: str) -> str:
    """As phrases are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def read(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(library: Library, rows: Iterable[dict[str, Any]]) -> list[Judged]:
    """Every question put and judged."""
    found = []
    for row in rows:
        start = time.process_time()
        given = answer(library, row["question"], region=row["region"], on=ON)
        one = Judged(row, given, (time.process_time() - start) * 1000)
        if given.outcome not in RIGHT[row["expect"]]:
            one.wrong.append(f"outcome {given.outcome}")
        if row["expect"] in {"answer", "answer_or_ask"} and given.outcome != "clarify":
            if one.rank != 1:
                one.wrong.append(f"rank {one.rank}")
            text = folded(given.text)
            one.wrong += [f"no {phrase}" for phrase in row["must_contain"] if folded(phrase) not in text]
        found.append(one)
    return found


def figures(library: Library, judged: list[Judged]) -> dict[str, float]:
    """The figures, as shares of 1 unless named otherwise."""
    answered = [one for one in judged if one.row["expect"] in {"answer", "answer_or_ask"}]
    placed = [one for one in answered if one.known]
    phrased = [one for one in answered if one.row["must_contain"] and one.answer.outcome != "clarify"]
    foreign = [one for one in judged if one.row["expect"] == "decline"]
    real = [one for one in judged if one.row["expect"] in {"answer", "answer_or_ask", "not_stated"}]
    costs = sorted(one.milliseconds for one in judged[1:]) or [0.0]
    false = sum(
        not contains(library.get(cited.region).get(cited.eid).text, cited.quote)
        for one in judged
        for cited in one.answer.citations
    )
    return {
        "questions": len(judged),
        "first": share(one.rank == 1 for one in placed),
        "first three": share(1 <= one.rank <= 3 for one in placed),
        "first, region unknown": share(one.rank == 1 for one in answered if not one.known),
        "outcome": share(one.answer.outcome in RIGHT[one.row["expect"]] for one in judged),
        "phrase": share(not any(each.startswith("no ") for each in one.wrong) for one in phrased),
        "foreign declined": share(one.answer.outcome == "declined" for one in foreign),
        "real declined": share(one.answer.outcome == "declined" for one in real),
        "false quotes (count)": false,
        "CPU median (ms)": costs[len(costs) // 2],
        "CPU worst (ms)": costs[-1],
    }


def share(flags: Iterable[bool]) -> float:
    """The share of true ones; 1 where there are none."""
    known = list(flags)
    return sum(known) / len(known) if known else 1.0


def _by(judged: list[Judged], key: str) -> str:
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.row.get(key, "?")].append(one)
    lines = (
        f"  {name:16} {len(some):4}  right {share(not one.wrong for one in some):.2f}" for name, some in groups.items()
    )
    return "\n".join((f"by {key}:", *sorted(lines)))


def main() -> None:
    """Print the figures of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    given = parser.parse_args()
    library = loader.load()
    judged = judge(library, read(given.file))
    for name, value in figures(library, judged).items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")
    print(_by(judged, "kind"), _by(judged, "style"), sep="\n")
    if given.wrong:
        for one in filter(lambda one: one.wrong, judged):
            right = ", ".join(f"{each['region']} {each['label']}" for each in one.row["gold"])
            got = ", ".join(f"{each.region} {each.label}" for each in one.answer.citations[:5])
            print(f"{one.row['id']} [{one.row['region']}] {one.row['question'][-80:]}\n   {one.wrong}")
            print(f"   right: {right}\n   got: {got}")


if __name__ == "__main__":
    main()
