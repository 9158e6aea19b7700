"""考核自评 beside all else that a person may do."""

from __future__ import annotations

from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


def test_a_region_named_in_the_middle_goes_on_with_the_self_assessment(library: Library) -> None:
    person = Person(library)
    person.say("/score 萧山", "没有")
    assert "按乌鲁木齐附件2给工作室打分" in person.say("换成乌鲁木齐")
    assert person.session.region == "urumqi"
    assert person.mode is Mode.QUESTION


def test_a_question_about_the_law_keeps_the_place(library: Library) -> None:
    person = Person(library)
    person.say("/score 萧山", "没有")
    said = person.say("带徒少2人扣几分？")
    assert "扣1.5分" in said
    assert "【第2题" in said


def test_answers_serve_both_questionnaires_and_each_lists_its_own(library: Library) -> None:
    person = Person(library)
    person.say("/score 大兴", "有", "有", "先看结果")
    assert "有年度计划" in person.say("改答案")
    person.say("取消", "/check 大兴", "取消")
    listed = person.say("改答案")
    assert "有年度计划" not in listed
    assert "有工作室管理制度并明确职责" in listed


def test_see_all_belongs_to_the_questionnaire_that_offered_it(library: Library) -> None:
    person = Person(library)
    person.say("/score 萧山", "有", "是")
    assert "继续问完其余问题" in person.labels
    assert "专用" in person.say("继续问完")
    person.say("取消", "/check 萧山", "个人")
    assert "继续问完其余问题" in person.labels
    person.say("继续问完")
    assert person.session.aim == "check"


def test_the_sheet_can_be_had_before_anything_is_said(library: Library) -> None:
    person = Person(library)
    outcome = person.do(text="导出自评表")
    assert outcome.replies[0].files == ()
    person.say("萧山", "取消")
    (reply,) = person.do(text="导出自评表").replies
    assert [file.name for file in reply.files] == ["萧山考核自评表.docx"]
    assert "写的是范围" in reply.text


def test_a_question_that_counts_nothing_is_a_question(library: Library) -> None:
    person = Person(library)
    person.say("/score 萧山", "没有", "先看结果")
    assert "再带" not in person.say("再说说公示几天")
    assert "7天" in person.say("公示几天")
