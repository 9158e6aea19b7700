"""Where the parts are joined: settings → library, storage, engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.engine import Engine
from bot.library import open_library
from bot.news import note_editions
from bot.settings import Settings
from handlers.confirmed import confirmed
from handlers.core import case_named, step
from handlers.model import Site
from knowledge.answering.questions import Confirmed
from knowledge.answering.search import index_of
from knowledge.library import Library
from storage.errors import RowDamagedError
from storage.sqlite import SqliteStore
from storage.store import Store


@contextmanager
def running_engine(settings: Settings) -> Iterator[Engine]:
    """An engine over the real library and the database that the settings name, ready for questions, closed at the end.

    Raises RegulationError or StorageError where either cannot be used.
    """
    with resting_engine(settings) as engine:
        note_editions(engine, datetime.now(UTC))
        engine.library = replace(engine.library, confirmed=_confirmed(engine.library, engine.store))
        # takes a second, once: better at the start than at somebody's first question
        index_of(engine.library, settings.database.with_suffix(".index"))
        yield engine


@contextmanager
def resting_engine(settings: Settings, *, found: bool = False) -> Iterator[Engine]:
    """The same for work on the data alone, which nobody asks anything; ``found``: on data that is there already."""
    library = open_library(settings)
    store = SqliteStore.open(settings.database, settings.master_key, found=found)
    try:
        staff_chat = None if settings.staff_chat is None else f"telegram:{settings.staff_chat}"
        yield Engine(
            store=store,
            library=library,
            step=step,
            case_named=case_named,
            staff_chat=staff_chat,
            site=Site(url=settings.public_url, operator=settings.operator),
        )
    finally:
        store.close()


def _confirmed(library: Library, store: Store) -> tuple[Confirmed, ...]:
    """What staff have answered so far; nothing where a record cannot be read: the assistant must start all the same."""
    try:
        return confirmed(library, store.submitted())
    except RowDamagedError:
        return ()
