"""Files that people add to their drafts: each sealed under a key of its own, which is sealed in the file's row.

A file is on the disk before its row is, and goes after its row has gone; what a crash leaves over is swept away at the
next start.
"""

import re
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from handlers.draft import Draft
from knowledge.reasons import why
from storage import rows
from storage.errors import CollisionError, RowDamagedError, StorageError, UnavailableError
from storage.files import write_new
from storage.vault import HOUSE, Place, SealBrokenError, Vault, decrypt, encrypt, new_key

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
NAME = re.compile("[0-9a-f]{32}")

TOO_LARGE = "文件太大：一个文件最多 10 MB。"
NOT_WRITTEN = "文件没有存下来（{why}）：请检查磁盘空间，再传一次；之前的内容都还在。"
BROKEN = "文件 {name} 的内容读不出来，其他内容不受影响。"


def folder_of(database: Path) -> Path:
    """Where the files lie: beside the database."""
    return database.with_name(f"{database.name}.uploads")


def write(folder: Path, name: str, content: bytes) -> bytes:
    """Put a file there, sealed; the key that it was sealed with. Raises StorageError."""
    if not NAME.fullmatch(name) or (folder / name).exists():
        raise CollisionError("这个编号不能用。")
    if len(content) > LARGEST:
        raise StorageError(TOO_LARGE)
    key = new_key()
    try:
        write_new(folder / name, encrypt(key, _place_of_file(name), content))
    except OSError as error:
        raise UnavailableError(NOT_WRITTEN.format(why=why(error))) from None
    return key


def add(db: Database, vault: Vault, person: str, name: str, size: int, at: datetime, key: bytes) -> None:
    """The row of a file; it belongs to no draft yet."""
    sql = "INSERT INTO uploads (id, person, size, made, sealed) VALUES (?, ?, ?, ?, ?)"
    db.execute(sql, (name, person, size, rows.stamp(at), vault.seal(Place("uploads", name, person), key)))


def read(db: Database, vault: Vault, folder: Path, person: str, name: str) -> bytes | None:
    """The person's own file; None where they have none of that name. Raises RowDamagedError."""
    found = db.execute("SELECT sealed FROM uploads WHERE id = ? AND person = ?", (name, person)).fetchone()
    if found is None:
        return None
    try:
        key = vault.open(Place("uploads", name, person), found[0])
        return decrypt(key, _place_of_file(name), (folder / name).read_bytes())
    except (SealBrokenError, OSError):
        raise RowDamagedError(BROKEN.format(name=name)) from None


def belong_to(db: Database, draft: Draft) -> tuple[str, ...]:
    """Tie a draft's files to it; the names of those that it has no longer, whose rows are gone."""
    for one in draft.uploads:
        db.execute("UPDATE uploads SET draft = ? WHERE id = ? AND person = ?", (draft.id, one.id, draft.person))
    kept = {one.id for one in draft.uploads}
    return remove(db, [name for name in _of_draft(db, draft.person, draft.id) if name not in kept])


def remove_with_draft(db: Database, person: str, draft: str) -> tuple[str, ...]:
    """The rows of a deleted draft's files go; the names of the files."""
    return remove(db, _of_draft(db, person, draft))


def remove(db: Database, names: list[str]) -> tuple[str, ...]:
    """These rows go; the names of the files, to be deleted after the commit."""
    for name in names:
        db.execute("DELETE FROM uploads WHERE id = ?", (name,))
    return tuple(names)


def delete(folder: Path, names: tuple[str, ...]) -> None:
    """Delete files whose rows are gone. What cannot be deleted now is swept away at the next start."""
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError:
            return


def sweep(db: Database, folder: Path) -> None:
    """Delete what no row names."""
    if folder.is_dir():
        named = {name for (name,) in db.execute("SELECT id FROM uploads").fetchall()}
        delete(folder, tuple(each.name for each in folder.iterdir() if each.name not in named))


def _of_draft(db: Database, person: str, draft: str) -> list[str]:
    found = db.execute("SELECT id FROM uploads WHERE draft = ? AND person = ?", (draft, person))
    return [name for (name,) in found.fetchall()]


def _place_of_file(name: str) -> Place:
    """Whose a file is stands in its row alone."""
    return Place("files", name, HOUSE)
