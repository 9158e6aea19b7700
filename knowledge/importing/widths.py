"""How a file breaks its lines: where every paragraph is a line, at a fixed width, or with its first line indented."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.cleaning import Clean
from knowledge.importing.starts import start_of

NARROWEST = 30
"""Columns of the narrowest page."""
SLACK = 5
"""Columns by which a full line may be short: a word, a number or a bracket that did not fit."""
FEWEST = 4
"""Unfinished lines of one width that make it the width of the page."""
MOST_WIDER = 0.03
"""Share of lines that may be wider."""
MANY = 0.15
"""Share of unfinished lines of one width that makes it the page's, however many are wider."""
SENTENCE_ENDS = frozenset("。；;：:！？!?…”）)》")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which lines are broken, 0 where they are not; whether paragraphs begin with an indentation."""

    columns: int = 0
    indents: bool = False

    def full(self, line: Clean | None) -> bool:
        """Whether a line is as wide as the page, so that its sentence may go on below."""
        return bool(self.columns) and line is not None and line.indent + width(line.words) >= self.columns - SLACK


def width(words: str) -> int:
    """Columns that words take."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def wrapping(lines: Sequence[Clean]) -> Wrapping:
    """How these lines are broken."""
    text = [line for line in lines if not line.heading and not line.cells]
    widths = [line.indent + width(line.words) for line in text]
    unfinished = Counter(
        columns for line, columns in zip(text, widths, strict=True) if line.words[-1] not in SENTENCE_ENDS
    )
    columns = max(
        (each for each in unfinished if each >= NARROWEST),
        key=lambda each: sum(unfinished[near] for near in range(each - 2, each + 1)),
        default=0,
    )
    near = sum(unfinished[each] for each in range(columns - 2, columns + 1))
    wider = sum(1 for each in widths if each > columns + SLACK)
    usual = near >= MANY * len(widths)
    if not columns or near < FEWEST or (wider > MOST_WIDER * len(widths) and not usual):
        return Wrapping()
    return Wrapping(columns, _indents(text))


def _indents(lines: Sequence[Clean]) -> bool:
    """Whether numbered paragraphs are indented while other lines begin at the edge."""
    starts = [line for line in lines if (start := start_of(line.words)) and start.shape != "division"]
    indented = sum(1 for line in starts if line.indent >= 2)
    flush = sum(1 for line in lines if not line.indent)
    return len(starts) >= FEWEST and indented >= 0.6 * len(starts) and flush >= 0.2 * len(lines)
