"""Rows of the SQLite file as values. What cannot be read is refused, never guessed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlite_utils import Database

from handlers.draft import Draft
from handlers.model import Received, Reply, Turn
from handlers.rulings import Ruling
from handlers.session import Session
from knowledge.ledger.entries import Entry
from knowledge.model import Frozen
from storage.errors import RowDamagedError
from storage.records import Queued
from storage.vault import Place, SealBrokenError, Vault

Stored = TypeVar("Stored", bound=Frozen)
Row = dict[str, Any]


@dataclass(frozen=True)
class Words(Generic[Stored]):
    """A table whose rows hold words of people, sealed."""

    table: str
    model: type[Stored]
    called: str
    """As the messages call one of its rows."""
    name: str = "id"
    """The column that tells its rows apart."""
    owner: str = "owner"
    """The column that says whose the words are."""

    def seal(self, vault: Vault, name: str | int, owner: str, value: Stored) -> bytes:
        """A value, sealed for its row. What is as it is by default is left out, except where a later default may be
        another: drafts and sessions outlive versions."""
        spare = self.model in {Reply, Turn}
        return vault.seal(Place(self.table, name, owner), value.model_dump_json(exclude_defaults=spare))

    def place(self, row: Row) -> Place:
        """Where a row's words stand."""
        return Place(self.table, row[self.name], row[self.owner])

    def read(self, vault: Vault, row: Row) -> Stored:
        """A row's value. Raises RowDamagedError."""
        try:
            return self.model.model_validate_json(vault.open(self.place(row), row["sealed"]))
        except (SealBrokenError, ValidationError):
            raise RowDamagedError(f"{self.called} {row[self.name]} 的记录读不出来，其他记录不受影响。") from None


TURNS = Words("turns", Turn, "消息")
OUTBOX = Words("outbox", Reply, "回复")
SESSIONS = Words("sessions", Session, "会话", name="person", owner="person")
DRAFTS = Words("drafts", Draft, "草稿", owner="person")
ENTRIES = Words("entries", Entry, "台账记录", owner="person")
RULINGS = Words("rulings", Ruling, "裁量结论")
ALL_WORDS: tuple[Words[Any], ...] = (TURNS, OUTBOX, SESSIONS, DRAFTS, ENTRIES, RULINGS)

QUEUED = """
    SELECT outbox.*, (SELECT count(*) FROM messages WHERE messages.reply = outbox.id) AS parts_sent FROM outbox
"""

CASE = "SELECT * FROM drafts WHERE receipt = ?"

RECEIVED = """
    SELECT outbox.id, outbox.owner, outbox.sealed, turns.at, votes.vote,
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


def queued(vault: Vault, row: Row) -> Queued:
    """A row of the outbox; one whose words cannot be read is dead, and says so in their place."""
    state, reason = row["state"], row["reason"]
    try:
        reply = OUTBOX.read(vault, row)
    except RowDamagedError as error:
        reply, state, reason = Reply(text=str(error)), "dead", str(error)
    return Queued(row["id"], row["turn"], row["chat"], reply, row["rev"], state, reason, row["parts_sent"])


def received(db: Database, vault: Vault, condition: str, *values: object) -> tuple[Received, ...]:
    """Answers that fit a condition, oldest first; one that cannot be read is left out."""
    found = db.query(f"{RECEIVED} AND {condition} ORDER BY outbox.id", values)
    return tuple(each for row in found if (each := _received(vault, row)) is not None)


def _received(vault: Vault, row: Row) -> Received | None:
    try:
        reply = OUTBOX.read(vault, row)
    except RowDamagedError:
        return None
    if reply.asked is None:
        return None
    at, vote = datetime.fromisoformat(row["at"]), row["vote"]
    return Received(
        at=at, asked=reply.asked, citations=reply.citations, vote=vote, handed_over=bool(row["handed_over"])
    )
