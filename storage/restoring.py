"""Restoring a backup: the present data is kept aside, and who has been erased since does not come back.

The database changes in one step, the renaming of a file that is complete. Before it stands the old data, after it the
restored; a death in between leaves one of the two.
"""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from knowledge.reasons import why
from storage import uploads
from storage.backup import DATA, STAMP, put_back, told
from storage.errors import StorageError
from storage.files import copy_new, free_name, make_folder, sync_folder
from storage.opening import locked
from storage.sqlite import SqliteStore

UNFINISHED = ".restoring-"
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database file."""

FAILED = "恢复没有做成（{why}），现在的数据没有改动。请检查 {folder} 的权限和磁盘空间。"
UNSOUND = "这份备份没有通过检查，没有恢复，现在的数据没有改动。请换一份备份：\n{findings}"


def restore(backup: Path, path: Path, key: Path, at: datetime) -> tuple[Path | None, int]:
    """Put a backup in the place of the data; where the data before is, and how many erasures were made again.

    Raises StorageError: InUseError where the program is running, MasterKeyError where the backup needs another key.
    """
    with locked(path):
        try:
            folder = path.resolve().parent
            for left_over in folder.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            place = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
            try:
                put_back(backup, place / DATA)
                erased = _made_fit(place / DATA, key, at)
                return _exchange(place / DATA, path.resolve(), at), erased
            finally:
                shutil.rmtree(place, ignore_errors=True)
        except OSError as error:
            raise StorageError(FAILED.format(why=why(error), folder=path.parent)) from None


def _made_fit(path: Path, key: Path, at: datetime) -> int:
    """Bring the copy up to date, erase from it who has been erased, and see that it is sound."""
    with closing(SqliteStore.open(path, key)) as store:
        lost = store.erased_before()
        for person in lost:
            with store.transaction() as transaction:
                transaction.forget(person, at)
        told(store.sound(at), UNSOUND)
    return len(lost)


def _exchange(made: Path, path: Path, at: datetime) -> Path | None:
    """Keep the present data aside and put the other in its place."""
    aside = _keep_aside(path, at) if path.exists() else None
    live, restored = uploads.folder_of(path), uploads.folder_of(made)
    if restored.is_dir():
        make_folder(live)
        for each in restored.iterdir():
            each.replace(live / each.name)
        sync_folder(live)
    for suffix in BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    made.replace(path)
    sync_folder(path.parent)
    return aside


def _keep_aside(path: Path, at: datetime) -> Path:
    """A folder with the present data, all of it in the one file where that is possible."""
    _finish_log(path)
    aside = free_name(path.with_name(f"{path.name}.before-{at.astimezone(UTC).strftime(STAMP)}"))
    make_folder(aside)
    for suffix in ("", *BESIDE):
        each = path.with_name(path.name + suffix)
        if each.exists():
            copy_new(each, aside / f"{DATA}{suffix}")
    files = uploads.folder_of(path)
    if files.is_dir():
        folder = uploads.folder_of(aside / DATA)
        make_folder(folder)
        for each in files.iterdir():
            os.link(each, folder / each.name)
        sync_folder(folder)
    sync_folder(aside)
    return aside


def _finish_log(path: Path) -> None:
    """Bring what the log holds into the file; a damaged file keeps its log beside it."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.DatabaseError:
        return
