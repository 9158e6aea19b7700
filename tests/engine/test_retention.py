"""What is kept and for how long: on the days before, on and after each end; told before; never by a wrong clock."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.engine import Engine
from bot.retention import POINTS, keep_purging, purge
from handlers.consent import Consent
from handlers.core import case_named, step
from handlers.draft import Draft, Event
from handlers.model import Code, Reminder, Reply, Turn
from handlers.retention import Watch
from handlers.session import Session
from knowledge.library import Library
from storage.records import REMINDER
from storage.sqlite import SqliteStore
from tests.law import LIBRARY
from tests.processes import run
from tests.storage.test_store import draft, entry

ME, OFFICER, DESK = "telegram:7", "telegram:5", "telegram:-100"
T = TypeVar("T")
START = datetime(2026, 11, 20, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai."""
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "assistant.db"


@pytest.fixture
def engine(library: Library, path: Path) -> Iterator[Engine]:
    with closing(SqliteStore.open(path)) as store:
        yield Engine(store, library, step, case_named)


def visit(engine: Engine, key: str = "1", person: str = ME, at: datetime = START, **more: object) -> int:
    """A turn of the person's own, with a reply that has been sent."""
    values = {"channel": "telegram", "key": key, "person": person, "chat": person, "at": at, "nonce": "0" * 32}
    with engine.store.transaction() as transaction:
        number = transaction.add_turn(Turn.model_validate({**values, "text": "你好", **more}))
        assert number is not None
        queued = transaction.queue(number, str(values["chat"]), Reply(text="您好"), None)
    engine.store.mark_sent(queued.id, at)
    return number


def keep(engine: Engine, one: Draft, expected: int | None = None) -> None:
    with engine.store.transaction() as transaction:
        transaction.save_draft(one, expected)


def on(engine: Engine, days: float, begin: datetime = START) -> None:
    """An operator who looks after the clock lets a run go on that day."""
    purge(engine, begin + days * DAY, clock_is_right=True)


def count(engine: Engine, table: str) -> int:
    assert isinstance(engine.store, SqliteStore)
    return sum(1 for _ in engine.store._db.table(table).rows_where("sealed <> x''" if table in WORDS else None))


WORDS = {"turns", "outbox"}


def told(engine: Engine) -> list[str]:
    return [queued.reply.text for queued in engine.store.undelivered()]


class TestBoundaries:
    """Each thing is there on the day before its end and gone on the day itself."""

    @pytest.mark.parametrize(("days", "left"), [(29, 1), (29.99, 1), (30, 0), (31, 0)])
    def test_a_session_without_a_draft(self, engine: Engine, days: float, left: int) -> None:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        on(engine, days)
        assert count(engine, "sessions") == left

    @pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0), (31, 0)])
    def test_what_was_said(self, engine: Engine, days: int, left: int) -> None:
        visit(engine)
        on(engine, days)
        assert count(engine, "turns") == left

    @pytest.mark.parametrize(("days", "left"), [(6, 1), (6.99, 1), (7, 0), (8, 0)])
    def test_a_reply_that_was_sent(self, engine: Engine, days: float, left: int) -> None:
        visit(engine)
        on(engine, days)
        assert count(engine, "outbox") == left

    @pytest.mark.parametrize(("days", "left"), [(1095, 1), (1096, 0), (1097, 0)])
    def test_consent(self, engine: Engine, days: int, left: int) -> None:
        with engine.store.transaction() as transaction:
            transaction.save_consent(ME, Consent(kind="form", edition="1", at=START, granted=True))
        on(engine, days)
        assert count(engine, "consents") == left

    def test_a_code(self, engine: Engine) -> None:
        with engine.store.transaction() as transaction:
            transaction.save_code(Code(secret="5e" * 16, kind="web", person=ME, made=START))
        for minutes, left in ((29, 1), (31, 0)):
            on(engine, minutes / 1440)
            assert count(engine, "codes") == left

    def test_a_file_that_no_draft_lists(self, engine: Engine) -> None:
        engine.store.save_upload(ME, "ab" * 16, b"x", START)
        for hours, left in ((23, b"x"), (25, None)):
            on(engine, hours / 24)
            assert engine.store.upload(ME, "ab" * 16) == left
        assert isinstance(engine.store, SqliteStore)
        assert list(engine.store._folder.iterdir()) == []

    @pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0), (91, 0)])
    def test_a_draft_that_was_not_handed_in(self, engine: Engine, days: int, left: int) -> None:
        visit(engine)
        keep(engine, draft("d", changed=START))
        on(engine, 76)
        on(engine, days)
        assert count(engine, "drafts") == left

    @pytest.mark.parametrize(("days", "left"), [(179, 1), (180, 0), (181, 0)])
    def test_a_case_since_staff_closed_it(self, engine: Engine, days: int, left: int) -> None:
        closed = Event(at=START + 10 * DAY, who=OFFICER, what="closed")
        keep(engine, draft("d", changed=START, receipt="K7QF2M8R", state="closed", history=(closed,)))
        on(engine, 10 + 166)
        on(engine, 10 + days)
        assert count(engine, "drafts") == left

    def test_a_case_takes_its_thread_along(self, engine: Engine) -> None:
        engine.staff_chat = DESK
        closed = Event(at=START, who="staff:1", what="closed")
        visit(engine)
        keep(engine, draft("d", ME, receipt="K7QF2M8R", state="closed", history=(closed,)))
        on(engine, 170)
        on(engine, 181)
        assert engine.store.case("K7QF2M8R") is None
        (away,) = [queued.reply for queued in engine.store.undelivered() if queued.chat == DESK]
        assert (away.receipt, away.text) == ("K7QF2M8R", "")
        assert away.standing is not None
        assert away.standing.gone

    @pytest.mark.parametrize(("days", "left"), [(729, 2), (730, 0), (731, 0)])
    def test_a_ledger_since_the_last_visit(self, engine: Engine, days: int, left: int) -> None:
        with engine.store.transaction() as transaction:
            for name in "ab":
                transaction.save_entry(entry(name, created=START))
        visit(engine, at=START + 10 * DAY)
        on(engine, 10 + 716)
        on(engine, 10 + days)
        assert count(engine, "entries") == left

    def test_a_case_that_is_open_stays(self, engine: Engine) -> None:
        keep(engine, draft("d", changed=START, receipt="K7QF2M8R", state="accepted"))
        on(engine, 3000)
        assert (count(engine, "drafts"), told(engine)) == (1, [])

    def test_in_the_end_the_key_goes_too(self, engine: Engine) -> None:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        on(engine, 29)
        assert count(engine, "keys") == 2
        on(engine, 31)
        assert (count(engine, "keys"), count(engine, "visits")) == (1, 0)


class TestWhatStillServes:
    """What is needed for something else stays until that is over."""

    def test_a_session_whose_draft_is_there(self, engine: Engine) -> None:
        visit(engine)
        keep(engine, draft("d", changed=START + 20 * DAY))
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        on(engine, 40)
        assert count(engine, "sessions") == 1

    def test_a_session_that_a_reminder_counts_from(self, engine: Engine) -> None:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
            transaction.save_reminders(ME, (Reminder(region="hangzhou", deadline="d", chat=ME, since=START),))
        on(engine, 729)
        assert count(engine, "sessions") == 1
        on(engine, 731)
        assert (count(engine, "sessions"), count(engine, "reminders")) == (0, 0)

    def test_a_card_is_answered_as_long_as_the_case_is_there(self, engine: Engine) -> None:
        keep(engine, draft("d", changed=START, receipt="K7QF2M8R", state="submitted"))
        with engine.store.transaction() as transaction:
            number = transaction.add_turn(Turn(channel="t", key="9", person=ME, chat=ME, at=START, nonce="0" * 32))
            assert number is not None
            card = transaction.queue(number, DESK, Reply(text="新的申报：张三", receipt="K7QF2M8R"), None)
        engine.store.part_sent(card.id, 0, "501")
        engine.store.mark_sent(card.id, START)
        on(engine, 60)
        assert engine.store.receipt_shown(DESK, "501") == "K7QF2M8R"
        assert count(engine, "outbox") == count(engine, "turns") == 0
        with engine.store.transaction() as transaction:
            transaction.delete_draft(ME, "d")
        on(engine, 61)
        assert engine.store.receipt_shown(DESK, "501") is None

    def test_what_waits_to_be_sent(self, engine: Engine) -> None:
        with engine.store.transaction() as transaction:
            number = transaction.add_turn(Turn(channel="t", key="9", person=ME, chat=ME, at=START, nonce="0" * 32))
            assert number is not None
            transaction.queue(number, "staff", Reply(text="新的申报"), None)
        on(engine, 400)
        assert told(engine) == ["新的申报"]

    @pytest.mark.parametrize("person", ["web:" + "5" * 32, "console:local"])
    def test_what_waits_for_somebody_who_does_not_come_by_any_more_goes_with_the_talk(
        self, engine: Engine, person: str
    ) -> None:
        with engine.store.transaction() as transaction:
            number = transaction.add_turn(
                Turn(channel="t", key="9", person=person, chat=person, at=START, nonce="0" * 32)
            )
            assert number is not None
            transaction.queue(number, person, Reply(text="需补正"), None)
        on(engine, 29)
        assert told(engine) == ["需补正"]
        on(engine, 31)
        assert told(engine) == []
        assert count(engine, "keys") == 1

    def test_a_reminder_is_not_sent_again_when_its_words_are_gone(self, engine: Engine) -> None:
        due = Turn(channel=REMINDER, key=f"{ME}/x", person=ME, chat=ME, at=START, nonce="0" * 32, other=REMINDER)
        with engine.store.transaction() as transaction:
            assert transaction.add_turn(due) is not None
        on(engine, 300)
        with engine.store.transaction() as transaction:
            assert transaction.add_turn(due) is None


class TestWhoCounts:
    """Only what a person does themselves prolongs anything."""

    def test_neither_staff_nor_reminders_prolong(self, engine: Engine) -> None:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        visit(engine, "2", at=START + 20 * DAY, channel=REMINDER, text=None, other=REMINDER)
        staff = visit(engine, "3", OFFICER, START + 20 * DAY, chat=DESK, staff=True)
        with engine.store.transaction() as transaction:
            transaction.concerns(staff, ME)
        on(engine, 31)
        assert count(engine, "sessions") == 0

    def test_a_visit_does(self, engine: Engine) -> None:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        visit(engine, "2", at=START + 20 * DAY)
        on(engine, 49)
        assert count(engine, "sessions") == 1
        on(engine, 51)
        assert count(engine, "sessions") == 0


class TestTold:
    """Nobody loses a draft or a ledger unawares."""

    @pytest.fixture
    def engine(self, engine: Engine) -> Engine:
        visit(engine)
        keep(engine, draft("d", changed=START, created=START))
        return engine

    def test_a_fortnight_before_and_once(self, engine: Engine) -> None:
        on(engine, 75.9)
        assert told(engine) == []
        for days in (76, 77, 78):
            on(engine, days)
        (text,) = told(engine)
        assert text.startswith("萧山·申报草稿（2026-11-20）\n这份草稿很久没有改动了。")
        assert "它在2027年2月18日以后会删除" in text

    @pytest.mark.parametrize("hour", [0, 8, 18, 23])
    def test_not_at_night(self, engine: Engine, hour: int) -> None:
        midnight = datetime(2027, 2, 5, 16, tzinfo=UTC)
        purge(engine, midnight + timedelta(hours=hour, minutes=59), clock_is_right=True)
        assert told(engine) == []

    @pytest.mark.parametrize(("after", "left"), [(6, 1), (6.9, 1), (7, 0), (8, 0)])
    def test_told_late_it_stays_a_week_longer(self, engine: Engine, after: float, left: int) -> None:
        on(engine, 100)
        assert "2027年3月7日以后" in told(engine)[0]
        on(engine, 100 + after)
        assert count(engine, "drafts") == left

    def test_what_was_changed_in_between_stays_and_is_told_of_again(self, engine: Engine) -> None:
        on(engine, 76)
        keep(engine, draft("d", rev=1, changed=START + 80 * DAY, created=START), 0)
        on(engine, 91)
        assert (count(engine, "drafts"), len(told(engine))) == (1, 1)
        on(engine, 80 + 76)
        assert len(told(engine)) == 2
        on(engine, 80 + 90)
        assert count(engine, "drafts") == 0

    def test_someone_out_of_reach_is_told_all_the_same(self, engine: Engine) -> None:
        engine.store.hold(ME, "blocked")
        on(engine, 76)
        on(engine, 90)
        assert count(engine, "drafts") == 0

    def test_a_closed_case_and_a_ledger_in_their_own_words(self, engine: Engine) -> None:
        closed = Event(at=START - 80 * DAY, who=OFFICER, what="closed")
        keep(engine, draft("c", changed=START, receipt="K7QF2M8R", state="closed", history=(closed,)))
        with engine.store.transaction() as transaction:
            transaction.save_entry(entry("e", created=START))
        on(engine, 95)
        on(engine, 716)
        words = "\n".join(told(engine))
        assert "已经办结，按规定再存180天，2027年3月2日以后会删除" in words
        assert "您的台账在2028年11月19日以后会删除" in words

    def test_a_damaged_draft_stops_nothing_else(self, engine: Engine) -> None:
        keep(engine, draft("e", "telegram:8", changed=START, created=START))
        assert isinstance(engine.store, SqliteStore)
        engine.store._write(("UPDATE drafts SET sealed = x'00' WHERE id = 'd'", ()))
        on(engine, 80)
        assert len(told(engine)) == 1


class TestClock:
    """A clock that has jumped deletes nothing."""

    @pytest.fixture
    def engine(self, engine: Engine) -> Engine:
        visit(engine)
        with engine.store.transaction() as transaction:
            transaction.save_session(Session(person=ME))
        return engine

    @pytest.mark.parametrize(("hours", "believed"), [(47, True), (48, True), (48.1, False), (-48.1, False), (-5, True)])
    def test_more_than_two_days_either_way_is_a_jump(self, engine: Engine, hours: float, believed: bool) -> None:
        purge(engine, START)
        done = purge(engine, START + timedelta(hours=hours))
        assert (done.watch is None) == believed

    def test_the_first_run_goes_by_the_newest_turn(self, engine: Engine) -> None:
        assert purge(engine, START + 4000 * DAY).watch is not None
        assert count(engine, "sessions") == 1

    def test_after_a_day_of_regular_runs_it_is_believed_again(self, engine: Engine) -> None:
        purge(engine, START)
        jumped = START + 40 * DAY
        believed = [purge(engine, jumped + timedelta(hours=hour)).watch is None for hour in range(26)]
        assert believed == [False] * 24 + [True] * 2
        assert count(engine, "sessions") == 0

    def test_runs_with_gaps_do_not_count(self, engine: Engine) -> None:
        purge(engine, START)
        jumped = START + 40 * DAY
        for hours in (0, 5, 10, 20, 30, 31, 30.5):
            assert purge(engine, jumped + timedelta(hours=hours)).watch is not None
        assert count(engine, "sessions") == 1

    def test_an_operator_may_vouch_for_it(self, engine: Engine) -> None:
        purge(engine, START)
        jumped = START + 40 * DAY
        assert purge(engine, jumped).watch == Watch(last=jumped, since=jumped)
        assert purge(engine, jumped, clock_is_right=True).watch is None
        assert count(engine, "sessions") == 0

    def test_the_operator_is_told_once(self, engine: Engine) -> None:
        said: list[str] = []
        purge(engine, START)

        async def serve() -> None:
            stop = asyncio.Event()
            asyncio.get_running_loop().call_later(0.05, stop.set)
            await keep_purging(engine, at_once, lambda: START + 40 * DAY, stop, asyncio.Event(), said.append)

        asyncio.run(serve())
        (words,) = said
        assert "现在显示 2026-12-30 10:00" in words
        assert "什么都没有删除" in words


async def at_once(work: Callable[[], T], /) -> T:
    """Has work done without a thread of its own."""
    return work()


def die(path: str, point: str, days: int) -> None:
    """A program that runs on that day and dies at the point."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    on(Engine(SqliteStore.open(Path(path)), LIBRARY, step, case_named, reached=reached), days)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(library: Library, path: Path, point: str) -> None:
    with closing(SqliteStore.open(path)) as store:
        engine = Engine(store, library, step, case_named)
        visit(engine)
        keep(engine, draft("d", changed=START))
        if point in {"holding-removed", "tidied"}:
            on(engine, 76)
    days = 90 if point in {"holding-removed", "tidied"} else 76
    assert run(die, str(path), point, days) == -signal.SIGKILL
    with closing(SqliteStore.open(path)) as store:
        engine = Engine(store, library, step, case_named)
        on(engine, days)
        assert len(told(engine)) == 1
        assert count(engine, "drafts") == (0 if days == 90 else 1)
