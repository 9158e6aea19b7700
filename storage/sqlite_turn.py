"""One turn in the SQLite file, from ``BEGIN IMMEDIATE`` to ``COMMIT``."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from handlers.consent import Consent
from handlers.draft import Draft
from handlers.editions import Seen
from handlers.member import Member, Role
from handlers.model import Ballot, Code, Received, Reminder, Reply, Turn
from handlers.retention import Holding, Watch
from handlers.rulings import Ruling
from handlers.session import Session
from knowledge.ledger.entries import Entry
from storage import drafts, editions, expiry, following, held, listing, people, rows, rulings, staff, uploads
from storage.erasures import Erasures
from storage.errors import CollisionError
from storage.forgetting import forget, names_of_keys
from storage.records import AUTOMATIC, RETENTION, Access, Held, Queued
from storage.removing import hush
from storage.vault import HOUSE, NOTHING, Vault
from storage.wanted import Cases, Wanted

VISIT = """INSERT INTO visits (person, last) VALUES (?, ?)
           ON CONFLICT (person) DO UPDATE SET last = max(last, excluded.last)"""


class SqliteTransaction:
    """The one transaction of a turn, open from ``BEGIN IMMEDIATE`` to ``COMMIT``."""

    def __init__(self, db: Database, vault: Vault, erasures: Erasures) -> None:
        self._db = db
        self._vault = vault
        self._erasures = erasures
        self.left_over: tuple[str, ...] = ()
        """Names of files to delete once this is committed."""
        self.erased = False
        """Whether somebody was forgotten, so that the write-ahead log must be emptied."""

    def add_turn(self, turn: Turn, error: str | None = None) -> int | None:
        """Store the turn and return its number, or None if its (channel, key) is known already."""
        sql = """INSERT INTO turns (channel, key, person, owner, at, sealed, error) VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (channel, key) DO NOTHING RETURNING id"""
        private = self.person_of(turn.chat) == turn.person
        owner = turn.person if private and not self._vault.is_broken(turn.person) else HOUSE
        at = rows.stamp(turn.at)
        row = self._db.execute(sql, (turn.channel, turn.key, turn.person, owner, at, NOTHING, error)).fetchone()
        if row is None:
            return None
        number = int(row[0])
        sealed = rows.TURNS.seal(self._vault, number, owner, turn)
        self._db.execute("UPDATE turns SET sealed = ? WHERE id = ?", (sealed, number))
        if private and turn.channel not in AUTOMATIC:
            self._db.execute(VISIT, (turn.person, at))
        return number

    def turn(self, channel: str, key: str) -> Turn | None:
        """The turn of this name, if its words are still kept."""
        sql = "SELECT id, owner, sealed FROM turns WHERE channel = ? AND key = ? AND sealed <> x''"
        found = next(iter(self._db.query(sql, (channel, key))), None)
        return None if found is None else rows.TURNS.read(self._vault, found)

    def concerns(self, turn: int, person: str) -> None:
        """The turn is about this person: its words, and the replies to it, are theirs."""
        (row,) = self._db.query("SELECT id, owner, sealed FROM turns WHERE id = ?", (turn,))
        sealed = rows.TURNS.seal(self._vault, turn, person, rows.TURNS.read(self._vault, row))
        self._db.execute("UPDATE turns SET owner = ?, sealed = ? WHERE id = ?", (person, sealed, turn))

    def session(self, person: str) -> Session:
        """The person's session, a new one if there is none."""
        found = list(self._db.query("SELECT * FROM sessions WHERE person = ?", (person,)))
        return rows.SESSIONS.read(self._vault, found[0]) if found else Session(person=person)

    def drafts(self, person: str) -> tuple[Draft, ...]:
        """The person's own drafts, last changed first."""
        sql = "SELECT * FROM drafts WHERE person = ? ORDER BY changed DESC, rowid DESC"
        return tuple(rows.DRAFTS.read(self._vault, row) for row in self._db.query(sql, (person,)))

    def case(self, receipt: str) -> Draft | None:
        """The draft handed in under this receipt, whoever wrote it."""
        found = self._db.query(rows.CASE, (receipt,))
        return next((rows.DRAFTS.read(self._vault, row) for row in found), None)

    def answer(self, person: str, answer: str) -> Received | None:
        """An answer that was given to this person; other people's are not found."""
        found = rows.received(self._db, self._vault, "outbox.answer = ? AND turns.person = ?", answer, person)
        return next(iter(found), None)

    def received(self, since: datetime) -> tuple[Received, ...]:
        """Answers given since then, oldest first, and how each was received."""
        return rows.received(self._db, self._vault, "turns.at >= ?", rows.stamp(since))

    def save_vote(self, person: str, at: datetime, ballot: Ballot) -> None:
        """Keep the person's vote on an answer in place of the one before."""
        sql = """INSERT INTO votes (reply, person, at, vote) SELECT id, ?, ?, ? FROM outbox WHERE answer = ?
                 ON CONFLICT (reply, person) DO UPDATE SET at = excluded.at, vote = excluded.vote"""
        self._db.execute(sql, (person, rows.stamp(at), ballot.vote, ballot.answer))

    def reminders(self, person: str) -> tuple[Reminder, ...]:
        """The person's reminders, in the order in which they were switched on."""
        sql = "SELECT region, deadline, chat, since, told FROM reminders WHERE person = ? ORDER BY id"
        return tuple(Reminder.model_validate(row) for row in self._db.query(sql, (person,)))

    def save_reminders(self, person: str, reminders: tuple[Reminder, ...]) -> None:
        """Keep these reminders in place of those before."""
        self._db.execute("DELETE FROM reminders WHERE person = ?", (person,))
        sql = "INSERT INTO reminders (person, region, deadline, chat, since, told) VALUES (?, ?, ?, ?, ?, ?)"
        for one in reminders:
            told = None if one.told is None else rows.stamp(one.told)
            self._db.execute(sql, (person, one.region, one.deadline, one.chat, rows.stamp(one.since), told))

    def editions(self) -> tuple[Seen, ...]:
        """All editions of the texts that have been here, in the order in which they were found."""
        return editions.seen(self._db)

    def save_edition(self, edition: Seen) -> None:
        """Keep an edition in place of the one of its region that was found at the same time."""
        editions.save(self._db, edition)

    def entries(self, person: str) -> tuple[Entry, ...]:
        """The person's own ledger, by day, deleted entries too."""
        sql = "SELECT * FROM entries WHERE person = ? ORDER BY day, created, rowid"
        return tuple(rows.ENTRIES.read(self._vault, row) for row in self._db.query(sql, (person,)))

    def save_entry(self, entry: Entry) -> None:
        """Keep an entry in place of the one of its id."""
        sql = """INSERT INTO entries (id, person, day, created, sealed) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (id) DO UPDATE SET day = excluded.day, sealed = excluded.sealed
                 WHERE person = excluded.person"""
        sealed = rows.ENTRIES.seal(self._vault, entry.id, entry.person, entry)
        values = (entry.id, entry.person, entry.day.isoformat(), rows.stamp(entry.created), sealed)
        if self._db.execute(sql, values).rowcount != 1:
            raise CollisionError("这个编号已经有人用了。")

    def delete_entry(self, person: str, entry: str) -> None:
        """Delete the person's own entry for good; other people's are left alone."""
        self._db.execute("DELETE FROM entries WHERE id = ? AND person = ?", (entry, person))

    def staff(self) -> tuple[Member, ...]:
        """All members of staff, those who have left too."""
        return staff.members(self._db)

    def add_member(self, name: str, role: Role, telegram: int | None, at: datetime) -> Member:
        """A new member of staff."""
        return staff.add(self._db, name, role, telegram, at)

    def save_member(self, member: Member) -> None:
        """Keep a member as they are now."""
        staff.change(self._db, member)

    def sign_in(self, member: str, secret: str, at: datetime) -> None:
        """Begin a session at the desk."""
        staff.sign_in(self._db, member, secret, at)

    def signed_in(self, secret: str, at: datetime, *, quiet: bool = False) -> Member | None:
        """Whose session at the desk a secret opens."""
        return staff.signed_in(self._db, secret, at, quiet=quiet)

    def sign_out(self, member: str, secret: str | None = None) -> None:
        """End this session of the member's, or all of them."""
        staff.sign_out(self._db, member, secret)

    def in_reach(self, chat: str) -> bool:
        """Whether somebody has written to us in this chat of their own, and has not shut us out since."""
        return following.in_reach(self._db, chat)

    def shut_out(self, chat: str) -> bool:
        """Whether whoever reads the chat has shut us out, and has not been heard from since."""
        return self._out_of_reach(rows.current_chat(self._db, chat)) is not None

    def held(self, person: str) -> tuple[Held, ...]:
        """What staff have told an applicant who cannot be reached now, oldest first."""
        return tuple(held.held(self._db, person))

    def untold(self) -> tuple[Held, ...]:
        """What of it staff believe to have arrived, since it was held only afterwards."""
        return tuple(held.untold(self._db))

    def mark_told(self, queued: int) -> None:
        """Staff know that the reply has not arrived."""
        held.told(self._db, queued)

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings, withdrawn ones too, oldest first."""
        return tuple(rulings.rulings(self._db, self._vault))

    def save_ruling(self, ruling: Ruling) -> None:
        """Keep a ruling in place of the one of its id."""
        rulings.save(self._db, self._vault, ruling)

    def log_access(self, entry: Access) -> None:
        """Write down who looked at what."""
        staff.log(self._db, entry)

    def access_log(self, receipt: str | None, limit: int) -> tuple[Access, ...]:
        """Who looked at a case, or at anything, newest first."""
        return staff.logged(self._db, receipt, limit)

    def cases(self, wanted: Wanted, reader: str, start: int, count: int) -> Cases:
        """Some of the cases as a member of staff sees them, and how many there are."""
        return listing.cases(self._db, wanted, reader, start, count)

    def revisions(self) -> dict[str, int]:
        """Every case with its revision."""
        return listing.revisions(self._db)

    def views(self, member: str) -> dict[str, str]:
        """The lists to which a member of staff has given a name."""
        return listing.views(self._db, member)

    def save_view(self, member: str, name: str, wanted: str) -> None:
        """Keep a list under a name; an empty one takes the name away."""
        listing.save_view(self._db, member, name, wanted)

    def hush(self, person: str, before: int) -> None:
        """Take away what the person said, and was told, before this turn."""
        hush(self._db, person, before)

    def forget(self, person: str, at: datetime) -> None:
        """Erase everything of the person, whom no later row of this transaction may name."""
        self._erasures.add(names_of_keys(self._db, self._vault, person), at)
        self.left_over += forget(self._db, self._vault, person, at)
        self.erased = True

    def look_at_clock(self, at: datetime, *, believe: bool = False) -> Watch:
        """Keep that the clock showed this, and whether it is to be believed; ``believe``: an operator says so."""
        before = expiry.watch(self._db)
        now = Watch(last=at) if believe or before is None else before.looked(at)
        expiry.save_watch(self._db, now)
        return now

    def holdings_of(self, person: str) -> tuple[Holding, ...]:
        """All that the person has that will go one day."""
        return expiry.holdings_of(self._db, person)

    def told(self, key: str) -> datetime | None:
        """When the person of a holding was told that it will go; None if they were not."""
        sql = "SELECT at FROM turns WHERE channel = ? AND key = ?"
        row = self._db.execute(sql, (RETENTION, key)).fetchone()
        return None if row is None else datetime.fromisoformat(row[0])

    def delete_ledger(self, person: str) -> None:
        """Delete all entries of the person."""
        self._db.execute("DELETE FROM entries WHERE person = ?", (person,))

    def tidy(self, at: datetime) -> None:
        """Take away all whose time is over and that nobody need be told of."""
        before = self._db.conn.total_changes
        self.left_over += expiry.tidy(self._db, self._vault, at)
        self.erased |= self._db.conn.total_changes > before

    def person_of(self, sender: str) -> str:
        """Whom the sender acts as: themselves unless they have been joined with somebody."""
        return people.person_of(self._db, sender)

    def join(self, sender: str, person: str) -> None:
        """From now on the sender acts as the person."""
        people.join(self._db, sender, person)

    def consents(self, person: str) -> tuple[Consent, ...]:
        """The person's last word on each kind of use."""
        sql = "SELECT kind, edition, at, granted FROM consents WHERE person = ? ORDER BY at, id"
        found = self._db.query(sql, (person,))
        last = {row["kind"]: Consent.model_validate({**row, "granted": bool(row["granted"])}) for row in found}
        return tuple(last[kind] for kind in sorted(last))

    def save_consent(self, person: str, consent: Consent) -> None:
        """Keep what the person said, beside what they said before."""
        sql = "INSERT INTO consents (person, kind, edition, at, granted) VALUES (?, ?, ?, ?, ?)"
        values = (consent.kind, consent.edition, rows.stamp(consent.at), int(consent.granted))
        self._db.execute(sql, (person, *values))

    def save_code(self, code: Code) -> None:
        """Keep a one-time code; of its secret only a digest."""
        people.save_code(self._db, code)

    def redeem(self, secret: str, at: datetime) -> Code | None:
        """What the secret leads to, the first time and within its time; None for every other."""
        return people.redeem(self._db, secret, at)

    def save_session(self, session: Session) -> None:
        """Keep the session in place of the one before."""
        sql = """INSERT INTO sessions (person, rev, sealed) VALUES (?, ?, ?)
                 ON CONFLICT (person) DO UPDATE SET rev = excluded.rev, sealed = excluded.sealed"""
        sealed = rows.SESSIONS.seal(self._vault, session.person, session.person, session)
        self._db.execute(sql, (session.person, session.rev, sealed))

    def save_draft(self, draft: Draft, expected: int | None) -> None:
        """Keep a draft: a new one (``expected`` None) or the successor of revision ``expected``."""
        drafts.save(self._db, self._vault, draft, expected)
        self.left_over += uploads.belong_to(self._db, draft)

    def delete_draft(self, person: str, draft: str) -> None:
        """Delete the person's own draft; other people's are left alone."""
        self._db.execute("DELETE FROM drafts WHERE id = ? AND person = ?", (draft, person))
        self.left_over += uploads.remove_with_draft(self._db, person, draft)

    def queue(self, turn: int, chat: str, reply: Reply, rev: int | None) -> Queued:
        """Put a reply in the outbox; it is held at once where the chat is known to be out of reach."""
        chat = rows.current_chat(self._db, chat)
        reason = self._out_of_reach(chat)
        state = "waiting" if reason is None else "held"
        (owner,) = self._db.execute("SELECT owner FROM turns WHERE id = ?", (turn,)).fetchone()
        answer = None if reply.asked is None else reply.asked.id
        sql = """INSERT INTO outbox (turn, chat, owner, receipt, answer, rev, sealed, state, reason)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
        try:
            values = (turn, chat, owner, reply.receipt, answer, rev, NOTHING, state, reason or "")
            (number,) = self._db.execute(sql, values).fetchone()
        except sqlite3.IntegrityError:
            raise CollisionError("这个编号已经有人用了。") from None
        sealed = rows.OUTBOX.seal(self._vault, number, owner, reply)
        self._db.execute("UPDATE outbox SET sealed = ? WHERE id = ?", (sealed, number))
        (row,) = self._db.query(f"{rows.QUEUED} WHERE id = ?", (number,))
        return rows.queued(self._vault, row)

    def heard_from(self, chat: str) -> None:
        """The chat is in reach (again): replies that were held for it wait for sending."""
        if self._out_of_reach(chat) is None:
            return
        self._db.execute("DELETE FROM unreachable WHERE chat = ?", (chat,))
        self._db.execute("UPDATE outbox SET state = 'waiting', reason = '' WHERE chat = ? AND state = 'held'", (chat,))

    def _out_of_reach(self, chat: str) -> str | None:
        row = self._db.execute("SELECT reason FROM unreachable WHERE chat = ?", (chat,)).fetchone()
        return None if row is None else str(row[0])
