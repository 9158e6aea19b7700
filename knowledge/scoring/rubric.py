"""A score sheet as data: which rows it has, what each is worth, and the totals that the sheet prints."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model import Bound, Frozen


class RubricGroup(Frozen):
    """A block of the sheet."""

    id: str
    at: str
    """eId of the block's heading."""
    points: int | None = None
    """Points that the heading prints; None where it prints none."""
    bonus: bool = False
    """Its points come on top of the basic score."""


class RubricRow(Frozen):
    """A row that earns points."""

    id: str
    at: str
    """eId of the row."""
    group: str
    """Id of its block."""
    points: int
    """The most that the row can earn; printed as a cell of its own."""


class VetoRow(Frozen):
    """A row that earns nothing and, when it applies, decides the result."""

    id: str
    at: str


class PrintedTotal(Frozen):
    """A total that the sheet prints."""

    points: int
    source: Bound
    bonus: bool = False
    """Whether the bonus is part of it."""


class Rubric(Frozen):
    """``rubric.yaml`` of one regulation."""

    at: str
    """eId of the annex that holds the sheet."""
    groups: tuple[RubricGroup, ...]
    rows: tuple[RubricRow, ...]
    vetoes: tuple[VetoRow, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()

    def rows_of(self, group: str) -> Iterator[RubricRow]:
        """The rows of a block, in the sheet's order."""
        return (row for row in self.rows if row.group == group)

    @property
    def basic(self) -> int:
        """The most that all rows but the bonus rows can earn."""
        return self._sum(bonus=False)

    @property
    def bonus(self) -> int:
        """The most that the bonus rows can earn."""
        return self._sum(bonus=True)

    def _sum(self, *, bonus: bool) -> int:
        groups = {group.id for group in self.groups if group.bonus is bonus}
        return sum(row.points for row in self.rows if row.group in groups)
