"""Logs hold events and numbers; no words of people, no token, not even at DEBUG."""

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from handlers.model import Outcome, Reply, Turn, World
from knowledge.library import Library
from tests.fake_bot_api import BROKEN, DROPPED_AFTER, TOKEN
from tests.telegram.bench import Bench

CANARY = "金丝雀张三"
PHONE = "13912345678"
NUMBER = "11010519491231002X"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged at DEBUG."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_an_event_is_one_line_with_its_fields(lines: io.StringIO) -> None:
    logs.event(logging.getLogger("bot.engine"), logging.INFO, "turn taken", turn=5, count=2)
    (line,) = lines.getvalue().splitlines()
    assert line.endswith("INFO bot.engine turn taken turn=5 count=2")


def test_other_libraries_keep_their_arguments_to_themselves(lines: io.StringIO) -> None:
    logging.getLogger("telegram.Bot").warning("received %r", {"text": CANARY})
    logging.getLogger("somebody").error(f"GET /bot{TOKEN}/getMe\nfor {NUMBER}")
    assert "received %r" in lines.getvalue()
    assert not {CANARY, TOKEN, NUMBER} & set(lines.getvalue().replace("/", " ").split())
    assert len(lines.getvalue().splitlines()) == 2


def test_a_traceback_shows_places_only(lines: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("bot").exception("failed")
    assert "fault=ValueError<test_logs.py:" in lines.getvalue()
    assert CANARY not in lines.getvalue()


def test_talkative_libraries_are_kept_quiet(lines: io.StringIO) -> None:
    for name in logs.TALKATIVE:
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).debug("chatter")
    assert lines.getvalue() == ""


def test_a_whole_run_leaves_no_trace_of_people_or_token(lines: io.StringIO, tmp_path: Path) -> None:
    def repeat(_library: Library, world: World, turn: Turn) -> Outcome:
        if "毒" in (turn.text or ""):
            raise ValueError(turn.text)
        return Outcome(session=world.session, replies=(Reply(text=f"您说：{turn.text}"),))

    asyncio.run(asyncio.sleep(0))
    with Bench(tmp_path / "assistant.db", None, repeat) as bench:  # type: ignore[arg-type]
        bench.api.faults["sendMessage"].extend((BROKEN, DROPPED_AFTER))
        for words in (f"我叫{CANARY}", f"电话{PHONE}", f"身份证{NUMBER}", f"毒{CANARY}"):
            assert bench.ask(7, words)
        bench.settle(bench.api.update({"message": {"text": CANARY, "chat": {"id": "七"}}}))
    logged = lines.getvalue()
    assert "turn taken" in logged
    assert "turn failed" in logged
    for secret in (CANARY, PHONE, NUMBER, TOKEN, TOKEN.partition(":")[2], "您说"):
        assert secret not in logged
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [secret for secret in (CANARY, PHONE, NUMBER) if secret.encode() in stored]
