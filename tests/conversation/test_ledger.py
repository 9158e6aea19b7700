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


COUNTED = [
    "收了徒弟", "徒弟考出了高级工", "徒弟拿到技师证", "徒弟拿到高级技师证", "组织了研讨会", "参加了市级竞赛"
]  # fmt: skip
OTHER = ["计划今年带10个徒弟", "去年一共带了8个徒弟", "打算再参加3次比赛"]


@pytest.mark.parametrize("region", ["萧山", "杭州", "乌鲁木齐", "郑州", "大兴"])
def test_a_number_in_another_sentence_never_answers_how_many(library: Library, region: str) -> None:
    for done in COUNTED:
        for words in OTHER:
            person = Person(library)
            shown = person.say(region, f"/log {done}", words)
            assert f"没有记的：“{words}”" in shown
            assert "几" in shown
            person.say("记下来")
            assert not person.entries


def test_a_number_asked_for_may_come_in_the_same_sentence_said_again(person: Person) -> None:
    person.say("/log 3月5日徒弟考出了高级工", "2名徒弟考出了高级工", "记下来")
    assert kept(person) == [("high_skilled", date(2026, 3, 5), 2)]


def test_another_sentence_stands_beside_the_open_number(person: Person) -> None:
    shown = person.say("/log 徒弟考出了高级工", "昨天签了2份带徒协议")
    assert "2. 2026年11月19日　签带徒协议　2份" in shown
    assert "第1件：几个人取得了高级工证？" in shown
    person.say("3", "记下来")
    assert sorted(kept(person)) == [
        ("agreement", date(2026, 11, 19), 2),
        ("high_skilled", date(2026, 11, 20), 3),
    ]


SAID = st.lists(
    st.sampled_from(["今天签了2份带徒协议", "昨天3名徒弟拿到高级工证", "参加社区服务一次", "3月5日收了2名徒弟"]),
    min_size=1,
    max_size=6,
)
BETWEEN = ["台账", "补助给多少", "考核自评", "资金账", "进度图", "今天天气不错", "换地区", "萧山", "帮助", "清空"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SAID, st.lists(st.sampled_from(BETWEEN), max_size=4))
def test_whatever_comes_between_all_that_was_said_is_listed_and_written(
    library: Library, said: list[str], between: list[str]
) -> None:
    person = Person(library)
    person.say("萧山", *(f"/log {words}" for words in said), *between, "萧山")
    assert f"{len(said)}. " in person.say("台账")
    person.say("记下来")
    assert len(kept(person)) == len(said)


def test_what_is_given_up_is_named(person: Person) -> None:
    person.say("/log 今天签了2份带徒协议", "昨天收了2名徒弟")
    told = "没有记：2026年11月20日　签带徒协议　2份；2026年11月19日　新带徒弟　2人。"
    assert told in person.say("改一下")
    assert told in person.say("今天签了2份带徒协议", "昨天收了2名徒弟", "取消")
    assert "还没有记" in person.say("台账")
    assert not person.entries


def test_leaving_tells_that_something_waits_and_another_region_is_named(person: Person) -> None:
    assert "台账里有1件说了还没有记下来" in person.say("/log 今天签了2份带徒协议", "换地区")
    person.say("郑州")
    assert "就记在郑州的台账里" in person.say("台账")


def test_what_was_not_understood_before_the_region_is_told(library: Library) -> None:
    person = Person(library)
    assert "没有记的：“打算收2名徒弟”" in person.say("/log 今天签了2份带徒协议，打算收2名徒弟")
    assert "签带徒协议" in person.say("萧山")


def test_a_second_sentence_takes_the_place_of_a_correction_and_says_so(person: Person) -> None:
    person.say("/log 今天收了2名徒弟", "记下来", "台账", "第1笔", "改这一笔", "昨天收了3名徒弟")
    assert "没有记：2026年11月19日　新带徒弟　3人" in person.say("昨天收了4名徒弟")
    person.say("记下来")
    assert kept(person) == [("apprentice", date(2026, 11, 19), 4)]


def test_a_deed_or_a_question_does_not_become_the_proof_of_another(person: Person) -> None:
    person.say("/log 今天收了2名徒弟", "记下来", "写凭证")
    assert "没有写进去" in person.say("昨天3名徒弟拿到高级工证")
    assert "第十一条" in person.say("补助给多少")
    assert "凭证：协议在档案盒" in person.say("协议在档案盒")


def test_thirty_wait_and_no_more(person: Person) -> None:
    for _ in range(30):
        person.say("/log 今天签了2份带徒协议")
    assert "这一句没有收" in person.say("今天签了2份带徒协议")
    person.say("记下来")
    assert len(kept(person)) == 30


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
