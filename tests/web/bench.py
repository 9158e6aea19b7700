"""The web application on the bench: the real engine in its worker, requests without a socket, pages read as trees."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

from httpx import ASGITransport, AsyncClient, Response
from lxml import html
from starlette.applications import Starlette

from bot.engine import Engine, new_nonce
from bot.web.app import WebOptions, make_app
from bot.web.guard import Place
from bot.web.limits import Limits
from bot.webhook import Webhook
from bot.worker import Worker
from handlers.core import case_named, step
from handlers.model import Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore

T = TypeVar("T")
ORIGIN = "http://127.0.0.1:8000"
SECRET = b"\x07" * 32
GENEROUS = Limits("100000/minute", "100000/minute")


class Bench:
    """Use it as a context; ``browser`` is somebody new each time."""

    def __init__(
        self,
        path: Path,
        library: Library,
        *,
        origin: str = ORIGIN,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        nonce: Callable[[], str] = new_nonce,
        limits: Limits = GENEROUS,
        staff_chat: str | None = None,
        webhook: Webhook | None = None,
    ) -> None:
        self.worker = Worker()
        self.waiting = asyncio.Event()
        self._origin = origin
        self.engine = self.do(
            lambda: Engine(SqliteStore.open(path), library, step, case_named, staff_chat=staff_chat, nonce=nonce)
        )
        place = Place(origin, {"127.0.0.1", "localhost", "assistant.example"})
        options = WebOptions(place, SECRET, clock, limits, webhook)
        self.app: Starlette = make_app(self.engine, self.worker.do, self.waiting, options)

    def do(self, work: Callable[[], T]) -> T:
        """Have something done where the engine lives."""
        return asyncio.run(self.worker.do(work))

    def browser(self) -> Browser:
        """Somebody new."""
        transport = ASGITransport(self.app, raise_app_exceptions=False)
        return Browser(AsyncClient(transport=transport, base_url=self._origin, follow_redirects=True))

    def on_telegram(self, person: str, *said: str, at: datetime) -> str:
        """What somebody on Telegram is told last."""
        told = ""
        for words in said:
            turn = Turn(
                channel="telegram",
                key=str(uuid4()),
                person=person,
                chat=person,
                at=at,
                nonce=self.engine.nonce(),
                text=words,
            )
            told = self.do(partial(self.engine.take, turn)).replies[-1].reply.in_words
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self.engine.store.close)
        self.worker.__exit__(None, None, None)


@dataclass
class Browser:
    """A browser without scripts."""

    client: AsyncClient

    def ask(self, method: str, address: str, **more: Any) -> Response:
        """Any request at all."""
        return asyncio.run(self.client.request(method, address, **more))

    def open(self, address: str = "/") -> Page:
        """A page."""
        return Page(self.ask("GET", address))

    def say(self, text: str, **more: str) -> Page:
        """Type something and send it; the page that it leads to."""
        return self.post("/say", {"key": str(uuid4()), "text": text, **more})

    def post(self, address: str, form: dict[str, str], **headers: str) -> Page:
        """Send a form."""
        return Page(self.ask("POST", address, data=form, headers=headers))

    def press(self, page: Page, label: str) -> Page:
        """Press the last button of that label, as it stands in the page."""
        buttons = page.tree.xpath("//article//button")
        button = [each for each in buttons if tidy(each[-1].text_content()) == label][-1]
        form = next(button.iterancestors("form"))
        fields = {each.get("name"): each.get("value") for each in form.iter("input")}
        return self.post(form.get("action"), {**fields, button.get("name"): button.get("value")})


@dataclass
class Page:
    """What came back."""

    response: Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.response.text)

    @property
    def text(self) -> str:
        """Everything to be read."""
        return tidy(self.tree.text_content())

    def texts(self, path: str) -> list[str]:
        """What the elements of a CSS class or tag say (XPath)."""
        return [tidy(each.text_content()) for each in self.tree.xpath(path)]

    @property
    def replies(self) -> list[str]:
        """What the assistant says, oldest first."""
        return self.texts(THEIRS + "/div[@class='words']")

    @property
    def mine(self) -> list[str]:
        """What the person has said."""
        return self.texts("//article[@class='said mine']")


THEIRS = "//article[@class='said']"


def tidy(text: str) -> str:
    """Without the white space of the mark-up."""
    return re.sub(r"\s+", " ", text).strip()
