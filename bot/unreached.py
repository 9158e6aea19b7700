"""Tells staff that what they sent an applicant has not arrived: the applicant has shut the bot out.

Where that is known at once, the confirmation says so. Where it turns out only when the message is sent, the staff chat
is told once, in the same transaction as the note that it was; the page of the case shows it for as long as it is so.
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
from handlers.cases.unreached import case_of, notice
from handlers.draft import Draft
from handlers.model import STAFF
from storage.errors import RowDamagedError, UnavailableError
from storage.records import UNREACHED, Held
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two looks."""
POINTS = ("unreached-stored", "unreached-queued", "unreached-committed")
"""Where a process may die; tests end it at each."""


async def keep_telling_of_unreached(
    engine: Engine, do: Do, clock: Callable[[], datetime], stop: asyncio.Event, waiting: asyncio.Event
) -> None:
    """Look now and then until ``stop``; ``waiting`` is set when something was put in the outbox."""
    while not stop.is_set():
        try:
            if await do(partial(tell_of_unreached, engine, clock())):
                waiting.set()
        except UnavailableError:
            event(_log, logging.ERROR, "word of the unreached not stored, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def tell_of_unreached(engine: Engine, at: datetime) -> int:
    """Put word of what has not arrived in the outbox, once for each case; of how many cases. Raises
    UnavailableError."""
    with engine.store.transaction() as transaction:
        cases: dict[str, tuple[Draft, Held]] = {}
        for one in transaction.untold():
            transaction.mark_told(one.number)
            case = _case(transaction, one)
            if case is not None and case.receipt:
                cases[case.receipt] = case, one
        for case, one in cases.values():
            _post(engine, transaction, case, one, at)
    if cases:
        engine.reached("unreached-committed")
        event(_log, logging.INFO, "unreached, staff told", count=len(cases))
    return len(cases)


def _case(transaction: Transaction, one: Held) -> Draft | None:
    try:
        return case_of(transaction.drafts(one.person), one.at)
    except RowDamagedError:
        event(_log, logging.ERROR, "a damaged draft cannot be told of")
        return None


def _post(engine: Engine, transaction: Transaction, case: Draft, one: Held, at: datetime) -> None:
    word = Word(
        channel=UNREACHED,
        key=f"{one.number}/{at.isoformat()}",
        person=STAFF,
        chats=(engine.staff_chat or STAFF,),
        reply=notice(engine.library, case),
        about=case.person,
    )
    post(engine, transaction, word, at)
