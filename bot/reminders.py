"""Sends the reminders that are due: each exactly once, whatever happens to the program or to the clock.

A reminder goes into the outbox in the same transaction as the turn that bears its name: the channel ``reminder`` and
a key of person, deadline and day. That name can be stored once, so neither a restart nor a clock that is put back
sends it again. Nothing else changes: the person's session stays as it is, and nobody counts as heard from.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from bot.automatic import Word, post
from bot.engine import Engine
from bot.logs import event
from bot.worker import Do
from handlers.model import Reminder
from handlers.reminding import is_sensible, notice
from handlers.session import Session
from storage.errors import RowDamagedError, UnavailableError
from storage.records import REMINDER
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two looks at the clock."""
POINTS = ("reminder-stored", "reminder-queued", "reminder-committed")
"""Where a process may die; tests end it at each."""


async def keep_sending(
    engine: Engine, do: Do, clock: Callable[[], datetime], stop: asyncio.Event, waiting: asyncio.Event
) -> None:
    """Look at the clock now and then until ``stop``; ``waiting`` is set when something was put in the outbox."""
    while not stop.is_set():
        try:
            for person in await do(lambda: _people(engine, clock())):
                if await do(partial(_send_to, engine, person, clock())):
                    waiting.set()
        except UnavailableError:
            event(_log, logging.ERROR, "reminders not stored, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def send_due(engine: Engine, at: datetime) -> int:
    """Put what is due at this moment in the outbox; the number of reminders put there. Raises UnavailableError."""
    return sum(_send_to(engine, person, at) for person in _people(engine, at))


def _people(engine: Engine, at: datetime) -> tuple[str, ...]:
    """Whose reminders are looked at now."""
    return engine.store.reminded() if is_sensible(at) else ()


def _send_to(engine: Engine, person: str, at: datetime) -> int:
    """One person's reminders, in one transaction."""
    try:
        with engine.store.transaction() as transaction:
            session = transaction.session(person)
            sent = sum(_queue(engine, transaction, reminder, session, at) for reminder in transaction.reminders(person))
    except RowDamagedError:
        event(_log, logging.ERROR, "no reminders for a damaged session")
        return 0
    if sent:
        engine.reached("reminder-committed")
        event(_log, logging.INFO, "reminders queued", count=sent)
    return sent


def _queue(engine: Engine, transaction: Transaction, reminder: Reminder, session: Session, at: datetime) -> bool:
    """Put one reminder in the outbox, unless it is not due or has been there before."""
    due = notice(engine.library, session, reminder, at)
    if due is None:
        return False
    word = Word(channel=REMINDER, key=due.key, person=session.person, chats=(reminder.chat,), reply=due.reply)
    return post(engine, transaction, word, at)
