"""Erasure: everything of a person and about them goes, and the key with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlite_utils import Database

from storage import rows, uploads
from storage.removing import remove_replies
from storage.vault import HOUSE, Vault

REDELIVERED = timedelta(days=2)
"""For so long a turn stays as a name without words, so that a channel which delivers it again changes nothing."""

REPLIES = """SELECT id FROM outbox WHERE owner = ?1 OR chat = ?1
             OR turn IN (SELECT id FROM turns WHERE owner = ?1 OR (person = ?1 AND owner = ''))"""

ROWS = (
    "DELETE FROM turns WHERE (owner = ?1 OR (person = ?1 AND owner = '')) AND (at < ?2 OR instr(key, ?1))",
    """UPDATE turns SET person = '', owner = '', sealed = x'', error = NULL
       WHERE owner = ?1 OR (person = ?1 AND owner = '')""",
    "UPDATE turns SET person = '' WHERE person = ?1",
    "DELETE FROM votes WHERE person = ?1",
    "DELETE FROM sessions WHERE person = ?1",
    "DELETE FROM drafts WHERE person = ?1",
    "DELETE FROM entries WHERE person = ?1",
    "DELETE FROM reminders WHERE person = ?1",
    "DELETE FROM consents WHERE person = ?1",
    "DELETE FROM codes WHERE person = ?1",
    "DELETE FROM visits WHERE person = ?1",
    "DELETE FROM unreachable WHERE chat = ?1",
    "DELETE FROM renamed WHERE old = ?1 OR new = ?1",
    "DELETE FROM aliases WHERE sender = ?1 OR person = ?1",
)
"""Turns of staff about somebody else's case stay, without the name of who acted."""


OWNERS = """SELECT person FROM keys UNION SELECT owner FROM turns UNION SELECT owner FROM outbox
            UNION SELECT person FROM sessions UNION SELECT person FROM drafts UNION SELECT person FROM entries
            UNION SELECT person FROM uploads"""


def owners(db: Database) -> tuple[str, ...]:
    """Everybody of whom something is kept sealed."""
    return tuple(person for (person,) in db.execute(f"{OWNERS} ORDER BY person").fetchall() if person != HOUSE)


def names_of_keys(db: Database, vault: Vault, person: str) -> tuple[str, ...]:
    """Names of the keys under which words of the person stand, and of all who act as them."""
    usable = (one for one in _senders(db, person) if not vault.is_broken(one))
    return tuple(name for one in usable if (name := vault.name_of_key(one)) is not None)


def forget(db: Database, vault: Vault, person: str, at: datetime) -> tuple[str, ...]:
    """Take away every row of the person; the names of their files, to be deleted after the commit."""
    files: list[str] = []
    since = rows.stamp(at - REDELIVERED)
    for one in tuple(_senders(db, person)):
        files += [name for (name,) in db.execute("SELECT id FROM uploads WHERE person = ?", (one,)).fetchall()]
        replies = db.execute(REPLIES, (one,)).fetchall()
        remove_replies(db, (number for (number,) in replies))
        for statement in ROWS:
            db.execute(statement, (one, since) if "?2" in statement else (one,))
        vault.destroy(one)
    return uploads.remove(db, files)


def _senders(db: Database, person: str) -> Iterator[str]:
    """The person, and all who act as them."""
    yield person
    yield from (sender for (sender,) in db.execute("SELECT sender FROM aliases WHERE person = ?", (person,)).fetchall())
