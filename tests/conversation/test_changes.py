"""情况变化 and 退休计算 in conversation: the ways in, across regions, and what is not left lying about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody who has just come."""
    return Person(library)


@pytest.mark.parametrize("words", ["/change", "情况变化", "情况有变", "工作室有变动"])
def test_the_region_is_asked_first(person: Person, words: str) -> None:
    assert person.say(words) == "您想看哪个地方的规定？"
    assert "工作室发生了什么变化" in person.say("郑州")


@pytest.mark.parametrize("words", ["/change 郑州 主动退出", "/change 主动退出 郑州"])
def test_region_and_change_may_stand_behind_the_command(person: Person, words: str) -> None:
    assert person.say(words).startswith("【郑州】情况变化：主动退出")


def test_a_change_named_before_the_region_is_kept(person: Person) -> None:
    person.say("/change 离职")
    assert person.say("大兴").startswith("【大兴】情况变化：离职")


def test_words_that_name_nothing_are_told(person: Person) -> None:
    assert person.say("/change 萧山 下雨").startswith("没看懂“下雨”，请从下面选。")
    assert person.mode is Mode.QUESTION


def test_another_region_in_the_middle_goes_on_with_the_same_change(person: Person) -> None:
    person.say("/change 乌鲁木齐", "离职")
    assert person.say("换成萧山").startswith("【萧山】情况变化：离职")


def test_a_question_in_between_is_answered_and_the_step_shown_again(person: Person) -> None:
    person.say("/change 乌鲁木齐", "退休")
    said = person.say("公示几天？")
    assert "为期7天的公示" in said
    assert "还继续聘他承担领办工作吗" in said


def test_not_sure_what_has_changed(person: Person) -> None:
    assert person.say("/change 萧山", "不清楚").startswith("没有选出是哪一种变化")
    assert "情况变化" in person.labels


def test_nothing_written_down_for_a_region_is_said(library: Library) -> None:
    daxing = replace(library.get("daxing"), changes=None)
    person = Person(replace(library, regulations={**library.regulations, "daxing": daxing}))
    assert person.say("/change 大兴").startswith("“大兴”的文件还没有整理情况变化")
    assert "情况变化" not in {*person.labels}


def test_the_answers_are_used_again_and_the_change_is_asked_anew(person: Person) -> None:
    person.say("/change 乌鲁木齐", "离职", "2025年3月1日")
    assert "工作室发生了什么变化" in person.say("换一种情况")
    assert person.say("主动退出").count("记下了") == 1
    assert person.mode is Mode.IDLE


def test_what_has_changed_does_not_travel_with_a_draft(person: Person) -> None:
    person.say("/change 萧山", "违法违纪", "是", "查资格", "是", "取消", "生成申报草稿")
    (draft,) = person.drafts.values()
    assert draft.answers == {"applicant_is_unit": True}


@pytest.mark.parametrize(
    ("question", "offered"),
    [("萧山领办技师离开单位会怎样", True), ("乌鲁木齐主动退出要退钱吗", True), ("萧山公示几天", False)],
)
def test_an_answer_about_losing_the_title_leads_on(person: Person, question: str, offered: bool) -> None:
    person.say(question)
    assert ("情况变化" in person.labels) is offered


def test_help_offers_both(person: Person) -> None:
    said = person.say("/help")
    assert "/change 情况变化" in said
    assert {"情况变化", "退休计算"} <= set(person.labels)


class TestRetirement:
    """The calculator stands alone."""

    @pytest.mark.parametrize("words", ["/retire", "退休计算", "什么时候退休"])
    def test_it_needs_no_region(self, person: Person, words: str) -> None:
        assert "领办人的出生年月是？" in person.say(words)
        assert person.session.region is None

    def test_a_man_is_asked_two_questions(self, person: Person) -> None:
        said = person.say("/retire", "1966年5月", "男")
        assert "法定退休日是2026年10月1日至2026年10月31日之间的一天，已经到了" in said
        assert "不在本文本里" in said

    def test_all_in_one_line(self, person: Person) -> None:
        said = person.say("/retire 1976-03 女 工人岗")
        assert "法定退休日是2026年11月1日至2026年11月30日之间的一天" in said
        assert person.mode is Mode.IDLE

    def test_a_second_person_does_not_keep_the_posts_of_the_first(self, person: Person) -> None:
        person.say("/retire 1976-03 女 工人岗")
        assert "【退休计算】领办人出生年月：1966年5月；领办人性别：男\n" in person.say("/retire 1966-05 男")

    def test_why_and_back(self, person: Person) -> None:
        person.say("/retire", "1966年5月")
        assert "全国人民代表大会常务委员会" in person.say("为什么问这个")
        assert person.say("上一题").startswith("重新回答“领办人出生年月”")

    def test_without_a_birth_month_only_rule_and_texts_are_shown(self, person: Person) -> None:
        said = person.say("/retire", "不清楚")
        assert "推算不出法定退休日" in said
        assert said.count("原退休年龄") == 3
        assert "原则上" in said

    def test_in_a_region_it_speaks_the_regions_words(self, person: Person) -> None:
        assert "首席技师的出生年月是？" in person.say("大兴", "/retire")
