"""When a case may be taken over from a colleague: after they have not been heard of for a while."""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers.draft import Draft
from handlers.flow import SHANGHAI
from knowledge.calendar.working_days import working_days_between

SILENCE: Final = 3
"""Working days."""


def silent(case: Draft, on: date) -> bool:
    """Whether who has the case did nothing to it for a while; being given it counts as the beginning."""
    times = [event.at for event in case.history if case.assignee in {event.who, event.to}]
    since = (times[-1] if times else case.changed).astimezone(SHANGHAI).date()
    return working_days_between(since, max(on, since)).days >= SILENCE
