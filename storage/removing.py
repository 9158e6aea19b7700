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
