"""What people do on the web page, from the first word to a case that staff have, leaves data that is found whole."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.commands.upkeep import stands_in
from bot.engine import new_nonce
from bot.web.saying import Door
from handlers.draft import Change, Draft, Edit, Upload
from handlers.wording.privacy import EDITION
from knowledge.library import Library
from storage.audit import Finding
from storage.sqlite import SqliteReader
from tests.web.bench import Bench, Browser

ID_NUMBER = "11010519491231002X"
DOOR = Door(lambda: datetime.now(UTC), new_nonce)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "assistant.db"


def audited(path: Path, library: Library, later: timedelta = timedelta(0)) -> tuple[Finding, ...]:
    with closing(SqliteReader.open(path)) as reader:
        return reader.audit(datetime.now(UTC) + later, lambda citation: stands_in(library, citation))


def the_draft(bench: Bench, address: str) -> Draft:
    """The draft of a page: there is one person on the bench."""
    (person,) = bench.do(bench.engine.store.people)  # type: ignore[attr-defined]
    drafts = bench.do(lambda: bench.engine.world_of(person)).drafts
    return next(draft for draft in drafts if address.endswith(draft.id))


def edit(bench: Bench, address: str, **done: object) -> None:
    """Something changed on the form page."""
    draft = the_draft(bench, address)
    made = Edit.model_validate({"draft": draft.id, "rev": draft.rev, **done})
    taken = bench.do(lambda: bench.engine.take(DOOR.page(draft.person, {"key": uuid4().hex}, edit=made)))
    assert taken.edited is not None
    assert taken.edited.refused == ()


def add_file(bench: Bench, address: str, name: str) -> None:
    person, now = the_draft(bench, address).person, datetime.now(UTC)
    upload = Upload(id=uuid4().hex, name=name, kind="pdf", size=9, at=now)
    bench.do(lambda: bench.engine.store.save_upload(person, upload.id, b"%PDF%%EOF", now))
    edit(bench, address, added=(upload,))


def agree(browser: Browser, address: str) -> None:
    sent = {"key": uuid4().hex, "kind": "sensitive", "edition": EDITION, "granted": "yes"}
    assert browser.post(f"{address}/consent", sent).status == 200


def hand_in(browser: Browser, address: str) -> None:
    (form,) = browser.open(f"{address}/review").tree.xpath(f"//form[@action='{address}'][@method='post']")
    browser.post(address, {**dict(form.form_values()), "do": "submit"})


def test_chat_form_consent_files_and_handing_in(path: Path, library: Library) -> None:
    with Bench(path, library) as bench:
        browser = bench.browser()
        for words in ("萧山", "公示几天", "生成申报草稿", "同意", "顺发精密公司", "以后再说", "网页填表"):
            page = browser.say(words)
        (address,) = page.tree.xpath("//a[starts-with(@href, '/drafts/')]/@href")[-1:]
        agree(browser, address)
        edit(bench, address, changes=(Change(key="leader_id_number", was="", now=ID_NUMBER),), rows={"members": 2})
        for name in ("证书.pdf", "营业执照.pdf"):
            add_file(bench, address, name)
        assert audited(path, library) == ()
        hand_in(browser, address)
        assert the_draft(bench, address).state == "submitted"
        browser.open()
        assert audited(path, library, timedelta(hours=25)) == ()


def test_news_wait_for_somebody_who_has_not_come_by_since(path: Path, library: Library) -> None:
    with Bench(path, library) as bench:
        browser = bench.browser()
        browser.say("萧山")
        (person,) = bench.do(bench.engine.store.people)  # type: ignore[attr-defined]
        turn = DOOR.read(person, {"key": str(uuid4()), "text": "公示几天"})[0]
        assert bench.do(lambda: bench.engine.take(turn)).replies[0].state == "waiting"
        assert audited(path, library, timedelta(days=5)) == ()
