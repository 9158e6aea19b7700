"""What the rest of the program may ask of a storage, whichever database stands behind it, and how it can fail.

One :class:`Transaction` is one turn: everything that it wrote is there together after the commit, or nothing is.
The outbox has its own short transactions, because sending happens after the turn is over.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from handlers.draft import Draft
from handlers.member import Member
from handlers.model import Received
from handlers.retention import Holding, HoldingKind, Watch
from handlers.rulings import Ruling
from storage.records import (
    Access,
    Exchange,
    Overtaken,
    Queued,
)
from storage.threads import Threads
from storage.transaction import Transaction


class Reader(Protocol):
    """What may be looked at while another process works: for staff and operators."""

    def submitted(self) -> tuple[Draft, ...]:
        """Every draft that has been handed in, newest first."""

    def case(self, receipt: str) -> Draft | None:
        """The draft handed in under this receipt, whoever wrote it: for staff only."""

    def pending(self, since: datetime) -> tuple[Draft, ...]:
        """Cases that are not over, and those that changed their state since then; what cannot be read is left out."""

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings, withdrawn ones too, oldest first; what cannot be read is left out."""

    def history(self, person: str, limit: int) -> tuple[Exchange, ...]:
        """The person's last exchanges, at most so many, oldest first; what is no longer kept is left out."""

    def person_of(self, sender: str) -> str:
        """Whom the sender acts as: themselves unless they have been joined with somebody."""

    def staff(self) -> tuple[Member, ...]:
        """All members of staff, those who have left too."""

    def access_log(self, receipt: str | None, limit: int) -> tuple[Access, ...]:
        """Who looked at a case, or at anything, newest first."""

    def holdings(self, before: Mapping[HoldingKind, datetime]) -> tuple[Holding, ...]:
        """Of each kind those whose time began before a moment, the oldest first."""

    def watch(self) -> Watch | None:
        """What is known of the clock; None where nothing has ever been stored."""

    def upload(self, person: str, name: str) -> bytes | None:
        """The person's own file; None where they have none of that name. Raises RowDamagedError."""

    def undelivered(self) -> tuple[Queued, ...]:
        """Replies that wait, are held or are dead, oldest first."""

    def received(self, since: datetime | None = None) -> tuple[Received, ...]:
        """Answers given since then, or ever, oldest first, and how each was received."""

    def close(self) -> None:
        """Let go of the data."""


class Store(Reader, Threads, Protocol):
    """A storage. One process writes to it at a time."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a turn; commit when the block ends, undo when it raises."""

    def save_upload(self, person: str, name: str, content: bytes, at: datetime) -> None:
        """Keep a file of the person's under a name of 32 hexadecimal digits, which ``Draft.uploads`` then lists.

        It goes with the draft, and when the draft lists it no longer. Raises CollisionError for a name that is taken,
        StorageError for a file above 10 MB, UnavailableError where the disk is full.
        """

    def secret(self, purpose: str) -> bytes:
        """A secret for one purpose, the same for as long as there is this data, and in no backup without its key."""

    def reminded(self) -> tuple[str, ...]:
        """Everybody who has a reminder of a deadline switched on."""

    def awaiting_news(self) -> tuple[str, ...]:
        """Everybody who wants to hear of changes of a text, and since whose last word an edition has been found."""

    def overtaken(self, region: str, words: str, most: int) -> Overtaken:
        """What of a region is not over and was made under other words than these; ``most``: cases to be read."""

    def chats_waiting(self, channel: str) -> tuple[str, ...]:
        """Chats of this channel (``telegram``, …) that have replies to send, the longest waiting first."""

    def next_waiting(self, chat: str) -> Queued | None:
        """The oldest reply that this chat waits for."""

    def part_sent(self, queued: int, part: int, message: str) -> None:
        """Part number ``part`` (from 0) of the reply has arrived as the channel's message ``message``."""

    def mark_sent(self, queued: int, at: datetime) -> None:
        """The whole reply has been shown."""

    def mark_dead(self, queued: int, reason: str) -> None:
        """The channel will never take this reply."""

    def hold(self, chat: str, reason: str) -> None:
        """The chat is out of reach: hold what waits for it and what will, until it is heard from."""

    def move_chat(self, old: str, new: str) -> None:
        """What waits for ``old`` goes to ``new`` instead."""

    def rename_chat(self, old: str, new: str) -> None:
        """The chat goes by another id for good: move what waits, and whatever is queued under the old id later."""

    def current_chat(self, chat: str) -> str:
        """The id that a chat goes by now."""

    def receipt_shown(self, chat: str, message: str) -> str | None:
        """The receipt of the case that this message of ours shows."""
