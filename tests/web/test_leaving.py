"""How long a browser knows its person, and signing out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.web.people import GRANT, YEAR
from handlers.model import Site
from handlers.wording.common import WELCOME_BACK
from handlers.wording.moving import GOING_ON
from knowledge.library import Library
from tests.web.applicant import Applicant, receipt
from tests.web.bench import Bench, Browser, Page

TELEGRAM = "telegram:7"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
DRAFT = ("萧山", "生成申报草稿", "同意", "以后再说")


@pytest.fixture
def reachable(library: Library, tmp_path: Path) -> Iterator[Bench]:
    """On the web and on Telegram."""
    with Bench(tmp_path / "assistant.db", library, clock=lambda: NOW) as bench:
        bench.engine.site = Site(url="https://assistant.example", bot="workshop_bot")
        yield bench


def link(bench: Bench, *said: str) -> str:
    """The one-time link that the person on Telegram is given last."""
    told = bench.on_telegram(TELEGRAM, *said, at=NOW)
    found = re.search("https://assistant.example(/go/[0-9a-f]{32})", told)
    assert found, told
    return found[1]


def cookies(page: Page) -> dict[str, str]:
    """What each cookie was set to on the way to a page, with its age."""
    answers = (*page.response.history, page.response)
    lines = [line for answer in answers for line in answer.headers.get_list("set-cookie")]
    return {line.partition("=")[0]: line for line in lines}


def go(browser: Browser, address: str, *, own: bool) -> Page:
    page = browser.open(address)
    assert page.texts("//label[@for='own']") == ["这是我自己的设备，下次不用再要链接"]
    return browser.post(address, {"own": "yes"} if own else {})


@pytest.mark.parametrize("own", [True, False])
def test_a_moved_conversation_stays_in_a_browser_only_where_it_is_said_to(reachable: Bench, own: bool) -> None:
    browser = reachable.browser()
    page = go(browser, link(reachable, "/check 萧山", "/web"), own=own)
    assert page.texts("//p[@class='notice']") == [GOING_ON]
    assert WELCOME_BACK not in page.text
    for seen in (page, browser.open()):  # every page says it anew
        assert (f"Max-Age={YEAR}" in cookies(seen)["person"]) is own
    assert "第1题" in browser.open().text


@pytest.mark.parametrize("own", [True, False])
def test_a_form_link_opens_the_form_for_as_long_as_is_said(
    reachable: Bench, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = reachable.browser()
    page = go(browser, link(reachable, *DRAFT, "网页填表"), own=own)
    assert (f"Max-Age={YEAR}" in cookies(page)["form"]) is own
    address = page.response.url.path
    now = datetime.now(UTC).timestamp()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + GRANT + 60)
    assert (browser.open(address).status == 200) is own


def test_who_came_by_a_link_gets_a_receipt_and_finds_the_draft_again(reachable: Bench) -> None:
    browser = reachable.browser()
    page = go(browser, link(reachable, *DRAFT, "网页填表"), own=False)
    one = Applicant(reachable, browser, page.response.url.path)
    assert one.browser.open("/drafts").tree.xpath("//ul[@class='drafts']//a/@href") == [one.address]
    page = one.save({"unit_name": "顺发公司"}, do="submit")
    assert page.response.url.path == one.address
    assert receipt(page) == one.draft.receipt
    assert f"回执 {one.draft.receipt}" in one.browser.open("/drafts").text
    assert one.draft.chat == TELEGRAM  # where the answer of staff will go


def test_a_link_to_one_draft_shows_no_other(reachable: Bench) -> None:
    link(reachable, *DRAFT, "网页填表")
    browser = reachable.browser()
    page = go(browser, link(reachable, "郑州", "生成申报草稿", "以后再说", "网页填表"), own=False)
    assert browser.open("/drafts").tree.xpath("//ul[@class='drafts']//a/@href") == [page.response.url.path]


def test_signing_out(reachable: Bench) -> None:
    browser = reachable.browser()
    page = go(browser, link(reachable, *DRAFT, "网页填表"), own=True)
    address = page.response.url.path
    browser.say("郑州")
    page = browser.open("/leave")
    assert "再也找不回来了" in page.text
    assert page.tree.xpath("//form[@action='/say']/button/@value") == ["/mydata", "/web"]
    page = browser.post("/leave", {})
    assert page.texts("//h1") == ["已退出"]
    assert set(browser.client.cookies) == set()
    assert browser.open(address).status == 404
    assert browser.open().mine == []


def test_leaving_can_be_reached_from_every_page(reachable: Bench) -> None:
    browser = reachable.browser()
    for address in ("/", "/drafts", "/rules", "/rules/search?q=公示", "/nowhere"):
        assert browser.open(address).tree.xpath("//a[@href='/leave']")


def test_without_telegram_nothing_is_offered_there(bench: Bench) -> None:
    assert bench.browser().open("/leave").tree.xpath("//form[@action='/say']/button/@value") == ["/mydata"]
