"""Working days with 调休, and what is said of years whose holidays nobody has announced."""

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar.working_days import add_working_days, known, working_days_between

ANNOUNCED = st.dates(date(2004, 1, 1), date(2026, 6, 30))
ANY_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NUMBERS = st.integers(0, 120)

OFF_2026 = (
    *("01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04", "05-05"),
    *("06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07"),
)
"""Days between Monday and Friday of 2026 that are off, and days of week ends on which people work, by the notice of
the State Council (国办发明电〔2025〕7号)."""
WORKED_2026 = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def test_2026_is_as_announced() -> None:
    off = [f"{day:%m-%d}" for day in days_of(2026) if day.weekday() < 5 and not known(day).working]
    worked = [f"{day:%m-%d}" for day in days_of(2026) if day.weekday() >= 5 and known(day).working]
    assert (off, worked) == (list(OFF_2026), list(WORKED_2026))


def test_2026_is_as_the_library_has_it_in_its_tables() -> None:
    for day in days_of(2026):
        off = day in constants.holidays or (day.weekday() >= 5 and day not in constants.workdays)
        assert known(day) == (not off, True)


def test_a_year_not_announced_is_counted_by_the_week_and_not_certain() -> None:
    assert known(date(2044, 10, 3)) == (True, False)  # a Monday in what will be a holiday
    assert known(date(2044, 10, 8)) == (False, False)
    assert add_working_days(date(2044, 10, 7), 1) == (date(2044, 10, 10), False)
    assert working_days_between(date(2044, 10, 7), date(2044, 10, 14)) == (5, False)


@pytest.mark.parametrize(
    ("day", "number", "there"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # Saturday 14 is worked, then the Spring Festival
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_counting_on(day: date, number: int, there: date) -> None:
    assert add_working_days(day, number) == (there, True)


def test_nobody_counts_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2026, 11, 20), -1)


@given(ANY_DAY, NUMBERS)
def test_counting_back_what_was_counted_on(day: date, number: int) -> None:
    there = add_working_days(day, number)
    assert working_days_between(day, there.day) == (number, there.certain)
    assert number == 0 or known(there.day).working


@given(ANY_DAY, NUMBERS, NUMBERS)
def test_more_days_lead_further(day: date, number: int, more: int) -> None:
    assert (add_working_days(day, number).day < add_working_days(day, number + more).day) is (more > 0)


@given(ANY_DAY, st.integers(0, 60), NUMBERS)
def test_a_later_start_never_ends_sooner(day: date, later: int, number: int) -> None:
    start = day + timedelta(days=later)
    assert add_working_days(day, number).day <= add_working_days(start, number).day


@given(ANY_DAY, ANY_DAY.map(lambda day: day.toordinal() % 90), st.integers(0, 90))
def test_two_stretches_are_as_long_as_the_whole(day: date, first: int, second: int) -> None:
    middle = day + timedelta(days=first)
    end = middle + timedelta(days=second)
    parts = working_days_between(day, middle).days + working_days_between(middle, end).days
    assert working_days_between(day, end).days == parts
    assert working_days_between(end, day).days == -parts


@given(ANNOUNCED, NUMBERS)
def test_within_the_years_announced_it_is_certain(day: date, number: int) -> None:
    assert add_working_days(day, number).certain
