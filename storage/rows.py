"""Rows of the SQLite file as values. What cannot be read is refused, never guessed."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlite_utils import Database

from handlers.draft import Draft
from handlers.model import Received, Reply
from knowledge.model import Frozen
from storage.store import Queued, RowDamagedError

Stored = TypeVar("Stored", bound=Frozen)
Row = dict[str, Any]

QUEUED = """
    SELECT outbox.*, (SELECT count(*) FROM messages WHERE messages.reply = outbox.id) AS parts_sent FROM outbox
"""

CASE = "SELECT * FROM drafts WHERE receipt = ?"

RECEIVED = """
    SELECT outbox.id, outbox.body, turns.at, votes.vote,
        EXISTS (SELECT 1 FROM drafts WHERE drafts.answer = outbox.answer) AS handed_over
    FROM outbox JOIN turns ON turns.id = outbox.turn
    LEFT JOIN votes ON votes.reply = outbox.id AND votes.person = turns.person
    WHERE outbox.answer IS NOT NULL
"""
"""Answers, each with the vote of the person who was given it."""


def current_chat(db: Database, chat: str) -> str:
    """The id that a chat goes by now."""
    row = db.execute("SELECT new FROM renamed WHERE old = ?", (chat,)).fetchone()
    return chat if row is None else str(row[0])


def stamp(at: datetime) -> str:
    """One zone and one length, so that stamps sort as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read(model: type[Stored], row: Row, what: str, name: str) -> Stored:
    """Stored JSON as a value; what does not fit is refused rather than guessed."""
    try:
        return model.model_validate_json(row["body"])
    except ValidationError:
        raise RowDamagedError(f"{what} {name} 的记录读不出来，其他记录不受影响。") from None


def draft(row: Row) -> Draft:
    """A row of ``drafts``."""
    return read(Draft, row, "草稿", row["id"])


def queued(row: Row) -> Queued:
    """A row of the outbox; one whose words cannot be read is dead, and says so in their place."""
    state, reason = row["state"], row["reason"]
    try:
        reply = read(Reply, row, "回复", str(row["id"]))
    except RowDamagedError as error:
        reply, state, reason = Reply(text=str(error)), "dead", str(error)
    return Queued(row["id"], row["turn"], row["chat"], reply, row["rev"], state, reason, row["parts_sent"])


def received(db: Database, condition: str, *values: object) -> tuple[Received, ...]:
    """Answers that fit a condition, oldest first; one that cannot be read is left out."""
    found = db.query(f"{RECEIVED} AND {condition} ORDER BY outbox.id", values)
    return tuple(each for row in found if (each := _received(row)) is not None)


def _received(row: Row) -> Received | None:
    try:
        reply = read(Reply, row, "回复", str(row["id"]))
    except RowDamagedError:
        return None
    if reply.asked is None:
        return None
    at, vote = datetime.fromisoformat(row["at"]), row["vote"]
    return Received(
        at=at, asked=reply.asked, citations=reply.citations, vote=vote, handed_over=bool(row["handed_over"])
    )
