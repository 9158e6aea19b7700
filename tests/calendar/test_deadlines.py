"""When things are due: the days of the texts, both ways of counting, and every day of seventeen years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar.dates import Due, due, facts_used, open_facts
from knowledge.calendar.results import as_result
from knowledge.calendar.terms import Precision
from knowledge.library import Library
from knowledge.vocabulary.values import parse_sheet

TODAY = date(2026, 11, 20)
FIVE = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")


def one(library: Library, slug: str, name: str, /, on: date = TODAY, **sheet: Any) -> Due:
    """One deadline of a sheet, every entry of which can be used."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    assert not problems
    return next(each for each in due(library, slug, answers, on) if each.id == name)


def days(found: Due) -> list[str] | None:
    return as_result(found)["next"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("slug", "name", "on", "expected"),
    [
        ("hangzhou", "H-SELF-CHECK", "2026-01-05", ["2026-01-05", "2026-01-05"]),
        ("hangzhou", "H-SELF-CHECK", "2026-01-06", ["2027-01-05", "2027-01-05"]),
        ("zhengzhou", "Z-PLAN", "2026-01-20", ["2026-01-20", "2026-01-20"]),
        ("zhengzhou", "Z-PLAN", "2026-12-31", ["2027-01-20", "2027-01-20"]),
        ("zhengzhou", "Z-AGENCY", "2026-02-11", ["2027-02-10", "2027-02-10"]),
        ("zhengzhou", "Z-REVIEW", "2026-12-01", ["2026-12-11", "2026-12-20"]),
        ("zhengzhou", "Z-REVIEW", "2026-12-15", ["2026-12-15", "2026-12-20"]),
        ("zhengzhou", "Z-REVIEW", "2026-12-21", ["2027-12-11", "2027-12-20"]),
        ("urumqi", "U-YEAR-END", "2026-11-20", ["2026-12-01", "2026-12-31"]),
        ("urumqi", "U-VALIDITY", "2026-11-20", ["2028-08-27", "2028-08-27"]),
        ("urumqi", "U-VALIDITY", "2028-08-28", None),
    ],
)
def test_days_that_the_texts_name(library: Library, slug: str, name: str, on: str, expected: list[str] | None) -> None:
    assert days(one(library, slug, name, date.fromisoformat(on))) == expected


@pytest.mark.parametrize(
    ("slug", "name", "sheet", "expected"),
    [
        ("urumqi", "U-CONSTRUCTION-END", {"named_on": "2025-03-01"}, ["2027-02-28", "2027-03-01"]),
        ("urumqi", "U-FINAL", {"named_on": "2025-03-01"}, ["2026-11-28", "2027-03-01"]),
        ("urumqi", "U-CLAWBACK-END", {"named_on": "2025-03-01"}, ["2029-02-28", "2029-03-01"]),
        ("urumqi", "U-CONSTRUCTION-END", {"construction_end": "2027-05-31"}, ["2027-05-31", "2027-05-31"]),
        ("urumqi", "U-FINAL", {"construction_end": "2027-05-31"}, ["2027-02-28", "2027-05-31"]),
        ("urumqi", "U-BAN-END", {"failed_final_assessment_date": "2024-06"}, ["2027-06-01", "2027-06-30"]),
        ("xiaoshan", "X-FIRST-REVIEW", {"named_on": "2026-03-01"}, ["2027-03-01", "2027-03-01"]),
        ("xiaoshan", "X-THREE-YEARS", {"named_on": "2024-02-29"}, ["2027-02-28", "2027-02-28"]),
        ("xiaoshan", "X-PUBLICITY", {"publicity_start": "2026-11-18"}, ["2026-11-24", "2026-11-25"]),
        ("hangzhou", "H-TERM", {"named_on": "2024-02-29"}, ["2027-02-28", "2027-02-28"]),
        ("zhengzhou", "Z-SUPPORT-END", {"named_on": "2024-01"}, ["2026-12-31", "2027-01-31"]),
        ("zhengzhou", "Z-BAN-END", {"falsification_date": "2024-06-15"}, ["2027-06-15", "2027-06-15"]),
        ("daxing", "D-ONE-YEAR", {"named_on": "2026-01-31"}, ["2027-01-30", "2027-01-31"]),
        ("xiaoshan", "X-RETIRE", {"leader_birth": "1967-01", "leader_sex": "男"}, ["2027-08-01", "2027-08-31"]),
    ],
)
def test_days_that_run_from_an_event(
    library: Library, slug: str, name: str, sheet: dict[str, Any], expected: list[str]
) -> None:
    assert days(one(library, slug, name, **sheet)) == expected


def test_both_ways_of_counting_are_shown(library: Library) -> None:
    note = as_result(one(library, "urumqi", "U-CONSTRUCTION-END", named_on="2025-03-01"))["note"]
    assert "当天不算，到2027年3月1日；当天算，到2027年2月28日" in note
    assert "条文没有写" in note


def test_what_is_over_says_when_it_was(library: Library) -> None:
    found = one(library, "urumqi", "U-CONSTRUCTION-END", named_on="2020-03-01")
    assert (found.next, found.is_over) == (None, True)
    assert as_result(found)["window"] == ["2022-02-28", "2022-03-01"]


@pytest.mark.parametrize("slug", FIVE)
def test_no_day_of_application_is_made_up(library: Library, slug: str) -> None:
    apply = next(each for each in due(library, slug, {}, TODAY) if each.id.endswith("-APPLY"))
    assert (apply.precision, apply.next, apply.missing) == (Precision.NOT_STATED, None, ())


def test_what_lies_ahead_is_not_asked_for(library: Library) -> None:
    assert open_facts(library, "daxing", {"named_on": "没有", "publicity_start": None}, TODAY) == ()


@pytest.mark.parametrize("slug", FIVE)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 12, 1), date(2029, 3, 31)),
        pytest.param(date(2019, 1, 1), date(2035, 12, 31), marks=pytest.mark.long),
    ],
    ids=["a leap year", "seventeen years"],
)
def test_every_day(library: Library, slug: str, first: date, last: date) -> None:
    """The next day never lies behind, the days are in order, and what comes every year comes within a year."""
    answers = {"named_on": "2020-02-29", "publicity_start": "2020-02-20", "failed_final_assessment_date": "2022-08-31"}
    day = first
    while day <= last:
        for found in due(library, slug, answers, day):
            if found.next is None:
                assert found.whole is None or found.whole.last < day
                continue
            assert day <= found.next.first <= found.next.last
            assert not found.yearly or found.next.last - day <= timedelta(days=365)
        day += timedelta(days=1)


@given(named=st.dates(date(2000, 1, 1), date(2040, 1, 1)), on=st.dates(date(2019, 1, 1), date(2045, 1, 1)))
def test_a_term_ends_where_the_calendar_says(library: Library, named: date, on: date) -> None:
    found = one(library, "urumqi", "U-CLAWBACK-END", on, named_on=named.isoformat()) if named <= on else None
    if found is not None and found.whole is not None:
        assert 0 <= (found.whole.last - found.whole.first).days <= 1
        assert found.whole.last.year == named.year + 4
        assert found.whole.last.month == named.month
        assert found.whole.last.day in (named.day, 28)


@pytest.mark.parametrize("slug", FIVE)
def test_only_what_dates_something_is_asked(library: Library, slug: str) -> None:
    said: dict[str, None] = {}
    while waiting := open_facts(library, slug, said, TODAY):
        assert set(waiting) <= set(facts_used(library, slug))
        said[waiting[0]] = None
