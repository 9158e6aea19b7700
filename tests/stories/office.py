"""Everybody at once: one assistant, applicants on Telegram and on the web, staff in their group and at the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, get_args
from uuid import uuid4

from httpx import ASGITransport, AsyncClient, Response

from bot.engine import Engine
from bot.web.app import WebOptions, make_app
from bot.web.guard import Place
from bot.worker import Worker
from handlers.consent import Consent, ConsentKind
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.member import Member, Role
from handlers.model import Code, Site
from handlers.wording.privacy import EDITION
from knowledge.library import Library
from tests.telegram.bench import Bench, until
from tests.web.bench import GENEROUS, ORIGIN, SECRET, Browser

T = TypeVar("T")
GROUP = -100
STAFF: tuple[tuple[str, Role, int], ...] = (("周看", "viewer", 101), ("吴办", "reviewer", 102), ("郑管", "admin", 103))
NUMBERS = {name: number for name, _, number in STAFF}


class Office(Bench):
    """Use it as a context."""

    def __init__(self, path: Path, library: Library, clock: Callable[[], datetime], nonce: Callable[[], str]) -> None:
        super().__init__(
            path,
            library,
            step,
            case_named,
            staff_chat=GROUP,
            staff_ids=frozenset(NUMBERS.values()),
            clock=clock,
            nonce=nonce,
            forum=True,
        )
        self.clock = clock
        self._begun: Future[tuple[Engine, Worker]] = Future()

    def __enter__(self) -> Office:
        super().__enter__()
        self.engine, self.worker = self._begun.result(10)
        self.members: dict[str, Member] = self.do(self._people)
        return self

    def _people(self) -> dict[str, Member]:
        with self.engine.store.transaction() as transaction:
            return {name: transaction.add_member(name, role, number, self.clock()) for name, role, number in STAFF}

    def at_work(self, engine: Engine, worker: Worker, waiting: asyncio.Event) -> None:
        """The web beside Telegram, on the same engine."""
        engine.site = Site(url=ORIGIN)
        options = WebOptions(Place(ORIGIN, {"127.0.0.1"}), SECRET, self.clock, GENEROUS, None)
        self._app = make_app(engine, worker.do, waiting, options)
        self._begun.set_result((engine, worker))

    def do(self, work: Callable[[], T]) -> T:
        """Have something done where the engine lives."""
        return asyncio.run_coroutine_threadsafe(self.worker.do(work), self.loop).result(10)

    def browser(self) -> Browser:
        """Somebody new on the web."""
        transport = ASGITransport(self._app, raise_app_exceptions=False)
        return OfficeBrowser(AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True), self.loop)

    def at_desk(self, name: str) -> Browser:
        """The browser of a member of staff who has just signed in."""
        code = Code(secret=uuid4().hex, kind="desk", person=self.members[name].id, made=self.clock())
        self.save_code(code)
        browser = self.browser()
        assert browser.post(f"/desk/in/{code.secret}", {"key": "1"}).status == 200
        return browser

    def keep(self, draft: Draft, expected: int | None = None) -> None:
        """Keep a draft as it is."""

        def save() -> None:
            with self.engine.store.transaction() as transaction:
                transaction.save_draft(draft, expected)

        self.do(save)

    def consent(self, person: str) -> None:
        """The person agrees to both notices."""

        def save() -> None:
            with self.engine.store.transaction() as transaction:
                for kind in get_args(ConsentKind):
                    given = Consent(kind=kind, edition=EDITION, at=self.clock(), granted=True)
                    transaction.save_consent(person, given)

        self.do(save)

    def save_code(self, code: Code) -> None:
        """Keep a one-time code."""

        def save() -> None:
            with self.engine.store.transaction() as transaction:
                transaction.save_code(code)

        self.do(save)

    def settle(self, update: int) -> None:
        """Wait until the update is confirmed; what waits on the web waits for its reader."""
        until(lambda: update in self.api.confirmed)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing waits to be sent on Telegram."""
        until(lambda: not self.rows("SELECT 1 FROM outbox WHERE state = 'waiting' AND chat GLOB 'telegram:*'"))


@dataclass
class OfficeBrowser(Browser):
    """A browser whose requests run where the application lives."""

    loop: asyncio.AbstractEventLoop

    def ask(self, method: str, address: str, **more: Any) -> Response:
        asked = self.client.request(method, address, **more)
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result(20)
