"""Going on elsewhere: one-time links from Telegram to our own page, and back."""

from __future__ import annotations

import re
from hashlib import sha256

from handlers import consenting, drafting, flow
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.model import Code, Link, Outcome, Reply, Turn, World
from handlers.wording import moving as wording

WEB = "web"
_PAYLOAD = re.compile(r"/start go_([0-9a-f]{32})")


def code_in(turn: Turn) -> str | None:
    """The secret of the one-time code that a turn brings (``/start go_…``), so that the engine can redeem it."""
    found = _PAYLOAD.fullmatch((turn.text or "").strip())
    return found[1] if found else None


def elsewhere(world: World, turn: Turn) -> Outcome:
    """``/web``: from Telegram or a terminal to our own page; from our own page to Telegram."""
    if turn.channel == WEB:
        if world.site.bot is None:
            return flow.say(world.session, wording.NO_BOT, choices=flow.menu(world.session))
        secret = _secret(turn)
        link = Link(label=wording.OPEN_TELEGRAM, address=f"https://t.me/{world.site.bot}?start=go_{secret}")
        code = Code(secret=secret, kind="telegram", person=turn.person, made=turn.at)
        return _offered(world, wording.TO_TELEGRAM, link, code)
    if world.site.url is None:
        return flow.say(world.session, wording.NO_PAGE, choices=flow.menu(world.session))
    secret = _secret(turn)
    link = Link(label=wording.OPEN_PAGE, address=f"{world.site.url}/go/{secret}")
    code = Code(secret=secret, kind="web", person=turn.person, made=turn.at)
    return _offered(world, wording.TO_PAGE, link, code)


def form(world: World, turn: Turn) -> Outcome:
    """网页填表: the whole form of the draft at hand, sensitive fields and files included, on our own page."""
    draft = _at_hand(world)
    if draft is None:
        return flow.say(world.session, wording.NO_DRAFT, choices=flow.menu(world.session))
    if not consenting.given(world):
        return consenting.ask(world, f"draft {draft.id}")
    if turn.channel == WEB:
        link = Link(label=wording.OPEN_FORM, address=f"/drafts/{draft.id}")
        reply = Reply(text=wording.FORM_HERE, links=(link,), choices=_ways(world))
        return Outcome(session=world.session, replies=(reply,))
    if world.site.url is None:
        return flow.say(world.session, wording.PEN_AND_PAPER, choices=_ways(world))
    secret = _secret(turn)
    link = Link(label=wording.OPEN_FORM, address=f"{world.site.url}/go/{secret}")
    code = Code(secret=secret, kind="form", person=turn.person, draft=draft.id, made=turn.at)
    return _offered(world, wording.FORM_ELSEWHERE, link, code)


def arrived(world: World, turn: Turn) -> str | None:
    """What is said first where somebody comes with a one-time code; None where the turn brings none."""
    if code_in(turn) is None:
        return None
    if world.occupied:
        return wording.OCCUPIED
    if world.redeemed is None:
        return wording.USED_UP
    return wording.WRONG_PLACE if world.redeemed.kind == "form" else wording.GOING_ON


def _at_hand(world: World) -> Draft | None:
    """The draft that is open, else the one changed last that can still be changed."""
    able = [each for each in world.drafts if each.kind == "application" and each.state in drafting.EDITABLE]
    return next((each for each in able if each.id == world.session.draft), next(iter(able), None))


def _offered(world: World, text: str, link: Link, code: Code) -> Outcome:
    reply = Reply(text=text, links=(link,), choices=_ways(world))
    return Outcome(session=world.session, replies=(reply,), codes=(code,))


def _ways(world: World) -> tuple[Choice, ...]:
    return flow.menu(world.session)


def _secret(turn: Turn) -> str:
    """128 bits that nobody can tell from anything else made of the turn's nonce."""
    return sha256(f"one-time code {turn.nonce}".encode()).hexdigest()[:32]
