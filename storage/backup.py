"""Backups: a copy of the data made beside the running program, tried by restoring it; and the way back.

A backup is a folder. What it holds cannot be read without the master key, which is never in it.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from handlers import periods
from knowledge.reasons import why
from storage import database_reasons, master_key, uploads
from storage.audit import Finding
from storage.erasures import Erasures
from storage.errors import StorageError
from storage.files import copy_new, free_name, make_folder, sync_folder
from storage.opening import open_for_reading, truncate_log
from storage.sqlite import SqliteReader
from storage.vault import SealBrokenError, Vault, in_use

DATA = "assistant.db"
_NAME = re.compile(r"backup-(\d{8}T\d{6}Z)(?:-\d+)?")
STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished-"
ABANDONED = 86_400
"""Seconds after which an unfinished backup is nobody's any more."""
TRIES = 3
"""Files come and go while they are copied; a copy that missed one is made again."""

WITH_KEY = (
    "主密钥 {key} 就在备份文件夹 {folder} 里：备份和密钥不能放在一起。请换一个文件夹，或用 MASTER_KEY 移走主密钥。"
)
WITH_DATA = (
    "备份文件夹 {folder} 在数据文件夹 {data} 里面：数据丢了，备份也一起丢了。请换一个文件夹，最好在另一块磁盘上；"
    "不写文件夹时放在 {default}。"
)
FAILED = "备份没有做成（{why}），没有留下半份备份，原来的数据和以前的备份都没有改动。请检查 {folder} 的权限和磁盘空间。"
UNSOUND = "备份没有通过检查，已经丢弃；以前的备份都还在。请先运行 audit 看原来的数据：\n{findings}"
NO_BACKUP = "{folder} 不是一份备份：里面应该有 {name}。请给出 backup 显示的那个文件夹。"


def default_folder(database: Path) -> Path:
    """Beside the data folder: ``var/assistant.db`` is backed up to ``var-backups``."""
    folder = database.resolve().parent
    return folder.parent / f"{folder.name}-backups"


def back_up(path: Path, key: Path, folder: Path, at: datetime) -> Path:
    """A new backup in the folder, which has been restored once to see that it can be. Raises StorageError."""
    if key.resolve().is_relative_to(folder.resolve()):
        raise StorageError(WITH_KEY.format(key=key, folder=folder))
    data = path.resolve().parent
    if folder.resolve().is_relative_to(data):
        raise StorageError(WITH_DATA.format(folder=folder, data=data, default=default_folder(path)))
    try:
        with _folder_for(folder):
            _clear_up(folder, at)
            with _scratch(folder) as draft:
                _copy(path, key, draft)
                _try(draft, folder, key, at)
                made = free_name(folder / f"backup-{at.astimezone(UTC).strftime(STAMP)}")
                draft.rename(made)
                sync_folder(folder)
    except OSError as error:
        raise StorageError(FAILED.format(why=why(error), folder=folder)) from None
    except sqlite3.DatabaseError as error:
        raise StorageError(FAILED.format(why=database_reasons.why(error), folder=folder)) from None
    return made


def backups(folder: Path) -> tuple[tuple[datetime, Path], ...]:
    """When each backup of a folder was made, the oldest first."""
    named = ((_NAME.fullmatch(each.name), each) for each in (folder.iterdir() if folder.is_dir() else ()))
    return tuple(sorted((datetime.strptime(name[1], STAMP).replace(tzinfo=UTC), each) for name, each in named if name))


def prune(folder: Path, at: datetime) -> tuple[Path, ...]:
    """Delete what has been kept long enough, but never the newest."""
    old = tuple(each for made, each in backups(folder)[:-1] if at - made > periods.BACKUP)
    for each in old:
        shutil.rmtree(each)
    return old


def destroy_keys(folder: Path, key: Path) -> int:
    """Destroy, in all backups of a folder, the keys of those who have been erased since; how many there were.

    A backup that another master key belongs to, or that is damaged, is left alone: restoring it is refused.
    """
    erased = Erasures(key).names()
    return sum(_destroy_keys(each / DATA, key, erased) for _, each in backups(folder)) if erased else 0


def put_back(backup: Path, target: Path) -> None:
    """Put a copy of the backup at a place where nothing is. Raises StorageError, OSError."""
    if not (backup / DATA).is_file():
        raise StorageError(NO_BACKUP.format(folder=backup, name=DATA))
    make_folder(target.parent)
    copy_new(backup / DATA, target)
    here, there = uploads.folder_of(backup / DATA), uploads.folder_of(target)
    if here.is_dir():
        make_folder(there)
        for each in here.iterdir():
            copy_new(each, there / each.name)
        sync_folder(there)
    sync_folder(target.parent)


def _copy(path: Path, key: Path, draft: Path) -> None:
    """The data at one moment, and every file that it names."""
    for _ in range(TRIES):
        folder = uploads.folder_of(draft / DATA)
        make_folder(folder)
        _copy_files(uploads.folder_of(path), folder)
        named = _snapshot(path, key, draft / DATA)
        _copy_files(uploads.folder_of(path), folder)
        held = {each.name for each in folder.iterdir()}
        for name in held - named:
            (folder / name).unlink()
        if named <= held:
            break
    sync_folder(folder)
    sync_folder(draft)


def _snapshot(path: Path, key: Path, copy: Path) -> set[str]:
    """Copy the database; the names of the files that it lists."""
    copy.unlink(missing_ok=True)
    db, _ = open_for_reading(path, key)
    with closing(db.conn):
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(copy)) as made:
            db.conn.backup(made)
            return {name for (name,) in made.execute("SELECT id FROM uploads")}


def _copy_files(source: Path, target: Path) -> None:
    """Copy what is not there yet; what goes meanwhile has gone for good."""
    for each in source.iterdir() if source.is_dir() else ():
        if not (target / each.name).exists():
            with suppress(FileNotFoundError):
                copy_new(each, target / each.name)


def _try(backup: Path, folder: Path, key: Path, at: datetime) -> None:
    """Restore the backup to another place and look at it there."""
    with _scratch(folder) as place:
        put_back(backup, place / DATA)
        with closing(SqliteReader.open(place / DATA, key)) as reader:
            told(reader.sound(at), UNSOUND)


def told(findings: tuple[Finding, ...], message: str) -> None:
    """Raise StorageError where there are findings."""
    if findings:
        raise StorageError(message.format(findings="\n".join(each.text for each in findings)))


@contextmanager
def _folder_for(folder: Path) -> Iterator[None]:
    """The folder that backups go to; where none was made, folders that were made for it go again."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        make_folder(folder)
        yield
    except BaseException:
        with suppress(OSError):
            for each in new:
                each.rmdir()
        raise


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, unless it was renamed."""
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _clear_up(folder: Path, at: datetime) -> None:
    """Delete what a backup that was cut off left behind; one that is being made now is younger."""
    for each in folder.glob(f"{UNFINISHED}*"):
        if at.timestamp() - each.stat().st_mtime > ABANDONED:
            shutil.rmtree(each, ignore_errors=True)


def _destroy_keys(path: Path, key: Path, erased: frozenset[str]) -> int:
    try:
        db = Database(sqlite3.connect(path, isolation_level=None), execute_plugins=False)
        with closing(db.conn):
            db.execute("PRAGMA secure_delete = ON").fetchall()
            if not in_use(db):
                return 0
            vault = Vault(db, master_key.find(key, lambda found: Vault(db, found).opens))
            owners = [owner for (owner,) in db.execute("SELECT person FROM keys WHERE person <> ''").fetchall()]
            lost = [owner for owner in owners if vault.name_of_key(owner) in erased]
            for owner in lost:
                vault.destroy(owner)
            truncate_log(db)
            return len(lost)
    except (StorageError, SealBrokenError, sqlite3.DatabaseError):
        return 0
