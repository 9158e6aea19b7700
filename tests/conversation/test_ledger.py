"""The ledger in conversation: what is kept, what wins, what can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody from 萧山."""
    found = Person(library)
    found.say("萧山")
    return found


def kept(person: Person) -> list[tuple[str, date, int | None]]:
    return [(one.kind, one.day, one.count) for one in person.entries.values() if one.deleted is None]


def test_nothing_is_written_before_it_is_confirmed(person: Person) -> None:
    person.say("/log 今天收了2名徒弟")
    assert not person.entries
    person.say("取消")
    assert not person.entries
    assert person.mode is Mode.IDLE


def test_a_name_in_the_sentence_does_not_reach_the_ledger(person: Person) -> None:
    person.say("/log 今天和王小明签了带徒协议", "记下来")
    assert kept(person) == [("agreement", date(2026, 11, 20), None)]
    assert "王小明" not in "".join(one.model_dump_json() for one in person.entries.values())
    assert "王小明" not in person.session.model_dump_json()


def test_an_answer_goes_before_the_ledger_and_says_so(person: Person) -> None:
    person.say("/log 今天收了2名徒弟", "记下来")
    person.session = person.session.model_copy(update={"answers": {"apprentices_this_year": 7}})
    shown = person.say("考核自评", "先看目前的结果")
    assert "今年带徒人数：7人，至少10人，差3人" in shown
    assert "按您的回答，今年带徒人数：7人；台账记的是2人" in shown


def test_not_sure_leaves_it_to_the_ledger(person: Person) -> None:
    person.say("/log 今天收了2名徒弟", "记下来")
    person.session = person.session.model_copy(update={"answers": {"apprentices_this_year": None}})
    assert "按台账，今年带徒人数：2人" in person.say("考核自评", "先看目前的结果")


def test_what_is_deleted_comes_back_until_the_next_change(person: Person) -> None:
    person.say("/log 今天收了2名徒弟", "记下来", "台账", "删第1笔")
    assert kept(person) == []
    assert "恢复了" in person.say("撤销删除")
    person.say("台账", "删第1笔", "记一笔 建了花名册", "记下来")
    assert [one.kind for one in person.entries.values()] == ["roster"]
    assert "没有可以撤销的删除" in person.say("撤销删除")


def test_a_correction_takes_the_place_of_the_entry_and_keeps_its_proof(person: Person) -> None:
    person.say(
        "/log 今天收了2名徒弟", "记下来", "写凭证", "档案盒", "台账", "第1笔", "改这一笔", "昨天收了3名徒弟", "记下来"
    )
    assert kept(person) == [("apprentice", date(2026, 11, 19), 3)]
    assert [one.evidence for one in person.entries.values()] == ["档案盒"]


def test_an_entry_that_is_not_there_is_asked_again(person: Person) -> None:
    assert "请说清是哪一笔" in person.say("台账", "第9笔")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(
    ["台账", "记一笔 收了2名徒弟", "收了徒弟", "3", "记下来", "改一下", "第1笔", "改这一笔", "写凭证", "删掉这一笔",
     "撤销删除", "2025年", "取消", "删第2笔", "进度图", "导出台账"])), max_size=10))  # fmt: skip
def test_no_words_break_it(library: Library, said: list[str]) -> None:
    person = Person(library)
    person.say("郑州", "台账")
    for words in said:
        assert person.do(text=words).replies
    assert all(one.day <= date(2026, 11, 20) for one in person.entries.values())
