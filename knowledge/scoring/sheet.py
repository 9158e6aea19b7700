"""A review worked out: what ``scoring.score`` returns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.model import Citation, Frozen
from knowledge.scoring.duties import DutyResult
from knowledge.statements import Statement

NOT_STATED = "not_stated"
"""The grade where the text has grades and no marks for them."""


class Points(Frozen):
    """From the fewest to the most, and what is expected between."""

    low: Decimal
    expected: Decimal
    high: Decimal

    @property
    def open(self) -> bool:
        """Whether it is not one number."""
        return self.low != self.high


class RowResult(Frozen):
    """One row of the sheet."""

    id: str
    source: Citation
    """The row; its quote is what the row asks for."""
    rules: tuple[str, ...]
    """The row's own words on points that were applied, or may be."""
    most: int
    bonus: bool
    points: Points
    reason: str
    """Why (Chinese)."""
    reading: str
    missing: tuple[str, ...]
    """Facts not said that could still change it."""


class Ground(Frozen):
    """Something that decides the review whatever the points."""

    id: str
    source: Citation
    fact: str
    """What happened (Chinese)."""
    grade: str
    """The grade that follows; empty where the text names none."""
    text: str


class Improvement(Frozen):
    """A change and what it adds to the expected total."""

    row: str
    text: str
    gain: Decimal
    effort: int
    facts: tuple[str, ...]


class ScoreSheet(Frozen):
    """The review of one workshop on one day."""

    region: str
    on: date
    rows: tuple[RowResult, ...]
    """Empty where the text has no score sheet."""
    basic: Points | None
    bonus: Points | None
    total: Points | None
    grounds: tuple[Ground, ...]
    grade: str | None
    """None where it cannot be told yet; ``not_stated`` where the text states no marks."""
    grades: tuple[str, ...]
    """Every grade that the range of the total allows, best first; one where a ground decides."""
    swing: tuple[str, ...]
    """Rows that are open, widest first; none where a ground decides, whatever the points."""
    improvements: tuple[Improvement, ...]
    """None where a ground decides."""
    duties: tuple[DutyResult, ...]
    statements: tuple[Statement, ...]
    readings: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def duties_met(self) -> bool | None:
        """False if any duty is not done, True if all are, None where that cannot be told or there is none."""
        found = {duty.met for duty in self.duties}
        return False if False in found else None if None in found or not found else True
