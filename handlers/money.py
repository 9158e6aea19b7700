"""资金账: the questions about money, and the account that they end in."""

from __future__ import annotations

from datetime import date

from handlers import by_region
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Questionnaire
from handlers.session import Aim
from handlers.wording import common
from handlers.wording import money as wording
from knowledge.funding.account import account, facts_used, lines_using, open_facts
from knowledge.library import Library


def _told(library: Library, world: World, on: date, slug: str) -> Reply:
    """The account, line by line."""
    found = account(library, slug, world.session.answers, on)
    citations = tuple(source for entry in found.entries for source in entry.sources)
    choices = (common.DATES, common.ANSWERS, common.ENQUIRY)
    return Reply(text=wording.ledger(library.get(slug), found), choices=choices, citations=citations)


QUESTIONS = Questionnaire(by_region.RegionInquiry(common.MONEY, open_facts, facts_used, lines_using, _told))

PART = by_region.Part(lambda regulation: regulation.funding is not None, wording.opening)


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """``/money``."""
    return by_region.start(QUESTIONS, Aim.MONEY, PART, library, world, turn)
