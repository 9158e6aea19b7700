"""What people wrote is readable with the right keys in the right place, and nowhere else."""

import os
import signal
import stat
from contextlib import closing
from pathlib import Path

import pytest

from storage.errors import RowDamagedError
from storage.master_key import MasterKeyError, default_path, successor
from storage.rows import TURNS
from storage.sqlite import SqliteReader, SqliteStore
from storage.vault import HOUSE, Place, SealBrokenError
from storage.wanted import Wanted
from tests.processes import run
from tests.storage import legacy
from tests.storage.killed import migrate_until_killed
from tests.storage.legacy import DESK, EDITION, ME, NAME, OFFICER
from tests.storage.test_store import NOON, draft, entry, put, waiting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with something personal in each table."""
    path = tmp_path / "var" / "assistant.db"
    store = SqliteStore.open(path)
    put(store, "1", f"{NAME}，您好")
    with store.transaction() as transaction:
        transaction.save_draft(draft("d", receipt="K7QF2M8R", fields={"name": NAME}), None)
        transaction.save_entry(entry("e", note=NAME))
    store.close()
    return path


def key(path: Path) -> Path:
    return default_path(path)


def plain_files(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.iterdir() if each.is_file())


class TestKeyFile:
    """One file, outside the data, for its owner alone; never made twice."""

    def test_it_is_made_at_the_first_start_beside_the_data_folder(self, path: Path) -> None:
        made = path.parent.parent / "var-keys" / "master.key"
        assert key(path) == made
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
        before = made.read_text()
        SqliteStore.open(path).close()
        assert made.read_text() == before

    def test_without_it_nothing_starts_and_nothing_is_changed(self, path: Path) -> None:
        key(path).rename(path.parent / "elsewhere")
        before = path.read_bytes()
        for opened in (SqliteStore.open, SqliteReader.open):
            with pytest.raises(MasterKeyError, match="不见了"):
                opened(path)
        assert not key(path).exists()
        assert path.read_bytes() == before

    def test_another_key_is_refused(self, path: Path) -> None:
        key(path).write_text("00" * 32)
        for opened in (SqliteStore.open, SqliteReader.open):
            with pytest.raises(MasterKeyError, match="不是加密这份数据的那一把"):
                opened(path)

    @pytest.mark.parametrize("content", ["", "00" * 31, "zz" * 32, "密钥"])
    def test_a_spoiled_file_is_refused(self, path: Path, content: str) -> None:
        key(path).write_text(content)
        with pytest.raises(MasterKeyError, match="不完整"):
            SqliteStore.open(path)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
    def test_a_file_that_others_may_read_is_refused(self, path: Path, mode: int) -> None:
        key(path).chmod(mode)
        with pytest.raises(MasterKeyError, match="chmod 600"):
            SqliteStore.open(path)

    def test_it_may_not_lie_with_the_data(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "assistant.db"
        inside = tmp_path / "var" / "keys" / "master.key"
        with pytest.raises(MasterKeyError, match="数据文件夹里"):
            SqliteStore.open(path, inside)
        (tmp_path / "link").symlink_to(tmp_path / "var")
        with pytest.raises(MasterKeyError, match="数据文件夹里"):
            SqliteStore.open(path, tmp_path / "link" / "master.key")
        assert not list(tmp_path.rglob("*.key*"))

    def test_a_place_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(MasterKeyError, match="建不了主密钥文件"):
            SqliteStore.open(tmp_path / "assistant.db", Path("/proc/keys/master.key"))

    def test_a_key_of_ones_own_place_is_used(self, tmp_path: Path) -> None:
        path, own = tmp_path / "var" / "assistant.db", tmp_path / "safe" / "own.key"
        SqliteStore.open(path, own).close()
        SqliteReader.open(path, own).close()
        assert not key(path).exists()


class TestSealing:
    """Sealed words are whole, in their place and under their owner's key, or they are not read."""

    @pytest.fixture
    def store(self, path: Path) -> SqliteStore:
        return SqliteStore.open(path)

    def test_nothing_personal_stands_in_the_open(self, path: Path, store: SqliteStore) -> None:
        put(store, "2", f"{NAME}又来了")
        assert NAME.encode() not in plain_files(path)
        assert waiting(store) == [f"{NAME}，您好", f"{NAME}又来了"]
        store.close()
        assert NAME.encode() not in plain_files(path)

    @pytest.mark.parametrize("place", [("drafts", "d", ME), ("drafts", "e", OFFICER), ("turns", "d", OFFICER)])
    def test_sealed_words_cannot_be_moved(self, store: SqliteStore, place: tuple[str, str, str]) -> None:
        sealed = store._vault.seal(Place("drafts", "d", OFFICER), NAME)
        assert store._vault.open(Place("drafts", "d", OFFICER), sealed).decode() == NAME
        with pytest.raises(SealBrokenError):
            store._vault.open(Place(*place), sealed)

    def test_every_flipped_bit_is_noticed(self, store: SqliteStore) -> None:
        place = Place("drafts", "d", ME)
        sealed = store._vault.seal(place, NAME)
        for bit in range(len(sealed) * 8):
            spoiled = bytearray(sealed)
            spoiled[bit // 8] ^= 1 << bit % 8
            with pytest.raises(SealBrokenError):
                store._vault.open(place, bytes(spoiled))
        for length in range(len(sealed)):
            with pytest.raises(SealBrokenError):
                store._vault.open(place, sealed[:length])

    def test_one_spoiled_record_leaves_the_others(self, store: SqliteStore) -> None:
        with store.transaction() as transaction:
            transaction.save_draft(draft("e", receipt="AAAA2222"), None)
        store._write(("UPDATE drafts SET sealed = substr(sealed, 1, 40) WHERE id = 'd'", ()))
        with pytest.raises(RowDamagedError, match="草稿 d"):
            store.case("K7QF2M8R")
        assert store.case("AAAA2222") is not None

    def test_the_same_words_are_sealed_differently_each_time(self, store: SqliteStore) -> None:
        place = Place("drafts", "d", ME)
        assert store._vault.seal(place, NAME) != store._vault.seal(place, NAME)

    def test_a_key_made_in_a_transaction_that_fails_is_not_used_again(self, store: SqliteStore) -> None:
        def die_half_way() -> None:
            with store.transaction() as transaction:
                transaction.save_draft(draft("n", "telegram:99"), None)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            die_half_way()
        with store.transaction() as transaction:
            transaction.save_draft(draft("n", "telegram:99"), None)
        store._vault.refresh()
        with store.transaction() as transaction:
            assert len(transaction.drafts("telegram:99")) == 1


class TestWhose:
    """What is about an applicant is under the applicant's key, whoever wrote it."""

    def test_what_staff_wrote_before_anything_was_sealed(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "assistant.db"
        legacy.make(path)
        assert NAME.encode() in plain_files(path)
        with closing(SqliteStore.open(path)) as store:
            assert NAME.encode() not in plain_files(path)
            assert [row["owner"] for row in store._rows("SELECT owner FROM turns ORDER BY id")] == [ME, ME, HOUSE]
            owners = [(row["turn"], row["owner"]) for row in store._rows("SELECT turn, owner FROM outbox ORDER BY id")]
            assert owners == [(1, ME), (1, ME), (2, ME), (2, ME), (3, HOUSE)]
            texts = [TURNS.read(store._vault, row).text for row in store._rows("SELECT * FROM turns ORDER BY id")]
            assert texts == [f"我叫{NAME}", f"{NAME}请补正", f"大家看看{NAME}"]
            assert waiting(store) == [f"{NAME}，收到"] * 2
            assert waiting(store, DESK) == [f"{NAME}，收到"] * 3
            with store.transaction() as transaction:
                kept = draft("d", receipt="K7QF2M8R", fields={"name": NAME}, edition=EDITION)
                assert transaction.drafts(ME) == (kept,)
                (listed,) = transaction.cases(Wanted(not_under={"xiaoshan": "another"}), "staff:1", 0, 9).rows
                assert listed.words == "0a1b2c3d"
                assert listed.happened == NOON
                assert transaction.entries(ME) == (entry("e", count=None, note=f"带{NAME}", evidence="照片"),)
                assert transaction.session(ME).rev == 3
                with pytest.raises(RowDamagedError):
                    transaction.session("telegram:8")

    def test_what_belongs_to_nobody_goes_when_it_is_sent(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "assistant.db"
        legacy.make(path)
        with closing(SqliteStore.open(path)) as store:
            waiting(store)
            waiting(store, DESK)
            assert [row["turn"] for row in store._rows("SELECT turn FROM outbox")] == [1, 1, 2, 2]


def test_sealing_killed_anywhere_is_done_at_the_next_start(tmp_path: Path) -> None:
    kills = 0
    for statements in range(0, 90, 10):
        path = tmp_path / str(statements) / "assistant.db"
        legacy.make(path)
        kills += run(migrate_until_killed, str(path), statements) == -signal.SIGKILL
        with closing(SqliteStore.open(path)) as store:
            assert waiting(store) == [f"{NAME}，收到"] * 2
            assert NAME.encode() not in plain_files(path)
    assert kills >= 6


def test_a_rotation_that_left_its_key_behind_changes_nothing(path: Path) -> None:
    successor(key(path)).write_text("00" * 32)
    successor(key(path)).chmod(0o600)
    SqliteReader.open(path).close()
    assert successor(key(path)).exists()
    SqliteStore.open(path).close()
    assert not successor(key(path)).exists()
    assert os.listdir(key(path).parent) == ["master.key"]
