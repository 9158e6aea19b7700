"""打印材料: which draft it is about, what comes, and that the open step stays open."""

from __future__ import annotations

import io

import pytest
from docx import Document

from handlers.model import Outcome
from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


def files(outcome: Outcome) -> list[str]:
    return [file.name for reply in outcome.replies for file in reply.files]


def cells(outcome: Outcome) -> str:
    """Every word in the tables of the first document."""
    document = Document(io.BytesIO(outcome.replies[0].files[0].content))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


@pytest.fixture
def person(library: Library) -> Person:
    return Person(library)


def test_without_a_draft_it_says_how_to_begin_one(person: Person) -> None:
    outcome = person.do(text="打印材料")
    assert files(outcome) == []
    assert "先点“生成申报草稿”" in outcome.replies[0].text
    assert "生成申报草稿" in person.labels


def test_the_open_draft_is_printed_and_its_field_stays_open(person: Person) -> None:
    person.say("/draft 乌鲁木齐", "新疆某某机械厂")
    before = (person.mode, person.session.field)
    outcome = person.do(text="/pack")
    assert files(outcome) == ["乌鲁木齐申报表.docx", "乌鲁木齐申报报告.docx", "乌鲁木齐材料清单.docx"]
    assert "新疆某某机械厂" in cells(outcome)
    assert (person.mode, person.session.field) == before
    assert "联系电话" not in outcome.replies[0].text
    assert "身份证号、电话等个人敏感栏目" in outcome.replies[0].text


def test_at_rest_it_is_the_newest_application_and_no_question_to_staff(person: Person) -> None:
    person.say("/draft 萧山", "甲公司", "取消", "/draft 大兴", "李敏", "取消")
    person.say("转人工", "请问市级资助过的工作室还能申报吗，需要什么材料")
    assert person.mode is Mode.IDLE
    assert files(person.do(text="下载草稿"))[0] == "大兴申报表.docx"


def test_a_draft_that_staff_have_can_be_printed_with_its_receipt(person: Person) -> None:
    person.say("/draft 郑州", "预览", "提交", "确定")
    outcome = person.do(text="打印申报表")
    assert files(outcome) == ["郑州项目报告.docx", "郑州材料清单.docx"]
    assert "不在这份文本里" in outcome.replies[0].text
    (submitted,) = person.drafts.values()
    head = Document(io.BytesIO(outcome.replies[0].files[0].content)).sections[0].header.paragraphs[0].text
    assert head.startswith(f"草稿，回执 {submitted.receipt}")


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("2026年2月30日", "请改一下：日历上没有这一天"),
        ("进厂那年", "请留意：没看懂这个日期"),
        ("2027年1月", "请留意：这个日期还没有到"),
        ("1998年7月", ""),
    ],
)
def test_an_odd_value_is_kept_and_said_to_be_odd(person: Person, value: str, remark: str) -> None:
    said = person.say("/draft 乌鲁木齐", "预览", "改11", value)
    assert said.startswith(f"已保存：参加工作时间。\n{remark}")
    assert ("请" in said.partition("草稿预览")[0]) == bool(remark)
    assert [draft.fields["leader_work_since"] for draft in person.drafts.values()] == [value]


def test_a_text_longer_than_the_field_is_kept_and_said_to_be_long(person: Person) -> None:
    said = person.say("/draft 乌鲁木齐", "预览", "改8", "东" * 300)
    assert "请改一下：这一栏最多写200个字，现在有300个字" in said
    assert [draft.fields["workshop_place"] for draft in person.drafts.values()] == ["东" * 300]


def test_the_bytes_are_the_same_on_the_same_day(person: Person) -> None:
    person.say("/draft 大兴")
    assert person.do(text="/pack").replies[0].files == person.do(text="/pack").replies[0].files
