"""The web page and Telegram in one process: they share an engine, and neither makes the other wait."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.serving import side_by_side, web_options
from bot.settings import Settings
from bot.worker import Worker
from handlers.model import Outcome, Turn, World
from knowledge.library import Library
from tests.fake_bot_api import FakeBotApi
from tests.telegram.bench import until
from tests.web.bench import ORIGIN, Bench

PROJECT = Path(__file__).parents[2]
DESK, OFFICER = -100, 5


def test_an_applicant_on_the_web_and_staff_on_telegram_hear_one_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with FakeBotApi() as api:
        settings = {
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_URL": api.url,
            "STAFF_CHAT": str(DESK),
            "STAFF_IDS": str(OFFICER),
            "PORT": str(port),
            "DATABASE": str(tmp_path / "var" / "assistant.db"),
            "PYTHONPATH": str(PROJECT),
        }
        bare = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            env={**bare, **settings},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "网页已打开" in process.stdout.readline()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as client:
            client.get("/")
            client.post("/say", data={"text": "/staff"})
            handed_over = client.post("/say", data={"text": "个体户可以申报吗？"})
            receipt = re.search("回执[^2-9A-HJ-NP-Z]*([2-9A-HJ-NP-Z]{8})", handed_over.text)
            assert receipt
            until(lambda: any(receipt[1] in card.text for card in api.replies(DESK)))
            card = next(card for card in api.replies(DESK) if receipt[1] in card.text)
            api.answer_to(OFFICER, card, "可以，带营业执照来。")
            until(lambda: "可以，带营业执照来。" in client.get("/").text)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "个体户" not in errors


def test_nobody_waits_for_somebody_elses_slow_turn(
    untouched: Bench, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, order = untouched.engine.step, []

    def slow(known: Library, world: World, turn: Turn) -> Outcome:
        time.sleep(0.3)
        order.append("slow turn")
        return real(known, world, turn)

    monkeypatch.setattr(untouched.engine, "step", slow)
    one, other = untouched.browser(), untouched.browser()

    async def read() -> None:
        await asyncio.sleep(0.05)
        assert (await other.client.get("/rules/xiaoshan")).status_code == 200
        order.append("text read")

    async def both() -> None:
        await asyncio.gather(one.client.post("/say", data={"text": "萧山"}), read())

    asyncio.run(both())
    assert order[0] == "text read"


def test_two_who_speak_at_once_are_both_answered(untouched: Bench) -> None:
    browsers = [untouched.browser() for _ in range(8)]

    async def all_at_once() -> list[httpx.Response]:
        return await asyncio.gather(*(each.client.post("/say", data={"text": "萧山"}) for each in browsers))

    for reply in asyncio.run(all_at_once()):
        assert reply.status_code == 200
        assert reply.text.count("现在看的是萧山") == 1


def test_the_storage_lets_nobody_past_the_worker(untouched: Bench) -> None:
    with pytest.raises(sqlite3.ProgrammingError, match="thread"):
        untouched.engine.store.history("web:1", 1)


def test_work_that_fails_fails_where_it_was_asked_for() -> None:
    with Worker() as worker, pytest.raises(ZeroDivisionError):
        asyncio.run(worker.do(lambda: 1 // 0))


def test_when_one_side_ends_all_are_told_to_stop() -> None:
    async def run() -> list[object]:
        stop = asyncio.Event()

        async def refused() -> int:
            return 4

        async def others() -> None:
            await stop.wait()

        return await side_by_side([others(), refused(), others()], stop)

    assert asyncio.run(run()) == [None, 4, None]


@pytest.mark.parametrize(
    ("settings", "origin", "names"),
    [
        ({}, ORIGIN, {"127.0.0.1", "localhost"}),
        ({"host": "::1"}, "http://[::1]:8000", {"::1"}),
        ({"public_url": "https://a.example", "host": "0.0.0.0"}, "https://a.example", {"a.example", "127.0.0.1"}),
    ],
)
def test_the_settings_say_which_names_are_ours(settings: dict[str, str], origin: str, names: set[str]) -> None:
    place = web_options(Settings(_env_file=None, **settings), b"", None).place  # type: ignore[arg-type]
    assert place.origin == origin
    assert names <= set(place.hosts)
    assert "evil.example" not in place.hosts
