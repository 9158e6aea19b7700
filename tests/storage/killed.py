"""What dies half-way. In a module of its own, so that the process it runs in starts fast."""

import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from storage import master_key
from storage.backup import back_up
from storage.errors import StorageError, UnavailableError
from storage.master_key import default_path
from storage.migrations import migrations
from storage.restoring import restore
from storage.rotation import rotate
from storage.sqlite import SqliteStore
from storage.vault import Vault
from tests.storage.test_store import NOON, put

TOUCHING = frozenset({"open", "os.rename", "os.remove", "os.link", "os.mkdir", "sqlite3.connect", "shutil.rmtree"})


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


def _dying_at(folder: str, events: int) -> None:
    """From now on, die at the event after so many that touch a file of the folder."""
    done = 0

    def count(event: str, values: tuple[object, ...]) -> None:
        nonlocal done
        if event in TOUCHING and any(isinstance(each, str) and each.startswith(folder) for each in map(_path, values)):
            done += 1
            if done > events:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _path(value: object) -> object:
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def back_up_until_killed(path: str, folder: str, events: int) -> None:
    """Back up, and die after touching so many files."""
    _dying_at(folder, events)
    back_up(Path(path), default_path(Path(path)), Path(folder), NOON)


def restore_until_killed(backup: str, path: str, events: int) -> None:
    """Restore, and die after touching so many files."""
    _dying_at(str(Path(path).parent), events)
    restore(Path(backup), Path(path), default_path(Path(path)), NOON)


def rotate_until_killed(path: str, events: int) -> None:
    """Take a new master key, and die after touching so many files of keys or data."""
    _dying_at(str(Path(path).parent), events)
    rotate(Path(path), default_path(Path(path)))


def back_up_until_full(path: str, folder: str, size: int) -> None:
    """Back up to a disk that takes no more than so many bytes a file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        back_up(Path(path), default_path(Path(path)), Path(folder), NOON)
    except StorageError as error:
        raise SystemExit(0 if "没有留下半份备份" in str(error) else 2) from None
    raise SystemExit(1)


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
