"""Editions of the texts: those that have been here, who wants to hear of new ones, what stands under old words."""

import json
from datetime import datetime

from pydantic import TypeAdapter
from sqlite_utils import Database

from handlers.draft import OVER, Draft
from handlers.editions import Seen
from handlers.model import NEWS
from knowledge.model import Provision
from knowledge.texts import edition
from storage import rows
from storage.errors import RowDamagedError
from storage.records import Overtaken
from storage.vault import Vault

_PROVISIONS = TypeAdapter(tuple[Provision, ...])
OLD = "region = :region AND words NOT IN ('', :words) AND state NOT IN (SELECT value FROM json_each(:over))"
CASES = f"SELECT receipt FROM drafts INDEXED BY drafts_desk WHERE receipt IS NOT NULL AND {OLD} ORDER BY entered"  # noqa: S608
DRAFTS = f"SELECT count(*) FROM drafts WHERE receipt IS NULL AND {OLD}"  # noqa: S608

AWAITING = """
    SELECT DISTINCT person FROM reminders WHERE deadline = ? AND EXISTS (
        SELECT 1 FROM editions WHERE region = reminders.region AND found > coalesce(reminders.told, reminders.since)
    ) ORDER BY person
"""


def words_of(draft: Draft) -> str:
    """The name of the words that an application was made under; empty where that is not known."""
    return edition.words_of(draft.edition) if draft.kind == "application" else ""


def seen(db: Database) -> tuple[Seen, ...]:
    """All editions that have been here, in the order in which they were found."""
    return tuple(
        Seen(
            region=row["region"],
            name=row["name"],
            found=datetime.fromisoformat(row["found"]),
            provisions=_PROVISIONS.validate_json(row["provisions"]),
            told=None if row["told"] is None else datetime.fromisoformat(row["told"]),
        )
        for row in db.query("SELECT * FROM editions ORDER BY id")
    )


def save(db: Database, one: Seen) -> None:
    """Keep an edition in place of the one of its region that was found at the same time."""
    sql = """INSERT INTO editions (region, name, found, provisions, told) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (region, found) DO UPDATE SET name = excluded.name, provisions = excluded.provisions,
                 told = excluded.told"""
    told = None if one.told is None else rows.stamp(one.told)
    provisions = _PROVISIONS.dump_json(one.provisions).decode()
    db.execute(sql, (one.region, one.name, rows.stamp(one.found), provisions, told))


def awaiting(db: Database) -> tuple[str, ...]:
    """Everybody who wants to hear of changes and since whose wish, or last word, an edition has been found."""
    return tuple(person for (person,) in db.execute(AWAITING, (NEWS,)).fetchall())


def overtaken(db: Database, vault: Vault, region: str, words: str, most: int) -> Overtaken:
    """What of a region is not over and was made under other words than these."""
    values = {"region": region, "words": words, "over": json.dumps(sorted(OVER))}
    receipts = [receipt for (receipt,) in db.execute(CASES, values).fetchall()]
    (drafts,) = db.execute(DRAFTS, values).fetchone()
    some = []
    for receipt in receipts[:most]:
        try:
            some += [rows.DRAFTS.read(vault, row) for row in db.query(rows.CASE, (receipt,))]
        except RowDamagedError:
            continue
    return Overtaken(len(receipts), int(drafts), tuple(some))
