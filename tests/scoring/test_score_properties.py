"""What must hold for every sheet that may be said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cases import case_of
from knowledge.scoring import review
from knowledge.scoring.improvements import total_of
from knowledge.scoring.inquiry import open_facts
from knowledge.vocabulary.facts import Answers, Fact, Value
from tests.law import LIBRARY
from tests.scoring.reviews import BAD, ON, WITH_SHEET, best

FEW = settings(max_examples=60, deadline=None)


def values(fact: Fact) -> st.SearchStrategy[Value]:
    if fact.kind == "yes_no":
        return st.none() | st.booleans()
    if fact.kind == "number":
        amounts = st.integers(0, 40)
        return st.none() | amounts | (st.sampled_from([0.5, 8.5, 9.99, 29.5]) if fact.decimal else amounts)
    if fact.kind == "event":
        return st.none() | st.sampled_from(["没有", "2026-01", "2026-01-05", "2026-01-21"])
    return st.none() | st.sampled_from([choice.value for choice in fact.choices])


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, Answers]:
    slug = draw(st.sampled_from(WITH_SHEET))
    facts = [LIBRARY.facts[fact] for fact in review.facts_used(LIBRARY, slug)]
    said = draw(st.lists(st.sampled_from(facts), unique_by=lambda fact: fact.id))
    return slug, {fact.id: draw(values(fact)) for fact in said}


@FEW
@given(sheets())
def test_points_stay_within_the_sheet(said: tuple[str, Answers]) -> None:
    slug, answers = said
    rubric = LIBRARY.get(slug).rubric
    sheet = review.score(LIBRARY, slug, answers, ON)
    assert rubric is not None
    assert sheet.total is not None
    assert sheet.bonus is not None
    for row in sheet.rows:
        assert 0 <= row.points.low <= row.points.expected <= row.points.high <= row.most
        assert row.reason
    assert sheet.bonus.high <= rubric.bonus
    assert sheet.total.low == sum(row.points.low for row in sheet.rows)
    assert sheet.total.high <= rubric.basic + rubric.bonus


@FEW
@given(sheets(), st.data())
def test_a_veto_is_a_fail_whatever_else_is_said(said: tuple[str, Answers], data: st.DataObject) -> None:
    grounds = LIBRARY.facts["veto_grounds_xiaoshan"].parts
    answers = {**said[1], data.draw(st.sampled_from(grounds)): True}
    assert review.score(LIBRARY, "xiaoshan", answers, ON).grade == "不合格"


@FEW
@given(sheets(), st.data())
def test_more_of_a_good_thing_never_lowers_a_score(said: tuple[str, Answers], data: st.DataObject) -> None:
    slug, answers = said
    regulation = LIBRARY.get(slug)
    known = [fact for fact, value in answers.items() if value is not None and fact not in BAD]
    if not known or regulation.rubric is None:
        return
    name = data.draw(st.sampled_from(known))
    fact, value = LIBRARY.facts[name], answers[name]
    more = max(value, best(fact)) if isinstance(value, int | float) else best(fact)  # type: ignore[type-var]
    before = total_of(regulation.rubric, case_of(LIBRARY, answers, ON))
    after = total_of(regulation.rubric, case_of(LIBRARY, {**answers, name: more}, ON))
    assert after.low >= before.low
    assert after.expected >= before.expected
    assert after.high >= before.high


@FEW
@given(sheets())
def test_another_answer_only_narrows_what_was_open(said: tuple[str, Answers]) -> None:
    slug, answers = said
    whole = review.score(LIBRARY, slug, answers, ON)
    for name in list(answers)[:3]:
        part = review.score(LIBRARY, slug, {fact: answers[fact] for fact in answers if fact != name}, ON)
        for narrow, wide in zip(whole.rows, part.rows, strict=True):
            assert wide.points.low <= narrow.points.low
            assert narrow.points.high <= wide.points.high


@FEW
@given(sheets())
def test_improvements_add_what_they_promise(said: tuple[str, Answers]) -> None:
    slug, answers = said
    sheet = review.score(LIBRARY, slug, answers, ON)
    assert len(sheet.improvements) <= 3
    assert all(one.gain > 0 and one.text and "{" not in one.text for one in sheet.improvements)
    assert [one.effort for one in sheet.improvements] == sorted(one.effort for one in sheet.improvements)


@FEW
@given(st.sampled_from(tuple(LIBRARY.regulations)), st.sampled_from(["row", "evidence"]), st.data())
def test_the_questionnaire_ends_and_asks_nothing_twice(slug: str, order: str, data: st.DataObject) -> None:
    answers: Answers = {}
    while fact := review.next_fact(LIBRARY, slug, answers, ON, order, full=True):  # type: ignore[arg-type]
        assert fact.id not in answers
        left = review.at_most_left(LIBRARY, slug, answers, ON, full=True)
        answers[fact.id] = data.draw(values(LIBRARY.facts[fact.id]))
        assert left >= 1
    assert open_facts(LIBRARY.get(slug), case_of(LIBRARY, answers, ON), full=True) == ()
    assert set(answers) <= set(review.facts_used(LIBRARY, slug))
