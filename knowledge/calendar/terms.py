"""``deadlines.yaml``: what is due when, as exactly as the text says it and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from knowledge.model import Bound, Frozen
from knowledge.vocabulary.conditions import Condition


class Precision(StrEnum):
    """How exactly a text fixes a time."""

    EXACT = "exact"
    """A day of the calendar."""
    WINDOW = "window"
    """A part of the year without days of its own (年底, 中旬)."""
    RELATIVE = "relative"
    """So long after something that happens to the workshop."""
    EVENT = "event"
    """Whenever something happens."""
    NOT_STATED = "not_stated"
    """The text says that it is due and not when."""


class DayOfYear(Frozen):
    """A day of every year. Only days that every year has."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        """Refuse 29 February and 31 April: 2023 is no leap year."""
        date(2023, self.month, self.day)
        return self

    def of(self, year: int) -> date:
        """The day in a year."""
        return date(year, self.month, self.day)


class Yearly(Frozen):
    """Days of every year: one (``until`` alone), or from … until."""

    until: DayOfYear
    start: DayOfYear | None = None


class Relative(Frozen):
    """So many years, months or days after an event."""

    after: tuple[str, ...] = Field(min_length=1)
    """Facts (kind event) from which the time may run; the first that is known counts."""
    years: int = 0
    months: int = 0
    days: int = 0
    first_day_stated: bool = False
    """Whether the text settles the day on which the time is full; if not, both ways of counting the first day show."""
    ends_on: str | None = None
    """Fact that holds the last day itself, where somebody knows it."""
    opens_before: int | None = None
    """Months before the end from which the thing may be done."""

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        """Refuse a time of no length."""
        if not (self.years or self.months or self.days):
            raise ValueError("years, months or days are needed")
        return self

    @property
    def length(self) -> str:
        """The length in the text's way of writing it: 2年, 3个月, 7天."""
        units = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return "".join(f"{number}{unit}" for number, unit in units if number)


class Deadline(Frozen):
    """One thing to do, or to be ready for. At most one way of dating it; none for ``event`` and ``not_stated``."""

    id: str
    name: str = Field(max_length=12)
    """A few characters, no two alike in a region: how lists, buttons and reminders call it."""
    what: str
    """What is due, to whom (Chinese)."""
    sources: tuple[Bound, ...] = Field(min_length=1)
    precision: Precision
    yearly: Yearly | None = None
    once: date | None = None
    relative: Relative | None = None
    to_retirement: bool = False
    """The day on which the leader reaches retirement age by the national rule."""
    when: Condition | None = None
    """Whom it concerns; where it is not known, it is shown."""
    reading: str = ""
    """What the text does not say, and the reading taken (Chinese)."""
    note: str = ""
    """What else the text says or leaves out (Chinese)."""

    @model_validator(mode="after")
    def _dated_as_it_says(self) -> Self:
        """A precision and the way of dating that goes with it."""
        ways = {
            Precision.EXACT: (self.yearly is not None) + (self.once is not None),
            Precision.WINDOW: int(self.yearly is not None),
            Precision.RELATIVE: (self.relative is not None) + self.to_retirement,
        }
        dated = (self.yearly, self.once, self.relative, self.to_retirement or None)
        wanted = 1 if self.precision in ways else 0
        if sum(way is not None for way in dated) != wanted or ways.get(self.precision, 0) != wanted:
            raise ValueError("exact: yearly or once; window: yearly; relative: relative or to_retirement; else no date")
        return self

    def conditions(self) -> Iterator[Condition]:
        """Every condition of it."""
        yield from (self.when,) if self.when else ()


class Deadlines(Frozen):
    """``deadlines.yaml`` of one regulation."""

    deadlines: tuple[Deadline, ...] = Field(min_length=1)
