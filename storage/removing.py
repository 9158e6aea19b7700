"""Taking rows away together with those that hang on them."""

from collections.abc import Iterable

from sqlite_utils import Database

REPLY = (
    "DELETE FROM votes WHERE reply = ?",
    "DELETE FROM messages WHERE reply = ?",
    "DELETE FROM outbox WHERE id = ?",
)


def remove_replies(db: Database, numbers: Iterable[int]) -> None:
    """Replies, with what they became in the channel and what people think of them."""
    for number in numbers:
        for statement in REPLY:
            db.execute(statement, (number,))


def hush(db: Database, person: str, before: int) -> None:
    """What the person said, and was told, before this turn goes; the names of the turns stay, so that none is taken
    anew."""
    said = db.execute("SELECT id FROM outbox WHERE owner = ? AND turn < ?", (person, before)).fetchall()
    remove_replies(db, (number for (number,) in said))
    db.execute("UPDATE turns SET sealed = x'' WHERE owner = ? AND id < ?", (person, before))
