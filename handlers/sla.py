"""How long a case may wait: so many working days for a state, from the day on which the case came to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from handlers.draft import Draft, Event
from handlers.flow import SHANGHAI
from knowledge.calendar.working_days import add_working_days, working_days_between
from knowledge.model import Frozen

LONGEST = 250
"""Working days of about a year: more is surely a slip of the pen."""


class Sla(Frozen):
    """What an operator promises. A state that is not named may last as long as it takes."""

    days: Mapping[str, Annotated[int, Field(ge=1, le=LONGEST)]] = Field(default_factory=dict)
    """Working days by the name of the state."""


class Due(Frozen):
    """By when a case should have moved on."""

    day: date
    """The last day that is still in time."""
    overdue_by: int
    """Working days since then; 0 while in time."""
    certain: bool
    """Whether the holidays of every day counted had been announced."""


def due(case: Draft, sla: Sla, on: date) -> Due | None:
    """How a case stands on a day; None where nothing is promised for its state, or nobody has to do anything."""
    days = sla.days.get(case.state)
    if days is None or answered(case):
        return None
    last = add_working_days(entered(case), days)
    late = working_days_between(last.day, max(on, last.day))
    return Due(day=last.day, overdue_by=late.days, certain=last.certain and late.certain)


def entered(case: Draft) -> date:
    """The day on which a case came to its state, by its history; of its last change where that does not tell.

    A case opened again has come anew; so has a question whose applicant writes again after an answer.
    """
    came = {case.state, "reopened"} if case.state == "submitted" else {case.state}
    said = _said(case)
    times = [event.at for event in case.history if event.what in came]
    if case.kind == "enquiry":
        times += [after.at for before, after in pairwise(said) if (before.what, after.what) == ("answered", "wrote")]
    return max(times, default=case.changed).astimezone(SHANGHAI).date()


def answered(case: Draft) -> bool:
    """A question that staff have answered waits for nobody, though its state stays."""
    return case.kind == "enquiry" and any(event.what == "answered" for event in _said(case)[-1:])


def _said(case: Draft) -> tuple[Event, ...]:
    """What was asked and answered, without who among the staff had the case."""
    return tuple(event for event in case.history if event.what in {"submitted", "reopened", "wrote", "answered"})
