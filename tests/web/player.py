"""Plays transcripts as the page's own script sends it: the same people and the same clock as in the engine's player.

Staff have no page here: what they do goes to the engine, and the applicant's page shows what comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from lxml import html

from handlers.core import RECEIPT
from handlers.model import Reply, Turn
from knowledge.library import Library
from storage.records import Queued
from tests.conversation.players import START, StaffButtons, nonces
from tests.conversation.script import ME, Pressed, Said, pressed
from tests.web.bench import Bench, Browser, Page

DESK, OFFICER = "test:desk", "test:officer"


@dataclass(frozen=True)
class Found:
    """A button on the page."""

    label: str
    name: str
    value: str
    bubble: str


class Heard:
    """What was shown to the applicant because of one turn."""

    def __init__(self) -> None:
        self.words = ""
        self.buttons: list[str] = []
        self.passing = ""
        self.desk: list[str] = []


class WebPlayer:
    """A running application; each transcript has a browser of its own."""

    def __init__(self, library: Library, database: Path) -> None:
        self._count = 0
        self.bench = Bench(database, library, clock=self._now, nonce=nonces(), staff_chat=DESK)
        self._browser: Browser = self.bench.browser()
        self._cards: list[Reply] = []
        self._staff_buttons = StaffButtons()

    def begin(self) -> None:
        """The next transcript."""
        self._count = 0
        self._browser = self.bench.browser()
        self._browser.open()
        self._last = 0
        self._buttons: list[Found] = []

    def play(self, said: Said) -> Heard:
        """One turn, and everything new on the applicant's page."""
        self._count += 1
        first = self._last == 0
        before = {each.id for each in self._queued()}
        press = pressed(said.text)
        if said.who == ME:
            form = {"text": said.text} if press is None else dict([self._pressed(press)])
            page = self._browser.post("/say", {"key": str(uuid4()), "after": str(self._last), **form})
        else:
            self._staff(said, press)
            page = self._browser.open(f"/new?after={self._last}")
        heard = self._read(page, skip_welcome=first and said.who == ME)
        for queued in self._queued():
            if queued.id not in before:
                self._cards.append(queued.reply)
                heard.desk.append(queued.reply.in_words)
        return heard

    def _read(self, page: Page, *, skip_welcome: bool) -> Heard:
        """What has come; the greeting that stood there before the first turn is left out."""
        heard = Heard()
        if page.status == 204:
            return heard
        part = page.tree
        self._last, live = int(part.get("data-last")), part.get("data-live")
        heard.passing = part.get("data-passing")
        self._buttons = [each for each in self._buttons if each.name != "press" or each.bubble == live]
        bubbles = part.xpath(".//article[@class='said']")
        for bubble in bubbles[1:] if skip_welcome else bubbles:
            heard.words += _words(bubble)
            for button in bubble.iter("button"):
                label = "".join(button[-1].text_content().split())
                heard.buttons.append(label)
                self._buttons.append(Found(label, button.get("name"), button.get("value"), bubble.get("id")))
        return heard

    def _pressed(self, press: Pressed) -> tuple[str, str]:
        found = [each for each in reversed(self._buttons) if each.label == press.label]
        return found[press.place - 1].name, found[press.place - 1].value

    def _staff(self, said: Said, press: Pressed | None) -> None:
        if press is not None:
            done: dict[str, Any] = {"command": self._staff_buttons.press(self._cards, press.label)}
        else:
            done = {"text": said.text, "reply_to": None if said.text.startswith("/") else _receipt(self._cards[-1])}
        turn = Turn(
            channel="test",
            key=str(uuid4().int % 10**18),
            person=OFFICER,
            chat=DESK,
            at=self._now(),
            nonce=self.bench.engine.nonce(),
            staff=True,
            **done,
        )
        self.bench.do(lambda: self.bench.engine.take(turn))

    def _queued(self) -> list[Queued]:
        """All that is for staff, oldest first; nothing takes it away here."""
        return [each for each in self.bench.do(self.bench.engine.store.undelivered) if each.chat == DESK]

    def _now(self) -> datetime:
        return START + timedelta(minutes=self._count)


def _receipt(card: Reply) -> str | None:
    named = RECEIPT.search(card.text)
    return card.receipt or (named.group() if named else None)


def _words(bubble: html.HtmlElement) -> str:
    """Its files, its text and where it leads, as a transcript writes them."""
    named = [each.get("alt") or each.text for each in bubble.xpath(".//figure/img | .//p[@class='file']/a")]
    files = [f"〔文件：{name}〕" for name in named]
    text = "".join(each.text_content() for each in bubble.xpath("./div[@class='words']"))
    links = [f"{each.text}：{each.get('href')}" for each in bubble.xpath(".//p[@class='way']/a")]
    return "".join((*files, text, *links))
