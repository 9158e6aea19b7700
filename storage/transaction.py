"""One turn, seen by the rest of the program: all that it wrote is there together after the commit, or nothing is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from handlers.consent import Consent
from handlers.draft import Draft
from handlers.editions import Seen
from handlers.member import Member, Role
from handlers.model import Ballot, Code, Received, Reminder, Reply, Turn
from handlers.retention import Holding, Watch
from handlers.rulings import Ruling
from handlers.session import Session
from knowledge.ledger.entries import Entry
from storage.records import (
    Access,
    Held,
    Queued,
)
from storage.wanted import Cases, Wanted


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
