"""Repairs: they lead where they say, none of them is too many, and what cannot be changed is not asked for."""

import random

import pytest

from knowledge.eligibility.rules import Conclusion, Verdict, judge
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet
from tests.rules.sheets import ON, SLUGS, sheet


def good(library: Library, slug: str) -> Answers:
    answers, _ = parse_sheet(library.facts, library.get(slug).personas[0].facts)
    return answers


def judged(library: Library, slug: str, changes: Answers) -> Verdict:
    return judge(library, slug, {**good(library, slug), **changes}, ON)


def test_one_qualified_member_needs_two_more_and_nothing_else(library: Library) -> None:
    verdict = judged(library, "xiaoshan", {"team_qualified_excluding_leader": 1})
    assert [(repair.text, repair.changes) for repair in verdict.repairs] == [
        ("再增加2名技师及以上或工程师及以上的成员", {"team_qualified_excluding_leader": 3})
    ]
    assert verdict.after_repairs is Conclusion.ELIGIBLE


def test_two_qualified_members_need_one_more_to_be_beyond_doubt(library: Library) -> None:
    verdict = judged(library, "xiaoshan", {"team_qualified_excluding_leader": 2})
    assert [repair.text for repair in verdict.repairs] == ["再增加1名技师及以上或工程师及以上的成员"]


def test_of_several_alternatives_one_change_is_enough(library: Library) -> None:
    verdict = judged(library, "xiaoshan", {"basis_training_plan": False})
    assert [repair.changes for repair in verdict.repairs] == [{"basis_training_plan": True}]


def test_a_part_is_named_where_only_a_part_is_missing(library: Library) -> None:
    verdict = judged(library, "zhengzhou", {"equipment": False})
    assert [repair.changes for repair in verdict.repairs] == [{"equipment": True}]


def test_of_a_criterion_with_several_parts_only_what_lacks_is_named(library: Library) -> None:
    texts = [repair.text for repair in judged(library, "daxing", {"studio_management_system": False}).repairs]
    assert texts == ["还要做到：有工作室管理制度并明确职责"]
    texts = [repair.text for repair in judged(library, "zhengzhou", {"funding": False}).repairs]
    assert texts == ["还要做到：有必要的经费支持"]


def test_money_short_of_the_match_is_counted(library: Library) -> None:
    verdict = judged(library, "urumqi", {"matching_funds_wan": 7.5})
    assert [repair.text for repair in verdict.repairs] == ["把配套资金再增加2.5万元，达到10万元"]


def test_what_nobody_can_change_is_said_and_nothing_else_is_asked(library: Library) -> None:
    verdict = judged(library, "urumqi", {"unit_in_urumqi": False, "matching_funds_wan": 5})
    assert [repair.changes for repair in verdict.repairs] == [{}]
    assert "不在乌鲁木齐市" in verdict.repairs[0].text
    assert verdict.after_repairs is None


def test_what_others_decide_is_said_so(library: Library) -> None:
    verdict = judged(library, "daxing", {"unit_type": "民办非企业单位"})
    assert [repair.changes for repair in verdict.repairs] == [{}]
    assert "大兴区人力资源和社会保障局认定" in verdict.repairs[0].text


def test_the_honorary_path_is_mended_where_the_ordinary_one_is_closed(library: Library) -> None:
    retired: Answers = {"leader_retired": True, "unit_continues_to_engage": False, "was_national_studio": True}
    verdict = judged(library, "hangzhou", retired)
    assert [repair.changes for repair in verdict.repairs] == [{"unit_continues_to_engage": True}]
    assert verdict.after_repairs is Conclusion.ELIGIBLE


@pytest.mark.parametrize("slug", SLUGS)
def test_repairs_lead_where_they_say_and_each_is_needed(library: Library, slug: str) -> None:
    repaired = 0
    for seed in range(150):
        answers = sheet(library, slug, random.Random(f"repair-{slug}-{seed}"), likely=seed % 3 > 0)
        verdict = judge(library, slug, answers, ON)
        if verdict.after_repairs is None:
            continue
        repaired += 1
        changes = {fact: value for repair in verdict.repairs for fact, value in repair.changes.items()}
        assert not any(library.facts[fact].fixed for fact in changes)
        assert all(answers[fact] != value for fact, value in changes.items())
        after = judge(library, slug, {**answers, **changes}, ON).outcome
        assert after is verdict.after_repairs, f"seed {seed}"
        if after is Conclusion.ELIGIBLE:
            for fact in changes:
                fewer = {name: value for name, value in changes.items() if name != fact}
                assert judge(library, slug, {**answers, **fewer}, ON).outcome is not after, f"seed {seed}: {fact}"
    assert repaired > 20


@pytest.mark.parametrize("slug", SLUGS)
def test_every_verdict_short_of_eligible_says_what_can_be_done(library: Library, slug: str) -> None:
    for seed in range(100):
        answers = sheet(library, slug, random.Random(f"said-{slug}-{seed}"))
        verdict = judge(library, slug, answers, ON)
        due = verdict.outcome in (Conclusion.NOT_ELIGIBLE, Conclusion.NEEDS_REVIEW)
        assert bool(verdict.repairs) is due
        assert all(repair.text and repair.label for repair in verdict.repairs)
