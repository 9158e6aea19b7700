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


def start(library: Library, world: World, turn: Turn, question: str) -> Outcome:
    """Ask what to hand over; a question given with the command goes at once."""
    if question:
        return receive(library, world, turn, question)
    update = {"mode": Mode.ENQUIRY, "fact": None, "pending": None}
    return flow.say(world.session.model_copy(update=update), wording.WHAT_TO_ASK, choices=(common.CANCEL,))


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
    told = flow.say(flow.idle(session), wording.handed_over(case), choices=common.MENU)
    return told.model_copy(update={"replies": (*told.replies, desk.packet(library, case, turn)), "save": (case,)})
