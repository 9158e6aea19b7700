"""The application behind a real socket, in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.engine import Engine, new_nonce
from bot.serving import serve_web
from bot.web.app import WebOptions, make_app
from bot.web.guard import Place
from bot.worker import Worker
from handlers.core import case_named, step
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.telegram.bench import until
from tests.web.bench import GENEROUS, SECRET

DESK = "test:desk"


class Served:
    """Use it as a context."""

    def __init__(self, path: Path, library: Library, clock: Callable[[], datetime]) -> None:
        self._path, self._library, self._clock = path, library, clock
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.worker = Worker()
        self.engine: Engine | None = None
        self.address = ""

    def __enter__(self) -> Self:
        self._thread.start()
        until(lambda: self.engine)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive(), "the server did not stop"

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        with socket.create_server(("127.0.0.1", 0)) as door, self.worker:
            self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
            engine = await self.worker.do(self._made)
            options = WebOptions(Place(self.address, {"127.0.0.1"}), SECRET, self._clock, GENEROUS)
            self.engine = engine
            await serve_web(make_app(engine, self.worker.do, asyncio.Event(), options), door, self._stop)
            await self.worker.do(engine.store.close)

    def do(self, work: Callable[[], object]) -> None:
        """Have something done where the engine lives."""
        assert self._loop is not None

        async def done() -> None:
            await self.worker.do(work)

        asyncio.run_coroutine_threadsafe(done(), self._loop).result(30)

    def _made(self) -> Engine:
        store = SqliteStore.open(self._path)
        return Engine(store, self._library, step, case_named, staff_chat=DESK, nonce=new_nonce)
