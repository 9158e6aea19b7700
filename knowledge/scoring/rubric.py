"""A score sheet as data: its rows, what each is worth, how it is worked out, and what the result means."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from knowledge.model import Bound, Frozen
from knowledge.scoring.steps import GIVING, Step
from knowledge.scoring.vetoes import Veto
from knowledge.statements import Statement
from knowledge.vocabulary.conditions import Condition


class RubricGroup(Frozen):
    """A block of the sheet."""

    id: str
    at: str
    """eId of the block's heading."""
    points: int | None = None
    """Points that the heading prints; None where it prints none."""
    bonus: bool = False
    """Its points come on top of the basic score."""


class Ask(Frozen):
    """A fact that a row asks for."""

    fact: str
    evidence: str
    """Id of the papers that show it."""
    fix: str = ""
    """What to do to better it (Chinese); ``{gap}`` is the number missing."""
    effort: int = Field(default=2, ge=1, le=3)
    """How hard that is: 1 paper, 2 work of the workshop, 3 people or money. Our own estimate."""
    words: tuple[str, ...] = ()
    """What people call what is counted (徒弟), for 再带2名徒弟."""


class RubricRow(Frozen):
    """A row that earns points."""

    id: str
    at: str
    """eId of the row."""
    group: str
    """Id of its block."""
    points: int
    """The most that the row can earn; printed as a cell of its own."""
    asks: tuple[Ask, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    reading: str = ""
    """How we read the row where it is silent (Chinese)."""

    @property
    def giving(self) -> bool:
        """Whether the row begins with nothing and earns, rather than begins full and loses."""
        return any(isinstance(step, GIVING) for step in self.steps)


class PrintedTotal(Frozen):
    """A total that the sheet prints."""

    points: int
    source: Bound
    bonus: bool = False
    """Whether the bonus is part of it."""


class Evidence(Frozen):
    """A kind of papers to have ready, by which the questions may be asked instead of row by row."""

    id: str
    title: str
    prepare: str
    """What to have ready (Chinese)."""


class Mark(Bound):
    """A grade and the fewest points for it."""

    grade: str
    at_least: int


class Grading(Frozen):
    """What a total means."""

    marks: tuple[Mark, ...] = ()
    """Highest first; empty where the text states no marks."""
    below: str = ""
    """The grade of fewer points than the last mark asks for."""
    statements: tuple[Statement, ...] = ()
    """What the text says, or leaves unsaid, about grades and what follows from them."""


class Reading(Frozen):
    """How we read the sheet where it is silent, told with every result."""

    text: str
    when: Condition | None = None
    """Told only then; None: always."""


class Rubric(Frozen):
    """``rubric.yaml`` of one regulation."""

    at: str
    """eId of the annex that holds the sheet."""
    header: str
    """eId of the line that names the columns."""
    own_columns: tuple[str, ...] = ()
    """Columns for self-assessment and assessment that the sheet does not have and we add; empty where it has them."""
    groups: tuple[RubricGroup, ...]
    rows: tuple[RubricRow, ...]
    vetoes: tuple[Veto, ...] = ()
    """Rows that earn nothing and, where they apply, decide the result."""
    totals: tuple[PrintedTotal, ...] = ()
    evidence: tuple[Evidence, ...]
    grading: Grading
    readings: tuple[Reading, ...]

    def rows_of(self, group: str) -> Iterator[RubricRow]:
        """The rows of a block, in the sheet's order."""
        return (row for row in self.rows if row.group == group)

    def is_bonus(self, row: RubricRow) -> bool:
        """Whether the row's points come on top of the basic score."""
        return any(group.bonus for group in self.groups if group.id == row.group)

    @property
    def basic(self) -> int:
        """The most that all rows but the bonus rows can earn."""
        return self._sum(bonus=False)

    @property
    def bonus(self) -> int:
        """The most that the bonus rows can earn."""
        return self._sum(bonus=True)

    def _sum(self, *, bonus: bool) -> int:
        return sum(row.points for row in self.rows if self.is_bonus(row) is bonus)
