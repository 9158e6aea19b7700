"""日程: the questions about dates, the calendar that they end in, and its file."""

from __future__ import annotations

from datetime import date

from handlers import by_region, flow
from handlers.calendar_file import calendar_file
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Questionnaire
from handlers.session import Aim
from handlers.wording import common
from handlers.wording import dates as wording
from knowledge.calendar.dates import Due, deadlines_using, due, facts_used, open_facts
from knowledge.library import Library


def _told(library: Library, world: World, on: date, slug: str) -> Reply:
    """Every deadline, with a switch for the reminder of each that has a date."""
    regulation = library.get(slug)
    found = due(library, slug, world.session.answers, on)
    reminded = {each.deadline for each in world.reminders if each.region == slug}
    switches = tuple(
        wording.switch(regulation, one, is_on=one.id in reminded) for one in found if one.next or one.id in reminded
    )
    return Reply(
        text=wording.calendar(library, regulation, found, on, reminded),
        choices=(*switches, *_more(found), common.MONEY, common.ANSWERS, common.ENQUIRY),
        citations=tuple(source for one in found for source in one.sources),
    )


def _more(found: tuple[Due, ...]) -> tuple[Choice, ...]:
    return (wording.FILE,) if any(one.next for one in found) else ()


QUESTIONS = Questionnaire(by_region.RegionInquiry(common.DATES, open_facts, facts_used, deadlines_using, _told))

PART = by_region.Part(lambda regulation: regulation.deadlines is not None, wording.opening)


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """``/dates``."""
    return by_region.start(QUESTIONS, Aim.DATES, PART, library, world, turn)


def file(library: Library, world: World, turn: Turn) -> Outcome:
    """The calendar as a file."""
    session = world.session
    if session.region is None:
        return flow.for_region(library, session, Aim.DATES)
    regulation = library.get(session.region)
    found = due(library, session.region, session.answers, flow.today(turn))
    dated = tuple(one for one in found if one.next)
    if not dated:
        return flow.say(session, wording.NOTHING_TO_FILE, choices=flow.menu(session))
    text = wording.FILE_MADE.format(name=regulation.identity.short)
    reply = Reply(text=text, files=(calendar_file(regulation, dated, turn.at),), choices=flow.menu(session))
    return Outcome(session=session, replies=(reply,))
