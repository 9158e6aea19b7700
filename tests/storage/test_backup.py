"""A backup is whole or is none, cannot be read without the key, and brings back nobody who was erased."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import uploads
from storage.backup import DATA, back_up, backups, default_folder, destroy_keys, prune
from storage.errors import InUseError, StorageError
from storage.master_key import MasterKeyError, default_path, successor
from storage.restoring import restore
from storage.rotation import rotate
from storage.sqlite import SqliteReader, SqliteStore
from tests.processes import run
from tests.storage import legacy
from tests.storage.killed import (
    back_up_until_full,
    back_up_until_killed,
    restore_until_killed,
    rotate_until_killed,
)
from tests.storage.test_forgetting import ME, OTHER, fill, rows_about
from tests.storage.test_store import NOON, draft, put

NAME = "金丝雀张三"
LATER = NOON + timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two people with something in every table."""
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        for person in (ME, OTHER):
            fill(store, person)
        with store.transaction() as transaction:
            transaction.save_draft(draft("name", ME, fields={"name": NAME}), None)
    return path


@pytest.fixture
def folder(path: Path) -> Path:
    return default_folder(path)


def made(path: Path, at: timedelta = timedelta(0)) -> Path:
    return back_up(path, default_path(path), default_folder(path), NOON + at)


def restored(backup: Path, path: Path) -> tuple[Path | None, int]:
    return restore(backup, path, default_path(path), LATER)


def names(path: Path) -> list[str]:
    """The drafts of the first person."""
    with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
        return sorted(each.id for each in transaction.drafts(ME))


def spoil(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(sql)
    db.close()


class TestBackup:
    """Made beside the running program, tried before it counts."""

    def test_beside_the_writer_everything_is_in_it(self, path: Path, folder: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            backup = made(path)
            put(store, "later", "后来的")
        assert [each for _, each in backups(folder)] == [backup]
        assert sorted(each.name for each in folder.iterdir()) == [backup.name]
        with closing(SqliteReader.open(backup / DATA, default_path(path))) as reader:
            assert [each.receipt for each in reader.submitted()] == ["AAAA2228", "AAAA2227"]
            assert reader.upload(ME, "7" * 32) == b"certificate"

    def test_without_the_key_it_is_noise(self, path: Path, folder: Path) -> None:
        made(path)
        files = [each for each in folder.rglob("*") if each.is_file()]
        held = b"".join(each.read_bytes() for each in files)
        assert NAME.encode() not in held
        assert default_path(path).read_bytes().strip() not in held
        assert {each.stat().st_mode & 0o077 for each in files} == {0}

    def test_the_key_may_not_lie_with_it(self, path: Path) -> None:
        for place in (default_path(path).parent, default_path(path).parent.parent):
            with pytest.raises(StorageError, match="不能放在一起"):
                back_up(path, default_path(path), place, NOON)

    @pytest.mark.parametrize("sql", ["UPDATE drafts SET sealed = x'00' WHERE id = 'name'", "DELETE FROM keys"])
    def test_one_that_is_not_sound_is_none(self, path: Path, folder: Path, sql: str) -> None:
        good = made(path)
        spoil(path, sql if "keys" not in sql else "DELETE FROM keys WHERE person = 'telegram:8'")
        with pytest.raises(StorageError, match="已经丢弃"):
            made(path, timedelta(hours=1))
        assert list(folder.iterdir()) == [good]

    def test_a_missing_file_is_noticed(self, path: Path) -> None:
        (uploads.folder_of(path) / ("7" * 32)).unlink()
        with pytest.raises(StorageError, match="上传的文件缺失"):
            made(path)

    def test_two_of_the_same_second_are_two(self, path: Path, folder: Path) -> None:
        assert len({made(path), made(path)}) == len(backups(folder)) == 2

    def test_after_thirty_days_they_go_but_never_the_last(self, path: Path, folder: Path) -> None:
        old = [made(path, timedelta(days=days)) for days in (0, 1, 2)]
        assert prune(folder, NOON + timedelta(days=31)) == (old[0],)
        assert prune(folder, NOON + timedelta(days=300)) == (old[1],)
        assert [each for _, each in backups(folder)] == [old[2]]

    def test_a_place_that_cannot_be_written_is_named(self, path: Path) -> None:
        with pytest.raises(StorageError, match="没有留下半份备份"):
            back_up(path, default_path(path), Path("/proc/backups"), NOON)

    def test_a_full_disk_leaves_no_half_backup(self, path: Path, folder: Path) -> None:
        assert run(back_up_until_full, str(path), str(folder), 60_000) == 0
        assert not folder.exists()

    def test_killed_anywhere_there_is_a_whole_one_or_none(self, path: Path, folder: Path) -> None:
        for events in (2, 6, 12):
            assert run(back_up_until_killed, str(path), str(folder), events) == -signal.SIGKILL
            assert backups(folder) == ()
        assert len(list(folder.iterdir())) >= 2
        for each in folder.iterdir():
            os.utime(each, (0, 0))
        backup = made(path)
        assert list(folder.iterdir()) == [backup]


class TestRestore:
    """The data is as it was then, and what was there before is kept."""

    def test_all_is_as_it_was(self, path: Path) -> None:
        backup = made(path)
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.delete_draft(ME, f"d{ME}")
            transaction.save_draft(draft("since", ME), None)
        aside, erased = restored(backup, path)
        assert names(path) == [f"d{ME}", "name"]
        with closing(SqliteReader.open(path)) as reader:
            assert reader.upload(ME, "7" * 32) == b"certificate"
        assert erased == 0
        assert aside is not None
        shutil.copytree(aside, path.parent.parent / "old")
        restored(path.parent.parent / "old", path)  # what was kept aside is a backup in itself
        assert names(path) == ["name", "since"]
        assert not list(path.parent.glob(".restoring-*"))

    def test_what_a_death_left_over_goes_at_the_next_attempt(self, path: Path) -> None:
        backup = made(path)
        assert run(restore_until_killed, str(backup), str(path), 9) == -signal.SIGKILL
        assert list(path.parent.glob(".restoring-*"))
        restored(backup, path)
        assert not list(path.parent.glob(".restoring-*"))

    def test_onto_a_machine_that_has_nothing(self, path: Path) -> None:
        backup = made(path)
        shutil.rmtree(path.parent)
        assert restored(backup, path) == (None, 0)
        assert names(path) == [f"d{ME}", "name"]

    @pytest.mark.parametrize("damage", [b"x" * 9000, b""])
    def test_in_the_place_of_a_damaged_file(self, path: Path, damage: bytes) -> None:
        backup = made(path)
        path.write_bytes(damage)
        aside, _ = restored(backup, path)
        assert aside is not None
        assert (aside / DATA).read_bytes() == damage
        assert names(path) == [f"d{ME}", "name"]

    def test_who_was_erased_since_does_not_come_back(self, path: Path) -> None:
        backup = made(path)
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.forget(ME, NOON)
        _, erased = restored(backup, path)
        assert erased == 1
        with closing(SqliteStore.open(path)) as store:
            assert rows_about(store, ME) == {}
            assert [each.name for each in store._folder.iterdir()] == ["8" * 32]
            assert store.case("AAAA2228") is not None

    def test_who_was_erased_under_another_name_does_not_come_back(self, path: Path) -> None:
        backup = made(path)
        with closing(SqliteStore.open(path)) as store:
            with store.transaction() as transaction:
                transaction.join(ME, "web:ab")
            with store.transaction() as transaction:
                transaction.forget("web:ab", NOON)
        restored(backup, path)
        assert names(path) == []

    def test_who_came_back_after_the_erasure_stays(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            with store.transaction() as transaction:
                transaction.forget(ME, NOON)
            with store.transaction() as transaction:
                transaction.save_draft(draft("again", ME), None)
        _, erased = restored(made(path), path)
        assert (names(path), erased) == (["again"], 0)

    def test_the_keys_of_the_erased_go_from_the_backups_too(self, path: Path, folder: Path) -> None:
        backup = made(path)
        wrapped = wrapped_key(backup / DATA)
        assert destroy_keys(folder, default_path(path)) == 0
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.forget(ME, NOON)
        assert destroy_keys(folder, default_path(path)) == 1
        held = b"".join(each.read_bytes() for each in backup.rglob("*") if each.is_file())
        assert wrapped not in held
        assert restored(backup, path)[1] == 1
        assert names(path) == []

    def test_a_running_program_is_in_the_way(self, path: Path) -> None:
        backup = made(path)
        with closing(SqliteStore.open(path)), pytest.raises(InUseError):
            restored(backup, path)

    def test_a_damaged_backup_is_refused_and_nothing_changes(self, path: Path) -> None:
        backup = made(path)
        spoil(backup / DATA, "UPDATE drafts SET sealed = x'00' WHERE id = 'name'")
        before = path.read_bytes()
        with pytest.raises(StorageError, match="没有通过检查"):
            restored(backup, path)
        assert path.read_bytes() == before
        assert not [each for each in path.parent.iterdir() if "restoring" in each.name or "before" in each.name]

    def test_a_backup_with_a_damaged_key_is_refused_and_nobody_is_left_out(self, path: Path) -> None:
        backup = made(path)
        spoil(backup / DATA, f"UPDATE keys SET wrapped = x'00' WHERE person = '{ME}'")
        with pytest.raises(StorageError, match="没有通过检查"):
            restored(backup, path)
        assert names(path) == [f"d{ME}", "name"]

    def test_a_folder_that_is_no_backup_is_refused(self, path: Path, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="不是一份备份"):
            restored(tmp_path, path)

    def test_another_key_is_refused(self, path: Path) -> None:
        backup = made(path)
        default_path(path).write_text("00" * 32)
        with pytest.raises(MasterKeyError, match="不是加密这份数据的那一把"):
            restored(backup, path)

    def test_one_from_before_anything_was_sealed(self, path: Path, tmp_path: Path) -> None:
        old = tmp_path / "backup"
        legacy.make(old / DATA)
        restored(old, path)
        with closing(SqliteStore.open(path)) as store:
            assert [each.fields for each in store.submitted()] == [{"name": NAME}]

    def test_killed_anywhere_the_old_or_the_new_is_there(self, path: Path) -> None:
        backup = made(path)
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.save_draft(draft("since", ME), None)
        old, new = [f"d{ME}", "name", "since"], [f"d{ME}", "name"]
        states = []
        for events in (9, 22, 32, 34, 35):
            killed = run(restore_until_killed, str(backup), str(path), events) == -signal.SIGKILL
            with closing(SqliteReader.open(path)) as reader:
                assert reader.upload(ME, "7" * 32) == b"certificate"
                assert reader.sound(LATER) == ()
            states.append((killed, names(path)))
            for left_over in path.parent.glob(".restoring-*"):
                shutil.rmtree(left_over)
        assert states == [(True, old)] * 4 + [(True, new)]


def wrapped_key(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as db:
        (wrapped,) = db.execute("SELECT wrapped FROM keys WHERE person = ?", (ME,)).fetchone()
    assert isinstance(wrapped, bytes)
    return wrapped


class TestRotation:
    """A new master key, and the same data."""

    def test_the_new_key_opens_and_the_old_one_does_not(self, path: Path) -> None:
        old, wrapped = default_path(path).read_text(), wrapped_key(path)
        assert rotate(path, default_path(path)) == 3
        assert names(path) == [f"d{ME}", "name"]
        held = b"".join(each.read_bytes() for each in path.parent.rglob("*") if each.is_file())
        assert wrapped not in held
        assert default_path(path).read_text() != old
        default_path(path).write_text(old)
        with pytest.raises(MasterKeyError):
            SqliteReader.open(path)

    def test_an_erasure_before_it_still_counts_after_it(self, path: Path) -> None:
        rotate(path, default_path(path))
        backup = made(path)
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.forget(ME, NOON)
        assert restored(backup, path)[1] == 1

    def test_killed_anywhere_one_of_the_two_keys_opens(self, path: Path) -> None:
        kept = []
        for events in (5, 7, 8, 9):
            before = default_path(path).read_text()
            assert run(rotate_until_killed, str(path), events) == -signal.SIGKILL
            assert names(path) == [f"d{ME}", "name"]
            assert not successor(default_path(path)).exists()
            kept.append(default_path(path).read_text() == before)
        assert set(kept) == {True, False}

    def test_a_key_that_does_not_open_stops_it(self, path: Path) -> None:
        spoil(path, "UPDATE keys SET wrapped = x'00' WHERE person = 'telegram:8'")
        before = default_path(path).read_text()
        with pytest.raises(StorageError, match="没有更换主密钥"):
            rotate(path, default_path(path))
        assert default_path(path).read_text() == before
        assert f"d{ME}" in names(path)
