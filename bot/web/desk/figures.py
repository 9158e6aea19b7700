"""Figures on the cases of a while: how many, how long they waited, what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.web.desk.briefs import Brief
from handlers.cases.states import WAITING_FOR_STAFF
from handlers.flow import SHANGHAI
from handlers.wording.eligibility import SHORT

WEEKS = 12
"""How far back the figures go, this week included."""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: float
    words: str
    """The value, as it is read."""


@dataclass(frozen=True)
class Figures:
    """All that the page of figures shows."""

    submitted: int
    waiting: int
    closed: int
    first_answer: float | None
    """Hours from handing in until staff first said something; the one in the middle."""
    first_close: float | None
    """Days from handing in until the case was over; the one in the middle."""
    by_week: tuple[Bar, ...]
    by_region: tuple[Bar, ...]
    verdicts: tuple[Bar, ...]


def figures(briefs: Iterable[Brief], names: Mapping[str, str], now: datetime) -> Figures:
    """Of the cases handed in during the last weeks; what waits now is counted whenever it came in."""
    every = tuple(briefs)
    weeks = [_monday(now) - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    late = [one for one in every if _monday(one.submitted) >= weeks[0]]
    answered = [(one.first_answer - one.submitted).total_seconds() / 3_600 for one in late if one.first_answer]
    over = [(one.closed - one.submitted).total_seconds() / 86_400 for one in late if one.closed]
    counted = Counter(_monday(one.submitted) for one in late)
    regions = Counter(names.get(one.region, "未选地区") for one in late)
    outcomes = Counter(SHORT.get(one.outcome, "没有自查") for one in late if one.kind == "application")
    return Figures(
        submitted=len(late),
        waiting=sum(one.state in WAITING_FOR_STAFF and not one.answered for one in every),
        closed=len(over),
        first_answer=median(answered) if answered else None,
        first_close=median(over) if over else None,
        by_week=tuple(Bar(f"{week:%m-%d}", counted[week], f"{counted[week]} 件") for week in weeks),
        by_region=_bars(regions.most_common()),
        verdicts=_bars(outcomes.most_common()),
    )


def _bars(counted: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    return tuple(Bar(label, value, f"{value} 件") for label, value in counted)


def _monday(at: datetime) -> date:
    """The first day of a moment's week."""
    day = at.astimezone(SHANGHAI).date()
    return day - timedelta(days=day.weekday())
