"""The questionnaire: it ends, it asks little, and it finds what the whole sheet would have found."""

import random

import pytest

from knowledge.eligibility.rules import Conclusion, at_most_left, facts_used, judge, next_fact
from knowledge.library import Library
from knowledge.vocabulary.derive import Vocabulary, derive
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet
from tests.rules.sheets import ON, SLUGS, questionnaire, sheet

PULL_REQUEST_SHEETS = 120
LONG_SHEETS = 20_000


def agrees(library: Library, slug: str, seed: int) -> None:
    chance = random.Random(f"{slug}-{seed}")
    answers = sheet(library, slug, chance, likely=seed % 2 == 0)
    whole = judge(library, slug, answers, ON).outcome
    given, guided = questionnaire(library, slug, answers)
    assert guided is whole, f"seed {seed}: {answers}"
    assert len(given) <= len(facts_used(library, slug))
    every, full = questionnaire(library, slug, answers, full=True)
    assert full is whole, f"seed {seed} in full: {answers}"
    assert len(every) >= len(given)


@pytest.mark.parametrize("slug", SLUGS)
def test_guided_and_whole_sheets_agree(library: Library, slug: str) -> None:
    for seed in range(PULL_REQUEST_SHEETS):
        agrees(library, slug, seed)


@pytest.mark.long
@pytest.mark.parametrize("slug", SLUGS)
def test_guided_and_whole_sheets_agree_on_twenty_thousand(library: Library, slug: str) -> None:
    for seed in range(LONG_SHEETS):
        agrees(library, slug, seed)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_number_of_questions_left_is_never_exceeded(library: Library, slug: str) -> None:
    for seed in range(40):
        answers = sheet(library, slug, random.Random(f"left-{slug}-{seed}"), likely=True)
        given: Answers = {}
        bounds = []
        while fact := next_fact(library, slug, given, ON):
            bounds.append(at_most_left(library, slug, given, ON))
            given[fact.id] = answers[fact.id]
        for done, bound in enumerate(bounds):
            assert len(bounds) - done <= bound
        assert at_most_left(library, slug, given, ON) == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_somebody_who_knows_nothing_is_asked_once_each_and_told_it_is_incomplete(library: Library, slug: str) -> None:
    nothing = dict.fromkeys(facts_used(library, slug))
    given, outcome = questionnaire(library, slug, nothing)
    assert outcome is Conclusion.INCOMPLETE
    assert 0 < len(given) <= len(nothing)


def test_a_failed_hard_condition_ends_the_questions(library: Library) -> None:
    given: Answers = {"applicant_is_unit": True, "unit_in_xiaoshan": "注册和经营都在", "leader_level": "高级工"}
    fact = next_fact(library, "xiaoshan", given, ON)
    assert fact is not None
    assert fact.id == "already_city_level"
    assert next_fact(library, "xiaoshan", {**given, "already_city_level": False}, ON) is None
    full = next_fact(library, "xiaoshan", {**given, "already_city_level": False}, ON, full=True)
    assert full is not None


def test_the_coach_is_asked_about_only_when_the_ordinary_way_falls_short(library: Library) -> None:
    given, outcome = questionnaire(library, "zhengzhou", _whole(library, "zhengzhou"))
    assert outcome is Conclusion.ELIGIBLE
    assert "coach_national_or_world" not in given


def test_the_first_of_several_alternatives_that_is_met_is_enough(library: Library) -> None:
    given, _ = questionnaire(library, "xiaoshan", _whole(library, "xiaoshan"))
    assert "basis_training_plan" in given
    assert "basis_skill_inheritance" not in given


def test_questions_use_the_regulations_own_word_for_the_leader(library: Library) -> None:
    asked = {slug: next_fact(library, slug, _all_but(library, slug, "leader_level"), ON) for slug in SLUGS}
    assert {slug: fact.question.split("现在")[0] for slug, fact in asked.items() if fact} == {
        slug: library.get(slug).identity.leader for slug in SLUGS
    }


def _all_but(library: Library, slug: str, fact: str) -> Answers:
    """The answers of the region's first persona, without one."""
    persona = library.get(slug).personas[0]
    answers, _ = parse_sheet(library.facts, persona.facts)
    return {name: value for name, value in answers.items() if name != fact}


def _whole(library: Library, slug: str) -> Answers:
    """The answers of the region's first persona and what follows from them, all else not known."""
    said = dict.fromkeys(facts_used(library, slug)) | _all_but(library, slug, "")
    return derive(Vocabulary(library.facts), said)
