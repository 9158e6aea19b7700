"""The picture and the table that the ledger is given out as."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from handlers.ledger_files import chart, table
from handlers.wording.ledger import bar
from knowledge.cases import case_of
from knowledge.library import Library
from knowledge.scoring.progress import progress
from knowledge.vocabulary.facts import Answers
from tests.ledger.test_recorded import AT, entry

ON = date(2026, 11, 20)


@pytest.mark.parametrize("slug", ["xiaoshan", "hangzhou", "urumqi", "zhengzhou", "daxing"])
def test_every_region_has_a_picture_of_its_own(library: Library, slug: str) -> None:
    regulation = library.get(slug)
    bars = progress(regulation, case_of(library, {"apprentices_this_year": 4, "annual_plan": True}, ON))
    picture = chart(regulation, bars, ON)
    assert bars
    assert picture.is_picture
    assert picture.content.startswith(b"\x89PNG")
    assert picture == chart(regulation, bars, ON)


def test_bars_say_what_is_done_and_what_is_needed(library: Library) -> None:
    answers: Answers = {"apprentices_this_year": 4, "apprentice_agreement": True, "apprentice_roster": False}
    bars = progress(library.get("xiaoshan"), case_of(library, answers, ON))
    assert {one.title: bar(one) for one in bars} == {
        "每年带徒传艺": "4人 / 10人",
        "签订带徒协议": "做到了",
        "带徒有学员花名册": "没做到",
        "每年培养高技能人才": "还没有记 / 3人",
        "高技能人才有学员花名册": "还不清楚",
        "及时报送工作计划、总结及相关材料": "还不清楚",
    }


def test_a_target_that_depends_on_the_class_is_told_once_the_class_is_known(library: Library) -> None:
    zhengzhou = library.get("zhengzhou")
    unknown = progress(zhengzhou, case_of(library, {"inherits_intangible_heritage": False}, ON))
    known: Answers = {"inherits_intangible_heritage": False, "zhengzhou_class": "传统工艺类"}
    assert [one.needed for one in unknown][:2] == [None, None]
    assert [one.needed for one in progress(zhengzhou, case_of(library, known, ON))][:2] == [6, 3]


def test_the_table_holds_days_numbers_and_text_and_no_formula(library: Library) -> None:
    entries = (
        entry("apprentice", date(2026, 3, 5), 2, note="=1+1", evidence="@SUM(A1)"),
        entry("agreement", date(2025, 1, 2), note="-2+3"),
        entry("apprentice", date(2026, 4, 5), 3),
    )
    made = table(library.ledger, entries, {"xiaoshan": "萧山"}, AT)
    assert made == table(library.ledger, entries, {"xiaoshan": "萧山"}, AT)
    book = load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["2026年", "2025年", "合计"]
    rows = list(book["2026年"].iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == [datetime(2026, 3, 5), "萧山", "新带徒弟", 2, "人", "@SUM(A1)", "=1+1"]  # noqa: DTZ001
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    sums = [[cell.value for cell in row] for row in book["合计"].iter_rows(min_row=2)]
    assert ["2026年", "萧山", "新带徒弟", 2, 5, "人"] in sums
    assert ["2025年", "萧山", "签带徒协议", 1, None, "份"] in sums
