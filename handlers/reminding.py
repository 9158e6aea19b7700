"""Reminders: switched on and off one by one, and what is sent when a day draws near.

A deadline is reminded of at certain moments before its first day, and once more before the last day of a longer time.
Moments before the reminder was switched on are not made up for; of several that were missed only the last is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from handlers import flow
from handlers.choice import Choice
from handlers.flow import SHANGHAI, Here
from handlers.intents import ALL, ON, region_named
from handlers.model import NEWS, Outcome, Reminder, Reply, Turn, World
from handlers.session import Session
from handlers.wording import common, news
from handlers.wording import dates as wording
from knowledge.calendar.dates import Due, due
from knowledge.library import Library, Regulation

AHEAD = (14, 1)
"""Days before the first day."""
BEFORE_END = 3
"""Days before the last day, where that is another one."""
HOURS = range(9, 18)
"""Hours of the day in Shanghai in which a reminder may go out."""


class Notice(NamedTuple):
    """A reminder that is due, and the name under which it is sent once and never again."""

    key: str
    reply: Reply


def is_sensible(at: datetime) -> bool:
    """Whether a reminder may go out at this hour."""
    return at.astimezone(SHANGHAI).hour in HOURS


def notice(library: Library, session: Session, reminder: Reminder, at: datetime) -> Notice | None:
    """What is to be sent now, if anything; whether it has been sent already is not known here."""
    on = at.astimezone(SHANGHAI).date()
    if not is_sensible(at):
        return None
    one = _find(library, session, reminder, on)
    if one is None or one.next is None or one.whole is None:
        return None
    begun = reminder.since.astimezone(SHANGHAI).date()
    passed = [moment for moment in _moments(one) if begun < moment <= on]
    if not passed:
        return None
    regulation = library.get(reminder.region)
    key = f"{session.person}/{reminder.region}/{one.id}/{one.whole.last.isoformat()}/{passed[-1].isoformat()}"
    choices = (wording.switch(regulation, one, is_on=True), wording.STOP_ALL)
    return Notice(key, Reply(text=wording.notice(regulation, one, on), choices=choices, citations=one.sources))


def switch(library: Library, world: World, turn: Turn, words: str, here: Here) -> Outcome:
    """``打开 萧山公示期满``, ``停止 …``, ``停止 全部``; nothing said: the list of those that are on."""
    action, _, name = words.partition(" ")
    if not name:
        return _listed(library, world, turn)
    if name == ALL:
        return _changed(library, world, turn, (), wording.STOPPED_ALL, here)
    if name.replace(" ", "").endswith(news.NAME):
        return _switch_news(library, world, turn, name.replace(" ", ""), here, on=action == ON)
    found = _named(library, world, turn, name)
    if found is None:
        return flow.again(library, world, turn, wording.NO_SUCH_DEADLINE.format(name=name), here)
    regulation, one = found
    others = tuple(each for each in world.reminders if (each.region, each.deadline) != (regulation.slug, one.id))
    if action != ON:
        was_on = len(others) < len(world.reminders)
        text = wording.switched_off(regulation, one.name) if was_on else wording.NOT_ON.format(name=one.name)
        return _changed(library, world, turn, others, text, here)
    if not turn.private:
        return flow.again(library, world, turn, wording.PRIVATE_ONLY, here)
    if one.next is None:
        return flow.again(library, world, turn, wording.NOT_DATED.format(name=one.name), here)
    mine = Reminder(region=regulation.slug, deadline=one.id, chat=turn.chat, since=turn.at)
    coming = [moment for moment in _moments(one) if moment > flow.today(turn)]
    return _changed(library, world, turn, (*others, mine), wording.switched_on(regulation, one, coming), here)


def _switch_news(library: Library, world: World, turn: Turn, name: str, here: Here, *, on: bool) -> Outcome:
    """Word of changes of a text, by the region's name before it, or for the region at hand."""
    place = name.removesuffix(news.NAME)
    slug = region_named(library, place) if place else world.session.region
    if slug is None and place:
        return flow.again(library, world, turn, wording.NO_SUCH_DEADLINE.format(name=name), here)
    if slug is None:
        if not flow.at_rest(world.session):
            return flow.again(library, world, turn, news.WHICH, here)
        return flow.say(world.session, news.WHICH, choices=news.which(library))
    regulation = library.get(slug)
    others = tuple(each for each in world.reminders if (each.region, each.deadline) != (slug, NEWS))
    was_on = len(others) < len(world.reminders)
    if not on:
        title = f"{regulation.identity.short}{news.NAME}"
        text = news.switched_off(regulation) if was_on else wording.NOT_ON.format(name=title)
        return _changed(library, world, turn, others, text, here)
    if not turn.private:
        return flow.again(library, world, turn, wording.PRIVATE_ONLY, here)
    mine = Reminder(region=slug, deadline=NEWS, chat=turn.chat, since=turn.at)
    reminders = world.reminders if was_on else (*others, mine)
    return _changed(library, world, turn, reminders, news.switched_on(regulation), here)


def offer(library: Library, world: World, turn: Turn, *regions: str | None) -> tuple[Choice, ...]:
    """The buttons that switch word of changes on, for those of the regions for which it is not on yet."""
    on = {each.region for each in world.reminders if each.deadline == NEWS}
    wanted = [slug for slug in dict.fromkeys(regions) if slug in library.regulations and slug not in on]
    return tuple(news.switch(library.get(slug), is_on=False) for slug in wanted if slug and turn.private)


def _changed(
    library: Library, world: World, turn: Turn, reminders: tuple[Reminder, ...], text: str, here: Here
) -> Outcome:
    """The change told, and the step that stands open shown again."""
    session = world.session
    if flow.at_rest(session):
        outcome = flow.say(session, text, choices=_menu(reminders))
    else:
        outcome = flow.again(library, world, turn, text, here)
    return outcome.model_copy(update={"reminders": reminders})


def _menu(reminders: tuple[Reminder, ...]) -> tuple[Choice, ...]:
    return (common.DATES, *((wording.STOP_ALL,) if reminders else ()), *common.MENU[:1], common.HELP)


def _listed(library: Library, world: World, turn: Turn) -> Outcome:
    """The reminders that are on, each with its switch."""
    found = []
    for reminder in world.reminders:
        one = _find(library, world.session, reminder, flow.today(turn))
        if one is not None:
            found.append((library.get(reminder.region), one))
    texts = [
        library.get(each.region)
        for each in world.reminders
        if each.deadline == NEWS and each.region in library.regulations
    ]
    if not found and not texts:
        more = offer(library, world, turn, world.session.region) if flow.at_rest(world.session) else ()
        return flow.say(world.session, wording.NO_REMINDERS, choices=(*more, *flow.menu(world.session)))
    switches = (
        *(wording.switch(regulation, one, is_on=True) for regulation, one in found),
        *(news.switch(regulation, is_on=True) for regulation in texts),
    )
    text = wording.on_list(found, [news.listed(regulation) for regulation in texts])
    return flow.say(world.session, text, choices=(*switches, wording.STOP_ALL, common.DATES))


def _find(library: Library, session: Session, reminder: Reminder, on: date) -> Due | None:
    """The deadline of a reminder as the person's answers date it now."""
    if reminder.region not in library.regulations:
        return None
    found = due(library, reminder.region, session.answers, on)
    return next((one for one in found if one.id == reminder.deadline), None)


def _named(library: Library, world: World, turn: Turn, name: str) -> tuple[Regulation, Due] | None:
    """The deadline that words name, with its region before it, or alone where a region is chosen."""
    plain = name.replace(" ", "")
    for regulation in library.regulations.values():
        at_hand = regulation.slug == world.session.region
        for one in due(library, regulation.slug, world.session.answers, flow.today(turn)):
            if plain == f"{regulation.identity.short}{one.name}" or (at_hand and plain == one.name):
                return regulation, one
    return None


def _moments(one: Due) -> tuple[date, ...]:
    """The days on which to remind of the occurrence at hand, in order."""
    return tuple(sorted(_days(one)))


def _days(one: Due) -> Iterator[date]:
    if one.whole is None:
        return
    first, last = one.whole
    yield from (first - timedelta(days=days) for days in AHEAD)
    if last - timedelta(days=BEFORE_END) > first:
        yield last - timedelta(days=BEFORE_END)
