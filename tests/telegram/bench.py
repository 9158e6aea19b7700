"""The real bot on the bench: in a thread of its own, against the fake Bot API, fast, and told what is configured."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.engine import CaseNamed, Engine, Step, new_nonce
from bot.outbox import Backoff
from bot.pacing import Pace, Rate
from bot.reminders import keep_sending
from bot.telegram import TelegramOptions, run_telegram
from bot.worker import Worker
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.fake_bot_api import FakeBotApi, Shown

FAST = Pace(chat=Rate(0.0), group=Rate(0.0), overall=Rate(0.0))
SOON = Backoff(first=0.02, longest=0.1)
WAITING = "SELECT 1 FROM outbox WHERE state = 'waiting' AND chat <> 'staff'"
"""What is for staff waits for ever while no staff chat is configured."""
PATIENCE = 10.0
"""Seconds until a test that waits has failed."""


class Bench:
    """A running bot. Use it as a context; ``ask`` is a whole exchange."""

    def __init__(
        self,
        path: Path,
        library: Library,
        step: Step,
        case_named: CaseNamed = lambda _turn: None,
        *,
        staff_chat: int | None = None,
        staff_ids: frozenset[int] = frozenset(),
        token: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        nonce: Callable[[], str] = new_nonce,
        forum: bool = False,
        pace: Pace = FAST,
    ) -> None:
        self.api = FakeBotApi()
        if forum and staff_chat is not None:
            self.api.forums.add(staff_chat)
        self.api.clock = clock
        self.path = path
        self.said: list[str] = []
        """What the operator was told."""
        self.code: int | None = None
        """Exit code, once it has ended."""
        self._library, self._step, self._case_named = library, step, case_named
        self._staff_chat = None if staff_chat is None else f"telegram:{staff_chat}"
        self._nonce = nonce
        self._options = TelegramOptions(
            token=token or self.api.token,
            api=self.api.url,
            staff_ids=staff_ids,
            patience=2,
            pace=pace,
            backoff=SOON,
            clock=clock,
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def __enter__(self) -> "Bench":
        self.api.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)
        self.api.__exit__()
        assert not self._thread.is_alive(), "the bot did not stop"

    def ask(self, user: int, text: str) -> list[Shown]:
        """Say something; what is shown in the chat in answer."""
        return self.during(user, lambda: self.api.say(user, text))

    def press(self, user: int, label: str, chat: int | None = None) -> list[Shown]:
        """Press a button; what is shown in the chat in answer."""
        return self.during(user if chat is None else chat, lambda: self.api.press(user, label, chat))

    def during(self, chat: int, act: Callable[[], int]) -> list[Shown]:
        """What is shown in a chat because of an act of the user (which returns the number of its update)."""
        before = len(self.api.replies(chat))
        self.settle(act())
        return self.api.replies(chat)[before:]

    def settle(self, update: int) -> None:
        """Wait until the update is confirmed and nothing waits to be sent."""
        until(lambda: update in self.api.confirmed and not self.rows(WAITING))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What stands in the data, read from outside."""
        reader = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def ended(self) -> int | None:
        """Wait for the bot to end by itself; its exit code."""
        self._thread.join(PATIENCE)
        return self.code

    def _run(self) -> None:
        self.code = asyncio.run(self._serve())

    async def _serve(self) -> int:
        self._loop, self._stop, waiting = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        with Worker() as worker:
            engine = await worker.do(self._engine)
            self.at_work(engine, worker, waiting)
            reminding = keep_sending(engine, worker.do, self._options.clock, self._stop, waiting)
            reminders = asyncio.create_task(reminding)
            try:
                return await run_telegram(
                    self._options, engine, worker.do, self.said.append, self._stop, waiting
                )  # fmt: skip
            finally:
                self._stop.set()
                await reminders
                await worker.do(engine.store.close)

    def at_work(self, engine: Engine, worker: Worker, waiting: asyncio.Event) -> None:
        """What else is to run on the same engine."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where everything runs."""
        assert self._loop is not None
        return self._loop

    def _engine(self) -> Engine:
        store = SqliteStore.open(self.path)
        return Engine(
            store, self._library, self._step, self._case_named, staff_chat=self._staff_chat, nonce=self._nonce
        )


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
