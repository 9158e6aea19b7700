"""The self-assessment as a document: the annex's own columns and rows, 自评 filled in, 考核 empty."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document

from handlers.model import File
from handlers.score_document import filled
from knowledge.library import Library
from knowledge.scoring import review
from tests.scoring.reviews import ON, all_done

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def document(library: Library, slug: str, **changes: int) -> File:
    sheet = review.score(library, slug, {**all_done(library, slug), **changes}, ON)
    return filled(library.get(slug), sheet, AT)


def cells(file: File) -> list[list[str]]:
    (table,) = Document(io.BytesIO(file.content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_xiaoshan_keeps_the_annex_columns(library: Library) -> None:
    found = cells(document(library, "xiaoshan", apprentices_this_year=8))
    assert found[0] == ["考核项目", "考核内容", "评分标准", "分值", "自评", "考核"]
    assert ["基础建设（35）", "配备正常运作的设备。", "1.设备不足影响操作扣5分", "5", "5", ""] in found
    apprentices = next(row for row in found if "带徒传艺" in row[1])
    assert apprentices[3:] == ["10", "7", ""]
    assert all(row[5] == "" for row in found[1:])
    assert found[-1][0] == "否决项"


def test_urumqi_keeps_its_order_and_adds_two_columns(library: Library) -> None:
    file = document(library, "urumqi", matching_funds_wan=8)
    found = cells(file)
    assert found[0] == ["考核项目", "考核细则及分值", "分值", "评分标准", "自评", "考核"]
    funds = next(row for row in found if "配套相应的资金" in row[1])
    assert funds[2:] == ["20", "无配套资金不得分，每少1万元扣2分", "16", ""]
    assert found[-1][0] == "总分"
    assert found[-1][2] == "110"
    notes = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs)
    assert "附件原表没有“自评”、“考核”栏，是本助手加的" in notes


@pytest.mark.parametrize("slug", ["xiaoshan", "urumqi"])
def test_every_row_of_the_annex_stands_in_it_word_for_word(library: Library, slug: str) -> None:
    rubric = library.get(slug).rubric
    assert rubric is not None
    found = cells(document(library, slug))
    contents = [row[1] for row in found]
    for row in rubric.rows:
        assert library.get(slug).get(row.at).text.split("\n")[0] in contents


def test_points_at_discretion_are_written_as_a_range(library: Library) -> None:
    reports = next(row for row in cells(document(library, "xiaoshan")) if "及时报送" in row[1])
    assert reports[4] == "0—10"


def test_the_same_answers_make_the_same_bytes(library: Library) -> None:
    first, second = document(library, "xiaoshan"), document(library, "xiaoshan")
    assert first == second
    assert first.name == "萧山考核自评表.docx"
    later = Document(io.BytesIO(first.content)).core_properties
    assert later.created is not None
    assert later.created.date() == AT.date()


def test_a_veto_is_marked_in_its_row(library: Library) -> None:
    answers = {**all_done(library, "xiaoshan"), "unit_closed": True}
    sheet = review.score(library, "xiaoshan", answers, ON)
    assert cells(filled(library.get("xiaoshan"), sheet, AT))[-1][4] == "出现"
    assert cells(document(library, "xiaoshan"))[-1][4] == ""


def test_a_text_without_a_sheet_makes_no_document(library: Library) -> None:
    with pytest.raises(ValueError, match="hangzhou"):
        document(library, "hangzhou")
