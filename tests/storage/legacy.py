"""A database as it was before anything was sealed."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from storage.migrations import STEPS, migrations
from storage.vault import Vault
from tests.storage.test_store import NOON, draft, turn

NAME = "金丝雀张三"
EDITION = "0a1b2c3d-0123456789ab"
ME, OFFICER, DESK = "telegram:7", "telegram:5", "telegram:-100"


def make(path: Path) -> None:
    """An applicant with a draft and a ledger; staff who wrote about the case, and something else; a damaged session."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    connection = sqlite3.connect(path, isolation_level=None)
    db = Database(connection, execute_plugins=False)
    before = [step.__name__ for step in STEPS]
    migrations(Vault(db, bytes(32))).apply(db, stop_before=before[before.index("sealed")])
    for sql, values in _rows():
        db.execute(sql, values)
    connection.close()


def _rows() -> Iterator[tuple[str, tuple[object, ...]]]:
    mine = turn("1").model_copy(update={"text": f"我叫{NAME}"})
    about = turn("2", OFFICER).model_copy(update={"chat": DESK, "text": f"{NAME}请补正", "staff": True})
    chatter = turn("3", OFFICER).model_copy(update={"chat": DESK, "text": f"大家看看{NAME}", "staff": True})
    for number, each in enumerate((mine, about, chatter), start=1):
        body = each.model_dump_json(exclude_none=True)
        sql = "INSERT INTO turns (id, channel, key, person, at, body) VALUES (?, 'telegram', ?, ?, ?, ?)"
        yield sql, (number, each.key, each.person, NOON.isoformat(), body)
    for number, chat in ((1, ME), (1, DESK), (2, ME), (2, DESK), (3, DESK)):
        body = json.dumps({"text": f"{NAME}，收到"}, ensure_ascii=False)
        yield "INSERT INTO outbox (turn, chat, body, state) VALUES (?, ?, ?, 'waiting')", (number, chat, body)
    written = draft("d", receipt="K7QF2M8R", fields={"name": NAME}, edition=EDITION)
    sql = "INSERT INTO drafts (id, person, receipt, rev, changed, body) VALUES ('d', ?, 'K7QF2M8R', 0, ?, ?)"
    yield sql, (ME, NOON.isoformat(), written.model_dump_json())
    yield "INSERT INTO sessions (person, rev, body) VALUES (?, 3, ?)", (ME, f'{{"person": "{ME}", "rev": 3}}')
    yield "INSERT INTO sessions (person, rev, body) VALUES ('telegram:8', 3, '{')", ()
    sql = """INSERT INTO entries (id, person, region, day, kind, note, evidence, created, changed)
             VALUES ('e', ?, 'xiaoshan', '2026-03-05', 'apprentice', ?, '照片', ?, ?)"""
    yield sql, (ME, f"带{NAME}", NOON.isoformat(), NOON.isoformat())
