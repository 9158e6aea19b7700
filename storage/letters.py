"""What commands have to write while the program is running: left as files, taken in by the one writer.

SQLite would let a second process write for a moment, but it is not safe here: versions with the WAL-reset fault
(``storage.sqlite_version``) can lose rows when two processes write or truncate the log at once. So a command leaves a
letter, complete and on the disk, and the writer takes in what lies there before its next transaction begins. A letter
taken in twice, since the writer died before it could delete it, changes nothing.
"""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from handlers.model import Code
from knowledge.model import Frozen
from knowledge.reasons import why
from storage import people, staff
from storage.errors import UnwritableError
from storage.files import write_new
from storage.records import Access, AccessKind

ENDING: Final = ".letter"
NOT_LEFT = "没有记下来（{why}），所以什么都没有做。请检查文件夹 {folder} 的写权限和磁盘空间，再试一次。"


class AccessLetter(Frozen):
    """That somebody looked at something."""

    at: str
    staff: str
    what: AccessKind
    receipt: str | None
    detail: str


class CodeLetter(Frozen):
    """A one-time code, of which nothing but the digest leaves the command."""

    digest: str
    kind: Literal["desk"]
    person: str
    draft: None
    made: str


Letter = AccessLetter | CodeLetter
_LETTER: Final = TypeAdapter[Letter](Letter)
_INTO: Final[dict[type[Letter], str]] = {
    AccessLetter: """INSERT INTO access (at, staff, what, receipt, detail)
                     SELECT :at, :staff, :what, :receipt, :detail WHERE NOT EXISTS (
                         SELECT 1 FROM access WHERE at = :at AND staff = :staff AND what = :what
                             AND receipt IS :receipt AND detail = :detail)""",
    CodeLetter: """INSERT OR IGNORE INTO codes (digest, kind, person, draft, made)
                   VALUES (:digest, :kind, :person, :draft, :made)""",
}


def of_access(entry: Access) -> Letter:
    """What the log of accesses will say."""
    return AccessLetter.model_validate(staff.row_of(entry))


def of_code(code: Code) -> Letter:
    """A code that lets a member of staff in."""
    return CodeLetter.model_validate(people.row_of(code))


def folder_of(database: Path) -> Path:
    """Where letters lie: beside the database."""
    return database.with_name(f"{database.name}.letters")


def leave(folder: Path, letter: Letter, at: datetime) -> None:
    """Leave a letter; it is on the disk when this returns. Raises UnwritableError."""
    name = f"{at.timestamp():017.6f}-{secrets.token_hex(8)}"
    unfinished = folder / name
    try:
        write_new(unfinished, letter.model_dump_json().encode())
        unfinished.rename(unfinished.with_name(name + ENDING))
    except OSError as error:
        raise UnwritableError(NOT_LEFT.format(why=why(error), folder=folder)) from None


def waiting(folder: Path) -> tuple[Path, ...]:
    """The letters that lie there, the oldest first."""
    return tuple(sorted(folder.glob(f"*{ENDING}")))


def take_in(db: Database, found: tuple[Path, ...]) -> tuple[Path, ...]:
    """Write what the letters say; those that were understood, to be deleted after the commit."""
    understood = tuple((each, letter) for each in found if (letter := _read(each)) is not None)
    for _, letter in understood:
        db.execute(_INTO[type(letter)], letter.model_dump())
    return tuple(each for each, _ in understood)


def left_since(folder: Path, before: datetime) -> int:
    """How many letters were left before a moment and still lie there: damaged, or out of the writer's reach."""
    return sum(1 for each in waiting(folder) if each.stat().st_mtime < before.timestamp())


def _read(path: Path) -> Letter | None:
    try:
        return _LETTER.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
