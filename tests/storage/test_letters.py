"""What is written beside the running program: taken in by it, once, and never lost."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.model import Code
from storage import letters
from storage.errors import UnwritableError
from storage.master_key import default_path
from storage.posting import post
from storage.records import Access
from storage.sqlite import SqliteReader, SqliteStore
from tests.storage.test_store import NOON

LOOKED = Access(at=NOON, staff="terminal:wu", what="export", receipt="K7QF2M8R", detail="打印材料")
CODE = Code(secret="5" * 32, kind="desk", person="staff:1", made=NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "var" / "assistant.db"
    SqliteStore.open(path).close()
    return path


@pytest.fixture
def running(path: Path) -> Iterator[SqliteStore]:
    """The program, which holds the data."""
    with closing(SqliteStore.open(path)) as store:
        yield store


def left(path: Path) -> list[Path]:
    return list(letters.folder_of(path).iterdir())


def logged(store: SqliteStore) -> list[Access]:
    with store.transaction() as transaction:
        return list(transaction.access_log(None, 9))


def test_beside_the_running_program_it_is_there_at_its_next_transaction(path: Path, running: SqliteStore) -> None:
    post(path, default_path(path), letters.of_access(LOOKED), NOON)
    assert len(left(path)) == 1
    assert logged(running) == [LOOKED]
    assert left(path) == []


def test_while_the_program_is_stopped_it_is_taken_in_at_once(path: Path) -> None:
    post(path, default_path(path), letters.of_access(LOOKED), NOON)
    assert left(path) == []
    with closing(SqliteStore.open(path)) as store:
        assert logged(store) == [LOOKED]


def test_a_letter_that_outlived_its_commit_changes_nothing(path: Path, running: SqliteStore, tmp_path: Path) -> None:
    for letter in (letters.of_access(LOOKED), letters.of_code(CODE)):
        letters.leave(letters.folder_of(path), letter, NOON)
    kept = shutil.copytree(letters.folder_of(path), tmp_path / "kept")
    assert logged(running) == [LOOKED]
    shutil.copytree(kept, letters.folder_of(path), dirs_exist_ok=True)
    assert logged(running) == [LOOKED]
    with running.transaction() as transaction:
        found = transaction.redeem(CODE.secret, NOON + timedelta(minutes=29))
        assert found == CODE
        assert transaction.redeem(CODE.secret, NOON) is None


def test_a_secret_lies_nowhere_in_the_open(path: Path, running: SqliteStore) -> None:
    post(path, default_path(path), letters.of_code(CODE), NOON)
    (letter,) = left(path)
    assert CODE.secret.encode() not in letter.read_bytes()
    assert letter.stat().st_mode & 0o077 == 0
    assert letter.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("words", [b"", b"{", b'{"at": "x"}', b"\xff", b'{"digest": 1}'])
def test_a_damaged_letter_is_left_for_the_audit_and_stops_nothing(
    path: Path, running: SqliteStore, words: bytes
) -> None:
    post(path, default_path(path), letters.of_access(LOOKED), NOON)
    damaged = letters.folder_of(path) / f"0{letters.ENDING}"
    damaged.write_bytes(words)
    assert logged(running) == [LOOKED]
    assert left(path) == [damaged]
    os.utime(damaged, (NOON.timestamp(), NOON.timestamp()))
    with closing(SqliteReader.open(path)) as reader:
        assert reader.audit(NOON, lambda _: True) == ()
        (finding,) = reader.audit(NOON + timedelta(hours=25), lambda _: True)
    assert "1 条查看记录没有收进" in finding.text


def test_what_is_cut_off_while_it_is_written_is_no_letter(path: Path, running: SqliteStore) -> None:
    post(path, default_path(path), letters.of_access(LOOKED), NOON)
    (letter,) = left(path)
    letter.rename(letter.with_suffix(""))
    assert logged(running) == []


def test_where_nothing_can_be_left_it_is_said(path: Path, running: SqliteStore) -> None:
    letters.folder_of(path).touch()
    with pytest.raises(UnwritableError, match="没有记下来"):
        post(path, default_path(path), letters.of_access(LOOKED), NOON)
