"""What follow-up looks at: cases that somebody still has to do with, and who of the staff can be written to."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from handlers.draft import Draft
from storage import people, rows
from storage.errors import RowDamagedError
from storage.vault import Vault

PENDING = """
    SELECT * FROM drafts WHERE receipt IS NOT NULL
        AND (state IN ('submitted', 'accepted', 'to_correct', 'recommended') OR entered >= ?) ORDER BY entered, rowid
"""


def pending(db: Database, vault: Vault, since: datetime) -> Iterator[Draft]:
    """Cases that are not over, and those that have been since then; one that cannot be read is left out."""
    for row in db.query(PENDING, (rows.stamp(since),)):
        try:
            yield rows.DRAFTS.read(vault, row)
        except RowDamagedError:
            continue


def in_reach(db: Database, chat: str) -> bool:
    """Whether somebody has written to us in a chat of their own, and has not shut us out since."""
    person = people.person_of(db, chat)
    shut_out = db.execute("SELECT 1 FROM unreachable WHERE chat = ?", (chat,)).fetchone()
    return shut_out is None and db.execute("SELECT 1 FROM visits WHERE person = ?", (person,)).fetchone() is not None
