"""Lists of cases: filtered, sorted and counted by what stands in the open, from one index alone."""

import json
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from storage.rows import stamp
from storage.staff import number_of
from storage.wanted import NOBODY, Cases, Listed, Sort, Wanted

_READ = """EXISTS (SELECT 1 FROM access WHERE access.receipt = drafts.receipt AND access.staff = :reader
           AND access.what = 'open' AND access.at >= drafts.happened)"""
_ORDER: Final[dict[Sort, str]] = {"entered": "entered", "changed": "happened", "receipt": "receipt"}


def cases(db: Database, wanted: Wanted, reader: str, start: int, count: int) -> Cases:
    """Some of the cases as a member sees them, and how many there are."""
    condition, values = _condition(wanted, reader)
    narrowed = f"{condition} AND (:state IS NULL OR state = :state)"
    way = "DESC" if wanted.descending else "ASC"
    order = f"ORDER BY {_ORDER[wanted.sort]} {way}, receipt {way}"
    listed = db.query(
        f"""SELECT *, {_READ} AS seen FROM (
            SELECT receipt, rev, region, kind, state, outcome, assignee, entered, happened, words
            FROM drafts INDEXED BY drafts_desk WHERE {narrowed} {order} LIMIT :count OFFSET :start
            ) AS drafts {order}""",  # noqa: S608 - ours
        {**values, "start": start, "count": count},
    )
    rows = tuple(_listed(row) for row in listed)
    counted = db.query(
        f"SELECT state, count(*) AS many FROM drafts INDEXED BY drafts_desk WHERE {condition} GROUP BY state",  # noqa: S608
        values,
    )
    states = {str(row["state"]): int(row["many"]) for row in counted}
    total = sum(states.values()) if wanted.state is None else states.get(wanted.state, 0)
    return Cases(rows, total, states)


def revisions(db: Database) -> dict[str, int]:
    """Every case with its revision: what has changed since it was looked at."""
    sql = "SELECT receipt, rev FROM drafts INDEXED BY drafts_desk WHERE receipt IS NOT NULL"
    return {str(receipt): int(rev) for receipt, rev in db.execute(sql)}


def views(db: Database, member: str) -> dict[str, str]:
    """The lists to which a member has given a name."""
    sql = "SELECT name, wanted FROM views WHERE staff = ? ORDER BY name"
    return {row["name"]: row["wanted"] for row in db.query(sql, (number_of(member),))}


def save_view(db: Database, member: str, name: str, wanted: str) -> None:
    """Keep a list under a name; an empty one takes the name away."""
    if wanted:
        sql = "INSERT OR REPLACE INTO views (staff, name, wanted) VALUES (?, ?, ?)"
        db.execute(sql, (number_of(member), name, wanted))
    else:
        db.execute("DELETE FROM views WHERE staff = ? AND name = ?", (number_of(member), name))


def _condition(wanted: Wanted, reader: str) -> tuple[str, dict[str, Any]]:
    """All that narrows a list but the state."""
    parts = ["receipt IS NOT NULL"]
    values: dict[str, Any] = {"reader": reader, "state": wanted.state}
    for name in ("region", "kind", "outcome"):
        value = getattr(wanted, name)
        if value is not None:
            parts.append(f"{name} = :{name}")
            values[name] = value
    if wanted.assignees is not None:
        has = "assignee IN (SELECT value FROM json_each(:assignees))"
        parts.append("assignee IS NULL" if wanted.assignees == NOBODY else has)
        values["assignees"] = json.dumps(sorted(wanted.assignees))
    if wanted.until is not None:
        parts.append("entered <= :until")
        values["until"] = stamp(wanted.until)
    if wanted.receipts is not None:
        parts.append("receipt IN (SELECT value FROM json_each(:receipts))")
        values["receipts"] = json.dumps(sorted(wanted.receipts))
    if wanted.not_under is not None:
        parts.append("""words <> '' AND words <> (SELECT value FROM json_each(:words) WHERE key = region)""")
        values["words"] = json.dumps(wanted.not_under)
    if wanted.unread:
        parts.append(f"NOT {_READ}")
    return " AND ".join(parts), values


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(
        receipt=row["receipt"],
        rev=row["rev"],
        region=row["region"] or "",
        kind=row["kind"] or "",
        state=row["state"] or "",
        outcome=row["outcome"],
        assignee=row["assignee"],
        entered=datetime.fromisoformat(row["entered"] or row["happened"]),
        happened=datetime.fromisoformat(row["happened"]),
        unread=not row["seen"],
        words=row["words"],
    )
