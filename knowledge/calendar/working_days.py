"""Working days in China, with 调休: the days of work that are moved to week ends so that holidays become longer.

The holidays of a year are announced in the autumn before it. Of a year that the library does not know yet only the
week is known: Monday to Friday are taken for working days, and the result is not certain.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from chinese_calendar import is_workday

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Known(NamedTuple):
    """Whether people work on a day, and whether that rests on announced holidays."""

    working: bool
    certain: bool


class Reckoned(NamedTuple):
    """A day that was counted to."""

    day: date
    certain: bool
    """Whether the holidays of every day passed had been announced."""


class Counted(NamedTuple):
    """A number of working days."""

    days: int
    certain: bool


def known(day: date) -> Known:
    """Whether a day is a working day."""
    try:
        return Known(is_workday(day), certain=True)
    except NotImplementedError:  # the library's word for a year without announced holidays
        return Known(day.weekday() < SATURDAY, certain=False)


def add_working_days(day: date, number: int) -> Reckoned:
    """The working day that comes so many working days after a day, which does not count itself; the day for 0.

    Raises ``ValueError`` for a negative number.
    """
    if number < 0:
        raise ValueError(f"working days are counted forwards: {number}")
    certain = True
    while number:
        day += ONE_DAY
        found = known(day)
        number -= found.working
        certain = certain and found.certain
    return Reckoned(day, certain)


def working_days_between(first: date, last: date) -> Counted:
    """The working days after ``first`` up to ``last`` and with it; negative where ``last`` comes first."""
    if last < first:
        back = working_days_between(last, first)
        return Counted(-back.days, back.certain)
    passed = [known(first + ONE_DAY * number) for number in range(1, (last - first).days + 1)]
    return Counted(sum(each.working for each in passed), all(each.certain for each in passed))
