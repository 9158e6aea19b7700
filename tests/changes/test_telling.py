"""What each text says when something changes: the right answers, and what holds for every change in every region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.gate import unsupported
from knowledge.changes.entries import CHANGE, About
from knowledge.changes.telling import ORDER, Line, State, Told, facts_used, open_facts, tell
from knowledge.texts.text import contains
from knowledge.vocabulary.facts import Answers, Fact, Value
from knowledge.vocabulary.values import parse_sheet
from tests.law import LIBRARY

ON = date(2026, 11, 20)
SLUGS = tuple(LIBRARY.regulations)
CHANGES = tuple(choice.value for choice in LIBRARY.facts[CHANGE].choices)


def told(region: str, sheet: Mapping[str, object], on: date = ON) -> Told:
    """What a region says on a sheet as programs write it."""
    answers, problems = parse_sheet(LIBRARY.facts, sheet, on=on)
    assert not problems
    return tell(LIBRARY, region, answers, on)


def labels(found: Told, about: str) -> set[str]:
    """The provisions that speak of one aspect for certain."""
    return {
        source.label
        for line in found.lines
        if line.about == about and not line.not_stated and not line.only_if
        for source in line.sources
    }


def silent(found: Told) -> set[About]:
    """The aspects on which nothing is written."""
    stated = {line.about for line in found.lines if not line.not_stated}
    return {line.about for line in found.lines if line.not_stated} - stated


@pytest.mark.parametrize(
    ("region", "sheet", "state", "about", "label"),
    [
        ("xiaoshan", {"change": "退休", "already_city_level": "否"}, "conflict", "title", "第二十一条第3项"),
        ("xiaoshan", {"change": "退休", "already_city_level": "是"}, "stated", "title", "第二十一条第3项"),
        ("xiaoshan", {"change": "离职"}, "conflict", "title", "第二十一条第4项"),
        ("xiaoshan", {"change": "转岗"}, "stated", "assessment", "附件2第14行（拒绝接受考核管理的）"),
        ("xiaoshan", {"change": "违法违纪", "heavy_loss_caused": "是"}, "conflict", "title", "第二十一条第6项"),
        ("xiaoshan", {"change": "注销或破产"}, "conflict", "title", "第二十一条第5项"),
        ("xiaoshan", {"change": "连续不合格"}, "stated", "title", "第二十一条第2项"),
        ("xiaoshan", {"change": "拒绝考核"}, "conflict", "title", "第二十一条第1项"),
        ("hangzhou", {"change": "退休", "unit_continues_to_engage": "否"}, "stated", "assessment", "五（三）2"),
        ("hangzhou", {"change": "离职"}, "stated", "assessment", "五（三）2"),
        ("hangzhou", {"change": "一次不合格"}, "stated", "title", "五（二）"),
        ("hangzhou", {"change": "注销或破产"}, "stated", "assessment", "五（三）3"),
        ("urumqi", {"change": "离职", "named_on": "2025-03-01"}, "conflict", "title", "第十八条（一）"),
        ("urumqi", {"change": "搬迁或改名"}, "stated", "filing", "第十八条（二）"),
        ("urumqi", {"change": "换人领办"}, "stated", "filing", "第十八条（一）"),
        ("urumqi", {"change": "违法违纪", "named_on": "2025-03-01"}, "stated", "money", "第二十条（二）"),
        ("urumqi", {"change": "注销或破产", "named_on": "2025-03-01"}, "stated", "title", "第二十条（一）"),
        ("urumqi", {"change": "主动退出", "named_on": "2025-03-01"}, "conflict", "title", "第二十条（四）"),
        ("zhengzhou", {"change": "违法违纪"}, "stated", "title", "第十七条（五）"),
        ("zhengzhou", {"change": "一次不合格"}, "stated", "filing", "第十六条"),
        ("zhengzhou", {"change": "连续不合格"}, "stated", "title", "第十七条（四）"),
        ("zhengzhou", {"change": "主动退出"}, "stated", "money", "第十七条"),
        ("daxing", {"change": "一次不合格", "rectification": "仍不达标"}, "stated", "plaque", "第十四条第2款"),
        ("daxing", {"change": "挪用资金"}, "stated", "money", "第十五条"),
    ],
)
def test_what_is_written_is_told_with_its_provision(
    region: str, sheet: dict[str, object], state: str, about: str, label: str
) -> None:
    found = told(region, sheet)
    assert found.state == state
    assert label in labels(found, about)


@pytest.mark.parametrize(
    ("region", "change"),
    [
        *(("zhengzhou", change) for change in ("退休", "离职", "患重病", "搬迁或改名", "合并重组", "注销或破产")),
        *(
            ("daxing", change)
            for change in ("退休", "离职", "患重病", "违法违纪", "搬迁或改名", "主动退出", "再次申报")
        ),
        *(("xiaoshan", change) for change in ("患重病", "换人领办", "搬迁或改名", "主动退出")),
        *(("hangzhou", change) for change in ("患重病", "换人领办", "搬迁或改名", "主动退出", "弄虚作假")),
    ],
)
def test_where_nothing_is_written_that_is_said_with_whom_to_ask(region: str, change: str) -> None:
    found = told(region, {"change": change})
    assert found.state == State.NOT_STATED
    assert all(line.not_stated and line.ask for line in found.lines)
    assert not found.disputes


class TestUrumqiRetirement:
    """Three ways: given up, gone on with by leave, the plaque kept for great honours."""

    def test_given_up_the_title_and_the_plaque_go(self) -> None:
        sheet = {"change": "退休", "unit_continues_to_engage": "否", "honours": [], "named_on": "2020-03-01"}
        found = told("urumqi", sheet)
        assert found.state == State.STATED
        assert labels(found, "title") == labels(found, "plaque") == {"第十八条（一）"}
        assert "money" in silent(found)

    @pytest.mark.parametrize("honour", ["中华技能大奖", "全国技术能手"])
    def test_with_a_great_honour_the_plaque_may_stay(self, honour: str) -> None:
        found = told("urumqi", {"change": "退休", "unit_continues_to_engage": "否", "honours": [honour]})
        assert labels(found, "plaque") == {"第十八条第2款"}

    def test_other_honours_do_not_keep_it(self) -> None:
        found = told("urumqi", {"change": "退休", "unit_continues_to_engage": "否", "honours": ["钱江技能大奖"]})
        assert labels(found, "plaque") == {"第十八条（一）"}

    def test_taken_on_again_it_is_put_on_file(self) -> None:
        found = told("urumqi", {"change": "返聘", "unit_continues_to_engage": "是", "leader_retires_early": "否"})
        assert labels(found, "filing") == {"第十八条（二）"}
        assert not found.missing

    def test_retired_early_and_taken_on_again_is_not_written(self) -> None:
        found = told("urumqi", {"change": "退休", "unit_continues_to_engage": "是", "leader_retires_early": "是"})
        assert found.state == State.NOT_STATED
        assert found.readings


class TestTerms:
    """Bans and the years in which money may be claimed back, with their ends."""

    def test_a_failed_final_assessment_bars_for_three_years(self) -> None:
        sheet = {"change": "failed_once", "failed_review": "final", "failed_final_assessment_date": "2024-06"}
        (ban,) = [line.running for line in told("urumqi", sheet).lines if line.running]
        assert ban.ends == (date(2027, 6, 1), date(2027, 6, 30))
        assert ban.over is False
        assert ban.reading.startswith("条文没有写")

    @pytest.mark.parametrize(("on", "over"), [(date(2027, 6, 14), False), (date(2027, 6, 15), True)])
    def test_it_ends_on_the_day_three_years_later(self, on: date, over: bool) -> None:
        sheet = {"change": "再次申报", "failed_final_assessment_date": "2024-06-15"}
        (ban,) = [line.running for line in told("urumqi", sheet, on).lines if line.running]
        assert ban.over is over

    def test_never_failed_there_is_no_end_to_tell(self) -> None:
        found = told("urumqi", {"change": "再次申报", "failed_final_assessment_date": "没有"})
        assert [line.running for line in found.lines if line.running] == []
        assert not found.missing

    def test_falsifying_in_zhengzhou_bars_for_three_years(self) -> None:
        found = told("zhengzhou", {"change": "弄虚作假", "falsification_date": "2025-05-20"})
        (ban,) = [line.running for line in found.lines if line.running]
        assert ban.ends == (date(2028, 5, 20), date(2028, 5, 20))
        assert found.state == State.CONFLICT

    def test_the_years_in_which_money_may_go_back_end_on_one_of_two_days(self) -> None:
        found = told("urumqi", {"change": "主动退出", "named_on": "2025-03-01"})
        (within,) = [line.running for line in found.lines if line.running]
        assert within.ends == (date(2029, 2, 28), date(2029, 3, 1))

    def test_after_four_years_nothing_is_written_of_money(self) -> None:
        found = told("urumqi", {"change": "主动退出", "named_on": "2022-11-20"})
        assert found.state == State.NOT_STATED
        assert told("urumqi", {"change": "主动退出", "named_on": "2022-11-21"}).state == State.CONFLICT


@pytest.mark.parametrize(
    ("sheet", "eids"),
    [
        (("xiaoshan", {"change": "拒绝考核"}), {"art_21__item_1", "annex_2__row_14"}),
        (("urumqi", {"change": "主动退出", "named_on": "2025-03-01"}), {"art_18__item_1", "art_20__item_4"}),
    ],
)
def test_a_conflict_shows_both_sides_and_chooses_neither(sheet: tuple[str, dict[str, object]], eids: set[str]) -> None:
    found = told(*sheet)
    (dispute,) = found.disputes
    assert eids <= {source.eid for source in dispute.sources}
    assert dispute.who


def test_hangzhou_honours_open_the_honorary_workshop_and_etc_stays_open() -> None:
    base: dict[str, object] = {"change": "退休", "unit_continues_to_engage": "是", "was_national_studio": "否"}
    assert "三（荣誉）" in labels(told("hangzhou", {**base, "honours": ["中华技能大奖"]}), "title")
    other = told("hangzhou", {**base, "honours": ["浙江工匠"]})
    assert not labels(other, "title")
    assert "title" in silent(other)
    assert "五（三）2" in labels(told("hangzhou", {**base, "honours": []}), "assessment")


@pytest.mark.parametrize("region", SLUGS)
def test_without_a_change_it_is_asked_for(region: str) -> None:
    found = told(region, {})
    assert (found.state, found.missing, found.lines) == (State.INCOMPLETE, (CHANGE,), ())


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("region", SLUGS)
def test_every_aspect_of_every_change_is_answered_or_told_to_be_silent(region: str, change: str) -> None:
    found = told(region, {"change": change})
    entry = next(entry for entry in LIBRARY.get(region).changes.entries if entry.change == change)  # type: ignore[union-attr]
    assert set(entry.aspects) <= {line.about for line in found.lines}
    assert [ORDER.index(line.about) for line in found.lines if not line.only_if] == sorted(
        ORDER.index(line.about) for line in found.lines if not line.only_if
    )
    sources = [source for line in found.lines for source in line.sources]
    for source in (*sources, *(source for dispute in found.disputes for source in dispute.sources)):
        assert contains(LIBRARY.get(region).get(source.eid).text, source.quote)


_CITED = re.compile(r"第[一二三四五六七八九十]+[条章](?:第\d+项|（[一二三四五六]）)?|附件\d")
"""A provision named in a sentence: its number is no number of the law."""


@pytest.mark.parametrize("region", SLUGS)
def test_no_sentence_brings_a_number_or_a_modal_word_of_its_own(region: str) -> None:
    changes = LIBRARY.get(region).changes
    assert changes
    parts = [part for entry in changes.entries for part in entry.parts()]
    effects = (*changes.silences, *(effect for part in parts for effect in part.effects))
    said = [(effect.text, effect.bounds) for effect in effects]
    said += [(conflict.text, conflict.sources) for part in parts for conflict in part.conflicts]
    brought = {text: unsupported(_CITED.sub("", text), [bound.quote for bound in bounds]) for text, bounds in said}
    assert {text: words for text, words in brought.items() if words} == {}


def answers_of(fact: Fact) -> st.SearchStrategy[Value]:
    """Any answer of a fact, 不清楚 among them."""
    if fact.kind == "yes_no":
        return st.sampled_from([True, False, None])
    if fact.kind == "choice":
        return st.sampled_from([*(choice.value for choice in fact.choices), None])
    if fact.kind == "choices":
        return st.lists(st.sampled_from([choice.value for choice in fact.choices]), unique=True).map(tuple)
    return st.sampled_from(["没有", "2021-02", "2022-11-20", "2024-02-29", "2026-11-19", None])


@given(region=st.sampled_from(SLUGS), change=st.sampled_from(CHANGES), data=st.data())
def test_the_questions_end_and_every_one_of_them_matters(region: str, change: str, data: st.DataObject) -> None:
    answers: Answers = {CHANGE: change}
    used = set(facts_used(LIBRARY, region))
    while following := open_facts(LIBRARY, region, answers, ON):
        assert following[0] in used - set(answers)
        answers[following[0]] = data.draw(answers_of(LIBRARY.facts[following[0]]))
    found = tell(LIBRARY, region, answers, ON)
    assert set(found.missing) <= {fact for fact, value in answers.items() if value is None}
    certain = [line for line in found.lines if not line.only_if]
    if None not in answers.values():
        assert len(certain) == len(found.lines)


@given(region=st.sampled_from(SLUGS), change=st.sampled_from(CHANGES), data=st.data())
def test_knowing_more_never_takes_back_what_was_certain(region: str, change: str, data: st.DataObject) -> None:
    facts = [fact for fact in facts_used(LIBRARY, region) if fact != CHANGE]
    full = {fact: data.draw(answers_of(LIBRARY.facts[fact])) for fact in facts}
    known = data.draw(st.lists(st.sampled_from(facts), unique=True))
    fewer = tell(LIBRARY, region, {CHANGE: change, **{fact: full[fact] for fact in known}}, ON)
    more = tell(LIBRARY, region, {CHANGE: change, **full}, ON)
    assert stated(fewer) <= stated(more)
    assert set(fewer.situations) <= set(more.situations)


def stated(found: Told) -> set[tuple[str, str]]:
    """What is told for certain; a silence may be filled later."""
    certain: list[Line] = [line for line in found.lines if not line.only_if and not line.not_stated]
    return {(line.about, line.text) for line in certain}


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("师傅退休了", "退休"),
        ("公司倒闭", "注销或破产"),
        ("withdraw", "主动退出"),
        ("failed_twice", "连续不合格"),
        ("连续2年考核不合格", "连续不合格"),
        ("天气变冷", None),
    ],
)
def test_the_change_is_understood_in_many_words(words: str, change: str | None) -> None:
    answers, problems = parse_sheet(LIBRARY.facts, {"change": words})
    assert answers.get(CHANGE) == change
    assert bool(problems) == (change is None)
