"""How a group is laid out: every field once, rows that fill the grid, cells that reach down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.printing.spreading import spread
from knowledge.forms.fields import Group
from knowledge.forms.grid import Cell, Grid, GridRow, grid_faults, plain_grid
from knowledge.library import written
from knowledge.loader import load

LIBRARY = load()
GROUPS = [
    (slug, group)
    for slug, regulation in LIBRARY.regulations.items()
    for group in (written(regulation.form).groups if regulation.form else ())
]


def row(*cells: Cell, height: int = 0) -> GridRow:
    return GridRow(cells=cells, height=height)


def faults(*rows: GridRow, columns: int = 4, fields: tuple[str, ...] = ("a", "b"), repeated: bool = False) -> list[str]:
    return list(grid_faults(Grid(columns=columns, rows=rows), fields, repeated=repeated))


A, B = (row(Cell(label=name), Cell(field=name, span=3)) for name in ("a", "b"))
HEAD = row(Cell(label="a", span=2), Cell(label="b", span=2))
ENTRY = row(Cell(field="a", span=2), Cell(field="b", span=2))


def test_every_group_of_the_annexes_has_a_grid() -> None:
    assert all(group.grid is not None for _, group in GROUPS)
    assert len(GROUPS) == 11


def test_sound_grids_have_no_faults() -> None:
    assert faults(A, B) == []
    assert faults(HEAD, ENTRY, repeated=True) == []
    assert faults(row(Cell(field="a", span=4, headed=True)), B) == []
    tall = row(Cell(label="a", down=2), Cell(field="a", span=3))
    assert faults(tall, row(Cell(label="b"), Cell(field="b", span=2))) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([A], "b的栏名和位置应各出现一次，现在是0次和0次"),
        ([A, A, B], "a的栏名和位置应各出现一次，现在是2次和2次"),
        ([A, row(Cell(field="b", span=4))], "b的栏名和位置应各出现一次，现在是0次和1次"),
        ([A, B, row(Cell(text="甲", span=3), Cell(field="c"))], "这一部分没有这一栏：c"),
        ([A, row(Cell(label="b"), Cell(field="b", span=2))], "第2行各格加起来是3列，应是4列"),
        ([row(Cell(label="a", down=3), Cell(field="a", span=3)), B], "第1行有一格伸到了最后一行下面"),
        ([row(Cell(label="a", down=2), Cell(field="a", span=3)), B], "第2行各格加起来是5列，应是4列"),
    ],
)
def test_slips_are_told(rows: list[GridRow], said: str) -> None:
    assert said in faults(*rows)


def test_the_last_row_of_a_list_is_all_values() -> None:
    assert faults(ENTRY, HEAD, repeated=True) == ["逐行填写的部分，最后一行只放 field"]


def test_a_cell_holds_one_thing() -> None:
    for wrong in ({}, {"label": "a", "field": "a"}, {"text": "甲", "headed": True}):
        with pytest.raises(ValueError, match="一格只写"):
            Cell(**wrong)


def test_a_cell_beside_a_list_reaches_to_its_end() -> None:
    side = row(Cell(text="其他人员", down=0), Cell(label="a", span=3))
    one = row(Cell(field="a", span=3))
    found = spread([side, one, one])
    assert [[(placed.span, placed.merge) for placed in line] for line in found] == [
        [(1, "restart"), (3, None)],
        [(1, "continue"), (3, None)],
        [(1, "continue"), (3, None)],
    ]


@given(st.lists(st.from_regex("[a-z]{1,6}", fullmatch=True), min_size=1, max_size=12, unique=True), st.booleans())
def test_a_plain_grid_is_always_sound(fields: list[str], repeated: bool) -> None:
    grid = plain_grid(fields, fields[::2], repeated=repeated)
    assert list(grid_faults(grid, fields, repeated=repeated)) == []


@pytest.mark.parametrize(("slug", "group"), GROUPS, ids=lambda one: one if isinstance(one, str) else one.id)
@given(entries=st.integers(0, 50))
def test_every_row_on_paper_fills_the_grid(slug: str, group: Group, entries: int) -> None:
    rows = [*group.layout.rows, *(group.layout.rows[-1:] * entries if group.repeat else ())]
    assert all(sum(placed.span for placed in line) == group.layout.columns for line in spread(rows))
