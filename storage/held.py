"""What staff have told applicants who have shut us out: it waits in the outbox until they are heard from."""

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from storage.records import Held

HELD = """
    SELECT outbox.id, outbox.owner AS person, turns.at FROM outbox JOIN turns ON turns.id = outbox.turn
    WHERE outbox.state = 'held' AND outbox.owner <> '' AND turns.person <> outbox.owner
        AND (outbox.chat = outbox.owner OR outbox.chat IN (SELECT sender FROM aliases WHERE person = outbox.owner))
"""


def held(db: Database, person: str) -> Iterator[Held]:
    """What of it is for a person, oldest first."""
    for row in db.query(f"{HELD} AND outbox.owner = ? ORDER BY outbox.id", (person,)):
        yield _held(row)


def untold(db: Database) -> Iterator[Held]:
    """What of it staff believe to have arrived: it was held only after they had been told."""
    for row in db.query(f"{HELD} AND outbox.untold ORDER BY outbox.id"):
        yield _held(row)


def told(db: Database, number: int) -> None:
    """Staff know of it."""
    db.execute("UPDATE outbox SET untold = 0 WHERE id = ?", (number,))


def _held(row: dict[str, str]) -> Held:
    return Held(int(row["id"]), row["person"], datetime.fromisoformat(row["at"]))
