"""Handing in: a draft becomes a case with a receipt, and staff get it."""

from __future__ import annotations

from handlers import desk, flow, rejudging
from handlers.draft import Draft, Event
from handlers.model import Outcome, Turn
from handlers.receipts import receipt
from handlers.session import Session
from handlers.wording import common
from handlers.wording import drafting as wording
from knowledge.eligibility import rules
from knowledge.library import Library


def submit(library: Library, session: Session, turn: Turn, draft: Draft) -> Outcome:
    """Freeze the draft with its verdict and the regulation's edition; tell the applicant and staff."""
    regulation = library.get(draft.region)
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
            "changed": turn.at,
            "chat": turn.chat,
            "correcting": (),
            "before": draft.handed_in,
            "handed_in": draft.fields,
            "history": (*draft.history, Event(at=turn.at, who=turn.person, what="submitted")),
        }
    )
    after = flow.idle(session) if session.draft == draft.id else session
    told = flow.say(after, wording.submitted(regulation, submitted, flow.today(turn)), choices=common.MENU)
    replies = (*told.replies, desk.packet(library, submitted, turn, found if again else None, again=again))
    return told.model_copy(update={"replies": replies, "save": (submitted,)})
