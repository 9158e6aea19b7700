"""What dies half-way. In a module of its own, so that the process it runs in starts fast."""

import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from storage import master_key
from storage.migrations import migrations
from storage.sqlite import SqliteStore
from storage.store import UnavailableError
from storage.vault import Vault
from tests.storage.test_store import NOON, put


def migrate_until_killed(path: str, statements: int) -> None:
    """Bring the tables up, and die before the statement after so many."""
    connection = sqlite3.connect(path, isolation_level=None)
    db = Database(connection, tracer=_dying(statements), execute_plugins=False)
    migrations(Vault(db, master_key.first(master_key.default_path(Path(path))))).apply(db)


def _dying(statements: int) -> Callable[[str, object], None]:
    done = 0

    def count(_sql: str, _values: object) -> None:
        nonlocal done
        done += 1
        if done > statements:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def forget_until_killed(path: str, person: str, statements: int) -> None:
    """Forget somebody, and die before the statement after so many."""
    store = SqliteStore.open(Path(path))
    with store._db.tracer(_dying(statements)), store.transaction() as transaction:
        transaction.forget(person, NOON)


def fill_until_full(path: str, size: int) -> None:
    """On a disk that takes no more than so many bytes a file: store what fits, say what does not, go on."""
    store = SqliteStore.open(Path(path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    refused = 0
    for number in range(60):
        try:
            put(store, f"full{number}", "长" * 3000)
        except UnavailableError:
            refused += 1
    try:
        store.save_upload("telegram:7", "ab" * 16, bytes(size), NOON)
    except UnavailableError:
        refused += 100
    raise SystemExit(0 if 100 < refused < 160 else 1)
