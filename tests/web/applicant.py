"""Somebody with a draft, who has the page of its form before them and no scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from handlers.draft import Draft
from handlers.wording.privacy import EDITION
from storage.sqlite import SqliteStore
from tests.web.bench import Bench, Browser, Page

Form = dict[str, str | list[str]]


@dataclass
class Applicant:
    """Whose draft it is; ``address`` is that of its page."""

    bench: Bench
    browser: Browser
    address: str

    @property
    def draft(self) -> Draft:
        """As it is stored now."""
        store = self.bench.engine.store
        assert isinstance(store, SqliteStore)
        wanted = self.address.rpartition("/")[2]
        people = self.bench.do(store.people)
        worlds = [self.bench.do(lambda person=person: self.bench.engine.world_of(person)) for person in people]  # type: ignore[misc]
        return next(draft for world in worlds for draft in world.drafts if draft.id == wanted)

    def open(self, behind: str = "") -> Page:
        """The form, or what lies behind its address."""
        return self.browser.open(self.address + behind)

    def fields(self) -> Form:
        """All that the page sends as it stands, without a button."""
        return as_shown(self.open())

    def save(self, changes: dict[str, str], do: str = "save", **headers: str) -> Page:
        """Fill in and press a button."""
        return self.send(
            {**self.fields(), **{f"f.{key}": value for key, value in changes.items()}, "do": do}, **headers
        )

    def send(self, form: Form, **headers: str) -> Page:
        """Send the form, whenever it was opened."""
        return Page(self.browser.ask("POST", self.address, data=form, headers=headers))

    def agree(self, kind: str = "sensitive", granted: str = "yes") -> Page:
        """Consent."""
        form = {"key": uuid4().hex, "kind": kind, "edition": EDITION, "granted": granted}
        return self.browser.post(f"{self.address}/consent", form)

    def upload(self, name: str, content: bytes, **more: str) -> Page:
        """Choose a file and add it."""
        page = self.open()
        (key,) = page.tree.xpath("//form[@class='adding']/input[@name='key']/@value") or [uuid4().hex]
        return self.add(name, content, **{"key": key, "material": "", **more})

    def add(self, name: str, content: bytes, **fields: str) -> Page:
        """Send a file, whatever the page says."""
        files = {"file": (name, content, "application/octet-stream")}
        return Page(self.browser.ask("POST", f"{self.address}/files", data=fields, files=files))


def as_shown(page: Page) -> Form:
    """What a browser sends of the form on a page: the first end of line in a field of several lines is not part of it,
    and of a name all values are sent."""
    form = page.tree.xpath("//form[@class='filling']")[0]
    for several in form.iter("textarea"):
        several.value = several.value.removeprefix("\n")
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return {name: listed[0] if len(listed) == 1 else listed for name, listed in found.items()}


def applicant(bench: Bench, region: str = "萧山") -> Applicant:
    """Somebody new who has begun a draft."""
    browser = bench.browser()
    browser.say(region)
    browser.say("生成申报草稿")
    browser.say("同意")
    browser.say("以后再说")
    page = browser.say("网页填表")
    (address,) = page.tree.xpath("//p[@class='way']/a[starts-with(@href, '/drafts/')]/@href")[-1:]
    return Applicant(bench, browser, address)


def alert(page: Page) -> str:
    """What was not done as wished."""
    return "".join(page.texts("//*[@role='alert'][not(@hidden)]"))


def receipt(page: Page) -> str:
    """The receipt that a page tells."""
    found = re.search("回执号：([2-9A-HJ-NP-Z]{8})", page.text)
    assert found, page.text
    return found[1]
