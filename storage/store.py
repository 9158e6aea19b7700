"""What the rest of the program may ask of a storage, whichever database stands behind it, and how it can fail.

One :class:`Transaction` is one turn: everything that it wrote is there together after the commit, or nothing is.
The outbox has its own short transactions, because sending happens after the turn is over.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from handlers.consent import Consent
from handlers.draft import Draft
from handlers.editions import Seen
from handlers.member import Member, Role
from handlers.model import Ballot, Code, Received, Reminder, Reply, Turn
from handlers.retention import Holding, HoldingKind, Watch
from handlers.rulings import Ruling
from handlers.session import Session
from knowledge.ledger.entries import Entry
from storage.threads import Threads
from storage.wanted import Cases, Wanted

ReplyState = Literal["waiting", "held", "sent", "dead"]
"""``held``: the person cannot be reached now (blocked the bot); it waits until they write again.
``dead``: the channel refused this very message for good; the reason says why."""


class StorageError(Exception):
    """A storage failed. The message is Chinese, says what to do, and holds no personal data."""

    exit_code = 1
    """What a program that ends for this reason returns."""


class InUseError(StorageError):
    """Another process works on the same data."""

    exit_code = 3


class UnwritableError(StorageError):
    """The place for the data cannot be written."""


class DamagedError(StorageError):
    """The data is not what this program wrote; nothing was changed."""


class NewerError(StorageError):
    """The data was written by a later version of the program; nothing was changed."""


class UnavailableError(StorageError):
    """It did not work this time (disk full, locked); nothing was written, and it may be tried again."""


class RowDamagedError(StorageError):
    """One stored record cannot be read; the others can."""


class CollisionError(StorageError):
    """A name made by chance (a receipt, the id of a draft or an answer) is taken; make another."""


class StaleDraftError(StorageError):
    """The draft has changed since it was read."""


REMINDER = "reminder"
RETENTION = "retention"
FOLLOWUP = "followup"
NEWS = "news"
UNREACHED = "unreached"
AUTOMATIC = frozenset({REMINDER, RETENTION, FOLLOWUP, NEWS, UNREACHED})
"""Channels of turns that nobody took: something fell due."""


@dataclass(frozen=True)
class Queued:
    """A reply in the outbox."""

    id: int
    """Rises with every reply; replies of one chat are sent in this order."""
    turn: int
    chat: str
    reply: Reply
    rev: int | None
    """Revision of the session that its choices answer; None where each choice carries its own words."""
    state: ReplyState = "waiting"
    reason: str = ""
    """Why it is held or dead, for the operator."""
    parts_sent: int = 0
    """A channel may cut a reply into several messages; these have arrived already."""


@dataclass(frozen=True)
class Held:
    """Something that staff told an applicant who cannot be reached now."""

    number: int
    """Of the reply."""
    person: str
    at: datetime
    """When staff did what it tells of."""


@dataclass(frozen=True)
class Exchange:
    """What a person did, and what they were told in their own chats."""

    number: int
    """Of the turn; rises."""
    at: datetime
    turn: Turn | None
    """None where something came by itself: news from staff, a reminder."""
    replies: tuple[Queued, ...]


AccessKind = Literal["sign-in", "sign-out", "open", "reveal", "export", "file", "pack", "withdraw"]


@dataclass(frozen=True)
class Access:
    """That a member of staff looked at something, took it out, or took it back."""

    at: datetime
    staff: str
    """Id of the member."""
    what: AccessKind
    receipt: str | None = None
    """The case; None for lists."""
    detail: str = ""
    """What of it, and for what reason."""


@dataclass(frozen=True)
class Overtaken:
    """What of a region is not over and was made under other words than today's."""

    cases: int
    drafts: int
    """Not handed in yet."""
    some: tuple[Draft, ...]
    """Of the cases those that have waited longest; what cannot be read is left out."""


class Transaction(Protocol):
    """The one transaction of a turn. Leaving it by an exception undoes all of it."""

    def add_turn(self, turn: Turn, error: str | None = None) -> int | None:
        """Store the turn and return its number, or None if its (channel, key) is known already."""

    def turn(self, channel: str, key: str) -> Turn | None:
        """The turn of this name; None where there is none, or where its words are no longer kept."""

    def concerns(self, turn: int, person: str) -> None:
        """The turn is about this person, whoever acted: its words, and the replies to it, are theirs.

        Until then a turn in a private chat is its person's, and one in a group nobody's.
        """

    def session(self, person: str) -> Session:
        """The person's session, a new one if there is none; RowDamagedError if it cannot be read."""

    def drafts(self, person: str) -> tuple[Draft, ...]:
        """The person's own drafts, last changed first."""

    def case(self, receipt: str) -> Draft | None:
        """The draft handed in under this receipt, whoever wrote it: for staff only."""

    def answer(self, person: str, answer: str) -> Received | None:
        """An answer that was given to this person; other people's are not found."""

    def received(self, since: datetime) -> tuple[Received, ...]:
        """Answers given since then, oldest first, and how each was received: for staff only."""

    def save_vote(self, person: str, at: datetime, ballot: Ballot) -> None:
        """Keep the person's vote on an answer in place of the one before."""

    def reminders(self, person: str) -> tuple[Reminder, ...]:
        """The person's reminders, in the order in which they were switched on."""

    def save_reminders(self, person: str, reminders: tuple[Reminder, ...]) -> None:
        """Keep these reminders in place of those before."""

    def editions(self) -> tuple[Seen, ...]:
        """All editions of the texts that have been here, in the order in which they were found."""

    def save_edition(self, edition: Seen) -> None:
        """Keep an edition in place of the one of its region that was found at the same time."""

    def entries(self, person: str) -> tuple[Entry, ...]:
        """The person's own ledger, by day, deleted entries too."""

    def save_entry(self, entry: Entry) -> None:
        """Keep an entry in place of the one of its id. Raises CollisionError if that is another person's."""

    def delete_entry(self, person: str, entry: str) -> None:
        """Delete the person's own entry for good; other people's are left alone."""

    def staff(self) -> tuple[Member, ...]:
        """All members of staff, those who have left too."""

    def add_member(self, name: str, role: Role, telegram: int | None, at: datetime) -> Member:
        """A new member of staff. Raises CollisionError where the number on Telegram is another's."""

    def save_member(self, member: Member) -> None:
        """Keep a member as they are now; one who is not active any more is signed out. Raises CollisionError."""

    def sign_in(self, member: str, secret: str, at: datetime) -> None:
        """Begin a session at the desk."""

    def signed_in(self, secret: str, at: datetime, *, quiet: bool = False) -> Member | None:
        """Whose session at the desk a secret opens; None for one that is over. It counts as used unless ``quiet``."""

    def sign_out(self, member: str, secret: str | None = None) -> None:
        """End this session of the member's, or all of them."""

    def in_reach(self, chat: str) -> bool:
        """Whether somebody has written to us in this chat of their own, and has not shut us out since."""

    def shut_out(self, chat: str) -> bool:
        """Whether whoever reads the chat has shut us out, and has not been heard from since."""

    def held(self, person: str) -> tuple[Held, ...]:
        """What staff have told an applicant who cannot be reached now, oldest first."""

    def untold(self) -> tuple[Held, ...]:
        """What of it staff believe to have arrived, since it was held only afterwards."""

    def mark_told(self, queued: int) -> None:
        """Staff know that the reply has not arrived."""

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings, withdrawn ones too, oldest first; what cannot be read is left out."""

    def save_ruling(self, ruling: Ruling) -> None:
        """Keep a ruling in place of the one of its id."""

    def log_access(self, entry: Access) -> None:
        """Write down who looked at what."""

    def access_log(self, receipt: str | None, limit: int) -> tuple[Access, ...]:
        """Who looked at a case, or at anything, newest first."""

    def cases(self, wanted: Wanted, reader: str, start: int, count: int) -> Cases:
        """Some of the cases as a member of staff sees them, and how many there are."""

    def revisions(self) -> Mapping[str, int]:
        """Every case with its revision."""

    def views(self, member: str) -> Mapping[str, str]:
        """The lists to which a member of staff has given a name."""

    def save_view(self, member: str, name: str, wanted: str) -> None:
        """Keep a list under a name; an empty one takes the name away."""

    def hush(self, person: str, before: int) -> None:
        """Take away what the person said, and was told, before this turn; that something was said stays."""

    def forget(self, person: str, at: datetime) -> None:
        """Erase everything of the person and about them, under whichever name they came; no backup brings it back.

        The turn at hand stays as a name without words; what is queued for it belongs to nobody and goes when it is
        sent. No session of the person may be saved in the same transaction.
        """

    def look_at_clock(self, at: datetime, *, believe: bool = False) -> Watch:
        """Keep that the clock showed this, and whether it is to be believed; ``believe``: an operator says so."""

    def holdings_of(self, person: str) -> tuple[Holding, ...]:
        """All that the person has that will go one day."""

    def told(self, key: str) -> datetime | None:
        """When the person of a holding was told that it will go; None if they were not."""

    def delete_ledger(self, person: str) -> None:
        """Delete all entries of the person."""

    def tidy(self, at: datetime) -> None:
        """Take away all whose time is over and that nobody need be told of."""

    def person_of(self, sender: str) -> str:
        """Whom the sender acts as: themselves unless they have been joined with somebody."""

    def join(self, sender: str, person: str) -> None:
        """From now on the sender acts as the person; what the sender had before stays theirs, and is not shown.

        Who forgets the person forgets all who act as them.
        """

    def consents(self, person: str) -> tuple[Consent, ...]:
        """The person's last word on each kind of use."""

    def save_consent(self, person: str, consent: Consent) -> None:
        """Keep what the person said, beside what they said before."""

    def save_code(self, code: Code) -> None:
        """Keep a one-time code; of its secret only a digest."""

    def redeem(self, secret: str, at: datetime) -> Code | None:
        """What the secret leads to, the first time and within half an hour; None for every other."""

    def save_session(self, session: Session) -> None:
        """Keep the session in place of the one before."""

    def save_draft(self, draft: Draft, expected: int | None) -> None:
        """Keep a draft: a new one (``expected`` None) or the successor of revision ``expected``.

        Raises CollisionError if its id or receipt is taken, StaleDraftError if the stored revision is another.
        """

    def delete_draft(self, person: str, draft: str) -> None:
        """Delete the person's own draft; other people's are left alone."""

    def queue(self, turn: int, chat: str, reply: Reply, rev: int | None) -> Queued:
        """Put a reply in the outbox; it is held at once where the chat is known to be out of reach.

        Raises CollisionError if the id of the answer that it gives is taken.
        """

    def heard_from(self, chat: str) -> None:
        """The chat is in reach (again): replies that were held for it wait for sending."""


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
