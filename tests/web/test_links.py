"""One-time links both ways between Telegram and the web, and into a form: used once, by a button, within their time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from handlers.model import Site
from handlers.wording.moving import GOING_ON, USED_UP
from knowledge.library import Library
from tests.web.bench import Bench, Browser

TELEGRAM = "telegram:7"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def on_telegram(bench: Bench, *said: str) -> str:
    """What the person on Telegram is told last."""
    return bench.on_telegram(TELEGRAM, *said, at=NOW)


@pytest.fixture
def reachable(library: Library, tmp_path: Path) -> Iterator[Bench]:
    """On the web and on Telegram."""
    with Bench(tmp_path / "assistant.db", library, clock=lambda: NOW) as bench:
        bench.engine.site = Site(url="https://assistant.example", bot="workshop_bot")
        yield bench


@pytest.fixture
def moved(reachable: Bench) -> tuple[Bench, str]:
    """Somebody in the middle of a questionnaire on Telegram has asked for a link to the web."""
    told = on_telegram(reachable, "/check 萧山", "是", "/web")
    found = re.search("https://assistant.example(/go/[0-9a-f]{32})", told)
    assert found
    return reachable, found[1]


def use(browser: Browser, address: str) -> str:
    """Look at the link, then press its button."""
    page = browser.open(address)
    assert page.texts("//button[@class='send']") == ["打开"]
    return browser.post(page.tree.xpath("//main//form/@action")[0], {"key": str(uuid4())}).text


def test_a_conversation_goes_on_in_the_browser(moved: tuple[Bench, str]) -> None:
    bench, address = moved
    browser = bench.browser()
    for _ in range(3):
        bench.browser().open(address)  # previews use nothing up
    assert GOING_ON in use(browser, address)
    page = browser.press(browser.open(), "回到当前步骤")
    assert "第2题" in page.replies[-1]
    assert "查一查能不能申报萧山" in page.text  # what was said on Telegram stands there too
    assert "第3题" in browser.press(page, "注册和经营都在").replies[-1]
    assert "第3题" in on_telegram(bench, "/start")


def test_a_link_is_used_once(moved: tuple[Bench, str]) -> None:
    bench, address = moved
    assert GOING_ON in use(bench.browser(), address)
    stranger = bench.browser()
    assert USED_UP in use(stranger, address)
    assert "第2题" not in stranger.open().text


@pytest.mark.parametrize("code", ["0" * 32, "x", "0" * 31, "%2e%2e", "A" * 32])
def test_a_made_up_link_opens_nothing(moved: tuple[Bench, str], code: str) -> None:
    bench, _ = moved
    browser = bench.browser()
    reply = browser.post(f"/go/{code}", {"key": str(uuid4())})
    assert (reply.status, USED_UP in reply.text) == (410, True)


def test_from_the_browser_to_telegram(reachable: Bench) -> None:
    browser = reachable.browser()
    browser.say("/check 萧山")
    browser.say("是")
    page = browser.say("/web")
    (link,) = page.tree.xpath("//p[@class='way']/a/@href")
    payload = re.fullmatch(r"https://t\.me/workshop_bot\?start=(go_[0-9a-f]{32})", link)
    assert payload
    assert "第2题" in on_telegram(reachable, f"/start {payload[1]}")
    assert USED_UP in on_telegram(reachable, f"/start {payload[1]}")
    assert "第3题" in on_telegram(reachable, "1")


def test_a_link_is_good_for_half_an_hour(library: Library, tmp_path: Path) -> None:
    late = NOW + timedelta(minutes=31)
    with Bench(tmp_path / "assistant.db", library, clock=lambda: late) as bench:
        bench.engine.site = Site(url="https://assistant.example")
        address = re.search("/go/[0-9a-f]{32}", on_telegram(bench, "/web"))
        assert address
        assert USED_UP in use(bench.browser(), address.group())
