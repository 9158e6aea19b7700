"""A reminder in the real bot: it comes by itself, once, and one press stops it."""

from datetime import UTC, datetime
from pathlib import Path

from bot.engine import Engine
from handlers.core import case_named, step
from handlers.model import Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.telegram.bench import Bench, until

USER = 41
DAY = datetime(2026, 12, 22, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai, a fortnight before 5 January."""

REMINDERS = "SELECT 1 FROM outbox JOIN turns ON turns.id = turn WHERE channel = 'reminder'"


def switched_on(path: Path, library: Library) -> None:
    """A storage in which the user has a reminder on, and stands in the middle of a question."""
    store = SqliteStore.open(path)
    engine = Engine(store, library, step, case_named)
    for number, text in enumerate(("/dates 杭州", "2024年3月1日", "打开提醒 杭州年度自查", "/check 杭州")):
        person = f"telegram:{USER}"
        at = datetime(2026, 11, 20, 2, number, tzinfo=UTC)
        engine.take(
            Turn(channel="test", key=str(number), person=person, chat=person, at=at, nonce="a" * 32, text=text)
        )  # fmt: skip
    for queued in store.undelivered():
        store.mark_sent(queued.id, DAY)
    store.close()


def test_it_comes_once_and_one_press_stops_it(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "assistant.db"
    switched_on(path, library)
    for _ in range(2):
        with Bench(path, library, step, case_named, clock=lambda: DAY) as bench:
            if bench.rows("SELECT 1 FROM reminders WHERE person = 'telegram:41'"):
                until(lambda: bench.rows(f"{REMINDERS} AND state = 'sent'"))
            if bench.api.replies(USER):
                (reminder,) = bench.api.replies(USER)
                assert "🔔 提醒：杭州 年度自查" in reminder.text
                answer = bench.press(USER, "停止提醒：年度自查")[-1]
                assert "提醒停了" in answer.text
                assert "【第1题" in answer.text  # the open question goes on
            else:
                bench.ask(USER, "/help")
    assert len(bench.rows(REMINDERS)) == 1
    assert bench.rows("SELECT 1 FROM reminders") == []
