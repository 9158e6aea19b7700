"""Takes away what has been kept long enough, every hour, and tells people before anything goes that they made.

Nothing goes while the clock cannot be believed. What a person is told goes into the outbox in the same transaction as
the turn that bears its name, once, as reminders do; neither counts as a visit.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.automatic import Word, post
from bot.engine import Engine
from bot.logs import event
from bot.notices import CLOCK_JUMPED
from bot.worker import Do
from handlers import periods
from handlers.cases.standing import gone
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.model import STAFF, Reply
from handlers.retention import KEPT, Holding, Watch, may_go, notice
from storage.errors import RowDamagedError, UnavailableError
from storage.records import RETENTION
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two runs."""
POINTS = ("retention-stored", "retention-queued", "holding-removed", "tidied")
"""Where a process may die; tests end it at each."""


@dataclass(frozen=True)
class Purged:
    """What a run did."""

    told: int = 0
    """People told that something will go, once for each thing."""
    removed: int = 0
    """Drafts, cases and ledgers that went."""
    watch: Watch | None = None
    """The jump of the clock for which nothing was done."""


async def keep_purging(
    engine: Engine,
    do: Do,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    waiting: asyncio.Event,
    say: Callable[[str], None],
) -> None:
    """Run every hour until ``stop``; ``waiting`` is set when something was put in the outbox, and ``say`` is told, once
    for each jump, that the clock is not believed."""
    jump = None
    while not stop.is_set():
        try:
            done = await do(partial(purge, engine, clock()))
            if done.told:
                waiting.set()
            if done.watch is not None and jump is None:
                say(not_believed(done.watch))
            jump = done.watch
        except UnavailableError:
            event(_log, logging.ERROR, "nothing purged, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def purge(engine: Engine, at: datetime, *, clock_is_right: bool = False) -> Purged:
    """One run. Raises UnavailableError."""
    with engine.store.transaction() as transaction:
        watch = transaction.look_at_clock(at, believe=clock_is_right)
    if watch.since is not None:
        event(_log, logging.ERROR, "clock jumped, nothing purged")
        return Purged(watch=watch)
    told = removed = 0
    near = {kind: at - kept + periods.NOTICE for kind, kept in KEPT.items()}
    for holding in engine.store.holdings(near):
        try:
            with engine.store.transaction() as transaction:
                gone = _remove(engine, transaction, holding, at)
                told += not gone and _tell(engine, transaction, holding, at)
                removed += gone
        except RowDamagedError:
            event(_log, logging.ERROR, "nobody told of a damaged draft")
    with engine.store.transaction() as transaction:
        transaction.tidy(at)
        engine.reached("tidied")
    if removed:
        event(_log, logging.INFO, "purged", count=removed)
    return Purged(told, removed)


def not_believed(watch: Watch) -> str:
    """Why nothing is taken away, for the operator."""
    return CLOCK_JUMPED.format(now=watch.last.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))


def _remove(engine: Engine, transaction: Transaction, holding: Holding, at: datetime) -> bool:
    """Take away what its person was told of in time, unless it has been used since."""
    if not may_go(holding, transaction.told(holding.key), at) or holding not in transaction.holdings_of(holding.person):
        return False
    if holding.kind == "ledger":
        transaction.delete_ledger(holding.person)
    else:
        with suppress(RowDamagedError):
            _take_thread_away(engine, transaction, _draft(transaction, holding), at)
        transaction.delete_draft(holding.person, holding.id)
    engine.reached("holding-removed")
    return True


def _take_thread_away(engine: Engine, transaction: Transaction, case: Draft | None, at: datetime) -> None:
    """What the staff chat shows of a case goes with it, without a word."""
    if case is None or case.receipt is None or engine.staff_chat is None:
        return
    word = Word(
        channel=RETENTION,
        key=f"thread/{case.receipt}",
        person=STAFF,
        chats=(engine.staff_chat,),
        reply=Reply(text="", receipt=case.receipt, standing=gone(engine.library, case)),
    )
    post(engine, transaction, word, at)


def _tell(engine: Engine, transaction: Transaction, holding: Holding, at: datetime) -> bool:
    """Tell the person what will go, unless it is too early or they have been told."""
    due = notice(engine.library, holding, _draft(transaction, holding), at)
    if due is None:
        return False
    person = holding.person
    word = Word(channel=RETENTION, key=due.key, person=person, chats=(person,), reply=due.reply)
    return post(engine, transaction, word, at)


def _draft(transaction: Transaction, holding: Holding) -> Draft | None:
    return next((each for each in transaction.drafts(holding.person) if each.id == holding.id), None)
