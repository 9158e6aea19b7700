"""Lists that leave the desk: the list as it is shown, text and nothing else, nothing sensitive, each written down."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from handlers.cases.tables import BEGINS, csv_table, xlsx_table
from tests.desk.office import OTHERS, QUESTION, RECEIPT, SECRET, Desk

EVIL = '=HYPERLINK("http://evil.example","x")'
cells = some.text(some.characters(exclude_categories=("Cs", "Cc")), max_size=20) | some.sampled_from(
    [EVIL, "+1", "-1", "@SUM(A1)", "0012", "https://evil.example", "'x", ""]
)


@given(rows=some.lists(some.lists(cells, min_size=2, max_size=2), min_size=1, max_size=5))
def test_every_cell_is_text(rows: list[list[str]]) -> None:
    book = load_workbook(io.BytesIO(xlsx_table({"案件": rows})))
    for row, read in zip(rows, book["案件"].iter_rows(), strict=False):
        for cell, found in zip(row, read, strict=True):
            assert found.data_type in {"s", "n"} if not cell else found.data_type == "s"
            assert (found.value or "") == cell
            assert found.hyperlink is None
    told = list(csv.reader(io.StringIO(csv_table(rows).decode("utf-8-sig"))))
    assert not any(cell.startswith(BEGINS) for row in told for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in told] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def give(desk: Desk, kind: str, query: str = "") -> bytes:
    response = desk.at_desk("reviewer").ask("POST", f"/desk/export?{query}", data={"as": kind})
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith("attachment")
    return response.content


def test_the_list_as_it_is_shown(desk: Desk) -> None:
    rows = list(csv.reader(io.StringIO(give(desk, "csv", "region=xiaoshan&sort=receipt&way=down").decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["回执号", RECEIPT, OTHERS]
    assert [row[-1] for row in rows] == ["旧版规定", "", ""]
    assert rows[1][3:5] == ["示例机械有限公司", "李示例技能大师工作室"]
    book = load_workbook(io.BytesIO(give(desk, "xlsx")))
    assert [row[0].value for row in book["案件"].iter_rows()] == ["回执号", OTHERS, RECEIPT, QUESTION]


def test_the_summary_has_a_sheet_for_each_region_and_no_questions(desk: Desk) -> None:
    book = load_workbook(io.BytesIO(give(desk, "summary")))
    assert book.sheetnames == ["萧山"]
    rows = [[cell.value for cell in row] for row in book["萧山"].iter_rows()]
    assert [row[0] for row in rows] == ["序号", "1", "2"]
    assert rows[1][3] == desk.case().fields["leader_name"]
    assert load_workbook(io.BytesIO(give(desk, "summary", "region=hangzhou"))).sheetnames == ["没有申报"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "summary"])
def test_an_export_is_written_down_and_holds_nothing_sensitive(desk: Desk, kind: str) -> None:
    content = give(desk, kind, "q=示例")
    told = (
        content.decode() if kind == "csv" else str([list(sheet.values) for sheet in load_workbook(io.BytesIO(content))])
    )
    assert RECEIPT in told
    assert SECRET not in told
    look = desk.looks()[0]
    assert (look.what, look.staff) == ("export", desk.members["reviewer"].id)
    assert look.detail == f"{kind}，2 件，全部，按文字搜索"


def test_a_unit_called_like_a_formula(desk: Desk) -> None:
    before = desk.case()
    changed = before.model_copy(update={"rev": 1, "handed_in": {**before.handed_in, "unit_name": EVIL}})
    desk.do(lambda: desk.keep(changed, 0))
    rows = list(csv.reader(io.StringIO(give(desk, "csv", f"q={RECEIPT}").decode("utf-8-sig"))))
    assert rows[1][3] == f"'{EVIL}"
    assert desk.at_desk("reviewer").ask("POST", "/desk/export", data={"as": "exe"}).status_code == 400
