"""The audit tells every breach, and tells none where there is none."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.consent import Consent
from handlers.model import Reply
from knowledge.model import Citation
from storage import sqlite_version
from storage.erasures import Erasures
from storage.master_key import default_path
from storage.sqlite import SqliteReader, SqliteStore
from tests.storage.test_forgetting import ME, OTHER, fill
from tests.storage.test_store import NOON, draft, put, turn, waiting

SOON = NOON + timedelta(hours=1)
NUMBER = "11010519491231002X"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two people with something in every table, all of it as it must be."""
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        for person in (ME, OTHER):
            fill(store, person)
            with store.transaction() as transaction:
                number = transaction.add_turn(turn(f"{person}w", person).model_copy(update={"at": SOON}))
                assert number is not None
                transaction.heard_from(person)
                transaction.queue(number, person, Reply(text="好"), None)
            waiting(store, person)
        with store.transaction() as transaction:
            transaction.save_draft(draft("filled", ME, fields={"name": "张三"}), None)
            transaction.tidy(NOON)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore.open(path)) as opened:
        yield opened


def found(path: Path, at: timedelta = timedelta(0), *, stands: bool = True) -> list[str]:
    """The invariants that are breached."""

    def answer(_citation: Citation) -> bool:
        return stands

    with closing(SqliteReader.open(path)) as reader:
        return [each.invariant for each in reader.audit(SOON + at, answer)]


def test_where_all_is_well_nothing_is_found(path: Path) -> None:
    assert found(path) == []


def test_it_looks_on_beside_the_writer(store: SqliteStore, path: Path) -> None:
    assert found(path) == []
    put(store, "x", "又一条", chat=OTHER)


@pytest.mark.parametrize("table", ["turns", "outbox", "sessions", "drafts", "entries"])
def test_a_sealed_text_that_was_touched_or_moved(store: SqliteStore, path: Path, table: str) -> None:
    store._db.execute(f"UPDATE {table} SET sealed = substr(sealed, 1, 30) WHERE rowid = 1")
    assert found(path) == ["N9"]
    (other,) = store._db.execute(f"SELECT sealed FROM {table} WHERE rowid = 2").fetchone()
    store._db.execute(f"UPDATE {table} SET sealed = ? WHERE rowid = 1", (other,))
    assert found(path) == ["N9"]


def test_a_file_that_is_missing(store: SqliteStore, path: Path) -> None:
    (store._folder / ("7" * 32)).unlink()
    assert found(path) == ["N9"]


def test_rows_that_hang_on_nothing(store: SqliteStore, path: Path) -> None:
    store._db.execute("PRAGMA foreign_keys = OFF").fetchall()
    store._db.execute("INSERT INTO messages VALUES (999, 0, 'x', 'x')")
    assert found(path) == ["N9"]


def test_an_erasure_that_was_not_finished(store: SqliteStore, path: Path) -> None:
    name = store._vault.name_of_key(ME)
    assert name is not None
    Erasures(default_path(path)).add((name,), NOON)
    assert found(path) == ["N8"]


def test_words_without_a_key(store: SqliteStore, path: Path) -> None:
    store._db.execute("DELETE FROM keys WHERE person = ?", (OTHER,))
    assert set(found(path)) == {"N9"}


def test_a_turn_without_an_answer_and_a_reply_that_waits_too_long(store: SqliteStore, path: Path) -> None:
    with store.transaction() as transaction:
        transaction.add_turn(turn("unanswered", OTHER))
    assert found(path) == ["N3"]
    put(store, "late", "迟到", chat=OTHER)
    assert found(path, timedelta(hours=22)) == ["N3"]
    assert found(path, timedelta(hours=24)) == ["N3", "N3"]


def test_a_reply_that_is_dead_for_no_reason(store: SqliteStore, path: Path) -> None:
    (number,) = put(store, "1", "一", chat=OTHER)
    store.mark_dead(number, "")
    assert found(path) == ["N3"]


def test_a_form_that_nobody_agreed_to(store: SqliteStore, path: Path) -> None:
    with store.transaction() as transaction:
        transaction.save_draft(draft("x", "telegram:9", fields={"name": "李四"}), None)
        transaction.save_draft(draft("empty", "telegram:9", fields={"name": ""}), None)
        late = Consent(kind="form", edition="1", at=NOON + timedelta(seconds=1), granted=True)
        transaction.save_consent("telegram:9", late)
    assert found(path) == ["N5"]


@pytest.mark.parametrize(("words", "breach"), [(NUMBER, ["N6"]), ("110105194912310021", []), (f"1{NUMBER}", [])])
def test_an_identity_number_in_the_open(path: Path, words: str, breach: list[str]) -> None:
    (path.parent / "notes").mkdir()
    (path.parent / "notes" / "left.txt").write_bytes(b"x" * ((1 << 22) - 9) + words.encode() + b"\n")
    assert found(path) == breach


def test_a_quote_that_does_not_stand(path: Path) -> None:
    assert found(path, stands=False) == ["N7"]


def test_replies_out_of_order(store: SqliteStore, path: Path) -> None:
    first, second = put(store, "1", "一", "二", chat="telegram:9")
    store.mark_sent(first, NOON + timedelta(seconds=5))
    store.mark_sent(second, NOON)
    assert found(path) == ["N10"]


def test_what_is_kept_too_long(store: SqliteStore, path: Path) -> None:
    with store.transaction() as transaction:
        transaction.save_draft(draft("old", "telegram:9", receipt="ZZZZ9999"), None)
    waiting(store, ME)
    assert "N11" in found(path, timedelta(days=33))
    assert found(path, timedelta(days=370)).count("N11") == 2


def test_a_clock_that_is_not_believed(store: SqliteStore, path: Path) -> None:
    with store.transaction() as transaction:
        transaction.look_at_clock(NOON)
        transaction.look_at_clock(NOON + timedelta(days=3))
    assert found(path) == ["N11"]


def test_every_bit_that_flips_in_sealed_words_on_the_disk(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        sealed = [row["sealed"] for row in store._rows("SELECT sealed FROM drafts")]
    whole, chance = path.read_bytes(), random.Random(7)
    for _ in range(60):
        words = chance.choice(sealed)
        bit = chance.randrange(300 * 8)  # so far at least it stands in one piece
        at = whole.index(words[:300]) + bit // 8
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit % 8]) + whole[at + 1 :])
        assert found(path)[0] == "N9"
    path.write_bytes(whole)
    assert found(path) == []


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_versions_of_sqlite_that_can_lose_rows(version: tuple[int, int, int], faulty: bool) -> None:
    assert sqlite_version.has_reset_fault(version) == faulty
    assert (sqlite_version.warning() is None) != sqlite_version.has_reset_fault(sqlite3.sqlite_version_info)
