"""The storage on one SQLite file."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from handlers.draft import Draft
from handlers.member import Member
from handlers.model import NEWS, Received
from handlers.retention import Holding, HoldingKind, Watch
from handlers.rulings import Ruling
from knowledge.model import Citation
from storage import editions, expiry, following, letters, rows, rulings, sqlite_threads, staff, uploads
from storage.audit import Evidence, Finding, audit, sound
from storage.erasures import Erasures
from storage.forgetting import owners
from storage.history import history
from storage.master_key import default_path
from storage.opening import open_for_reading, open_for_writing, translated, truncate_log
from storage.people import person_of
from storage.records import Access, Exchange, Overtaken, Queued
from storage.removing import remove_replies
from storage.sqlite_turn import SqliteTransaction
from storage.threads import Thread
from storage.vault import HOUSE, Vault

HOLD = "UPDATE outbox SET state = 'held', reason = ?, untold = 1 WHERE chat = ? AND state = 'waiting'"
MOVE = "UPDATE outbox SET chat = ? WHERE chat = ? AND state IN ('waiting', 'held')"


class SqliteReader:
    """Looks at the data beside the running program."""

    def __init__(self, db: Database, vault: Vault, path: Path, key: Path) -> None:
        self._db = db
        self._vault = vault
        self._path = path
        self._erasures = Erasures(key)
        self._folder = uploads.folder_of(path)

    @classmethod
    def open(cls, path: Path, key: Path | None = None) -> "SqliteReader":
        """``key``: the master key's file, beside the data folder by default.

        Raises StorageError if there is nothing to read, DamagedError, NewerError or MasterKeyError if it cannot be
        read.
        """
        key = key or default_path(path)
        db, vault = open_for_reading(path, key)
        return cls(db, vault, path, key)

    def submitted(self) -> tuple[Draft, ...]:
        """Every draft that has been handed in, newest first."""
        sql = "SELECT * FROM drafts WHERE receipt IS NOT NULL ORDER BY changed DESC, rowid DESC"
        return tuple(rows.DRAFTS.read(self._vault, row) for row in self._rows(sql))

    def case(self, receipt: str) -> Draft | None:
        """The draft handed in under this receipt, whoever wrote it."""
        return next((rows.DRAFTS.read(self._vault, row) for row in self._rows(rows.CASE, receipt)), None)

    def pending(self, since: datetime) -> tuple[Draft, ...]:
        """Cases that are not over, and those that changed their state since then."""
        with translated(self._path):
            return tuple(following.pending(self._db, self._vault, since))

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings, withdrawn ones too, oldest first."""
        with translated(self._path):
            return tuple(rulings.rulings(self._db, self._vault))

    def undelivered(self) -> tuple[Queued, ...]:
        """Replies that wait, are held or are dead, oldest first."""
        found = self._rows(f"{rows.QUEUED} WHERE state <> 'sent' ORDER BY id")
        return tuple(rows.queued(self._vault, row) for row in found)

    def received(self, since: datetime | None = None) -> tuple[Received, ...]:
        """Answers given since then, oldest first, and how each was received."""
        with translated(self._path):
            return rows.received(self._db, self._vault, "turns.at >= ?", "" if since is None else rows.stamp(since))

    def audit(self, at: datetime, stands: Callable[[Citation], bool]) -> tuple[Finding, ...]:
        """Everything that is not as it must be. ``stands``: whether a quote stands in its provision."""
        with self._evidence(at) as evidence:
            return tuple(audit(evidence, stands))

    def sound(self, at: datetime) -> tuple[Finding, ...]:
        """What makes the data worthless as a backup."""
        with self._evidence(at) as evidence:
            return tuple(sound(evidence))

    def people(self) -> tuple[str, ...]:
        """Everybody of whom something is kept sealed."""
        with translated(self._path):
            return owners(self._db)

    def history(self, person: str, limit: int) -> tuple[Exchange, ...]:
        """The person's last exchanges, at most so many, oldest first; what is no longer kept is left out."""
        with translated(self._path):
            return history(self._db, self._vault, person, limit)

    def staff(self) -> tuple[Member, ...]:
        """All members of staff, those who have left too."""
        with translated(self._path):
            return staff.members(self._db)

    def access_log(self, receipt: str | None, limit: int) -> tuple[Access, ...]:
        """Who looked at a case, or at anything, newest first."""
        with translated(self._path):
            return staff.logged(self._db, receipt, limit)

    def holdings(self, before: Mapping[HoldingKind, datetime]) -> tuple[Holding, ...]:
        """Of each kind those whose time began before a moment, the oldest first."""
        with translated(self._path):
            return expiry.holdings(self._db, before)

    def watch(self) -> Watch | None:
        """What is known of the clock; None where nothing has ever been stored."""
        with translated(self._path):
            return expiry.watch(self._db)

    def upload(self, person: str, name: str) -> bytes | None:
        """The person's own file; None where they have none of that name. Raises RowDamagedError."""
        with translated(self._path):
            return uploads.read(self._db, self._vault, self._folder, person, name)

    def person_of(self, sender: str) -> str:
        """Whom the sender acts as: themselves unless they have been joined with somebody."""
        with translated(self._path):
            return person_of(self._db, sender)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _evidence(self, at: datetime) -> Iterator[Evidence]:
        """The data as it is at one moment, whatever is written meanwhile."""
        with translated(self._path):
            self._db.execute("BEGIN")
            try:
                yield Evidence(self._db, self._vault, self._path, self._erasures.names(), at)
            finally:
                self._db.rollback()

    def _rows(self, sql: str, *values: object) -> list[rows.Row]:
        with translated(self._path):
            return list(self._db.query(sql, values))


class SqliteStore(SqliteReader):
    """The one writer. Opened by :meth:`open`; a second one on the same file is refused."""

    def __init__(self, db: Database, vault: Vault, path: Path, key: Path, lock: int) -> None:
        super().__init__(db, vault, path, key)
        self._lock = lock
        self._log_holds_erased = False
        self._letters = letters.folder_of(path)
        uploads.sweep(db, self._folder)
        self._take_in_letters()

    @classmethod
    def open(cls, path: Path, key: Path | None = None, *, found: bool = False) -> "SqliteStore":
        """``key``: the master key's file, beside the data folder by default; made at the first start, as the data is
        unless it must be ``found``.

        Raises InUseError, UnwritableError, DamagedError, NewerError or MasterKeyError; StorageError where nothing is
        found.
        """
        key = key or default_path(path)
        db, vault, lock = open_for_writing(path, key, found=found)
        return cls(db, vault, path, key, lock)

    def close(self) -> None:
        """Let go of the file and of its lock."""
        super().close()
        os.close(self._lock)

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """Take the right to write first (a read that later turns into a write can fail), commit last."""
        self._take_in_letters()
        with self._writing():
            transaction = SqliteTransaction(self._db, self._vault, self._erasures)
            yield transaction
        self._clear_up(transaction)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with translated(self._path):
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                self._vault.refresh()
                raise

    def _take_in_letters(self) -> None:
        """Write down what commands have left. In a transaction of its own: a one-time code may be used only once the
        letter that brought it is gone."""
        found = letters.waiting(self._letters)
        if found:
            with self._writing():
                understood = letters.take_in(self._db, found)
            uploads.delete(self._letters, tuple(each.name for each in understood))

    def rewrap(self, master: bytes) -> int:
        """Wrap every key with another master key; how many there are. Raises SealBrokenError."""
        with self.transaction() as transaction:
            count = self._vault.rewrap(master)
            transaction.erased = True
        return count

    def erased_before(self) -> tuple[str, ...]:
        """Who is in this data and has been erased elsewhere: their key is to be destroyed, or is gone already."""
        vault, erased = self._vault, {None, *self._erasures.names()}
        people = (person for person in self.people() if not vault.is_broken(person))
        return tuple(person for person in people if vault.name_of_key(person) in erased)

    def save_upload(self, person: str, name: str, content: bytes, at: datetime) -> None:
        """Keep a file of the person's under a name of 32 hexadecimal digits; a draft that lists it makes it its own."""
        key = uploads.write(self._folder, name, content)
        try:
            with self.transaction():
                uploads.add(self._db, self._vault, person, name, len(content), at, key)
        except BaseException:
            uploads.delete(self._folder, (name,))
            raise

    def secret(self, purpose: str) -> bytes:
        """A secret for one purpose, the same for as long as there is this data."""
        with self.transaction():
            return self._vault.secret(purpose)

    def reminded(self) -> tuple[str, ...]:
        """Everybody who has a reminder of a deadline switched on."""
        found = self._rows("SELECT DISTINCT person FROM reminders WHERE deadline <> ? ORDER BY person", NEWS)
        return tuple(row["person"] for row in found)

    def awaiting_news(self) -> tuple[str, ...]:
        """Everybody who wants to hear of changes of a text, and since whose last word an edition has been found."""
        with translated(self._path):
            return editions.awaiting(self._db)

    def overtaken(self, region: str, words: str, most: int) -> Overtaken:
        """What of a region is not over and was made under other words than these."""
        with translated(self._path):
            return editions.overtaken(self._db, self._vault, region, words, most)

    def chats_waiting(self, channel: str) -> tuple[str, ...]:
        """Chats of this channel with replies to send, the longest waiting first."""
        prefix = f"{channel}:"
        sql = """SELECT chat FROM outbox WHERE state = 'waiting' AND substr(chat, 1, ?) = ?
                 GROUP BY chat ORDER BY min(id)"""
        return tuple(row["chat"] for row in self._rows(sql, len(prefix), prefix))

    def next_waiting(self, chat: str) -> Queued | None:
        """The oldest reply that this chat waits for; one that cannot be read is marked dead and passed over."""
        for row in self._rows(f"{rows.QUEUED} WHERE state = 'waiting' AND outbox.chat = ? ORDER BY id LIMIT 1", chat):
            queued = rows.queued(self._vault, row)
            if queued.state == "waiting":
                return queued
            self.mark_dead(queued.id, queued.reason)
            return self.next_waiting(chat)
        return None

    def part_sent(self, queued: int, part: int, message: str) -> None:
        """Part number ``part`` of the reply has arrived as ``message``."""
        sql = "INSERT INTO messages (reply, part, chat, message) SELECT id, ?, chat, ? FROM outbox WHERE id = ?"
        self._write((sql, (part, message, queued)))

    def mark_sent(self, queued: int, at: datetime) -> None:
        """The whole reply has been shown. What belongs to nobody has served its purpose and goes."""
        with self.transaction():
            sql = "UPDATE outbox SET state = 'sent', sent_at = ? WHERE id = ? RETURNING owner"
            if self._db.execute(sql, (rows.stamp(at), queued)).fetchone() == (HOUSE,):
                remove_replies(self._db, (queued,))

    def mark_dead(self, queued: int, reason: str) -> None:
        """The channel will never take this reply."""
        self._write(("UPDATE outbox SET state = 'dead', reason = ? WHERE id = ?", (reason, queued)))

    def hold(self, chat: str, reason: str) -> None:
        """The chat is out of reach until it is heard from."""
        self._write(
            ("INSERT OR REPLACE INTO unreachable (chat, reason) VALUES (?, ?)", (chat, reason)),
            (HOLD, (reason, chat)),
        )

    def move_chat(self, old: str, new: str) -> None:
        """What waits for ``old`` goes to ``new`` instead."""
        self._write((MOVE, (new, old)))

    def rename_chat(self, old: str, new: str) -> None:
        """The chat goes by another id for good."""
        self._write(
            (MOVE, (new, old)),
            ("UPDATE renamed SET new = ? WHERE new = ?", (new, old)),
            ("INSERT OR REPLACE INTO renamed (old, new) VALUES (?, ?)", (old, new)),
        )

    def current_chat(self, chat: str) -> str:
        """The id that a chat goes by now."""
        return rows.current_chat(self._db, chat)

    def receipt_shown(self, chat: str, message: str) -> str | None:
        """The receipt of the case that this message of ours shows."""
        sql = """SELECT receipt FROM messages JOIN outbox ON outbox.id = messages.reply
                 WHERE messages.chat = ? AND messages.message = ?"""
        return next((row["receipt"] for row in self._rows(sql, chat, message)), None)

    def thread(self, receipt: str, chat: str) -> Thread | None:
        """The thread of a case in a chat."""
        with translated(self._path):
            return sqlite_threads.thread(self._db, receipt, chat)

    def keep_thread(self, thread: Thread) -> None:
        """Keep a thread in place of the one that its case had."""
        with self._writing():
            sqlite_threads.keep(self._db, thread)

    def drop_thread(self, receipt: str) -> None:
        """The case has no thread any more."""
        with self._writing():
            sqlite_threads.drop(self._db, receipt)

    def receipt_in(self, chat: str, topic: str) -> str | None:
        """The receipt of the case that a topic of a chat belongs to."""
        with translated(self._path):
            return sqlite_threads.receipt_in(self._db, chat, topic)

    def _clear_up(self, transaction: SqliteTransaction) -> None:
        """After the commit: files whose rows are gone, and deleted words that the log still holds. A reader that is in
        the way of the latter puts it off to the next transaction."""
        uploads.delete(self._folder, transaction.left_over)
        self._log_holds_erased |= transaction.erased
        if self._log_holds_erased:
            self._log_holds_erased = not truncate_log(self._db)

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        with self.transaction():
            for sql, values in statements:
                self._db.execute(sql, values)
