"""Whether something has happened: asked by the page itself, seen by nobody, and no reason to stay signed in."""

from __future__ import annotations

from handlers.draft import Event
from tests.desk.office import APPLICANT, OTHERS, QUESTION, RECEIPT, Desk, press
from tests.web.bench import Browser, Page


def known(page: Page) -> str:
    """What the page was shown with."""
    return str(page.tree.xpath("//*[@role='status'][@data-news]/@data-seen")[0])


def now(browser: Browser, page: Page) -> str:
    """What the page is told when it asks."""
    (address,) = page.tree.xpath("//*[@data-news]/@data-news")
    return str(browser.ask("GET", address).json()["seen"])


def test_a_case_that_a_colleague_does_something_to(desk: Desk) -> None:
    reader = desk.at_desk("viewer")
    page = reader.open(f"/desk/cases/{RECEIPT}")
    assert now(reader, page) == known(page)
    press(desk.at_desk("reviewer"), RECEIPT, "accept")
    assert now(reader, page) != known(page)
    assert reader.ask("GET", f"/desk/cases/{RECEIPT}/seen").json() == {"seen": 2, "state": "已受理"}
    page = reader.open(f"/desk/cases/{RECEIPT}")
    assert now(reader, page) == known(page)


def test_what_the_applicant_types_meanwhile_is_no_news_of_a_case(desk: Desk) -> None:
    reader = desk.at_desk("viewer")
    page = reader.open(f"/desk/cases/{RECEIPT}")
    typed = desk.case().model_copy(update={"rev": 1, "fields": {}})
    desk.do(lambda: desk.keep(typed, 0))
    assert now(reader, page) == known(page)


def test_a_list_in_which_something_changes(desk: Desk) -> None:
    reader = desk.at_desk("viewer")
    page = reader.open("/desk?region=daxing")
    reader.open(f"/desk/cases/{RECEIPT}")  # who looks changes nothing
    assert now(reader, page) == known(page)
    desk.clock.pass_by(minutes=1)
    press(desk.at_desk("admin"), OTHERS, "answer", note="好")  # the number of those that wait is the same
    assert now(reader, page) != known(page)
    page = reader.open("/desk")
    press(desk.at_desk("admin"), RECEIPT, "close")
    assert now(reader, page) != known(page)


def test_what_the_applicant_types_while_correcting_is_no_news_until_it_is_handed_in(desk: Desk) -> None:
    reader = desk.at_desk("viewer")
    press(desk.at_desk("reviewer"), RECEIPT, "correct", note="请写全称")
    desk.clock.pass_by(minutes=1)
    for receipt in (RECEIPT, OTHERS, QUESTION):
        reader.open(f"/desk/cases/{receipt}")
    page = reader.open("/desk")
    desk.clock.pass_by(minutes=1)
    case = desk.case()
    typed = case.model_copy(update={"rev": 2, "changed": desk.clock(), "fields": {**case.fields, "unit_name": "新名"}})
    desk.do(lambda: desk.keep(typed, 1))
    assert now(reader, page) == known(page)
    assert not reader.open("/desk?unread=1").texts("//tbody/tr/th/a")
    assert not reader.open("/desk").texts("//tbody/tr//span[@class='tag' and .='新']")
    event = Event(at=desk.clock(), who=APPLICANT, what="submitted")
    sent = {"rev": 3, "state": "submitted", "handed_in": typed.fields, "history": (*typed.history, event)}
    desk.do(lambda: desk.keep(typed.model_copy(update=sent), 2))
    assert now(reader, page) != known(page)
    assert reader.open("/desk?unread=1").texts("//tbody/tr/th/a") == [RECEIPT]


def test_asking_is_no_look(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    before = desk.looks()
    for address in ("/desk/seen", f"/desk/cases/{RECEIPT}/seen"):
        assert browser.ask("GET", address).status_code == 200
    assert desk.looks() == before
    assert len(browser.open("/desk?unread=1").texts("//tbody/tr")) == 3


def test_asking_keeps_nobody_signed_in(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    for _ in range(6):
        assert browser.ask("GET", "/desk/seen").status_code == 200
        desk.clock.pass_by(minutes=10)
    desk.clock.pass_by(minutes=1)
    assert browser.ask("GET", "/desk/seen").status_code == 401
    assert browser.open("/desk").status == 401


def test_a_case_that_is_gone_is_no_more_asked_for(desk: Desk) -> None:
    assert desk.at_desk("viewer").ask("GET", "/desk/cases/ZZZZZZZZ/seen").status_code == 404
