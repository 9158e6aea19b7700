"""A calendar file (.ics): the deadlines that have a date, as whole days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from handlers.model import File
from handlers.wording.layout import narrow, sentence
from handlers.wording.status import status_line
from knowledge.calendar.dates import Due
from knowledge.library import Regulation

PRODUCT = "-//workshop-bot//deadlines//ZH"
DOMAIN = "workshop-bot"


def calendar_file(regulation: Regulation, dated: Iterable[Due], at: datetime) -> File:
    """The file. The same deadlines at the same moment give the same bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("x-wr-calname", f"{regulation.identity.short}{regulation.identity.workshop}日程")
    for one in dated:
        calendar.add_component(_event(regulation, one, at))
    return File(name=f"{regulation.identity.short}日程.ics", content=calendar.to_ical())


def _event(regulation: Regulation, one: Due, at: datetime) -> Event:
    """One deadline. What comes every year is repeated every year."""
    first, last = one.whole or one.next or (at.date(), at.date())
    source = one.sources[0]
    event = Event()
    event.add("uid", f"{regulation.slug}-{one.id}-{last.isoformat()}@{DOMAIN}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", f"{regulation.identity.short} {one.name}")
    parts = (
        *(sentence(one.what), f"原文（{source.label}）：{narrow(source.quote)}"),
        *(sentence(part) for part in (*one.counted, one.reading) if part),
        status_line(regulation, at.date()),
    )
    event.add("description", "\n".join(parts))
    if one.yearly:
        event.add("rrule", {"freq": "yearly"})
    return event
