"""Corpora and questions as JSON Lines; a line that cannot be used is told with its number and left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from knowledge.loader import everyday
from knowledge.retrieval.engine import Article
from knowledge.retrieval.everyday import Everyday

One = TypeVar("One")


@dataclass(frozen=True)
class Question:
    """A question, with the ids of the right provisions where the file tells them."""

    id: str
    question: str
    gold: tuple[str, ...]


def articles(path: Path) -> list[Article]:
    """The provisions of a corpus."""
    return list(_lines(path, _article))


def questions(path: Path) -> list[Question]:
    """The questions of a file."""
    return list(_lines(path, _question))


def lay_words() -> Everyday:
    """The everyday words that the assistant itself knows."""
    return Everyday(everyday())


def _article(row: dict[str, Any]) -> Article:
    return Article(_text(row, "id"), _text(row, "law"), _text(row, "text"), str(row.get("chapter") or ""))


def _question(row: dict[str, Any]) -> Question:
    gold = row.get("gold") or []
    if not isinstance(gold, list):
        raise ValueError("gold is no list")
    return Question(_text(row, "id"), _text(row, "question"), tuple(map(str, gold)))


def _text(row: dict[str, Any], name: str) -> str:
    if not isinstance(row.get(name), str):
        raise ValueError(f"no text under {name}")
    return str(row[name])


def _lines(path: Path, read: Callable[[dict[str, Any]], One]) -> Iterator[One]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
                yield read(row)
            except ValueError as error:
                print(f"{path.name}:{number}: left out: {error}", file=sys.stderr)
