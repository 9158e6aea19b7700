"""Lists of cases: every filter and every order gives what a plain look at all drafts would give."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from handlers.draft import Draft, Event
from storage.editions import CASES, words_of
from storage.records import Access
from storage.sqlite import SqliteStore
from storage.store import Store
from storage.wanted import NOBODY, Wanted
from tests.storage.test_store import NOON, draft

READER = "staff:1"
REGIONS = ("xiaoshan", "daxing")
STATES = ("submitted", "accepted", "closed")
PEOPLE = (None, "staff:1", "staff:2")
WORDS = ("old", "today")

made = some.tuples(
    some.sampled_from(REGIONS),
    some.sampled_from(STATES),
    some.sampled_from(PEOPLE),
    some.integers(0, 20),
    some.sampled_from((*(f"{words}-files" for words in WORDS), "before names told it")),
    some.booleans(),
)
lists = some.builds(
    Wanted,
    region=some.sampled_from((None, *REGIONS)),
    state=some.sampled_from((None, *STATES)),
    assignees=some.sampled_from((None, NOBODY, frozenset({"staff:1"}), frozenset({"staff:1", "staff:2"}))),
    until=some.none() | some.integers(0, 20).map(lambda days: NOON + timedelta(days=days)),
    receipts=some.none() | some.frozensets(some.integers(0, 11).map(lambda number: f"R{number:07}")),
    unread=some.booleans(),
    not_under=some.none() | some.dictionaries(some.sampled_from(REGIONS), some.sampled_from(WORDS)),
    sort=some.sampled_from(("entered", "changed", "receipt")),
    descending=some.booleans(),
)


def one(number: int, region: str, state: str, assignee: str | None, days: int, edition: str) -> Draft:
    at = NOON + timedelta(days=days)
    plain = draft(f"d{number}", "telegram:1", receipt=f"R{number:07}")
    changed = {
        "region": region,
        "edition": edition,
        "state": state,
        "assignee": assignee,
        "created": at,
        "changed": at + timedelta(days=40),  # what is typed meanwhile is not told
        "history": (Event(at=at, who="staff:1", what=state),),
    }
    return plain.model_copy(update=changed)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=some.lists(made, max_size=12), wanted=lists, start=some.integers(0, 5))
def test_a_list_is_what_all_drafts_give(
    tmp_path_factory: pytest.TempPathFactory,
    drafts: list[tuple[str, str, str | None, int, str, bool]],
    wanted: Wanted,
    start: int,
) -> None:
    folder: Path = tmp_path_factory.mktemp("list")
    store = SqliteStore.open(folder / "a.db")
    cases = [one(number, *each[:5]) for number, each in enumerate(drafts)]
    read = {f"R{number:07}" for number, each in enumerate(drafts) if each[5]}
    with store.transaction() as transaction:
        transaction.save_draft(draft("open", "telegram:1"), None)
        for case in cases:
            transaction.save_draft(case, None)
        for receipt in read:
            transaction.log_access(Access(NOON + timedelta(days=30), READER, "open", receipt))
            transaction.log_access(Access(NOON + timedelta(days=30), "staff:9", "open", "R0000000"))
        found = transaction.cases(wanted, READER, start, 4)
        assert dict(transaction.revisions()) == {str(case.receipt): case.rev for case in cases}
    store.close()
    narrowed = [case for case in cases if fits(case, wanted, read)]
    key = {"entered": "created", "changed": "created", "receipt": "receipt"}[wanted.sort]
    ordered = sorted(narrowed, key=lambda case: (getattr(case, key), case.receipt), reverse=wanted.descending)
    of_state = [case for case in ordered if wanted.state in {None, case.state}]
    assert [row.receipt for row in found.rows] == [case.receipt for case in of_state][start : start + 4]
    assert [row.words for row in found.rows] == [words_of(case) for case in of_state][start : start + 4]
    assert [row.happened for row in found.rows] == [case.created for case in of_state][start : start + 4]
    assert [row.unread for row in found.rows] == [row.receipt not in read for row in found.rows]
    assert found.total == len(of_state)
    assert found.states == Counter(case.state for case in narrowed)


def fits(case: Draft, wanted: Wanted, read: set[str]) -> bool:
    return (
        wanted.region in {None, case.region}
        and (wanted.assignees is None or case.assignee in (wanted.assignees or {None}))
        and (wanted.until is None or case.created <= wanted.until)
        and (wanted.receipts is None or case.receipt in wanted.receipts)
        and not (wanted.unread and case.receipt in read)
        and (wanted.not_under is None or words_of(case) not in {"", wanted.not_under.get(case.region, words_of(case))})
    )


def test_long_lists_read_nothing_sealed(store: Store) -> None:
    with store.transaction() as transaction:
        db = transaction._db  # type: ignore[attr-defined]
        plan = list(db.query("EXPLAIN QUERY PLAN SELECT receipt, rev FROM drafts WHERE receipt IS NOT NULL"))
        assert any("COVERING INDEX drafts_desk" in row["detail"] for row in plan)
        plan = list(db.query(f"EXPLAIN QUERY PLAN {CASES}", {"region": "daxing", "words": "today", "over": "[]"}))
        assert any("COVERING INDEX drafts_desk" in row["detail"] for row in plan)


def test_a_list_of_old_words_reads_nothing_sealed(store: Store) -> None:
    asked: list[str] = []
    with store.transaction() as transaction:
        db = transaction._db  # type: ignore[attr-defined]
        db.conn.set_trace_callback(asked.append)
        transaction.cases(Wanted(not_under={"daxing": "today"}), READER, 0, 50)
        db.conn.set_trace_callback(None)
        plans = [list(db.query(f"EXPLAIN QUERY PLAN {sql}")) for sql in asked if "FROM drafts" in sql]
    assert len(plans) == 2
    for plan in plans:
        looks = [row["detail"] for row in plan if row["detail"].startswith(("SCAN drafts USING", "SEARCH drafts"))]
        assert len(looks) == 1
        assert "COVERING INDEX drafts_desk" in looks[0]


def test_views_are_one_s_own(store: Store) -> None:
    with store.transaction() as transaction:
        first = transaction.add_member("周看", "viewer", None, NOON)
        second = transaction.add_member("吴办", "reviewer", None, NOON)
        transaction.save_view(first.id, "大兴", "region=daxing")
        transaction.save_view(first.id, "大兴", "region=xiaoshan")
        transaction.save_view(second.id, "关闭", "state=closed")
        assert transaction.views(first.id) == {"大兴": "region=xiaoshan"}
        transaction.save_view(first.id, "大兴", "")
        assert not transaction.views(first.id)
        assert transaction.views(second.id)
