"""The page of a form in a real browser: saved by itself, at a desk, on a phone, with keys alone, in bad weather."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Route, expect

from handlers.draft import Draft
from handlers.wording.form_page import NOT_FOUND
from tests.web.browser.person import Person
from tests.web.browser.served import Served
from tests.web.test_files import JPEG, PDF


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of more than may be sent."""
    path = tmp_path / "证书.pdf"
    path.write_bytes(PDF + bytes(12_000_000))
    return path


def begin(person: Person) -> str:
    """Come to a draft as quickly as may be, and open the page of its form; its address."""
    for words in ("萧山", "生成申报草稿", "同意", "以后再说", "网页填表"):
        answer = person.page.request.post("/say", form={"text": words})
    address = str(re.findall('href="(/drafts/[0-9a-f]+)"', answer.text())[-1])
    person.open(address)
    return address


def draft(served: Served, address: str) -> Draft:
    """As it is stored now."""
    engine = served.engine
    assert engine is not None

    def found() -> Draft:
        people = engine.store.people()  # type: ignore[attr-defined]
        drafts = (one for person in people for one in engine.world_of(person).drafts)
        return next(one for one in drafts if address.endswith(one.id))

    return served.worker._thread.submit(found).result()


def fill(person: Person, fields: dict[str, str]) -> None:
    """Type, and go on to the next field; until it has been saved by itself."""
    with person.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        for key, words in fields.items():
            person.page.locator(f"[name='f.{key}']").fill(words)
            person.page.keyboard.press("Tab")
    says(person, "已自动保存")


def says(person: Person, words: str) -> None:
    """What is said of saving."""
    expect(person.page.locator("[data-saving]")).to_have_text(words)


def test_the_whole_form_at_a_desk(desktop: Person, served: Served, large: Path) -> None:
    address, page = begin(desktop), desktop.page
    page.get_by_role("button", name="同意", exact=True).click()
    fill(desktop, {"unit_name": "杭州顺发机械厂", "leader_name": "张三", "leader_id_number": "11010519491231002X"})
    page.get_by_role("button", name="再加一条").click()
    fill(desktop, {"members.0.name": "李四"})
    page.locator("[name=ready]").first.check()
    says(desktop, "已自动保存")
    page.locator("#file").set_input_files(large)
    assert "10 MB" in page.locator("#file").evaluate("each => each.validationMessage")
    page.locator("#file").set_input_files({"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    page.get_by_role("button", name="添加").click()
    expect(page.locator(".papers .file a")).to_have_text("证书.jpg")
    wrong = page.locator("[name='f.email']")
    fill(desktop, {"email": "a@"})
    expect(page.locator("[data-about=email]")).to_contain_text("请改正")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    desktop.can_use_it()
    fill(desktop, {"email": "a@example.com"})
    expect(page.locator("[data-about=email]")).to_be_empty()
    expect(wrong).not_to_have_attribute("aria-invalid", "true")

    page.get_by_role("button", name="保存，去检查和提交").click()
    expect(page.locator("main")).to_contain_text("杭州顺发机械厂")
    expect(page.locator("main .file a")).to_have_text("证书.jpg")
    desktop.can_use_it()
    with page.expect_download() as pack:
        page.get_by_role("link", name="下载打印材料").click()
    assert pack.value.suggested_filename.endswith(".zip")
    page.get_by_role("button", name="提交给工作人员").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已提交")
    kept = draft(served, address)
    assert kept.receipt is not None
    expect(page.get_by_role("status")).to_contain_text(kept.receipt)
    assert {**kept.fields, "leader_id_number": "11010519491231002X", "members.0.name": "李四"} == kept.fields
    assert (kept.fields["email"], len(kept.ready)) == ("a@example.com", 1)


def test_the_form_on_a_narrow_phone(phone: Person) -> None:
    phone.page.set_viewport_size({"width": 360, "height": 740})
    address = begin(phone)
    phone.can_use_it()
    assert phone.page.locator("header nav").evaluate("each => each.scrollHeight <= 48")  # no word is broken
    for place in (address, f"{address}/review", "/", "/rules"):
        phone.open(place)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_follows_another_field_keeps_following_it(desktop: Person, served: Served) -> None:
    address = begin(desktop)
    report = desktop.page.locator("[name='f.report.people']")
    for name in ("张", "张三", "张三丰"):
        fill(desktop, {"leader_name": name})
        expect(report).to_have_value(f"姓名：{name}")
    fill(desktop, {"report.people": "我自己写的"})
    fill(desktop, {"leader_name": "张三"})
    expect(report).to_have_value("我自己写的")
    assert draft(served, address).fields["report.people"] == "我自己写的"


def test_ticks_are_saved_by_themselves_and_add_up_with_those_of_another_page(desktop: Person, served: Served) -> None:
    address = begin(desktop)
    ticks = desktop.page.locator("[name=ready]")
    other = desktop.page.context.new_page()
    other.goto(address)
    other.locator("[name=ready]").nth(1).check()
    expect(other.locator("[data-saving]")).to_have_text("已自动保存")
    ticks.nth(0).check()
    says(desktop, "已自动保存")
    expect(ticks.nth(1)).to_be_checked()
    ticks.nth(2).check()
    expect(desktop.page.locator("[name=was_ready]")).to_have_value(re.compile(r"^\S+\n\S+\n\S+$"))
    assert len(draft(served, address).ready) == 3
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desktop.page.once("dialog", leave)
    ticks.nth(3).check()
    desktop.page.reload()
    assert asked == ["beforeunload"]


def test_with_keys_alone(desktop: Person, served: Served) -> None:
    address, page = begin(desktop), desktop.page
    page.get_by_role("button", name="再加一条").press("Enter")
    page.locator("[name='f.members.0.name']").focus()
    page.keyboard.type("李四")
    page.locator("summary", has_text="删除第1条").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("确定删除")
    page.keyboard.press("Enter")
    expect(page.locator("legend")).to_have_count(0)
    assert draft(served, address).rows["members"] == 0


def failing(status: int, times: int) -> Callable[[Route], None]:
    """A server that is not well for so many times."""
    left = [times]

    def answer(route: Route) -> None:
        if route.request.method != "POST" or not left[0]:
            route.fallback()
            return
        left[0] -= 1
        if status:
            route.fulfill(status=status, json={"message": "磁盘已满"})
        else:
            route.abort()

    return answer


@pytest.mark.parametrize("status", [0, 429, 503])
def test_what_may_yet_work_is_tried_again(desktop: Person, served: Served, status: int) -> None:
    address, page = begin(desktop), desktop.page
    page.clock.install()
    page.route(f"**{address}", failing(status, 2))
    page.locator("[name='f.unit_name']").fill("顺发公司")
    for seconds in (2, 5):
        page.clock.fast_forward(seconds * 1000)
        says(desktop, "还没有保存上，会自动再试。请不要关这个页面。")
    page.clock.fast_forward(5_000)  # by now it waits longer
    says(desktop, "还没有保存上，会自动再试。请不要关这个页面。")
    page.clock.fast_forward(5_000)
    says(desktop, "已自动保存")
    assert draft(served, address).fields["unit_name"] == "顺发公司"
    assert len(desktop.complaints) == 2  # the browser itself says that something was not loaded
    desktop.complaints.clear()


def test_a_draft_that_is_gone_gives_back_what_was_typed(desktop: Person) -> None:
    begin(desktop)
    page = desktop.page
    for words in ("/erase", "确定"):
        page.request.post("/say", form={"text": words})
    page.locator("[name='f.unit_name']").fill("顺发公司")
    stopped = page.get_by_role("alert")
    expect(stopped).to_contain_text(NOT_FOUND)
    says(desktop, "没有保存")
    expect(stopped.locator("textarea")).to_have_value(re.compile("：顺发公司$", re.MULTILINE))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stopped.get_by_role("button", name="复制").click()
    expect(stopped.get_by_role("button")).to_have_text("已复制")
    assert "顺发公司" in page.evaluate("navigator.clipboard.readText()")
    expect(page.locator("[name='f.unit_name']")).to_have_value("顺发公司")
    desktop.complaints.clear()


def test_a_file_that_is_too_large_without_scripts(without_scripts: Person, large: Path) -> None:
    begin(without_scripts)
    page = without_scripts.page
    page.get_by_role("button", name="同意", exact=True).click()
    page.locator("#file").set_input_files(large)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("alert")).to_contain_text("每个文件最多 10 MB")
    page.get_by_role("link", name="回去").click()
    expect(page.locator("#file")).to_be_visible()
    without_scripts.complaints.clear()


def test_the_greeting_stands_there_once(desktop: Person) -> None:
    desktop.open()
    greeting = desktop.page.locator(".said", has_text="请先选地区")
    desktop.say("公示几天？")
    expect(greeting).to_have_count(1)
    expect(desktop.page.locator(".said").nth(1)).to_have_class("said mine")
