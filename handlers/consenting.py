"""Consent before the first field of the form: asked once, remembered with the notice's edition, never pressed for."""

from __future__ import annotations

from handlers import flow
from handlers.consent import Consent, ConsentKind
from handlers.model import Outcome, Reply, Turn, World
from handlers.session import Mode, Session
from handlers.wording import privacy as wording

AGAIN = "重新看说明"
_YES = frozenset({"同意", "我同意", "同意，开始写", "同意,开始写"})
_NO = frozenset({"不同意", "我不同意", "拒绝", "不"})


def given(world: World, kind: ConsentKind = "form") -> bool:
    """Whether the person agrees to the notice as it stands today."""
    last = _last(world, kind)
    return last is not None and last.granted and last.edition == wording.EDITION


def _last(world: World, kind: ConsentKind) -> Consent | None:
    return next((consent for consent in world.consents if consent.kind == kind), None)


def ask(world: World, waiting: str) -> Outcome:
    """Show the notice, or where it was refused before, only how to see it again; ``waiting``: what goes on then."""
    last = _last(world, "form")
    if last is not None and not last.granted:
        placed = flow.idle(world.session).model_copy(update={"pending": f"consent {waiting}"})
        return flow.say(placed, wording.REFUSED_BEFORE, choices=(wording.READ_AGAIN, *flow.menu(placed)))
    return show(world, waiting)


def show(world: World, waiting: str) -> Outcome:
    """The notice with its two answers."""
    asked = flow.idle(world.session).model_copy(update={"mode": Mode.CONSENT, "pending": waiting})
    return Outcome(session=asked, replies=(here(world),))


def here(world: World) -> Reply:
    """The notice that stands open."""
    return Reply(text=wording.notice(world.site), choices=(wording.AGREE, wording.DISAGREE))


def waited_for(session: Session) -> str | None:
    """What would have gone on, had the notice not been refused before."""
    head, _, waiting = (session.pending or "").partition(" ")
    return waiting if head == "consent" else None


def decided(turn: Turn, text: str) -> Consent | None:
    """What the person says to the notice; None where it is neither yes nor no."""
    word = text.strip("。.!！ ")
    if word not in _YES | _NO:
        return None
    return Consent(kind="form", edition=wording.EDITION, at=turn.at, granted=word in _YES)


def with_consent(world: World, consent: Consent) -> World:
    """The world after a decision."""
    others = tuple(each for each in world.consents if each.kind != consent.kind)
    return world.model_copy(update={"consents": (*others, consent)})
