"""The pictures of the pages in ``docs/screenshots``: ``pytest -m long tests/web/browser`` takes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browser.person import Person
from tests.web.browser.test_browser import XIAOSHAN, fill_in

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"


def take(person: Person, name: str) -> None:
    """What is to be seen now; the mouse lies where it marks nothing."""
    person.page.mouse.move(1, 1)
    person.page.locator("body").evaluate("document.activeElement?.blur()")
    path = FOLDER / f"{name}.png"
    person.page.screenshot(path=path)
    assert path.stat().st_size > 10_000


@pytest.mark.long
def test_pictures_at_a_desk(desktop: Person) -> None:
    desktop.open()
    take(desktop, "welcome")
    desktop.press("萧山")
    desktop.press("查申报资格")
    fill_in(desktop, XIAOSHAN[:2])
    desktop.say("公示几天？")
    take(desktop, "question")
    fill_in(desktop, XIAOSHAN[2:])
    desktop.newest.locator("a.cite", has_text="第九条第2项").first.click()
    expect(desktop.page.locator("mark")).to_be_in_viewport()
    take(desktop, "result")
    desktop.open("/rules")
    take(desktop, "rules")


@pytest.mark.long
def test_a_picture_on_a_phone(phone: Person) -> None:
    phone.open()
    phone.press("乌鲁木齐")
    phone.press("查申报资格")
    phone.press(phone.newest.locator(".answers button span:last-child").first.inner_text())
    take(phone, "phone")
