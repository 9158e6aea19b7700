"""Rulings at the desk: written down from a case, listed, taken back; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.rulings import Ruling
from knowledge.library import Library
from tests.desk.office import RECEIPT, SECRET, Desk, application, left_open, press
from tests.web.bench import Browser, Page

WORDS = "领办技师可以计入三人"
SENT = {
    "open": "X-TEAM:art_9__item_1",
    "note": WORDS,
    "authority": "区人力社保局",
    "day": "2026-11-18",
    "expiry": "",
}


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Iterator[Desk]:
    """A desk with a case in which the text leaves one criterion open."""
    with Desk(tmp_path / "assistant.db", library) as running:
        changed = application(library, rev=1, **left_open(library))
        running.do(lambda: running.keep(changed, 0))
        yield running


def values(page: Page, name: str) -> list[str]:
    """What stands in the fields of a name."""
    return [one.get("value") or (one.text or "").strip() for one in page.tree.xpath(f"//form//*[@name='{name}']")]


def withdraw(browser: Browser, ruling: Ruling) -> Page:
    return browser.post(f"/desk/rulings/{ruling.id}/withdraw", {"key": "1"})


def test_the_form_offers_what_is_open_and_who_may_settle_it(desk: Desk) -> None:
    page = desk.at_desk("reviewer").open(f"/desk/cases/{RECEIPT}")
    assert values(page, "open") == ["X-TEAM:art_9__item_1"]
    (label,) = page.texts("//label[@for='o-1']")
    assert "（第九条第1项）：「且团队中拥有３人以上" in label
    assert "除领办技师外有技师以上资格或工程师以上职称的成员：2人" in label
    assert (values(page, "authority"), values(page, "day")) == (["区人力社保局"], ["2026-11-23"])


def test_nothing_open_no_form(library: Library, tmp_path: Path) -> None:
    with Desk(tmp_path / "other.db", library) as desk:
        assert "记下裁量结论" not in desk.at_desk("reviewer").open(f"/desk/cases/{RECEIPT}").text


def test_a_ruling_is_written_down_told_and_listed(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    assert press(browser, RECEIPT, "rule", None, **{**SENT, "expiry": "2027-12-31"}).status == 200
    (made,) = desk.rulings()
    assert (made.text, made.authority, made.case) == (WORDS, "区人力社保局", RECEIPT)
    assert (made.day.isoformat(), str(made.expiry), made.criterion) == ("2026-11-18", "2027-12-31", "X-TEAM")
    assert "有了裁量结论" in desk.told()[-1]
    page = browser.open("/desk/rulings")
    row = page.texts("//tbody/tr")[0]
    for words in ("有效", "萧山第九条第1项", "团队中3人以上", WORDS, "2026-11-18", "2027-12-31", RECEIPT, "吴办"):
        assert words in row
    assert browser.open(page.tree.xpath("//tbody//a[contains(@href, 'cases')]/@href")[0]).status == 200
    assert (
        f"裁量结论（区人力社保局，2026年11月18日，有效至2027年12月31日）：{WORDS}"
        in browser.open(f"/desk/cases/{RECEIPT}").text
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "昨天"}, "日期看不懂"),
        ({"expiry": "2027年底"}, "日期看不懂"),
        ({"day": "2026-11-24"}, "不能晚于今天"),
        ({"expiry": "2026-11-17"}, "不能早于作出的日期"),
        ({"day": ""}, "请补齐再提交"),
        ({"authority": " "}, "请补齐再提交"),
        ({"open": ""}, "依据哪一条"),
        ({"open": "X-LEAVE:art_21__item_4"}, "团队中3人以上"),
    ],
)
def test_what_is_refused_keeps_all_that_was_typed(desk: Desk, wrong: dict[str, str], words: str) -> None:
    sent = {**SENT, **wrong}
    page = press(desk.at_desk("reviewer"), RECEIPT, "rule", None, **sent)
    assert page.status in {409, 422}
    assert words in page.texts("//div[@role='alert']")[0]
    assert not desk.rulings()
    (form,) = page.tree.xpath("//form[.//button[@value='rule']]")
    assert form.xpath(".//textarea")[0].text.strip() == WORDS
    for name in ("authority", "day", "expiry"):
        assert form.xpath(f".//input[@name='{name}']/@value") == [sent[name]]
    assert form.getparent().get("open") is not None


def test_identity_numbers_are_in_no_ruling(desk: Desk) -> None:
    sent = {**SENT, "note": f"{WORDS}{SECRET}", "authority": f"局{SECRET}"}
    assert "已经遮住" in press(desk.at_desk("reviewer"), RECEIPT, "rule", None, **sent).text
    assert SECRET not in desk.rulings()[0].model_dump_json()


def test_taken_back_it_is_listed_as_such_and_shown_no_more(desk: Desk) -> None:
    made, browser = desk.ruling(), desk.at_desk("reviewer")
    assert "裁量结论（" in browser.open(f"/desk/cases/{RECEIPT}").text
    page = withdraw(browser, made)
    assert "已撤回" in page.texts("//p[@role='status']")[0]
    assert page.texts("//tbody/tr/td[1]") == ["已撤回"]
    assert "裁量结论（" not in browser.open(f"/desk/cases/{RECEIPT}").text
    (look,) = [one for one in desk.looks(RECEIPT) if one.what == "withdraw"]
    assert (look.staff, look.detail) == (desk.members["reviewer"].id, made.id)
    again = withdraw(browser, made)
    assert (again.status, "已经撤回，没有再改" in again.text) == (409, True)


def test_a_viewer_only_looks(desk: Desk) -> None:
    made, viewer = desk.ruling(), desk.at_desk("viewer")
    page = viewer.open("/desk/rulings")
    assert WORDS in page.text
    assert not page.tree.xpath("//main//form")
    assert withdraw(viewer, made).status == 403
    assert desk.rulings()[0].withdrawn is None


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({}, "有效"),
        ({"expiry": "2026-11-23"}, "有效"),
        ({"expiry": "2026-11-22", "day": "2026-11-01"}, "已到期"),
        ({"edition": "0" * 16 + "-" + "0" * 16}, "条文已改，不再显示"),
    ],
)
def test_whether_it_stands(desk: Desk, more: dict[str, str], standing: str) -> None:
    changed = Ruling.model_validate({**desk.ruling().model_dump(), **more})

    def save() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.save_ruling(changed)

    desk.do(save)
    assert desk.at_desk("viewer").open("/desk/rulings").texts("//tbody/tr/td[1]") == [standing]


def test_a_case_that_is_gone_is_named_without_a_link(desk: Desk) -> None:
    desk.ruling()

    def forget() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.forget("telegram:42", desk.clock())

    desk.do(forget)
    page = desk.at_desk("viewer").open("/desk/rulings")
    assert RECEIPT in page.text
    assert not page.tree.xpath("//tbody//a[contains(@href, 'cases')]")
