"""How long a page of the desk's list takes, with few cases and with many: ``python -m tests.bench.listing``."""

from __future__ import annotations

import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from storage.rows import stamp
from storage.sqlite import SqliteStore
from storage.wanted import NOBODY, Wanted
from tests.storage.test_store import NOON

FEW, MANY = 500, 50_000
SEALED = 6_000
"""Bytes of a case."""
RUNS = 15
REGIONS = ("xiaoshan", "hangzhou", "urumqi", "zhengzhou", "daxing")
STATES = ("submitted", "accepted", "to_correct", "recommended", "refused", "closed")
DRAFT = """
    INSERT INTO drafts
        (id, person, receipt, rev, changed, sealed, region, kind, state, assignee, entered, happened, words)
    VALUES (?, ?, ?, 0, ?, ?, ?, 'application', ?, ?, ?, ?, ?)
"""
LISTS = {
    "all, oldest first": (Wanted(), 0),
    "all, last page": (Wanted(), -50),
    "last changed first": (Wanted(sort="changed", descending=True), 0),
    "one region, waiting, nobody's": (Wanted(region="daxing", state="submitted", assignees=NOBODY), 0),
    "not seen yet": (Wanted(unread=True), 0),
    "under old words": (Wanted(not_under=dict.fromkeys(REGIONS, "today")), 0),
    "found by words": (Wanted(receipts=frozenset(f"R{number:07}" for number in range(0, 300, 3))), 0),
}


def filled(path: Path, count: int) -> SqliteStore:
    """A file with so many cases, of which nine in ten have been looked at."""
    store = SqliteStore.open(path)
    with store.transaction() as transaction:
        for number in range(count):
            at = stamp(NOON + timedelta(minutes=number * 7 % 500_000))
            draft = (f"d{number}", f"telegram:{number}", f"R{number:07}", at, secrets.token_bytes(SEALED))
            words = "old" if number % 50 == 0 else "today"
            assignee = f"staff:{number % 9}" if number % 3 else None
            transaction._db.execute(DRAFT, (*draft, REGIONS[number % 5], STATES[number % 6], assignee, at, at, words))
            if number % 10:
                sql = "INSERT INTO access (at, staff, what, receipt) VALUES (?, 'staff:1', 'open', ?)"
                transaction._db.execute(sql, (stamp(NOON + timedelta(days=999)), f"R{number:07}"))
    return store


def measured(store: SqliteStore, wanted: Wanted, start: int) -> float:
    """Milliseconds of a page with its counts; the one in the middle."""
    times = []
    for _ in range(RUNS):
        begun = perf_counter()
        with store.transaction() as transaction:
            transaction.cases(wanted, "staff:1", start, 50)
        times.append((perf_counter() - begun) * 1_000)
    return median(times)


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (filled(Path(folder) / str(count) / "a.db", count) for count in (FEW, MANY))
        print(f"{'list':32}{FEW:>10}{MANY:>10}  ms a page")
        for name, (wanted, start) in LISTS.items():
            figures = [measured(store, wanted, start % count) for store, count in ((few, FEW), (many, MANY))]
            print(f"{name:32}{figures[0]:>10.1f}{figures[1]:>10.1f}")
        few.close()
        many.close()


if __name__ == "__main__":
    main()
