"""Drafts in the SQLite file: their words sealed, and in the open what lists of cases need."""

import sqlite3

from sqlite_utils import Database

from handlers.draft import OVER, Draft
from storage import editions, rows, staff
from storage.errors import CollisionError, StaleDraftError
from storage.vault import Vault

NEW_DRAFT = """
    INSERT INTO drafts (id, person, receipt, answer, rev, changed, closed, sealed,
        region, kind, state, outcome, assignee, entered, happened, words)
    VALUES (:id, :person, :receipt, :answer, :rev, :changed, :closed, :sealed,
        :region, :kind, :state, :outcome, :assignee, :entered, :happened, :words)
"""
NEXT_DRAFT = """
    UPDATE drafts SET receipt = :receipt, answer = :answer, rev = :rev, changed = :changed, closed = :closed,
        sealed = :sealed, region = :region, kind = :kind, state = :state, outcome = :outcome, assignee = :assignee,
        entered = :entered, happened = :happened, words = :words
    WHERE id = :id AND person = :person AND rev = :expected
"""


def save(db: Database, vault: Vault, draft: Draft, expected: int | None) -> None:
    """Keep a new draft (``expected`` None) or the successor of revision ``expected``; raises CollisionError,
    StaleDraftError."""
    changed, sealed = rows.stamp(draft.changed), rows.DRAFTS.seal(vault, draft.id, draft.person, draft)
    closed = rows.stamp(draft.history[-1].at) if draft.state in OVER else None
    row = {
        "id": draft.id,
        "person": draft.person,
        "receipt": draft.receipt,
        "answer": draft.answer,
        "rev": draft.rev,
        "changed": changed,
        "closed": closed,
        "sealed": sealed,
        "expected": expected,
        "happened": staff.happened(draft),
        "words": editions.words_of(draft),
        **staff.listed(draft),
    }
    try:
        updated = db.execute(NEW_DRAFT if expected is None else NEXT_DRAFT, row).rowcount
    except sqlite3.IntegrityError:
        raise CollisionError("这个编号已经有人用了。") from None
    if updated != 1:
        raise StaleDraftError("这份草稿在别处改过了。")
