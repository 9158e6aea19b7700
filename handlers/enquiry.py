"""转人工: a question handed to staff, as a case with a receipt."""

from __future__ import annotations

from handlers import desk, flow
from handlers.model import Draft, Event, Mode, Outcome, Turn, World
from handlers.receipts import receipt
from handlers.wording import common
from handlers.wording import desk as wording
from knowledge.library import Library

LONGEST = 1_000
"""Characters of a question that are kept."""
SHORTEST = 4
"""Letters of a question that a person could answer."""


def long_enough(question: str) -> bool:
    """Whether there is something that a person could answer (a stray 嗯 or 1 is not)."""
    return sum(sign.isalnum() for sign in question) >= SHORTEST


def start(world: World, said: str = "") -> Outcome:
    """Ask what to hand over; the step that stands open is kept for afterwards."""
    asked = world.session.model_copy(update={"mode": Mode.ENQUIRY, "pending": None})
    text = wording.ASK_IN_FULL if said else wording.WHAT_TO_ASK
    return flow.say(asked, text, choices=(common.CANCEL,))


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """File the question and tell both sides."""
    session = world.session
    case = Draft(
        id=turn.nonce[:16],
        person=turn.person,
        region=session.region or "",
        edition=library.get(session.region).edition if session.region else "",
        kind="enquiry",
        created=turn.at,
        changed=turn.at,
        state="submitted",
        receipt=receipt(turn.nonce),
        fields={"question": text[:LONGEST]},
        history=(Event(at=turn.at, who=turn.person, what="submitted"),),
    )
    words = wording.handed_over(case, cut=LONGEST if len(text) > LONGEST else 0)
    told = flow.say(flow.idle(session), words, choices=common.MENU)
    return told.model_copy(update={"replies": (*told.replies, desk.packet(library, case, turn)), "save": (case,)})
