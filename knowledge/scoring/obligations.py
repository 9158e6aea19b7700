"""``obligations.yaml``: what must be done every year, and what the text says of the review beside any score sheet."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from knowledge.model import Bound, Frozen
from knowledge.scoring.vetoes import Veto
from knowledge.statements import Statement
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.moments import day_range

_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
_EARLY = 11
"""Month from which a paper handed in is taken for the coming year."""


class Target(Bound):
    """A number to reach, for all workshops or for those of one class."""

    at_least: int = Field(gt=0)
    when: Condition | None = None


class Count(Frozen):
    """Something to be reached in numbers."""

    fact: str
    targets: tuple[Target, ...] = Field(min_length=1)
    percent: int | None = Field(default=None, gt=0, le=100)
    """The number wanted is this part of the target, rounded up."""


class Deadline(Frozen):
    """Something to be handed in by a day of the year."""

    fact: str
    """Whether it was in time."""
    day: str = Field(pattern=_DAY.pattern)
    """As the text prints it: 1月20日. The day itself counts."""
    date_fact: str
    """The day on which it was handed in, which decides where it is known."""

    def year_of(self, handed_in: str) -> int:
        """The year whose paper was handed in at that moment; from November on it is taken for the coming year."""
        day = day_range(handed_in)[0]
        return day.year + (day.month >= _EARLY)

    def in_year(self, year: int) -> date:
        """The last day of that year."""
        month, day = _DAY.fullmatch(self.day).groups()  # type: ignore[union-attr]
        return date(year, int(month), int(day))


class Duty(Frozen):
    """Something that the workshop or its unit must do, in exactly one of three ways."""

    id: str
    title: str
    sources: tuple[Bound, ...] = Field(min_length=1)
    count: Count | None = None
    done: Condition | None = None
    deadline: Deadline | None = None
    open_when: Condition | None = None
    """When the text itself leaves the target open; ``open_text`` says so."""
    open_text: str = ""
    repair: str = Field(min_length=1)
    """What is lacking (Chinese); ``{gap}`` is the number missing."""
    reading: str = ""
    """How we read the text where it is silent (Chinese)."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Refuse a duty that can be judged in no way or in two, and one left open without a word."""
        if sum(way is not None for way in (self.count, self.done, self.deadline)) != 1:
            raise ValueError("count、done、deadline 三样里要写一样，也只能写一样")
        if (self.open_when is None) != (not self.open_text):
            raise ValueError("open_when 和 open_text 要一起写")
        return self


class Obligations(Frozen):
    """``obligations.yaml`` of one regulation."""

    duties: tuple[Duty, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    """Grounds that the text names outside a score sheet."""
    review: tuple[Statement, ...] = ()
    """What the text says, or leaves unsaid, about the review."""
