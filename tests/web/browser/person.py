"""Somebody with a browser: presses, types, reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
GRAVE = {"critical", "serious"}


@dataclass
class Person:
    """Whose page it is."""

    page: Page
    complaints: list[str]
    """What the browser had to complain of."""

    def open(self, address: str = "/") -> None:
        """Go to a page."""
        self.page.goto(address)

    def press(self, label: str) -> None:
        """Press a choice under the newest message, and wait until it has been answered."""
        with answered(self.page):
            self.page.locator(".choices button", has_text=label).get_by_text(label, exact=True).last.click()

    def say(self, words: str) -> None:
        """Type and send, and wait until it has been answered."""
        self.page.locator("#text").fill(words)
        with answered(self.page):
            self.page.keyboard.press("Enter")

    @property
    def newest(self) -> Locator:
        """The last message."""
        return self.page.locator(".log .said").last

    def reads(self, words: str) -> None:
        """The last message says this."""
        expect(self.newest).to_contain_text(words)

    def can_use_it(self) -> None:
        """Nothing on the page keeps anybody out, as far as a program can tell."""
        found: list[dict[str, Any]] = Axe().run(self.page, options=RULES).response["violations"]
        grave = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in GRAVE]
        assert not grave, grave


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Waits until the conversation has grown; without scripts the page itself is a new one."""
    last = page.locator(".log").get_attribute("data-last")
    yield
    expect(page.locator(".log")).not_to_have_attribute("data-last", last or "")
    expect(page.locator(".waiting")).to_have_count(0)
