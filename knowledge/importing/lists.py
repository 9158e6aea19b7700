"""Where an item or a paragraph belongs within its article: by the style and the number before its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge.importing.paragraphs import Paragraph
from knowledge.importing.starts import Start
from knowledge.texts.numbering import MarkerStyle

FAR = 200
"""Paragraphs that are looked ahead."""


@dataclass(slots=True)
class Level:
    """An open item, and how deep it stands."""

    style: MarkerStyle
    number: int
    depth: int


class Lists:
    """The items that are open, the outermost first, and the paragraph that the next list may hang under."""

    def __init__(self) -> None:
        self._open: list[Level] = []
        self._paragraph: int | None = None
        """Depth of the paragraph without a number that stands last, if nothing but it is open."""

    @property
    def empty(self) -> bool:
        """Whether nothing has been said yet below the unit's own words."""
        return not self._open and self._paragraph is None

    def item(self, start: Start) -> tuple[int, str]:
        """The depth of an item, and what is odd about its number (a key of ``ITEM_ODDITIES``) or nothing."""
        level = next((each for each in reversed(self._open) if each.style == start.style), None)
        if level is not None and start.number > level.number:
            odd = "" if start.number == level.number + 1 else "gap"
            return self._sibling(level, start), odd
        if level is None and start.number > 1:
            level = next((each for each in reversed(self._open) if each.number == start.number - 1), None)
            if level is not None:
                level.style = start.style
                return self._sibling(level, start), "mixed"
        elif level is not None and self._paragraph is None:
            return self._sibling(level, start), "repeat"
        return self._nested(start), "first" if start.number > 1 else ""

    def _sibling(self, level: Level, start: Start) -> int:
        level.number = start.number
        self._open = self._open[: self._open.index(level) + 1]
        self._paragraph = None
        return level.depth

    def _nested(self, start: Start) -> int:
        above = self._paragraph if self._paragraph is not None else self._open[-1].depth if self._open else -1
        depth = above + 1
        self._open.append(Level(start.style, start.number, depth))
        self._paragraph = None
        return depth

    def paragraph(self, following: Sequence[Paragraph]) -> int:
        """The depth of a paragraph without a number: within the item whose list goes on after it, else by itself."""
        level = self._continued(following)
        self._open = self._open[: self._open.index(level) + 1] if level else []
        self._paragraph = level.depth + 1 if level else 0
        return self._paragraph

    def _continued(self, following: Iterable[Paragraph]) -> Level | None:
        """The open item whose next number comes before anything new begins."""
        for one in islice(following, FAR):
            start = one.start
            if one.heading or (start is not None and start.shape != "item"):
                return None
            level = next((each for each in reversed(self._open) if start and each.style == start.style), None)
            if level is not None and start is not None:
                return level if start.number == level.number + 1 else None
        return None

    def row(self, *, introduced: bool) -> int:
        """The depth of a row of a table; ``introduced`` by the words before it."""
        if self._paragraph is not None:
            return self._paragraph + 1
        return self._open[-1].depth + 1 if self._open and introduced else 0
