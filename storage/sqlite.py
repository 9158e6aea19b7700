"""The storage on one SQLite file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from handlers.draft import Draft
from handlers.model import Received, Turn
from storage import rows
from storage.opening import open_for_reading, open_for_writing, translated
from storage.sqlite_turn import SqliteTransaction
from storage.store import Exchange, Queued, RowDamagedError

MOVE = "UPDATE outbox SET chat = ? WHERE chat = ? AND state IN ('waiting', 'held')"


class SqliteReader:
    """Looks at the data beside the running program."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path

    @classmethod
    def open(cls, path: Path) -> "SqliteReader":
        """Raises StorageError if there is nothing to read, DamagedError or NewerError if it cannot be read."""
        return cls(open_for_reading(path), path)

    def submitted(self) -> tuple[Draft, ...]:
        """Every draft that has been handed in, newest first."""
        sql = "SELECT * FROM drafts WHERE receipt IS NOT NULL ORDER BY changed DESC, rowid DESC"
        return tuple(map(rows.draft, self._rows(sql)))

    def case(self, receipt: str) -> Draft | None:
        """The draft handed in under this receipt, whoever wrote it."""
        return next(map(rows.draft, self._rows(rows.CASE, receipt)), None)

    def undelivered(self) -> tuple[Queued, ...]:
        """Replies that wait, are held or are dead, oldest first."""
        return tuple(map(rows.queued, self._rows(f"{rows.QUEUED} WHERE state <> 'sent' ORDER BY id")))

    def received(self, since: datetime | None = None) -> tuple[Received, ...]:
        """Answers given since then, oldest first, and how each was received."""
        with translated(self._path):
            return rows.received(self._db, "turns.at >= ?", "" if since is None else rows.stamp(since))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _rows(self, sql: str, *values: object) -> list[rows.Row]:
        with translated(self._path):
            return list(self._db.query(sql, values))


class SqliteStore(SqliteReader):
    """The one writer. Opened by :meth:`open`; a second one on the same file is refused."""

    def __init__(self, db: Database, path: Path, lock: int) -> None:
        super().__init__(db, path)
        self._lock = lock

    @classmethod
    def open(cls, path: Path) -> "SqliteStore":
        """Raises InUseError, UnwritableError, DamagedError or NewerError."""
        db, lock = open_for_writing(path)
        return cls(db, path, lock)

    def close(self) -> None:
        """Let go of the file and of its lock."""
        super().close()
        os.close(self._lock)

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """Take the right to write first (a read that later turns into a write can fail), commit last."""
        with translated(self._path):
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(self._db)
                self._db.conn.execute("COMMIT")
            finally:
                self._db.rollback()

    def reminded(self) -> tuple[str, ...]:
        """Everybody who has a reminder switched on."""
        return tuple(row["person"] for row in self._rows("SELECT DISTINCT person FROM reminders ORDER BY person"))

    def chats_waiting(self, channel: str) -> tuple[str, ...]:
        """Chats of this channel with replies to send, the longest waiting first."""
        prefix = f"{channel}:"
        sql = """SELECT chat FROM outbox WHERE state = 'waiting' AND substr(chat, 1, ?) = ?
                 GROUP BY chat ORDER BY min(id)"""
        return tuple(row["chat"] for row in self._rows(sql, len(prefix), prefix))

    def history(self, person: str, limit: int) -> tuple[Exchange, ...]:
        """The newest exchanges of a person, oldest first; a turn that cannot be read is left out."""
        sql = """SELECT * FROM turns WHERE person = ? OR id IN (SELECT turn FROM outbox WHERE chat = ?)
                 ORDER BY id DESC LIMIT ?"""
        found = self._rows(sql, person, person, limit)[::-1]
        return tuple(exchange for row in found if (exchange := self._exchange(row, person)) is not None)

    def _exchange(self, row: rows.Row, chat: str) -> Exchange | None:
        replies = self._rows(f"{rows.QUEUED} WHERE turn = ? AND outbox.chat = ? ORDER BY id", row["id"], chat)
        try:
            turn = rows.read(Turn, row, "消息", str(row["id"]))
        except RowDamagedError:
            return None
        return Exchange(row["id"], turn, tuple(map(rows.queued, replies)))

    def next_waiting(self, chat: str) -> Queued | None:
        """The oldest reply that this chat waits for; one that cannot be read is marked dead and passed over."""
        for row in self._rows(f"{rows.QUEUED} WHERE state = 'waiting' AND outbox.chat = ? ORDER BY id LIMIT 1", chat):
            queued = rows.queued(row)
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
        """The whole reply has been shown."""
        self._write(("UPDATE outbox SET state = 'sent', sent_at = ? WHERE id = ?", (rows.stamp(at), queued)))

    def mark_dead(self, queued: int, reason: str) -> None:
        """The channel will never take this reply."""
        self._write(("UPDATE outbox SET state = 'dead', reason = ? WHERE id = ?", (reason, queued)))

    def hold(self, chat: str, reason: str) -> None:
        """The chat is out of reach until it is heard from."""
        self._write(
            ("INSERT OR REPLACE INTO unreachable (chat, reason) VALUES (?, ?)", (chat, reason)),
            ("UPDATE outbox SET state = 'held', reason = ? WHERE chat = ? AND state = 'waiting'", (reason, chat)),
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

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        with self.transaction():
            for sql, values in statements:
                self._db.execute(sql, values)
