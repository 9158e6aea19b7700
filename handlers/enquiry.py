"""转人工: a question handed to staff, as a case with a receipt."""

from __future__ import annotations

from handlers import desk, flow, intents
from handlers.draft import Draft, Earlier, Event
from handlers.intents import Name
from handlers.model import Outcome, Received, Reply, Turn, World
from handlers.receipts import receipt
from handlers.session import Mode, Session
from handlers.wording import common
from handlers.wording import desk as wording
from knowledge.library import Library

LONGEST = 1_000
"""Characters of a question that are kept."""
SHORTEST = 4
"""Letters of a question that a person could answer."""
MOST_EARLIER = 5
"""Questions asked before that go along."""
OFFER, EDIT = "offer", "edit"
"""What waits while a question that has been answered is handed over: its consent, or better words for it."""


def long_enough(question: str) -> bool:
    """Whether there is something that a person could answer (a stray 嗯 or 1 is not)."""
    return sum(sign.isalnum() for sign in question) >= SHORTEST


def may_file(session: Session, turn: Turn) -> bool:
    """Whether a turn may hand a question to staff: one is being written, or 转人工 was said."""
    if session.mode is Mode.ENQUIRY:
        return True
    said = intents.read((turn.text or "").strip())
    return said is not None and said.name is Name.ENQUIRY


def answer_in_hand(session: Session) -> str | None:
    """The answer whose question is being handed over, if it is one that had been answered."""
    if session.mode is not Mode.ENQUIRY:
        return None
    return (session.pending or "").rpartition(" ")[2] or None


def offers(world: World) -> bool:
    """Whether the question that was answered waits for consent as it stands."""
    return world.answer is not None and (world.session.pending or "").startswith(OFFER)


def start(world: World, said: str = "") -> Outcome:
    """Ask what to hand over; the step that stands open is kept for afterwards."""
    asked = world.session.model_copy(update={"mode": Mode.ENQUIRY, "pending": None})
    text = wording.ASK_IN_FULL if said else wording.WHAT_TO_ASK
    return flow.say(asked, text, choices=(common.CANCEL,))


def offer(session: Session, about: Received) -> Outcome:
    """Show the question that was answered, to be handed over as it stands or in other words."""
    asked = session.model_copy(update={"mode": Mode.ENQUIRY, "pending": f"{OFFER} {about.asked.id}"})
    return Outcome(session=asked, replies=(_offered(about),))


def edit(session: Session, about: Received, said: str = "") -> Outcome:
    """Ask for the question in better words; what the answer cited goes with it all the same."""
    asked = session.model_copy(update={"mode": Mode.ENQUIRY, "pending": f"{EDIT} {about.asked.id}"})
    text = wording.ASK_IN_FULL if said else wording.change_it(_kept(about.asked.question))
    return flow.say(asked, text, choices=(common.CANCEL,))


def here(world: World) -> Reply:
    """The open place of the enquiry, shown again."""
    about = world.answer
    if about is None or answer_in_hand(world.session) is None:
        return start(world).replies[-1]
    return _offered(about) if offers(world) else edit(world.session, about).replies[-1]


def _offered(about: Received) -> Reply:
    choices = (wording.AS_IT_IS, wording.CHANGE, common.CANCEL)
    text = wording.hand_over(_kept(about.asked.question))
    return Reply(text=text, choices=choices)


def _kept(question: str) -> str:
    return question[:LONGEST]


def receive(library: Library, world: World, turn: Turn, text: str, about: Received | None) -> Outcome:
    """File the question and tell both sides; ``about`` is the answer that it had before."""
    session = world.session
    region = _region(session, about)
    case = Draft(
        id=turn.nonce[:16],
        person=turn.person,
        region=region,
        edition=library.get(region).edition if region else "",
        kind="enquiry",
        created=turn.at,
        changed=turn.at,
        state="submitted",
        receipt=receipt(turn.nonce),
        fields={"question": _kept(text)},
        history=(Event(at=turn.at, who=turn.person, what="submitted"),),
        answer=None if about is None else about.asked.id,
        shown=() if about is None else about.citations,
        earlier=_earlier(world, about),
    )
    words = wording.handed_over(case, cut=LONGEST if len(text) > LONGEST else 0)
    told = flow.say(flow.idle(session), words, choices=common.MENU)
    return told.model_copy(update={"replies": (*told.replies, desk.packet(library, case, turn)), "save": (case,)})


def _earlier(world: World, about: Received | None) -> tuple[Earlier, ...]:
    """The last questions that were answered, besides the one that is handed over."""
    found = {_kept(one.asked.question): one.citations for one in world.lately}
    if about is not None:
        found.pop(_kept(about.asked.question), None)
    return tuple(Earlier(question=question, cited=cited) for question, cited in found.items())[-MOST_EARLIER:]


def _region(session: Session, about: Received | None) -> str:
    """The one region that the answer was about, else that of the conversation."""
    regions = about.asked.regions if about else ()
    return regions[0] if len(regions) == 1 else session.region or ""
