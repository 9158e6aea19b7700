"""Handing in: a draft becomes a case with a receipt, and staff get it."""

from __future__ import annotations

from handlers import desk, flow, rejudging, yearly
from handlers.draft import Draft, Event
from handlers.model import Outcome, Turn, World
from handlers.receipts import receipt
from handlers.reminding import offer
from handlers.wording import common
from handlers.wording import drafting as wording
from knowledge.eligibility import rules
from knowledge.library import Library


def submit(library: Library, world: World, turn: Turn, draft: Draft) -> Outcome:
    """Freeze the draft with its verdict and the regulation's edition; tell the applicant and staff."""
    session, regulation = world.session, library.get(draft.region)
    since = rules.read_by_rules(library, session.answers)
    answers = {**draft.answers, **since}
    found = rejudging.rejudged(library, draft, flow.today(turn), since)
    again = draft.state == "to_correct"
    submitted = draft.model_copy(
        update={
            "state": "submitted",
            "receipt": draft.receipt or receipt(turn.nonce),
            "answers": answers,
            "edition": regulation.edition,
            "verdict": rejudging.kept_verdict(library, draft.region, answers, flow.today(turn)),
            "reviewed": yearly.said(library, world, turn, draft.region),
            "changed": turn.at,
            "chat": turn.chat,
            "correcting": (),
            "before": draft.handed_in,
            "handed_in": draft.fields,
            "history": (*draft.history, Event(at=turn.at, who=turn.person, what="submitted")),
        }
    )
    after = flow.idle(session) if session.draft == draft.id else session
    choices = (*common.MENU, *offer(library, world, turn, draft.region))
    told = flow.say(after, wording.submitted(regulation, submitted, flow.today(turn)), choices=choices)
    before = found if again else None
    packet = desk.packet(library, submitted, turn, before, again=again, rulings=world.rulings)
    replies = (*told.replies, packet)
    return told.model_copy(update={"replies": replies, "save": (submitted,)})
