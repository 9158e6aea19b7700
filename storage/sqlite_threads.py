"""Threads of the staff's chat in the SQLite file."""

from dataclasses import asdict

from sqlite_utils import Database

from storage.threads import Thread

KEEP = """
    INSERT OR REPLACE INTO threads (receipt, chat, topic, ordered, title, over, card, pinned, actions)
    VALUES (:receipt, :chat, :topic, :ordered, :title, :over, :card, :pinned, :actions)
"""


def thread(db: Database, receipt: str, chat: str) -> Thread | None:
    """The thread of a case in a chat."""
    found = next(iter(db.query("SELECT * FROM threads WHERE receipt = ? AND chat = ?", (receipt, chat))), None)
    if found is None:
        return None
    flags = {name: bool(found[name]) for name in ("ordered", "over", "pinned")}
    return Thread(**{**found, **flags})


def keep(db: Database, kept: Thread) -> None:
    """Keep a thread in place of the one that its case had."""
    db.execute(KEEP, asdict(kept))


def drop(db: Database, receipt: str) -> None:
    """The case has no thread any more."""
    db.execute("DELETE FROM threads WHERE receipt = ?", (receipt,))


def receipt_in(db: Database, chat: str, topic: str) -> str | None:
    """The receipt of the case that a topic belongs to."""
    row = db.execute("SELECT receipt FROM threads WHERE chat = ? AND topic = ?", (chat, topic)).fetchone()
    return None if row is None else str(row[0])
