"""How a group of the form is laid out on paper: rows of cells on a grid, as the annex has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import Field, model_validator

from knowledge.model import Frozen

TO_THE_END = 0
"""``Cell.down`` of a cell that stands beside all the rows that follow in its group."""

TALL = 40
"""Millimetres of a cell for a long text or an opinion, where nothing else is written."""


class Cell(Frozen):
    """One cell: a field's printed label, the place of its value, or other words of the annex."""

    label: str = ""
    """Id of the field whose label is printed here."""
    field: str = ""
    """Id of the field whose value, seal or opinion belongs here."""
    text: str = ""
    """Words of the annex that are no field's own."""
    span: int = Field(default=1, ge=1)
    """Columns that it takes."""
    down: int = Field(default=1, ge=0)
    """Rows that it takes."""
    headed: bool = False
    """The field's label stands inside its own cell."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        """A cell holds one thing; only a value's cell can hold its label as well."""
        if sum(map(bool, (self.label, self.field, self.text))) != 1 or (self.headed and not self.field):
            raise ValueError("一格只写 label、field、text 中的一个；headed 只和 field 一起写")
        return self


class GridRow(Frozen):
    """One row of cells, from left to right; cells that reach down from above are not repeated."""

    cells: tuple[Cell, ...] = Field(min_length=1)
    height: int = Field(default=0, ge=0)
    """Millimetres, at least."""


class Grid(Frozen):
    """The rows of a group. Of a repeated group the last row is printed once for each entry, those before it once."""

    columns: int = Field(ge=1)
    rows: tuple[GridRow, ...] = Field(min_length=1)
    lines: int = Field(default=0, ge=0)
    """Entries of a repeated group for which the annex has room."""
    new_page: bool = False
    joined: bool = False
    """In one table with the group before it."""


def grid_faults(grid: Grid, fields: Sequence[str], *, repeated: bool) -> Iterator[str]:
    """What is wrong with the grid of a group with these fields."""
    cells = [cell for row in grid.rows for cell in row.cells]
    values = Counter(cell.field for cell in cells if cell.field)
    labels = Counter(name for cell in cells if (name := cell.label or (cell.field if cell.headed else "")))
    for name in sorted({*fields, *values, *labels}):
        if name not in fields:
            yield f"这一部分没有这一栏：{name}"
        elif values[name] != 1 or labels[name] != 1:
            yield f"{name}的栏名和位置应各出现一次，现在是{labels[name]}次和{values[name]}次"
    if repeated and not all(cell.field for cell in grid.rows[-1].cells):
        yield "逐行填写的部分，最后一行只放 field"
    reaching: list[tuple[int, int]] = []
    for number, row in enumerate(grid.rows, start=1):
        width = sum(cell.span for cell in row.cells) + sum(span for span, left in reaching if left)
        if width != grid.columns:
            yield f"第{number}行各格加起来是{width}列，应是{grid.columns}列"
        reaching = [(span, left - 1) for span, left in reaching if left]
        left_below = len(grid.rows) - number
        reaching += [(cell.span, cell.down - 1 if cell.down else left_below) for cell in row.cells]
        if any(cell.down - 1 > left_below for cell in row.cells):
            yield f"第{number}行有一格伸到了最后一行下面"


def plain_grid(fields: Sequence[str], tall: Sequence[str], *, repeated: bool) -> Grid:
    """The grid of a group for which none is written: a line for each field, or a column for each of an entry."""
    if repeated:
        head = GridRow(cells=tuple(Cell(label=name) for name in fields))
        return Grid(columns=len(fields), rows=(head, GridRow(cells=tuple(Cell(field=name) for name in fields))))
    rows = tuple(
        GridRow(cells=(Cell(label=name, span=1), Cell(field=name, span=3)), height=TALL if name in tall else 0)
        for name in fields
    )
    return Grid(columns=4, rows=rows)
