"""Statutory retirement: the day, the years left, and what is said when a month or a post is not enough."""

from datetime import date, timedelta

import pytest

from knowledge.eligibility.rules import Outcome, judge
from knowledge.library import Library
from knowledge.vocabulary.retirement import RetirementGroup, RetirementRule, enough_years, has_retired_by

ON = date(2026, 11, 20)
MAN, WOMAN_55, WOMAN_50 = 0, 1, 2


def group(library: Library, which: int) -> RetirementGroup:
    return library.retirement.groups[which]


def said(rule: RetirementRule, which: int, birth: str) -> dict[str, str]:
    told = {"leader_birth": birth, "leader_sex": rule.groups[which].sex}
    post = rule.groups[which].post
    return told | ({"leader_post_type": post} if post else {})


@pytest.mark.parametrize(
    ("which", "birth", "day"),
    [
        (MAN, date(1964, 12, 31), date(2024, 12, 31)),
        (MAN, date(1965, 1, 1), date(2025, 2, 1)),
        (MAN, date(1966, 5, 1), date(2026, 10, 1)),
        (MAN, date(1976, 8, 1), date(2039, 7, 1)),
        (MAN, date(1976, 9, 1), date(2039, 9, 1)),
        (MAN, date(1990, 9, 1), date(2053, 9, 1)),
        (WOMAN_55, date(1971, 3, 1), date(2026, 7, 1)),
        (WOMAN_55, date(1981, 9, 1), date(2039, 9, 1)),
        (WOMAN_50, date(1976, 3, 1), date(2026, 11, 1)),
        (WOMAN_50, date(1984, 11, 1), date(2039, 11, 1)),
        (MAN, date(1968, 2, 29), date(2028, 12, 29)),
    ],
)
def test_the_day_of_retirement(library: Library, which: int, birth: date, day: date) -> None:
    assert group(library, which).retires(birth) == day


@pytest.mark.parametrize(
    ("which", "years", "first_birth", "retires"),
    [
        (MAN, 2, date(1968, 1, 20), date(2028, 11, 20)),
        (MAN, 3, date(1968, 11, 20), date(2029, 11, 20)),
        (WOMAN_55, 2, date(1973, 1, 20), date(2028, 11, 20)),
        (WOMAN_55, 3, date(1973, 11, 20), date(2029, 11, 20)),
        (WOMAN_50, 2, date(1977, 7, 20), date(2028, 11, 20)),
        (WOMAN_50, 3, date(1978, 3, 20), date(2029, 11, 20)),
    ],
)
def test_exactly_the_years_asked_is_enough_and_a_day_less_is_not(
    library: Library, which: int, years: int, first_birth: date, retires: date
) -> None:
    rule = library.retirement
    assert group(library, which).retires(first_birth) == retires
    assert enough_years(rule, said(rule, which, first_birth.isoformat()), ON, years) is True
    day_before = first_birth - timedelta(days=1)
    assert enough_years(rule, said(rule, which, day_before.isoformat()), ON, years) is False


def test_a_birth_month_that_lies_on_both_sides_is_not_known(library: Library) -> None:
    rule = library.retirement
    assert enough_years(rule, said(rule, MAN, "1968-01"), ON, 2) is None
    assert enough_years(rule, said(rule, MAN, "1967-12"), ON, 2) is False
    assert enough_years(rule, said(rule, MAN, "1968-02"), ON, 2) is True


def test_sex_and_post_need_not_be_known_where_they_change_nothing(library: Library) -> None:
    rule = library.retirement
    assert enough_years(rule, {"leader_birth": "1985-06"}, ON, 3) is True
    assert enough_years(rule, {"leader_birth": "1962-06"}, ON, 3) is False
    assert enough_years(rule, {"leader_birth": "1974-06", "leader_sex": "女"}, ON, 2) is None
    assert enough_years(rule, {"leader_birth": "1974-06", "leader_sex": "男"}, ON, 2) is True


def test_the_post_of_a_man_is_not_asked(library: Library) -> None:
    rule = library.retirement
    assert rule.open_fact({}) == "leader_birth"
    assert rule.open_fact({"leader_birth": "1974-06"}) == "leader_sex"
    assert rule.open_fact({"leader_birth": "1974-06", "leader_sex": "男"}) is None
    assert rule.open_fact({"leader_birth": "1974-06", "leader_sex": "女"}) == "leader_post_type"
    assert rule.open_fact({"leader_birth": None}) is None


def test_retirement_that_has_come_is_known_from_the_birth_alone(library: Library) -> None:
    rule = library.retirement
    assert has_retired_by(rule, said(rule, MAN, "1966-05-20"), date(2026, 10, 20))
    assert not has_retired_by(rule, said(rule, MAN, "1966-05-20"), date(2026, 10, 19))
    assert not has_retired_by(rule, {"leader_birth": "1970-05"}, ON)


def test_the_reason_gives_both_days_for_a_woman_whose_post_is_not_known(library: Library) -> None:
    answers = {"leader_sex": "女", "leader_birth": "1974-06-10"}
    finding = next(one for one in judge(library, "urumqi", dict(answers), ON).findings if one.id == "U-RETIRE")
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.facts == ("leader_post_type",)
    assert "2024年6月10日，距申请日不满2年" in finding.reason
    assert "2030年8月10日，距申请日满2年" in finding.reason


def test_the_reason_names_the_birthday_that_decides(library: Library) -> None:
    answers = {"leader_sex": "男", "leader_birth": "1968-01"}
    finding = next(one for one in judge(library, "urumqi", dict(answers), ON).findings if one.id == "U-RETIRE")
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.facts == ("leader_birth",)
    assert "1968年1月20日及以后出生才满2年" in finding.reason


def test_the_national_rule_is_told_as_standing_outside_the_text(library: Library) -> None:
    verdict = judge(library, "hangzhou", {"leader_birth": "1985-06"}, ON)
    assert library.retirement.outside in verdict.assumptions
    assert library.retirement.outside not in judge(library, "hangzhou", {}, ON).assumptions
