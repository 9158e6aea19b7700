"""What the questionnaire may be for besides eligibility: which questions it asks, why, and what it ends in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import dates, money
from handlers.model import Choice, Purpose, Reply, Session, Turn, World
from handlers.wording import common
from handlers.wording import dates as dates_wording
from handlers.wording import money as money_wording
from knowledge.calendar import dates as calendar
from knowledge.eligibility.facts import Value
from knowledge.funding import account
from knowledge.library import Library, Regulation
from knowledge.model import Bound


@dataclass(frozen=True)
class Inquiry:
    """Questions of one kind about one regulation at a time."""

    begin: Choice
    opening: Callable[[Regulation, date, int], str]
    open_facts: Callable[[Library, str, Mapping[str, Value], date], Sequence[str]]
    """What is still to be asked, in order."""
    facts_used: Callable[[Library, str], Sequence[str]]
    reasons: Callable[[Library, str, str], Sequence[tuple[str, Sequence[Bound]]]]
    """What a fact is asked for, and the words of the text behind it."""
    result: Callable[[Library, World, Session, Turn, str], Reply]


INQUIRIES: Mapping[Purpose, Inquiry] = {
    Purpose.MONEY: Inquiry(
        begin=common.MONEY,
        opening=money_wording.opening,
        open_facts=account.open_facts,
        facts_used=account.facts_used,
        reasons=account.lines_using,
        result=money.result,
    ),
    Purpose.DATES: Inquiry(
        begin=common.DATES,
        opening=dates_wording.opening,
        open_facts=calendar.open_facts,
        facts_used=calendar.facts_used,
        reasons=calendar.deadlines_using,
        result=dates.result,
    ),
}
"""By purpose; eligibility, which may serve all regulations at once, is the questionnaire's own."""
