"""Keeps after cases: reminds whoever handles one, tells admins what is late, and sends the digest of the morning.

Each goes out once: it is put in the outbox in the same transaction as the turn that bears its name, as reminders are.
What is said of a case belongs to its applicant and goes with them.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.automatic import Word, post
from bot.engine import Engine
from bot.logs import event
from bot.mail import MAIL
from bot.worker import Do
from handlers.draft import Draft
from handlers.following import FollowUp, digest, digest_due, digest_key, digest_since, may_follow, notice
from handlers.member import Member
from handlers.model import STAFF, Reply
from handlers.sla import Sla
from storage.errors import UnavailableError
from storage.records import FOLLOWUP
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

EVERY = 600.0
"""Seconds between two looks at the clock: the digest comes so near to its hour."""
POINTS = ("followup-stored", "followup-queued", "followup-committed")
"""Where a process may die; tests end it at each."""


@dataclass(frozen=True)
class Promise:
    """What the operator promises, and where else than in chats follow-up goes."""

    sla: Sla = field(default_factory=Sla)
    digest_hour: int = 9
    mail_to: tuple[str, ...] = ()


async def keep_following(
    engine: Engine,
    promise: Promise,
    do: Do,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    waiting: Sequence[asyncio.Event],
) -> None:
    """Look after the cases until ``stop``; ``waiting`` are set when something was put in the outbox."""
    while not stop.is_set():
        try:
            if await do(partial(follow_up, engine, promise, clock())):
                for each in waiting:
                    each.set()
        except UnavailableError:
            event(_log, logging.ERROR, "follow-up not stored, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def follow_up(engine: Engine, promise: Promise, at: datetime) -> int:
    """Put what is due at this moment in the outbox; the number of things put there. Raises UnavailableError."""
    follows, digests = may_follow(at), digest_due(at, promise.digest_hour)
    if not follows and not digests:
        return 0
    since = digest_since(at, promise.digest_hour)
    cases = engine.store.pending(since)
    sent = sum(_remind(engine, promise, case, at) for case in cases) if follows else 0
    if digests:
        sent += _send_digest(engine, promise, digest(engine.library, cases, promise.sla, since, at), at)
    if sent:
        event(_log, logging.INFO, "follow-up queued", count=sent)
    return sent


def _remind(engine: Engine, promise: Promise, case: Draft, at: datetime) -> bool:
    with engine.store.transaction() as transaction:
        staff = transaction.staff()
        found = notice(engine.library, case, promise.sla, staff, at)
        if found is None:
            return False
        chats = _chats(engine, transaction, staff, case, found)
        mail = promise.mail_to if found.escalated else ()
        word = Word(
            channel=FOLLOWUP,
            key=found.key,
            person=STAFF,
            chats=(*chats, *_addresses(mail)),
            reply=found.reply,
            about=case.person,
        )
        sent = post(engine, transaction, word, at)
    if sent:
        engine.reached("followup-committed")
    return sent


def _send_digest(engine: Engine, promise: Promise, reply: Reply, at: datetime) -> bool:
    with engine.store.transaction() as transaction:
        targets = (*_staff_chat(engine), *_addresses(promise.mail_to))
        word = Word(channel=FOLLOWUP, key=digest_key(at), person=STAFF, chats=targets, reply=reply)
        return post(engine, transaction, word, at)


def _chats(
    engine: Engine, transaction: Transaction, staff: Iterable[Member], case: Draft, found: FollowUp
) -> tuple[str, ...]:
    """The chats of those whom it concerns, as far as they have written to us; else the chat of the staff."""
    active = [member for member in staff if member.active]
    if found.escalated:
        wanted = [member.telegram for member in active if member.role == "admin"]
    else:
        wanted = [member.telegram for member in active if case.assignee in member.ids]
    chats = tuple(f"telegram:{number}" for number in wanted if number is not None)
    return tuple(chat for chat in chats if transaction.in_reach(chat)) or _staff_chat(engine)


def _staff_chat(engine: Engine) -> tuple[str, ...]:
    return () if engine.staff_chat is None else (engine.staff_chat,)


def _addresses(mail: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{MAIL}:{address}" for address in mail)
