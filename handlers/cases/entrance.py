"""``/desk`` in the staff chat: a one-time link to the desk, sent to the member alone."""

from __future__ import annotations

from hashlib import sha256

from handlers import flow
from handlers.cases.members import member_of
from handlers.model import Code, Link, Outcome, Reply, Turn, World
from handlers.wording import entrance as wording

COMMAND = "/desk"


def asked_for(turn: Turn) -> bool:
    """Whether somebody wants to sign in at the desk."""
    return turn.staff and (turn.text or "").strip().lower() == COMMAND


def link(world: World, turn: Turn) -> Outcome:
    """The link goes where nobody else reads it; the staff chat is told that it went."""
    member = member_of(world.staff, turn)
    if member is None or all(each.id != member.id for each in world.staff):
        return flow.say(world.session, wording.NOT_LISTED)
    if world.site.url is None:
        return flow.say(world.session, wording.NO_PAGE)
    secret = sha256(f"desk {turn.nonce}".encode()).hexdigest()[:32]
    way = Link(label=wording.OPEN, address=f"{world.site.url}/desk/in/{secret}")
    code = Code(secret=secret, kind="desk", person=member.id, made=turn.at)
    alone = Reply(to=turn.alias or turn.person, text=wording.HERE, links=(way,))
    told = () if turn.private else (Reply(text=wording.SENT),)
    return Outcome(session=world.session, replies=(alone, *told), codes=(code,))
