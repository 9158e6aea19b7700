"""Reminders in the terminal: at the start, and while it waits for a line."""

import io
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import console
from bot.console import PERSON, PROMPT, converse
from bot.engine import Engine
from handlers.core import case_named, step
from handlers.model import Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.telegram.bench import until

BEFORE = datetime(2026, 11, 20, 2, tzinfo=UTC)
DAY = datetime(2026, 12, 22, 2, tzinfo=UTC)
"""A fortnight before 5 January, ten in the morning in Shanghai."""
NOTICE = "🔔 提醒：杭州 年度自查，2027年1月5日（还有14天）"


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[Engine]:
    """The real conversation, in which the person at the terminal has a reminder on."""
    store = SqliteStore.open(tmp_path / "assistant.db")
    made = Engine(store, library, step, case_named)
    for number, text in enumerate(("/dates 杭州", "2024年3月1日", "打开提醒 杭州年度自查")):
        made.take(
            Turn(
                channel="test", key=str(number), person=PERSON, chat=PERSON, at=BEFORE, nonce="a" * 32, text=text
            )
        )  # fmt: skip
    for queued in store.undelivered():
        store.mark_sent(queued.id, BEFORE)
    yield made
    store.close()


def it_is(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(console, "datetime", SimpleNamespace(now=moment.astimezone))


def test_at_the_start_and_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    it_is(monkeypatch, DAY)
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("继续\n"))
        converse(engine, tmp_path / "files")
    assert capsys.readouterr().out.count(NOTICE) == 1


def test_while_it_waits_and_never_after(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The day comes while the person sits before the prompt; what was shown has a prompt of its own below it."""
    it_is(monkeypatch, BEFORE)
    monkeypatch.setattr(console, "EVERY", 0.02)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))

    def wait(_prompt: str) -> str:
        it_is(monkeypatch, DAY)
        until(lambda: not engine.store.undelivered() and engine.store.next_waiting(PERSON) is None and shown())
        raise EOFError

    written: list[str] = []

    def shown() -> bool:
        written.append(capsys.readouterr().out)
        return "".join(written).endswith(PROMPT) and NOTICE in "".join(written)

    monkeypatch.setattr("builtins.input", wait)
    handler = signal.getsignal(signal.SIGALRM)
    converse(engine, tmp_path / "files")
    assert "".join(written).count(NOTICE) == 1
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
