"""Telegram's updates brought to our own address: through the real channel, with a fake Bot API behind it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.engine import Engine
from bot.telegram import TelegramOptions, run_telegram
from bot.web.app import WebOptions, make_app
from bot.web.guard import LARGEST, Place
from bot.webhook import Webhook
from bot.worker import Worker
from handlers.core import case_named, step
from knowledge.library import Library
from storage.errors import UnavailableError
from storage.sqlite import SqliteStore
from tests.fake_bot_api import FakeBotApi, person, place
from tests.telegram.bench import FAST, SOON, until
from tests.web.bench import SECRET

ORIGIN = "https://assistant.example"
USER = 7


class Hooked:
    """The assistant with Telegram's updates brought to it."""

    def __init__(self, api: FakeBotApi, webhook: Webhook) -> None:
        self.api, self.webhook = api, webhook
        self.loop = asyncio.new_event_loop()
        self.engine: Engine | None = None
        self.app: object = None

    def bring(self, update: object, secret: str | None = None, path: str | None = None) -> httpx.Response:
        """What Telegram does."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        asked = self._post(path or self.webhook.path, body, self.webhook.secret if secret is None else secret)
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result(10)

    async def _post(self, path: str, body: bytes, secret: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode(), b"content-type": b"application/json"}
            return await client.post(path, content=body, headers=headers)


@contextmanager
def hooked(path: Path, library: Library) -> Iterator[Hooked]:
    """From the start to the stop."""
    with FakeBotApi() as api:
        running = Hooked(api, Webhook.at(ORIGIN))
        stop = asyncio.Event()

        async def serve() -> None:
            waiting = asyncio.Event()
            with Worker() as worker:
                engine = await worker.do(lambda: Engine(SqliteStore.open(path), library, step, case_named))
                running.engine = engine
                place_ = Place(ORIGIN, {"assistant.example"})
                options = WebOptions(place_, SECRET, api.clock, webhook=running.webhook)
                running.app = make_app(engine, worker.do, waiting, options)
                told = TelegramOptions(api.token, api.url, pace=FAST, backoff=SOON, webhook=running.webhook)
                await run_telegram(told, engine, worker.do, lambda _words: None, stop, waiting)
                await worker.do(engine.store.close)

        thread = threading.Thread(target=lambda: running.loop.run_until_complete(serve()), daemon=True)
        thread.start()
        until(lambda: running.webhook.take)
        yield running
        running.loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        assert not thread.is_alive()
        running.loop.close()


@pytest.fixture
def telegram(library: Library, tmp_path: Path) -> Iterator[Hooked]:
    with hooked(tmp_path / "assistant.db", library) as running:
        yield running


def said(number: int, text: str) -> dict[str, object]:
    message = {"message_id": number, "date": 1_795_000_000, "chat": place(USER), "from": person(USER), "text": text}
    return {"update_id": number, "message": message}


def test_telegram_is_told_where_and_with_which_word(telegram: Hooked) -> None:
    (_, method, told) = next(call for call in telegram.api.calls if call[1] == "setWebhook")
    assert method == "setWebhook"
    assert told["url"] == telegram.webhook.url
    assert told["secret_token"] == telegram.webhook.secret
    assert told["max_connections"] == "1"
    assert json.loads(told["allowed_updates"])[0] == "message"
    assert telegram.api.token not in telegram.webhook.url
    assert not any(call[1] == "getUpdates" for call in telegram.api.calls)


def test_an_update_is_answered_and_taken_once(telegram: Hooked) -> None:
    for _ in range(3):
        assert telegram.bring(said(5, "萧山")).status_code == 200
    until(lambda: telegram.api.replies(USER))
    assert [reply.text.startswith("好的，现在看的是萧山") for reply in telegram.api.replies(USER)] == [True]


@pytest.mark.parametrize("secret", ["", "x", "é"])
def test_without_the_word_nothing_is_taken(telegram: Hooked, secret: str) -> None:
    assert telegram.bring(said(5, "萧山"), secret).status_code == 403
    assert telegram.api.replies(USER) == []


def test_another_address_is_none_of_ours(telegram: Hooked) -> None:
    assert telegram.bring(said(5, "萧山"), path="/telegram/guessed").status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"update_id": "5"}', b'{"update_id": true}', b"[" * 9999]
)
def test_what_is_no_update_is_refused(telegram: Hooked, body: bytes) -> None:
    assert telegram.bring(body).status_code == 400


def test_a_megabyte_is_enough(telegram: Hooked) -> None:
    assert telegram.bring(b" " * (LARGEST + 1)).status_code == 413


def test_an_odd_update_stops_nothing(telegram: Hooked) -> None:
    assert telegram.bring({"update_id": 6, "message": {"nonsense": True}}).status_code == 200
    assert telegram.bring(said(7, "萧山")).status_code == 200
    until(lambda: telegram.api.replies(USER))


def test_an_update_that_could_not_be_stored_is_to_be_brought_again(
    telegram: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnavailableError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(telegram.engine, "take", full)
        reply = telegram.bring(said(5, "萧山"))
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert telegram.bring(said(5, "萧山")).status_code == 200
    until(lambda: telegram.api.replies(USER))


def test_before_the_channel_is_ready_updates_are_to_be_brought_again(telegram: Hooked) -> None:
    telegram.webhook.take = None
    assert telegram.bring(said(5, "萧山")).status_code == 503
