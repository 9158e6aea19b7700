"""Opening the database file: one writer at a time, the settings that durability rests on, old tables brought up.

Nothing is written to a file that turns out to be damaged or to come from a later version.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from storage import database_reasons, master_key
from storage.errors import DamagedError, InUseError, NewerError, StorageError, UnavailableError, UnwritableError
from storage.migrations import ahead, begun, behind, migrations
from storage.vault import Vault, in_use

BUSY_MS = 5_000
SETTINGS: dict[str, tuple[str, str | int]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "busy_timeout": (str(BUSY_MS), BUSY_MS),
    "trusted_schema": ("OFF", 0),
}
"""Pragma: what is asked for, and what SQLite must then say that it does. FULL makes a commit outlast a power cut,
``secure_delete`` takes deleted bytes out of the file."""

IN_USE = "另一个程序正在使用数据文件 {path}：同一份数据只能由一个程序处理。请先停掉那一个，再试一次。"
UNWRITABLE = (
    "不能写数据文件 {path}：请检查文件夹是否存在、当前用户有没有写权限、磁盘是否已满，或用 DATABASE 设置另选位置。"
)
DAMAGED = (
    "数据文件 {path} 已损坏，或者不是本程序的数据文件。程序没有启动，文件未作任何改动。"
    "请用最近的备份替换它；没有备份时，请把它改名留存并联系维护人员，再启动会新建一份空的数据。"
)
NEWER = "数据文件 {path} 由更新版本的程序写成，当前版本不能处理，文件未作改动。请改用新版本的程序。"
UNAVAILABLE = "数据暂时写不进去（{why}）：可能是磁盘已满，或文件被别的程序占用。没有保存的内容会自动重试。"
MISSING = "还没有可读的数据文件 {path}：启动一次程序就会建好。"


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the errors of the storage; no statement and no value is shown."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UnavailableError(UNAVAILABLE.format(why=database_reasons.why(error))) from None
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError:
        raise DamagedError(DAMAGED.format(path=path)) from None


def open_for_writing(path: Path, key: Path, *, found: bool = False) -> tuple[Database, Vault, int]:
    """Open, and create if need be; return the database, its vault and the open file that holds the lock.

    ``found``: only what is there already; a path that was mistyped must not become a database, and a key with it.

    Raises InUseError, UnwritableError, DamagedError, NewerError or MasterKeyError; StorageError where nothing is found.
    """
    if found:
        _check_found(path)
    lock = _lock(path)
    try:
        _touch(path)
        with translated(path):
            db = _connect(f"{path.resolve().as_uri()}?mode=rw")
            try:
                _check(db, path)
                if found and not begun(db):
                    raise StorageError(MISSING.format(path=path))
                _settle(db)
                vault = _vault(db, path, key)
                migrations(vault).apply(db)
                truncate_log(db)
            except BaseException:
                db.close()
                raise
    except UnavailableError as error:
        os.close(lock)
        raise UnwritableError(UNWRITABLE.format(path=path)) from error
    except BaseException:
        os.close(lock)
        raise
    return db, vault, lock


def open_for_reading(path: Path, key: Path) -> tuple[Database, Vault]:
    """Open beside a running program, without its lock and without the power to write."""
    _check_found(path)
    with translated(path):
        db = _connect(f"{path.resolve().as_uri()}?mode=ro")
        try:
            _check(db, path)
            if behind(db):
                raise StorageError(MISSING.format(path=path))
            vault = Vault(db, master_key.find(key, lambda found: Vault(db, found).opens))
        except BaseException:
            db.close()
            raise
    return db, vault


def truncate_log(db: Database) -> bool:
    """Empty the write-ahead log, where deleted words may still stand; False where that did not work now, at once."""
    try:
        db.execute("PRAGMA busy_timeout = 0").fetchall()
        return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.OperationalError:
        return False
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()


def _vault(db: Database, path: Path, key: Path) -> Vault:
    """The vault with the master key that fits; a new key only where nothing has been sealed yet."""
    master_key.check_place(key, path)
    if not in_use(db):
        return Vault(db, master_key.first(key))
    master = master_key.find(key, lambda found: Vault(db, found).opens)
    master_key.settle(key, master)
    return Vault(db, master)


def _lock(path: Path) -> int:
    """Hold ``<path>.lock`` for as long as this process lives; the system lets go of it however the process ends."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        raise UnwritableError(UNWRITABLE.format(path=path)) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise InUseError(IN_USE.format(path=path)) from None
    return lock


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else works on the data meanwhile. Raises InUseError or UnwritableError."""
    lock = _lock(path)
    try:
        yield
    finally:
        os.close(lock)


def _check_found(path: Path) -> None:
    """Refuse a path where nothing has ever been written."""
    if not path.is_file() or path.stat().st_size == 0:
        raise StorageError(MISSING.format(path=path))


def _touch(path: Path) -> None:
    """The file holds personal data: only its owner may read it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError:
        raise UnwritableError(UNWRITABLE.format(path=path)) from None


def _connect(uri: str) -> Database:
    """Transactions are begun and ended by us alone (``isolation_level=None``)."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    return Database(connection, strict=True, execute_plugins=False)


def _check(db: Database, path: Path) -> None:
    """Refuse a damaged file and tables of a later version, before anything is written."""
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise DamagedError(DAMAGED.format(path=path))
    if ahead(db):
        raise NewerError(NEWER.format(path=path))


def _settle(db: Database) -> None:
    """Make the settings and see that they hold."""
    for pragma, (wanted, reported) in SETTINGS.items():
        db.execute(f"PRAGMA {pragma} = {wanted}").fetchall()
        found = db.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found != reported:
            raise StorageError(f"数据库设置 {pragma} 没有生效（应为 {wanted}，实为 {found}），程序没有启动。")
