"""资金账: the questions about money, and the account that they end in."""

from __future__ import annotations

from handlers import flow
from handlers.model import Reply, Session, Turn, World
from handlers.wording import common
from handlers.wording import money as wording
from knowledge.funding.account import account
from knowledge.library import Library


def result(library: Library, _world: World, session: Session, turn: Turn, slug: str) -> Reply:
    """The account, line by line."""
    found = account(library, slug, session.answers, flow.today(turn))
    citations = tuple(source for entry in found.entries for source in entry.sources)
    choices = (common.DATES, common.ANSWERS, common.ENQUIRY)
    return Reply(text=wording.ledger(library.get(slug), found), choices=choices, citations=citations)
