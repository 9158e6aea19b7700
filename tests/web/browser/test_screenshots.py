"""The pictures of the pages in ``docs/screenshots``: ``pytest -m long tests/web/browser`` takes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browser.person import Person
from tests.web.browser.served import Served
from tests.web.browser.staff import OPEN, sign_in
from tests.web.browser.test_browser import XIAOSHAN, fill_in
from tests.web.browser.test_filling import begin, fill

FILLED = {
    "unit_name": "杭州顺发机械厂",
    "workshop_name": "张三技师工作室",
    "legal_representative": "王建国",
    "email": "office@",
    "leader_name": "张三",
    "leader_level": "高级技师",
    "leader_id_number": "110105194912310021",
}
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


@pytest.mark.long
def test_pictures_of_the_form(desktop: Person) -> None:
    address = begin(desktop)
    desktop.page.get_by_role("button", name="同意", exact=True).click()
    fill(desktop, FILLED)
    desktop.page.locator("[name='f.leader_name']").scroll_into_view_if_needed()
    take(desktop, "form")
    desktop.open(f"{address}/review")
    take(desktop, "review")


@pytest.mark.long
def test_pictures_of_staff_s_desk(desktop: Person, office: Served) -> None:
    sign_in(desktop, office)
    take(desktop, "desk-list")
    desktop.open(f"/desk/cases/{OPEN}")
    take(desktop, "desk-case")
    desktop.page.locator("#title-verdict").scroll_into_view_if_needed()
    desktop.page.evaluate("document.querySelector('#title-verdict').scrollIntoView()")
    take(desktop, "desk-verdict")
    desktop.open("/desk/statistics")
    take(desktop, "desk-figures")
