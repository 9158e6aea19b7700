"""Opening the file: refusals that say what to do and change nothing, settings that hold, tables brought up."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage import opening
from storage.errors import DamagedError, InUseError, NewerError, StorageError, UnavailableError, UnwritableError
from storage.master_key import default_path
from storage.sqlite import SqliteReader, SqliteStore
from tests.storage.test_store import draft, put, waiting

OTHER_PROCESS = """
import sys, time
from pathlib import Path
from storage.sqlite import SqliteStore
from storage.errors import InUseError
start = time.monotonic()
try:
    SqliteStore.open(Path(sys.argv[1]))
except InUseError as error:
    print(error)
    sys.exit(error.exit_code if time.monotonic() - start < 1 else 9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one reply and one draft in it."""
    path = tmp_path / "var" / "assistant.db"
    store = SqliteStore.open(path)
    put(store, "1", "你好")
    with store.transaction() as transaction:
        transaction.save_draft(draft("d", receipt="K7QF2M8R"), None)
    store.close()
    return path


def test_what_was_stored_is_there_at_the_next_start(path: Path) -> None:
    store = SqliteStore.open(path)
    assert waiting(store) == ["你好"]
    store.close()


def test_the_settings_hold(path: Path) -> None:
    db, _, lock = opening.open_for_writing(path, default_path(path))
    found = {pragma: db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in opening.SETTINGS}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }
    ours = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'").fetchall()
    assert {db.table(name).strict for (name,) in ours} == {True}
    db.close()
    os.close(lock)


def test_a_setting_that_does_not_hold_stops_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(opening.SETTINGS, "synchronous", ("NORMAL", 2))
    with pytest.raises(StorageError, match="synchronous"):
        SqliteStore.open(path)


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_second_process_is_refused_at_once(path: Path) -> None:
    store = SqliteStore.open(path)
    second = [sys.executable, "-c", OTHER_PROCESS, str(path)]
    refused = subprocess.run(second, capture_output=True, text=True, encoding="utf-8", check=False, timeout=30)
    store.close()
    assert (refused.returncode, refused.stderr) == (3, "")
    assert "另一个程序正在使用" in refused.stdout
    assert subprocess.run(second, check=False, timeout=30).returncode == 0


def test_a_second_store_in_this_process_is_refused(path: Path) -> None:
    store = SqliteStore.open(path)
    with pytest.raises(InUseError):
        SqliteStore.open(path)
    store.close()


@pytest.mark.parametrize("place", ["/proc/assistant.db", "/proc/nowhere/assistant.db", "{tmp}/file/assistant.db"])
def test_an_unwritable_place_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnwritableError, match="写权限"):
        SqliteStore.open(Path(place.format(tmp=tmp_path)))


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough" * 40, b"SQLite format 3\x00" + b"\x01" * 5000]
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "assistant.db"
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="备份"):
        SqliteStore.open(path)
    assert path.read_bytes() == content


def test_damaged_pages_are_found_and_left_alone(path: Path) -> None:
    chance = random.Random(7)
    whole = path.read_bytes()
    for _ in range(30):
        page = chance.randrange(len(whole) // 4096)
        spoiled = bytearray(whole)
        spoiled[page * 4096 : page * 4096 + 4096] = chance.randbytes(4096)
        path.write_bytes(spoiled)
        with pytest.raises(DamagedError):
            SqliteStore.open(path)
        assert path.read_bytes() == spoiled


def test_a_cut_file_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(4096, len(whole), 4096):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedError):
            SqliteStore.open(path)


def test_data_of_a_later_version_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as later:
        later.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('assistant', 'next', 'x')"
        )
    later.close()
    with pytest.raises(NewerError, match="新版本"):
        SqliteStore.open(path)


def test_a_refused_start_lets_go_of_the_lock(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(b"x" * 9000)
    with pytest.raises(DamagedError):
        SqliteStore.open(path)
    path.write_bytes(whole)
    SqliteStore.open(path).close()


def test_a_full_disk_loses_nothing_and_passes(path: Path) -> None:
    store = SqliteStore.open(path)
    full = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {full}")
    with pytest.raises(UnavailableError, match="磁盘"):
        put(store, "2", "长" * 200_000)
    assert [each.reply.text for each in store.undelivered()] == ["你好"]
    store._db.execute("PRAGMA max_page_count = 1000000")
    put(store, "2", "长" * 200_000)
    assert len(store.undelivered()) == 2
    store.close()


def test_a_locked_file_is_reported_and_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore.open(path)
    store._db.execute("PRAGMA busy_timeout = 20").fetchall()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UnavailableError):
        put(store, "2", "再见")
    other.close()
    put(store, "2", "再见")
    assert waiting(store) == ["你好", "再见"]
    store.close()


def test_a_reader_looks_on_beside_the_writer(path: Path) -> None:
    store = SqliteStore.open(path)
    put(store, "2", "再见")
    reader = SqliteReader.open(path)
    assert [each.reply.text for each in reader.undelivered()] == ["你好", "再见"]
    assert [each.receipt for each in reader.submitted()] == ["K7QF2M8R"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._db.execute("DELETE FROM turns")
    reader.close()
    store.close()


def test_a_reader_needs_data(tmp_path: Path) -> None:
    path = tmp_path / "assistant.db"
    with pytest.raises(StorageError, match="启动一次"):
        SqliteReader.open(path)
    path.touch()
    with pytest.raises(StorageError, match="启动一次"):
        SqliteReader.open(path)


def test_work_on_what_is_there_makes_nothing_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "mistyped" / "assistant.db"
    with pytest.raises(StorageError, match="启动一次"):
        SqliteStore.open(path, found=True)
    assert list(tmp_path.iterdir()) == []


def test_work_on_what_is_there_leaves_somebody_elses_database_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "addresses.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE addresses (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="启动一次"):
        SqliteStore.open(path, found=True)
    assert path.read_bytes() == before
    assert not default_path(path).exists()


def test_a_reader_refuses_a_damaged_file(path: Path) -> None:
    path.write_bytes(b"x" * 9000)
    with pytest.raises(DamagedError):
        SqliteReader.open(path)


def test_deleted_bytes_are_gone(path: Path) -> None:
    store = SqliteStore.open(path)
    with store.transaction() as transaction:
        transaction.save_draft(draft("CANARY-7f3a"), None)
    with store.transaction() as transaction:
        transaction.delete_draft("telegram:7", "CANARY-7f3a")
    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    store.close()
    assert b"CANARY-7f3a" not in held
