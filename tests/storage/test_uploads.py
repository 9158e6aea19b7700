"""Files that people add to their drafts."""

from contextlib import closing
from pathlib import Path

import pytest

from handlers.draft import Draft
from storage.errors import CollisionError, RowDamagedError, StorageError
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.storage.test_store import NOON, draft

ME = "telegram:7"


class TestUploads:
    """Files of a draft, each its person's own, gone with the draft."""

    FILE, SECOND = "ab" * 16, "cd" * 16

    @pytest.fixture
    def kept(self, store: Store) -> Store:
        for name in (self.FILE, self.SECOND):
            store.save_upload(ME, name, b"%PDF-1.7 \xe5", NOON)
        with store.transaction() as transaction:
            transaction.save_draft(self.draft(self.FILE, self.SECOND), None)
        return store

    def draft(self, *names: str, rev: int = 0) -> Draft:
        files = [{"id": name, "name": "证书.pdf", "kind": "pdf", "size": 10, "at": NOON} for name in names]
        return draft("d", rev=rev, uploads=files)

    def files(self, store: Store) -> list[str]:
        assert isinstance(store, SqliteStore)
        return sorted(each.name for each in store._folder.iterdir())

    def test_only_the_person_reads_them(self, kept: Store) -> None:
        assert kept.upload(ME, self.FILE) == b"%PDF-1.7 \xe5"
        assert kept.upload("telegram:8", self.FILE) is None
        assert kept.upload(ME, "ef" * 16) is None

    def test_they_are_sealed_on_the_disk(self, kept: Store) -> None:
        assert isinstance(kept, SqliteStore)
        content = (kept._folder / self.FILE).read_bytes()
        assert b"PDF" not in content
        (kept._folder / self.FILE).write_bytes(bytes([content[0] ^ 1]) + content[1:])
        with pytest.raises(RowDamagedError, match="读不出来"):
            kept.upload(ME, self.FILE)
        (kept._folder / self.SECOND).write_bytes(content)
        with pytest.raises(RowDamagedError):
            kept.upload(ME, self.SECOND)

    def test_one_that_the_draft_no_longer_lists_goes(self, kept: Store) -> None:
        with kept.transaction() as transaction:
            transaction.save_draft(self.draft(self.SECOND, rev=1), 0)
        assert kept.upload(ME, self.FILE) is None
        assert self.files(kept) == [self.SECOND]

    def test_all_go_with_the_draft_and_not_before(self, kept: Store) -> None:
        def fail() -> None:
            with kept.transaction() as transaction:
                transaction.delete_draft(ME, "d")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert self.files(kept) == [self.FILE, self.SECOND]
        with kept.transaction() as transaction:
            transaction.delete_draft("telegram:8", "d")
        assert self.files(kept) == [self.FILE, self.SECOND]
        with kept.transaction() as transaction:
            transaction.delete_draft(ME, "d")
        assert self.files(kept) == []

    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 16, "ab" * 15, "ab" * 16])
    def test_a_name_that_is_none_or_taken_is_refused(self, kept: Store, name: str) -> None:
        with pytest.raises(CollisionError):
            kept.save_upload(ME, name, b"x", NOON)
        assert self.files(kept) == [self.FILE, self.SECOND]

    def test_a_file_that_is_too_large_is_refused(self, kept: Store) -> None:
        kept.save_upload(ME, "ef" * 16, bytes(10 * 1024 * 1024), NOON)
        with pytest.raises(StorageError, match="10 MB"):
            kept.save_upload(ME, "01" * 16, bytes(10 * 1024 * 1024 + 1), NOON)

    def test_what_no_row_names_is_swept_away_at_the_next_start(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "assistant.db"
        with closing(SqliteStore.open(path)) as store:
            store.save_upload(ME, self.FILE, b"x", NOON)
            (store._folder / self.SECOND).write_bytes(b"left over by a crash")
        with closing(SqliteStore.open(path)) as store:
            assert self.files(store) == [self.FILE]
