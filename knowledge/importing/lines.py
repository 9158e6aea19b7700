"""What a reader gets out of a file: lines of words, with what its format tells about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Mark(NamedTuple):
    """Characters of a line that are no words of the document."""

    text: str
    why: str
    """Why they are left out (Chinese)."""


class Oddity(NamedTuple):
    """Something about a file that a person should look at."""

    line: int
    """Line of ``source.txt``; 0 where no single line is meant."""
    kind: str
    """One of the kinds that ``oddities.TITLES`` names."""
    text: str
    """What is odd (Chinese), with the words concerned."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``source.txt``."""

    text: str
    """As it stands there."""
    words: str
    """Without its marks."""
    marks: tuple[Mark, ...] = ()
    """In any order; each stands once in the text for each time it is named here."""
    heading: int = 0
    """Level of a heading; 0 for anything else."""
    cells: tuple[str, ...] = ()
    """The cells, where the line is a row of a table; empty for anything else."""
    head: bool = False
    """The row is the head of its table."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as a reader gives it."""

    lines: tuple[Line, ...]
    oddities: tuple[Oddity, ...] = ()
    """What the reader itself noticed."""

    @property
    def source(self) -> str:
        """``source.txt``."""
        return "\n".join(line.text for line in self.lines)


def plain(text: str) -> Line:
    """A line of which everything is words."""
    return Line(text, text)
