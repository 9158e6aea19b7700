"""Personal data in the conversation: the notice and its answer, what is kept, consent taken back, all deleted."""

from __future__ import annotations

from handlers import consenting, drafting, flow, listing
from handlers.cases.standing import gone
from handlers.consent import Consent
from handlers.draft import Draft
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.session import Mode
from handlers.wording import common
from handlers.wording import privacy as wording
from knowledge.library import Library

REVOKE, ERASE = "revoke", "erase"
"""What 确定 does here."""


def tell(world: World) -> Outcome:
    """``/privacy``."""
    own = (wording.MY_DATA, *((wording.REVOKE,) if consenting.given(world) else ()), wording.ERASE)
    return flow.say(world.session, wording.privacy(world.site), choices=(*own, *flow.menu(world.session)))


def decide(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """同意 or 不同意 to the notice; then what was waited for."""
    consent = consenting.decided(turn, text)
    waiting = world.session.pending or ""
    if consent is None:
        return flow.say(world.session, wording.CHOOSE, choices=consenting.here(world).choices)
    if not consent.granted:
        idle = flow.idle(world.session)
        told = flow.say(idle, wording.REFUSED, choices=common.MENU)
        return told.model_copy(update={"consents": (consent,)})
    placed = consenting.with_consent(flow.with_session(world, mode=Mode.IDLE, pending=None), consent)
    number = waiting.partition(" ")[2]
    gone_on = listing.resume(library, placed, turn, number) if number else drafting.start(library, placed, turn)
    return gone_on.model_copy(update={"consents": (consent,)})


def read_again(world: World) -> Outcome | None:
    """重新看说明, after a refusal; None where nothing waits for it."""
    waiting = consenting.waited_for(world.session)
    return None if waiting is None else consenting.show(world, waiting)


def revoke(library: Library, world: World) -> Outcome:
    """``/revoke``: asked once more before anything goes."""
    if not any(consent.granted for consent in world.consents):
        return flow.say(world.session, wording.NOTHING_TO_REVOKE, choices=flow.menu(world.session))
    return _sure(library, world, REVOKE)


def erase(library: Library, world: World) -> Outcome:
    """``/erase``: asked once more before anything goes."""
    return _sure(library, world, ERASE)


def _sure(library: Library, world: World, what: str) -> Outcome:
    asked = flow.idle(world.session).model_copy(update={"mode": Mode.CONFIRM, "pending": what})
    placed = world.model_copy(update={"session": asked})
    return flow.say(asked, sure(library, placed), choices=(common.YES, common.NO, wording.MY_DATA))


def sure(library: Library, world: World) -> str:
    """What 确定 would do."""
    if world.session.pending == REVOKE:
        return wording.revoke_sure(library, _applications(world))
    return wording.erase_sure(library, world.drafts)


def confirmed(library: Library, world: World, turn: Turn) -> Outcome:
    """确定 after either."""
    if world.session.pending == ERASE:
        told = flow.say(flow.idle(world.session), wording.ERASED)
        replies = (*told.replies, *_to_staff(library, world.drafts, erased=True))
        return told.model_copy(update={"erase": True, "replies": replies})
    drafts = _applications(world)
    told = flow.say(flow.idle(world.session), wording.REVOKED, choices=common.MENU)
    taken_back = tuple(
        Consent(kind=each.kind, edition=each.edition, at=turn.at, granted=False)
        for each in world.consents
        if each.granted
    )
    return told.model_copy(
        update={
            "consents": taken_back,
            "delete": tuple(draft.id for draft in drafts),
            "hush": True,
            "replies": (*told.replies, *_to_staff(library, drafts, erased=False)),
        }
    )


def _applications(world: World) -> tuple[Draft, ...]:
    return tuple(draft for draft in world.drafts if draft.kind == "application")


def _to_staff(library: Library, drafts: tuple[Draft, ...], *, erased: bool) -> tuple[Reply, ...]:
    """Staff stop working on what is gone, and its thread goes too; a case that was closed needs no word."""
    return tuple(
        Reply(
            to=STAFF,
            text="" if draft.state == "closed" else wording.withdrawn(draft, erased=erased),
            receipt=draft.receipt,
            standing=gone(library, draft),
        )
        for draft in drafts
        if draft.receipt
    )
