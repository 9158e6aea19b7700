"""Follow-up: who of the staff is reminded of which case and when, what is passed on to admins, and the daily digest.

Everything counts in working days from the day on which a case came to its state. What is due when is the operator's
promise (``handlers.sla``), never the law's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.draft import OVER, Draft
from handlers.flow import SHANGHAI
from handlers.member import Member
from handlers.model import Reply
from handlers.reminding import is_sensible
from handlers.sla import Due, Sla, due
from handlers.wording import following as wording
from knowledge.calendar.working_days import known, working_days_between
from knowledge.library import Library
from knowledge.model import Frozen


class Stage(StrEnum):
    """How near the end of its time a case is."""

    NEAR = "near"
    """It ends on the next working day."""
    TODAY = "today"
    OVERDUE = "overdue"


class FollowUp(Frozen):
    """Something that staff are to be told of a case."""

    key: str
    """The name under which it is sent once and never again."""
    stage: Stage
    reply: Reply

    @property
    def escalated(self) -> bool:
        """Whether it is for admins rather than for whoever handles the case."""
        return self.stage is Stage.OVERDUE


def may_follow(at: datetime) -> bool:
    """Whether staff are at work: on a working day, at a sensible hour."""
    return is_sensible(at) and known(_day(at)).working


def notice(library: Library, case: Draft, sla: Sla, staff: Sequence[Member], at: datetime) -> FollowUp | None:
    """What staff are to be told of a case now, if anything; whether they have been told is not known here."""
    on = _day(at)
    found = due(case, sla, on)
    stage = None if found is None else _stage(found, on)
    if found is None or stage is None:
        return None
    text = wording.notice(library, case, found, on, staff, wording.HEADS[stage])
    key = f"{case.receipt}/{case.state}/{found.day.isoformat()}/{stage}"
    return FollowUp(key=key, stage=stage, reply=Reply(text=text, receipt=case.receipt))


def _stage(found: Due, on: date) -> Stage | None:
    if found.overdue_by:
        return Stage.OVERDUE
    left = working_days_between(on, found.day).days
    return {0: Stage.TODAY, 1: Stage.NEAR}.get(left)


def digest(library: Library, cases: Iterable[Draft], sla: Sla, since: datetime, at: datetime) -> Reply:
    """The morning's digest: how many cases stand where, what came in ``since`` then, what is late."""
    on, listed = _day(at), tuple(cases)
    going = [case for case in listed if case.state not in OVER]
    new = sum(1 for case in listed if _handed_in(case) >= since)
    late = [(case, found) for case in going if (found := due(case, sla, on)) is not None and found.overdue_by]
    late.sort(key=lambda one: -one[1].overdue_by)
    return Reply(text=wording.digest(library, going, new, late, on))


def digest_key(at: datetime) -> str:
    """The name of a day's digest."""
    return f"digest/{_day(at).isoformat()}"


def digest_due(at: datetime, hour: int) -> bool:
    """Whether a working day's digest may go out: from its hour on."""
    return known(_day(at)).working and at.astimezone(SHANGHAI).hour >= hour


def digest_since(at: datetime, hour: int) -> datetime:
    """When the digest before went out: on the working day before, at the same hour."""
    day = _day(at) - timedelta(days=1)
    while not known(day).working:
        day -= timedelta(days=1)
    return datetime.combine(day, time(hour), SHANGHAI)


def _handed_in(case: Draft) -> datetime:
    """When a case came in for the first time."""
    return next((event.at for event in case.history if event.what == "submitted"), case.created)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
