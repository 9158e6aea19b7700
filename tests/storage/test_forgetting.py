"""A person who is forgotten is gone from every table and file, wherever the program dies, and nobody else is."""

import signal
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.consent import Consent
from handlers.model import Ballot, Code, Reminder, Reply
from handlers.session import Session
from storage.errors import UnavailableError
from storage.master_key import default_path
from storage.records import REMINDER
from storage.sqlite import SqliteReader, SqliteStore
from tests.processes import run
from tests.storage.killed import fill_until_full, forget_until_killed
from tests.storage.legacy import DESK, OFFICER
from tests.storage.test_store import ASKED, NOON, draft, entry, give, put, turn, vote, waiting

ME, WEB, OTHER = "telegram:777", "web:abcdef", "telegram:8"
FILE = "ab" * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Somebody on two channels, of whom there is something in every table; and somebody else."""
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        for person in (ME, OTHER):
            fill(store, person)
        put(store, "web1", "网页", chat=WEB)
        with store.transaction() as transaction:
            transaction.join(WEB, ME)
        with store.transaction() as transaction:
            number = transaction.add_turn(turn("staff", OFFICER).model_copy(update={"chat": DESK, "staff": True}))
            assert number is not None
            transaction.concerns(number, ME)
            transaction.queue(number, ME, Reply(text="已受理"), None)
            transaction.queue(number, DESK, Reply(text="卡片", receipt="K7QF2M8R"), None)
        for queued in store.undelivered():
            store.part_sent(queued.id, 0, str(queued.id))
    return path


def fill(store: SqliteStore, person: str) -> None:
    asked = ASKED.model_copy(update={"id": person[-1] * 16})
    old = NOON - timedelta(days=3)
    give(store, f"{person[-1]}1", asked, person, at=old)
    give(store, f"{person[-1]}2", asked.model_copy(update={"id": person[-1] * 15 + "f"}), person)
    vote(store, Ballot(answer=asked.id, vote="useful"), person)
    store.save_upload(person, person[-1] * 32, b"certificate", NOON)
    with store.transaction() as transaction:
        transaction.add_turn(turn(f"{person}/hangzhou/d", person).model_copy(update={"channel": REMINDER}))
        transaction.save_session(Session(person=person, rev=3))
        transaction.save_draft(draft(f"d{person}", person, receipt=f"AAAA222{person[-1]}"), None)
        transaction.save_entry(entry(f"e{person}", person))
        transaction.save_reminders(person, (Reminder(region="hangzhou", deadline="d", chat=person, since=NOON),))
        transaction.save_consent(person, Consent(kind="form", edition="1", at=NOON, granted=True))
        transaction.save_code(Code(secret=person[-1] * 32, kind="web", person=person, made=NOON))
    store.rename_chat(f"{person}0", person)
    store.hold(person, "blocked")


def rows_about(store: SqliteStore, person: str) -> dict[str, int]:
    """How many rows of each table name the person anywhere in the open."""
    found: dict[str, int] = {}
    for table in store._db.table_names():
        for row in store._db.table(table).rows:
            if any(isinstance(value, str) and person in value for value in row.values()):
                found[table] = found.get(table, 0) + 1
    return found


def test_every_table_has_something_of_them_before(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        of_others = {"threads", "staff", "sign_ins", "access", "views", "rulings", "editions"}
        tables = set(store._db.table_names()) - {"_sqlite_migrations", "sqlite_sequence", "watch"} - of_others
        assert set(rows_about(store, ME)) == tables


def test_nothing_is_left(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        others = rows_about(store, OTHER)
        wrapped = [row["wrapped"] for row in store._rows("SELECT wrapped FROM keys WHERE person = ?", ME)]
        with store.transaction() as transaction:
            transaction.forget(ME, NOON)
        assert [rows_about(store, each) for each in (ME, WEB, "K7QF2M8R")] == [{}, {}, {}]
        assert rows_about(store, OTHER) == others
        held = b"".join(each.read_bytes() for each in path.parent.rglob("*") if each.is_file())
        assert not [each for each in (*wrapped, ME.encode(), WEB.encode()) if each in held]
        assert store.upload(ME, "7" * 32) is None
        assert store.upload(OTHER, "8" * 32) == b"certificate"
        assert [each.name for each in store._folder.iterdir()] == ["8" * 32]


def test_turns_of_the_last_two_days_are_not_taken_again(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        with store.transaction() as transaction:
            transaction.forget(ME, NOON)
        with store.transaction() as transaction:
            again = {key: transaction.add_turn(turn(key, ME)) is None for key in ("71", "72", "web1", "staff")}
        assert again == {"71": False, "72": True, "web1": True, "staff": True}


def test_the_last_words_to_them_go_when_they_are_sent(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        with store.transaction() as transaction:
            number = transaction.add_turn(turn("bye", ME))
            assert number is not None
            transaction.heard_from(ME)
            transaction.forget(ME, NOON)
            transaction.queue(number, ME, Reply(text="已删除"), None)
        assert waiting(store, ME) == ["已删除"]
        assert rows_about(store, ME) == {}


def test_who_comes_back_is_a_stranger(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        with store.transaction() as transaction:
            transaction.forget(ME, NOON)
        with store.transaction() as transaction:
            assert transaction.person_of(WEB) == WEB
            assert transaction.session(ME) == Session(person=ME)
            transaction.save_draft(draft("new", ME), None)
        with store.transaction() as transaction:
            assert [each.id for each in transaction.drafts(ME)] == ["new"]


def test_staff_who_are_forgotten_leave_the_cases_of_others(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        put(store, "o", "私聊", chat=OFFICER)
        with store.transaction() as transaction:
            transaction.forget(OFFICER, NOON)
        assert rows_about(store, OFFICER) == {}
        assert [each.turn for each in store.history(ME, 9)][-1] is None
        assert store.history(ME, 9)[-1].replies[0].reply.text == "已受理"


def test_a_reader_in_the_way_puts_the_log_off_and_no_longer(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        wrapped = store._rows("SELECT wrapped FROM keys WHERE person = ?", ME)[0]["wrapped"]
        log = path.with_name("assistant.db-wal")
        put(store, "before", "…", chat=OTHER)
        with closing(SqliteReader.open(path)) as reader:
            reader._db.conn.execute("BEGIN")
            reader.submitted()
            with store.transaction() as transaction:
                transaction.forget(ME, NOON)
            assert log.stat().st_size > 0
        put(store, "after", "…", chat=OTHER)
        assert wrapped not in path.read_bytes() + log.read_bytes()
        assert log.stat().st_size == 0


def test_what_is_undone_is_not_forgotten(path: Path) -> None:
    def fail(store: SqliteStore) -> None:
        with store.transaction() as transaction:
            transaction.forget(ME, NOON)
            raise ZeroDivisionError

    with closing(SqliteStore.open(path)) as store:
        before = rows_about(store, ME)
        with pytest.raises(ZeroDivisionError):
            fail(store)
        assert rows_about(store, ME) == before
        assert store.upload(ME, "7" * 32) == b"certificate"
        assert store.case("AAAA2227") is not None


def test_killed_anywhere_all_is_there_or_nothing(path: Path) -> None:
    states = []
    for statements in (2, 40, 55, 200):
        killed = run(forget_until_killed, str(path), ME, statements) == -signal.SIGKILL
        with closing(SqliteStore.open(path)) as store:
            left = rows_about(store, ME)
            states.append((killed, bool(left)))
            if left:
                assert store.upload(ME, "7" * 32) == b"certificate"
                assert [len(store.history(one, 9)) for one in (ME, WEB)] == [3, 1]
        if not left:
            break
    assert (True, True) in states
    assert states[-1][1] is False
    held = b"".join(each.read_bytes() for each in path.parent.rglob("*") if each.is_file())
    assert ME.encode() not in held
    assert len((default_path(path).parent / "erased.log").read_text().splitlines()) >= 2


def test_an_erasure_that_cannot_be_noted_is_not_begun(path: Path) -> None:
    (default_path(path).parent / "erased.log").mkdir()
    with closing(SqliteStore.open(path)) as store:
        before = rows_about(store, ME)
        with pytest.raises(UnavailableError, match="删除没有完成"), store.transaction() as transaction:
            transaction.forget(ME, NOON)
        assert rows_about(store, ME) == before


def test_the_note_of_an_erasure_names_nobody(path: Path) -> None:
    with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
        transaction.forget(ME, NOON)
    noted = (default_path(path).parent / "erased.log").read_text()
    assert len(noted.splitlines()) == 2  # the key on Telegram, and the one that the web had before
    assert ME not in noted


def test_a_disk_that_takes_no_more_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        put(store, "1", "一")
    assert run(fill_until_full, str(path), 400_000) == 0
    with closing(SqliteStore.open(path)) as store:
        assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert list(store._folder.iterdir()) == []
        texts = waiting(store)
        assert texts[0] == "一"
        assert set(texts[1:]) == {"长" * 3000}
