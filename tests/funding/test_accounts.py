"""What workshops are given and may lose: the sums of the texts, and what holds whatever is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.funding.account import Account, account, facts_used, open_facts
from knowledge.funding.lines import State
from knowledge.funding.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet

TODAY = date(2026, 11, 20)
FIVE = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")


def of(library: Library, slug: str, /, on: date = TODAY, **sheet: Any) -> Account:
    """The account of a sheet, every entry of which can be used."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    assert not problems
    return account(library, slug, answers, on)


def state(found: Account, line: str) -> State:
    return next(entry.state for entry in found.entries if entry.id == line)


class TestXiaoshan:
    """10 at the start, 3 for every review passed."""

    def test_two_reviews_passed(self, library: Library) -> None:
        found = of(library, "xiaoshan", named_on="2023-05-10", review_results="合格、合格")
        assert found.total == (16, 16)
        assert as_result(found)["clawback"]["state"] == "not_stated"

    def test_no_review_before_a_year_is_over(self, library: Library) -> None:
        found = of(library, "xiaoshan", named_on="2026-03-10", review_results=["合格"])
        assert found.total == (10, 10)
        assert state(found, "X-RUNNING") is State.DUE_IF

    def test_more_reviews_passed_than_years_are_told(self, library: Library) -> None:
        found = of(library, "xiaoshan", named_on="2024-05-10", review_results=["合格"] * 5)
        assert found.total == (16, 16)
        assert "只满2年" in found.problems[0].message

    def test_after_two_failures_nothing_more_comes_and_what_was_earned_stays(self, library: Library) -> None:
        failed = of(library, "xiaoshan", named_on="2020-01-01", review_results=["不合格", "不合格"])
        assert state(failed, "X-RUNNING") is State.NOT_DUE
        once = of(library, "xiaoshan", named_on="2020-01-01", review_results=["合格", "不合格", "不合格"])
        assert (state(once, "X-RUNNING"), once.total) == (State.PAID, (13, 13))

    def test_excellent_at_city_level_is_promised_without_a_sum(self, library: Library) -> None:
        found = of(library, "xiaoshan", named_on="2020-01-01", review_results=(), city_review_excellent="是")
        (higher,) = (entry for entry in found.entries if entry.id == "X-HIGHER")
        assert (higher.state, higher.amount) == (State.PAID, None)
        assert found.total == (10, 10)

    def test_named_by_the_city_is_told_to_be_confirmed(self, library: Library) -> None:
        told = of(library, "xiaoshan", already_city_level="是").notices
        assert any("须向区人力社保局确认（第二十二条）" in one for one in told)

    def test_two_failures_in_a_row(self, library: Library) -> None:
        sheet: dict[str, Any] = {"named_on": "2020-01-01", "review_results": ["合格", "不合格", "不合格"]}
        assert any("予以撤销" in one for one in of(library, "xiaoshan", **sheet).notices)
        sheet["review_results"] = ["不合格", "合格", "不合格"]
        assert not any("予以撤销" in one for one in of(library, "xiaoshan", **sheet).notices)


class TestHangzhou:
    """A draft: 10 when new, 10 when excellent, 1000 元 a time."""

    @pytest.mark.parametrize(
        ("kind", "results", "events", "total"),
        [
            ("新建", "没有", 0, 10),
            ("新建", "优秀", 5, 20.5),
            ("续建", "优秀 合格 优秀", 1, 20.1),
            ("荣誉", "合格", 0, 0),
        ],
    )
    def test_sums(self, library: Library, kind: str, results: str, events: int, total: float) -> None:
        sheet: dict[str, Any] = {"hangzhou_workshop_kind": kind, "review_results": results, "service_events": events}
        assert of(library, "hangzhou", **sheet).total == (total, total)

    def test_the_draft_is_told(self, library: Library) -> None:
        assert any("征求意见稿" in one for one in of(library, "hangzhou").notices)


class TestUrumqi:
    """10, matched by at least 10, and taken back."""

    def test_matching(self, library: Library) -> None:
        found = of(library, "urumqi", named_on="2025-03-01", matching_funds_wan=8)
        (match,) = (entry for entry in found.entries if entry.id == "U-MATCH")
        assert (found.total, match.amount, match.gap) == ((10, 10), (10, None), 2)
        assert any("第十三条写的是“须”" in one for one in found.notices)
        assert not of(library, "urumqi", matching_funds_wan=10).notices[1:]

    @pytest.mark.parametrize(("score", "back"), [(59.5, 10), (60, 0), (90, 0)])
    def test_the_final_score(self, library: Library, score: float, back: int) -> None:
        found = of(library, "urumqi", named_on="2025-03-01", final_assessment_score=score)
        assert found.taken_back == (back, back)
        assert found.net == (10 - back, 10 - back)

    def test_withdrawing_within_four_years(self, library: Library) -> None:
        sheet: dict[str, Any] = {"named_on": "2022-06-01", "cancellation_grounds": ["主动退出"]}
        assert of(library, "urumqi", date(2026, 5, 31), **sheet).taken_back == (10, 10)
        late = of(library, "urumqi", date(2026, 6, 2), **sheet, cancelled_on="2026-06-02")
        assert late.taken_back == (0, 0)
        assert state(late, "U-CANCELLED") is State.OVER
        assert of(library, "urumqi", date(2027, 1, 1), **sheet, cancelled_on="2026-05").taken_back == (10, 10)

    @pytest.mark.parametrize("ground", ["挪用资金", "主动退出", "领办人退休申请撤销"])
    def test_a_ground_without_its_day_is_open_however_long_ago_the_naming(self, library: Library, ground: str) -> None:
        sheet: dict[str, Any] = {"named_on": "2019-01-01", "cancellation_grounds": [ground]}
        found = of(library, "urumqi", **sheet)
        line = "U-LEADER-GONE" if "退休" in ground else "U-CANCELLED"
        assert (state(found, line), found.taken_back) == (State.UNSETTLED, (0, 10))
        assert "cancelled_on" in found.missing_facts
        answers, _ = parse_sheet(library.facts, sheet, on=TODAY)
        assert "cancelled_on" in open_facts(library, "urumqi", answers, TODAY)
        assert state(of(library, "urumqi", **sheet, cancelled_on="2024-01-01"), line) is State.OVER

    def test_money_that_is_taken_back_is_at_risk_on_no_other_ground(self, library: Library) -> None:
        found = of(library, "urumqi", named_on="2025-03-01", final_assessment_score=50)
        assert (found.taken_back, found.at_risk) == ((10, 10), (0, 0))

    def test_the_leader_retires_and_two_articles_disagree(self, library: Library) -> None:
        found = of(library, "urumqi", named_on="2025-03-01", cancellation_grounds=["领办人退休申请撤销"])
        assert state(found, "U-LEADER-GONE") is State.UNSETTLED
        assert (found.taken_back, found.net) == ((0, 10), (0, 10))
        (conflict,) = (entry for entry in found.entries if entry.id == "U-LEADER-GONE")
        assert [source.label for source in conflict.sources] == ["第十八条（一）", "第二十条（四）"]


class TestZhengzhou:
    """A limit by class, and 2 a year for at most three years."""

    @pytest.mark.parametrize(("kind", "limit"), [("现代技术类", 15), ("传统工艺类", 10), ("文创", 10), (None, 15)])
    def test_the_limit(self, library: Library, kind: str | None, limit: int) -> None:
        assert of(library, "zhengzhou", zhengzhou_class=kind).total == (0, limit)

    def test_three_years_and_no_more(self, library: Library) -> None:
        sheet: dict[str, Any] = {
            "named_on": "2020-01-01",
            "zhengzhou_class": "现代技术类",
            "construction_grant_wan": 12,
        }
        found = of(library, "zhengzhou", **sheet, review_results=["合格", "不合格", "合格", "合格", "合格"])
        assert found.total == (16, 16)
        again = of(library, "zhengzhou", **sheet, review_results=["合格"] * 5, second_support_term=True)
        assert again.total == (22, 22)

    @pytest.mark.parametrize(
        ("kind", "said", "total", "told"),
        [
            ("现代技术类", 20, (0, 15), "不高于15万元"),
            ("文化创意类", 12, (0, 10), "不高于10万元"),
            ("文化创意类", 10, (10, 10), ""),
            (None, 12, (0, 12), ""),
            (None, 16, (0, 15), "不高于15万元"),
        ],
    )
    def test_a_sum_beyond_the_limit_is_told_and_not_used(
        self, library: Library, kind: str | None, said: int, total: tuple[int, int], told: str
    ) -> None:
        found = of(library, "zhengzhou", zhengzhou_class=kind, construction_grant_wan=said)
        assert found.total == total
        assert told in "".join(one.message for one in found.problems)
        assert bool(found.problems) is bool(told)

    @pytest.mark.parametrize("facts", [{"review_results": ["不合格", "不合格"]}, {"cancellation_grounds": "主动退出"}])
    def test_once_the_title_is_gone_no_more_comes(self, library: Library, facts: dict[str, Any]) -> None:
        assert state(of(library, "zhengzhou", **facts), "Z-YEARLY") is State.NOT_DUE

    def test_things_are_taken_back_and_money_is_not_mentioned(self, library: Library) -> None:
        found = of(library, "zhengzhou", review_results=["合格", "不合格", "不合格"])
        assert state(found, "Z-EQUIPMENT") is State.TAKEN_BACK
        assert (found.taken_back, found.clawback_stated) == ((0, 0), False)
        assert any("现金" in text for _, text in found.not_stated)


class TestDaxing:
    """10 and 3, then 5 to 10; nothing for those that the city has funded."""

    @pytest.mark.parametrize(
        ("sheet", "total"),
        [
            ({"named_on": "2026-09-01", "already_city_funded": "否"}, (13, 13)),
            ({"named_on": "2025-11-20", "review_results": ["合格"], "already_city_funded": "否"}, (18, 23)),
            ({"named_on": "2025-11-21", "review_results": ["合格"], "already_city_funded": "否"}, (13, 13)),
            ({"named_on": "2025-01-01", "review_results": ["不合格"], "rectified": "否"}, (13, 13)),
            ({"named_on": "2025-01-01", "review_results": ["不合格"], "rectified": "是"}, (18, 23)),
            ({"review_results": ["合格"], "second_stage_grant_wan": 8}, (21, 21)),
            ({"named_on": "2025-01-01", "review_results": ["合格"], "already_city_funded": "是"}, (0, 0)),
            ({"named_on": "没有"}, (0, 0)),
        ],
    )
    def test_sums(self, library: Library, sheet: dict[str, Any], total: tuple[int, int]) -> None:
        assert of(library, "daxing", **sheet).total == total

    @pytest.mark.parametrize("said", [3, 12])
    def test_a_second_stage_outside_the_range_is_told(self, library: Library, said: int) -> None:
        found = of(library, "daxing", review_results=["合格"], second_stage_grant_wan=said)
        assert found.total == (18, 23)
        assert "5-10万元" in found.problems[0].message

    def test_misuse(self, library: Library) -> None:
        sheet: dict[str, Any] = {
            "named_on": "2026-09-01",
            "already_city_funded": "否",
            "cancellation_grounds": "挪用资金",
        }
        found = of(library, "daxing", **sheet)
        assert (found.taken_back, found.net) == ((0, 10), (3, 13))


PAIRS = [("cancelled_on", "named_on"), ("construction_end", "named_on"), ("construction_end", "construction_start")]


@pytest.mark.parametrize(("later", "first"), PAIRS)
def test_days_that_cannot_be_in_that_order_are_told(library: Library, later: str, first: str) -> None:
    answers, problems = parse_sheet(library.facts, {later: "2018-06", first: "2019-01-01"}, on=TODAY)
    assert (set(answers), [one.fact for one in problems]) == ({first}, [later])
    _, fine = parse_sheet(library.facts, {later: "2019-01", first: "2019-01-20"}, on=TODAY)
    assert fine == ()


def test_every_pair_of_days_is_tried(library: Library) -> None:
    assert sorted(PAIRS) == sorted((fact.id, name) for fact in library.facts.values() for name in fact.not_before)


@st.composite
def sheets(draw: st.DrawFn) -> Answers:
    """Any answers to the questions about money."""
    results = st.lists(st.sampled_from(["优秀", "合格", "不合格", "没有考核"]), max_size=6).map(tuple)
    grounds = ["弄虚作假或虚报成果", "主动申请撤销（退出）", "领办人退休、离职或重病而申请撤销", "违规挪用或滥用资金"]
    days = st.dates(date(2016, 1, 1), TODAY).map(date.isoformat)
    values: dict[str, st.SearchStrategy[object]] = {
        "named_on": st.one_of(days, st.just("没有")),
        "review_results": results,
        "zhengzhou_class": st.sampled_from(["现代技术类", "传统工艺类", "文化创意类"]),
        "hangzhou_workshop_kind": st.sampled_from(["首次申报新建", "原有工作室或续建", "荣誉技能大师工作室"]),
        "final_assessment_score": st.integers(0, 110),
        "matching_funds_wan": st.integers(0, 30),
        "service_events": st.integers(0, 9),
        "already_city_funded": st.booleans(),
        "rectified": st.booleans(),
        "second_support_term": st.booleans(),
        "cancellation_grounds": st.lists(st.sampled_from(grounds), max_size=2, unique=True).map(tuple),
        "cancelled_on": days,
    }
    chosen = draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    return {name: draw(st.one_of(st.none(), values[name])) for name in chosen}  # type: ignore[misc]


@given(answers=sheets(), slug=st.sampled_from(FIVE))
def test_whatever_is_said(library: Library, answers: Answers, slug: str) -> None:
    found = account(library, slug, answers, TODAY)
    low, high = found.total
    assert 0 <= low <= high
    assert 0 <= found.taken_back[0] <= found.taken_back[1] <= high
    assert found.net[0] <= found.net[1]
    assert all(entry.amount is None or entry.amount[1] is None or entry.amount[0] <= entry.amount[1]
               for entry in found.entries)  # fmt: skip
    for entry in found.entries:
        assert all(source.quote in library.get(slug).get(source.eid).text.replace("\n", "") for source in entry.sources)
    assert set(open_facts(library, slug, answers, TODAY)) <= set(facts_used(library, slug)) - set(answers)


@given(answers=sheets(), slug=st.sampled_from(FIVE), times=st.integers(0, 4))
def test_another_review_passed_never_costs_anything(library: Library, answers: Answers, slug: str, times: int) -> None:
    fewer = {**answers, "review_results": ("合格",) * times}
    more = {**answers, "review_results": ("合格",) * (times + 1)}
    before, after = (account(library, slug, each, TODAY).total for each in (fewer, more))
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(answers=sheets(), slug=st.sampled_from(FIVE))
def test_the_questions_come_to_an_end(library: Library, answers: Answers, slug: str) -> None:
    said = dict(answers)
    for _ in range(len(facts_used(library, slug)) + 1):
        waiting = open_facts(library, slug, said, TODAY)
        if not waiting:
            return
        said[waiting[0]] = None
    raise AssertionError(waiting)
