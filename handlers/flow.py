"""Small steps that every part of the conversation takes: saying, keeping the place, showing it again."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.session import Aim, Jotting, Mode, Session
from handlers.wording import common
from knowledge.library import Library

SHANGHAI = ZoneInfo("Asia/Shanghai")

Here = Callable[[Library, World, Turn], Reply]
"""Shows the step that stands open."""


def today(turn: Turn) -> date:
    """The calendar day of a turn where the regulations apply."""
    return turn.at.astimezone(SHANGHAI).date()


def say(session: Session, text: str, choices: tuple[Choice, ...] = ()) -> Outcome:
    """One reply."""
    return Outcome(session=session, replies=(Reply(text=text, choices=choices),))


def menu(session: Session) -> tuple[Choice, ...]:
    """The way on: back to an open step, or the main menu."""
    return common.MENU if at_rest(session) else (common.CONTINUE, common.CANCEL)


def at_rest(session: Session) -> bool:
    """Whether no question, draft or confirmation stands open."""
    return session.mode in {Mode.IDLE, Mode.REGION, Mode.DRAFTS, Mode.ANSWERS}


def again(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """Say something, then show the open step again in the same message."""
    shown = here(library, world, turn)
    return Outcome(session=world.session, replies=(led(shown, text),))


def placed(world: World, mode: Mode) -> World:
    """The world with another step open."""
    return with_session(world, mode=mode, pending=None)


def with_session(world: World, **update: object) -> World:
    """The world with something changed in its session."""
    return world.model_copy(update={"session": world.session.model_copy(update=update)})


def for_region(library: Library, session: Session, aim: Aim, more: tuple[Choice, ...] = ()) -> Outcome:
    """Ask for the region first; what was wanted goes on when it is named."""
    waiting = session.model_copy(update={"mode": Mode.REGION, "pending": aim})
    return say(waiting, common.WHICH_REGION, choices=common.region_choices(library, more))


def leading(outcome: Outcome, lead: str) -> Outcome:
    """The same outcome, with a line before its first reply."""
    first, *rest = outcome.replies
    return outcome.model_copy(update={"replies": (led(first, lead), *rest)})


def led(reply: Reply, lead: str) -> Reply:
    """A reply with a line before it."""
    return reply.model_copy(update={"text": f"{lead}\n\n{reply.text}"}) if lead else reply


def idle(session: Session) -> Session:
    """Nothing open; answers, region, drafts and what waits to be written in the ledger stay."""
    closed = {"fact": None, "field": None, "draft": None, "pending": None, "comparing": False}
    return session.model_copy(update={"mode": Mode.IDLE, "ledger": unwritten(session), **closed})


def unwritten(session: Session) -> Jotting | None:
    """What was said for the ledger and is not written yet; None where there is nothing."""
    return session.ledger if session.ledger and session.ledger.jots else None


def in_region(session: Session, slug: str) -> Session:
    """Another region; answers are facts of the unit and stay."""
    if session.region == slug:
        return session
    return session.model_copy(update={"region": slug, "asked": (), "full": False, "topic": None, "question": ""})
