"""One browser and one server for all; every page is watched for what it complains of and whom it asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from knowledge.answering.search import index_of
from knowledge.library import Library
from tests.conversation.players import START
from tests.web.browser.person import Person
from tests.web.browser.served import Served
from tests.web.browser.staff import furnish

MISSING = "The tests of the pages need a browser: apt-get install chromium fonts-noto-cjk"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's own. Without it these tests fail: a page that nobody has looked at is not tested.

    Not for longer than a module: while it runs, its event loop is in the way of every other.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application."""
    index_of(library)  # as the real start does, so that the first question waits for nothing
    with Served(tmp_path_factory.mktemp("served") / "assistant.db", library, lambda: START) as running:
        yield running


@pytest.fixture(scope="session")
def office(served: Served) -> Served:
    """The application with staff and cases."""
    served.do(lambda: furnish(served))
    return served


@pytest.fixture
def desktop(chromium: Browser, served: Served) -> Iterator[Person]:
    """Somebody new at a desk, with a mouse."""
    yield from somebody(chromium, served, viewport=DESKTOP)


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Person]:
    """Somebody new with a phone, in the dark."""
    yield from somebody(
        chromium, served, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2, color_scheme="dark"
    )


@pytest.fixture
def without_scripts(chromium: Browser, served: Served) -> Iterator[Person]:
    """Somebody new whose browser runs no scripts."""
    yield from somebody(chromium, served, viewport=PHONE, java_script_enabled=False)


def somebody(chromium: Browser, served: Served, **device: object) -> Iterator[Person]:
    """Somebody new with a device of these ways; watched until they leave."""
    context = chromium.new_context(base_url=served.address, locale="zh-CN", reduced_motion="reduce", **device)  # type: ignore[arg-type]
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: _note(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _at_home(complaints, request.url, served.address))
    person = Person(page, complaints)
    yield person
    context.close()
    assert complaints == []


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        complaints.append(message.text)


def _at_home(complaints: list[str], url: str, address: str) -> None:
    """Nothing may be asked of any other host."""
    if not url.startswith((address, "data:")):
        complaints.append(f"asked {url}")
