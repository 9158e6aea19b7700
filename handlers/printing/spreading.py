"""The rows of a grid as a table needs them: with the cells that reach down from the row above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from knowledge.forms.grid import TO_THE_END, Cell, GridRow


class Placed(NamedTuple):
    """A cell in its row; None where one from above goes on."""

    cell: Cell | None
    span: int
    merge: Literal["restart", "continue"] | None = None


def spread(rows: Sequence[GridRow]) -> list[list[Placed]]:
    """Every row from its first column to its last."""
    spreads: list[list[Placed]] = []
    reaching: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows, start=1):
        placed, further = _row(list(row.cells), reaching, len(rows) - number)
        spreads.append(placed)
        reaching = further
    return spreads


def _row(
    cells: list[Cell], reaching: dict[int, tuple[int, int]], below: int
) -> tuple[list[Placed], dict[int, tuple[int, int]]]:
    """One row, and what reaches down from it: by column, the span and how many rows more."""
    placed: list[Placed] = []
    further: dict[int, tuple[int, int]] = {}
    column = 0
    while column in reaching or cells:
        if column in reaching:
            span, left = reaching[column]
            placed.append(Placed(None, span, "continue"))
            left -= 1
        else:
            cell = cells.pop(0)
            span, left = cell.span, below if cell.down == TO_THE_END else cell.down - 1
            placed.append(Placed(cell, span, "restart" if left else None))
        if left:
            further[column] = (span, left)
        column += span
    return placed, further
