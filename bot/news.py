"""Tells those who asked for it when the words of a text are others than before, and staff: each once.

A start keeps which editions it finds. Where one is new, word of it goes into the outbox in the same transaction as the
turn that bears its name and the note that it was told, as reminders do. Neither counts as a visit.
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
from handlers import editions
from handlers.editions import Seen
from handlers.following import may_follow
from handlers.model import NEWS, STAFF, Reminder, World
from handlers.news import MOST_JUDGED, notice, to_staff
from handlers.reminding import Notice, is_sensible
from knowledge.texts.edition import words_of
from storage import records
from storage.errors import RowDamagedError, UnavailableError
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

EVERY = 600.0
"""Seconds between two looks at who is still to be told."""
POINTS = ("editions-noted", "news-stored", "news-queued", "news-committed")
"""Where a process may die; tests end it at each."""


def note_editions(engine: Engine, at: datetime) -> None:
    """Keep which editions are here at this start. Raises UnavailableError."""
    with engine.store.transaction() as transaction:
        for one in editions.to_note(engine.library, transaction.editions(), at):
            transaction.save_edition(one)
        engine.reached("editions-noted")


async def keep_telling(
    engine: Engine, do: Do, clock: Callable[[], datetime], stop: asyncio.Event, waiting: asyncio.Event
) -> None:
    """Tell all who are still to be told, now and then until ``stop``; ``waiting`` is set when something was put in the
    outbox."""
    while not stop.is_set():
        try:
            for person in await do(lambda: _people(engine, clock())):
                if await do(partial(_tell, engine, person, clock())):
                    waiting.set()
            if await do(partial(tell_staff, engine, clock())):
                waiting.set()
        except UnavailableError:
            event(_log, logging.ERROR, "news not stored, trying again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def tell_people(engine: Engine, at: datetime) -> int:
    """Put what people are to be told at this moment in the outbox; how many words there were. Raises
    UnavailableError."""
    return sum(_tell(engine, person, at) for person in _people(engine, at))


def _people(engine: Engine, at: datetime) -> tuple[str, ...]:
    return engine.store.awaiting_news() if is_sensible(at) else ()


def _tell(engine: Engine, person: str, at: datetime) -> int:
    """One person, in one transaction."""
    try:
        with engine.store.transaction() as transaction:
            seen = transaction.editions()
            world = World(session=transaction.session(person), drafts=transaction.drafts(person))
            reminders = transaction.reminders(person)
            after = tuple(_told(engine, transaction, seen, world, each, at) for each in reminders)
            sent = sum(was != now for was, now in zip(reminders, after, strict=True))
            if sent:
                transaction.save_reminders(person, after)
    except RowDamagedError:
        event(_log, logging.ERROR, "no news for a damaged session or draft")
        return 0
    if sent:
        engine.reached("news-committed")
        event(_log, logging.INFO, "news queued", count=sent)
    return sent


def _told(
    engine: Engine, transaction: Transaction, seen: tuple[Seen, ...], world: World, reminder: Reminder, at: datetime
) -> Reminder:
    """The wish as it is afterwards: another one where word has gone out."""
    word = notice(engine.library, seen, world, reminder, at) if reminder.deadline == NEWS else None
    if word is None:
        return reminder
    _post(engine, transaction, world.session.person, reminder.chat, word, at)
    new = editions.newest(seen, reminder.region)
    return reminder.model_copy(update={"told": at if new is None else max(at, new.found)})


def tell_staff(engine: Engine, at: datetime) -> int:
    """Tell staff of editions of which they have not been told; how many words there were. Raises UnavailableError."""
    if engine.staff_chat is None or not may_follow(at):
        return 0
    with engine.store.transaction() as transaction:
        seen = transaction.editions()
    new = [editions.newest(seen, slug) for slug in engine.library.regulations]
    sent = sum(_tell_staff_of(engine, seen, one, at) for one in new if one is not None and one.told is None)
    if sent:
        engine.reached("news-committed")
        event(_log, logging.INFO, "news for staff queued", count=sent)
    return sent


def _tell_staff_of(engine: Engine, seen: tuple[Seen, ...], new: Seen, at: datetime) -> bool:
    """One edition; where its words are those that staff know, there is nothing to tell."""
    known = [one for one in seen if one.told is not None]
    last = editions.newest(known, new.region)
    old = None if last is None else editions.before(engine.library, known, new.region, last.found)
    word = None
    if old is not None:
        found = engine.store.overtaken(new.region, words_of(new.name), MOST_JUDGED)
        word = to_staff(engine.library, old, new, (found.cases, found.drafts), found.some, at, engine.site)
    with engine.store.transaction() as transaction:
        if word is not None:
            _post(engine, transaction, STAFF, str(engine.staff_chat), word, at)
        transaction.save_edition(new.model_copy(update={"told": at}))
    return word is not None


def _post(engine: Engine, transaction: Transaction, person: str, chat: str, found: Notice, at: datetime) -> None:
    word = Word(channel=records.NEWS, key=found.key, person=person, chats=(chat,), reply=found.reply)
    post(engine, transaction, word, at)
