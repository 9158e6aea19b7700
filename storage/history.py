"""A person's conversation as it is kept: what they did and what they were told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from handlers.model import Turn
from storage import rows
from storage.errors import RowDamagedError
from storage.records import AUTOMATIC, Exchange, Queued
from storage.vault import Vault

LAST = """SELECT * FROM turns WHERE owner = ?
    AND (channel <> 'form' OR EXISTS (SELECT 1 FROM outbox WHERE outbox.turn = turns.id)) ORDER BY id DESC LIMIT ?"""
"""What was done on the page of a form is no part of the conversation, but what it led to is."""
TOLD = """WHERE outbox.turn BETWEEN ? AND ? AND outbox.owner = ? AND sealed <> x''
    AND (chat = outbox.owner OR chat IN (SELECT sender FROM aliases WHERE person = outbox.owner)) ORDER BY id"""


def history(db: Database, vault: Vault, person: str, limit: int) -> tuple[Exchange, ...]:
    """The last exchanges that have something to show, oldest first."""
    turns = list(db.query(LAST, (person, limit)))[::-1]
    if not turns:
        return ()
    told = _told(vault, db.query(f"{rows.QUEUED} {TOLD}", (turns[0]["id"], turns[-1]["id"], person)))
    found = (_exchange(vault, row, person, told[row["id"]]) for row in turns)
    return tuple(each for each in found if each.turn is not None or each.replies)


def _told(vault: Vault, found: Iterable[rows.Row]) -> dict[int, list[Queued]]:
    """Replies by the turns that they belong to."""
    told: dict[int, list[Queued]] = defaultdict(list)
    for row in found:
        told[row["turn"]].append(rows.queued(vault, row))
    return told


def _exchange(vault: Vault, row: rows.Row, person: str, told: Iterable[Queued]) -> Exchange:
    own = row["person"] == person and row["channel"] not in AUTOMATIC
    turn = _turn(vault, row) if own else None
    return Exchange(row["id"], datetime.fromisoformat(row["at"]), turn, tuple(told))


def _turn(vault: Vault, row: rows.Row) -> Turn | None:
    try:
        return rows.TURNS.read(vault, row)
    except RowDamagedError:
        return None
