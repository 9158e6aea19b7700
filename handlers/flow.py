"""Small steps that every part of the conversation takes: saying, keeping the place, showing it again."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
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
    return common.MENU if _at_rest(session) else (common.CONTINUE, common.CANCEL)


def _at_rest(session: Session) -> bool:
    return session.mode in {Mode.IDLE, Mode.REGION, Mode.DRAFTS, Mode.ANSWERS}


def again(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """Say something, then show the open step again in the same message."""
    shown = here(library, world, turn)
    return Outcome(session=world.session, replies=(led(shown, text),))


def led(reply: Reply, lead: str) -> Reply:
    """A reply with a line before it."""
    return reply.model_copy(update={"text": f"{lead}\n\n{reply.text}"}) if lead else reply


def idle(session: Session) -> Session:
    """Nothing open; answers, region and drafts stay."""
    return session.model_copy(
        update={"mode": Mode.IDLE, "fact": None, "field": None, "draft": None, "pending": None, "comparing": False}
    )


def in_region(session: Session, slug: str) -> Session:
    """Another region; answers are facts of the unit and stay."""
    if session.region == slug:
        return session
    return session.model_copy(update={"region": slug, "asked": (), "full": False, "topic": None})
