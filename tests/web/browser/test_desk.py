"""The desk in a real browser: in by a link, by keys to a case, an answer, a refusal, the figures; nobody kept out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from handlers.draft import Event
from knowledge.library import Library
from tests.bench.listing import MANY
from tests.conversation.players import START
from tests.desk.office import OTHERS, QUESTION, RECEIPT, SECRET, application
from tests.web.browser.conftest import DESKTOP, somebody
from tests.web.browser.person import Person
from tests.web.browser.served import Served
from tests.web.browser.staff import OPEN, furnish, sign_in

DAY = timedelta(days=1)
SOME = 2_500
"""Cases that are kept at once."""


def test_a_day_at_the_desk(desktop: Person, office: Served) -> None:
    sign_in(desktop, office)
    page = desktop.page
    desktop.can_use_it()
    page.keyboard.press("/")
    page.keyboard.type("示例机械")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(RECEIPT)
    desktop.can_use_it()
    expect(page.locator("body")).not_to_contain_text(SECRET)

    page.get_by_role("link", name="按案件内容起草").click()
    expect(page.get_by_label("答复申请人")).to_have_value("您好，您提交的内容我们看过了。\n目前没有发现要补的内容。")
    page.get_by_label("答复申请人").fill("请补交证书复印件。")
    page.get_by_role("button", name="发送答复").click()
    expect(page.locator(".notice")).to_have_text("已处理。")
    expect(page.locator(".history")).to_contain_text("请补交证书复印件。")

    page.get_by_text("看敏感信息的完整内容").click()
    page.locator("input[name=field]").first.check()
    page.get_by_label("为什么要看（会记下来）").fill("核对")
    desktop.can_use_it()
    page.get_by_role("button", name="显示").click()
    page.get_by_text("谁看过").click()
    expect(page.get_by_text("看了完整内容").first).to_be_visible()

    page.locator("summary", has_text="不予受理").click()
    page.get_by_label("依据哪一条").select_option(label="第九条第1项")
    page.get_by_label("理由（会发给申请人）").fill("团队只有两人")
    desktop.can_use_it()
    page.get_by_role("button", name="不予受理").click()
    expect(page.locator(".facts")).to_contain_text("不予受理")
    page.locator("h1").click()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("案件")

    page.get_by_role("link", name="统计").click()
    expect(page.locator(".chart").first).to_be_visible()
    desktop.can_use_it()


def test_the_doors_keep_nobody_out(desktop: Person, office: Served) -> None:
    desktop.open("/desk/in/x")
    desktop.can_use_it()
    sign_in(desktop, office)
    desktop.page.get_by_role("button", name="退出", exact=True).click()
    expect(desktop.page.get_by_role("heading", level=1)).to_have_text("已退出")
    desktop.can_use_it()


def test_a_file_of_the_list(desktop: Person, office: Served) -> None:
    sign_in(desktop, office)
    with desktop.page.expect_download() as download:
        desktop.page.get_by_role("button", name="导出 Excel").click()
    assert download.value.suggested_filename.startswith("案件")


def test_on_a_phone_and_in_the_dark(phone: Person, office: Served) -> None:
    sign_in(phone, office)
    phone.can_use_it()
    phone.open(f"/desk/cases/{QUESTION}")
    expect(phone.page.locator("body")).to_contain_text("公示要几天？")
    phone.can_use_it()
    phone.page.set_viewport_size({"width": 360, "height": 780})
    for address in (f"/desk/cases/{OPEN}", "/desk/rulings", "/desk"):
        phone.open(address)
        phone.can_use_it()
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360  # nothing sticks out


def test_without_scripts(without_scripts: Person, office: Served) -> None:
    sign_in(without_scripts, office)
    page = without_scripts.page
    page.get_by_role("link", name=OTHERS).click()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".notice")).to_have_text("已处理。")


class Asked:
    """What a page asks before it goes, and what it is told."""

    def __init__(self, person: Person) -> None:
        self.questions: list[str] = []
        self.go = False
        person.page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.questions.append(dialog.type)
        (dialog.accept if self.go else dialog.dismiss)()


def test_words_are_lost_by_no_slip(desktop: Person, office: Served) -> None:
    sign_in(desktop, office)
    asked, page = Asked(desktop), desktop.page
    desktop.open(f"/desk/cases/{OTHERS}")
    field = page.get_by_label("答复申请人")
    field.press_sequentially("写了很久")
    page.get_by_role("button", name="放回").click()
    assert asked.questions == ["confirm"]
    page.get_by_role("link", name="统计").click()
    expect(field).to_have_value("写了很久")
    page.get_by_role("button", name="改成深色").click()
    assert asked.questions == ["confirm", "beforeunload", "confirm"]
    expect(field).to_have_value("写了很久")
    with page.expect_download():
        page.get_by_role("button", name="下载打印材料").click()
    page.locator("summary", has_text="不予受理").click()
    page.get_by_role("button", name="发送答复").click()
    expect(page.locator(".notice")).to_have_text("已处理。")
    assert len(asked.questions) == 3  # sending them, or saving a file, needs no question

    page.locator("summary", has_text="不予受理").click()
    page.get_by_label("理由（会发给申请人）").press_sequentially("两人")
    page.get_by_role("button", name="不予受理").click()
    expect(page.get_by_role("alert")).to_contain_text("依据哪一条")
    assert "409" in desktop.complaints.pop()
    page.get_by_role("button", name="放回").click()
    assert asked.questions[3:] == ["confirm"]  # what was refused is as little sent as before
    asked.go = True
    page.get_by_role("button", name="关闭", exact=True).click()
    expect(page.locator(".facts")).to_contain_text("已关闭")


def happens(office: Served, receipt: str) -> None:
    """Something happens to a case elsewhere."""

    def write() -> None:
        assert office.engine is not None
        with office.engine.store.transaction() as transaction:
            case = transaction.case(receipt)
            assert case is not None
            at = case.history[-1].at + 10 * DAY  # later than anything that has been done at the desk
            wrote = Event(at=at, who=case.person, what="wrote", note="还有一份证书")
            changed = case.model_copy(update={"history": (*case.history, wrote), "rev": case.rev + 1, "changed": at})
            transaction.save_draft(changed, case.rev)

    office.do(write)


@pytest.mark.parametrize(
    ("address", "words", "way"),
    [(f"/desk/cases/{QUESTION}", "这个案件刚刚有了新的变化。", "看最新的"), ("/desk", "有新的变化，", "刷新")],
)
def test_a_page_says_when_it_is_old(desktop: Person, office: Served, address: str, words: str, way: str) -> None:
    desktop.page.clock.install()
    sign_in(desktop, office)
    desktop.open(address)
    bar = desktop.page.locator(".news")
    with desktop.page.expect_response("**/seen"):
        desktop.page.clock.fast_forward(10_000)
    expect(bar).to_be_empty()
    happens(office, QUESTION)
    desktop.page.clock.fast_forward(10_000)
    expect(bar).to_have_text(words + way)
    desktop.can_use_it()
    bar.get_by_role("link", name=way).click()
    expect(desktop.page.locator(".news")).to_be_empty()
    expect(desktop.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_ruling_from_the_case_to_the_list_and_back(desktop: Person, office: Served) -> None:
    sign_in(desktop, office)
    page = desktop.page
    desktop.open(f"/desk/cases/{OPEN}")
    page.locator("summary", has_text="裁量结论").click()
    page.get_by_label("结论（会给以后情况相同的人看）").fill("领办技师可以计入三人")
    expect(page.get_by_label("作出结论的部门")).to_have_value("区人力社保局")
    desktop.can_use_it()
    page.get_by_role("button", name="记下裁量结论").click()
    expect(page.locator(".notice")).to_have_text("已处理。")
    page.get_by_role("link", name="裁量结论").click()
    expect(page.locator("tbody")).to_contain_text("领办技师可以计入三人")
    desktop.can_use_it()
    page.locator("summary", has_text="撤回").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.locator("tbody")).to_contain_text("已撤回")


@pytest.fixture
def crowded(library: Library, tmp_path: Path) -> Iterator[Served]:
    """A desk with fifty thousand cases."""
    with Served(tmp_path / "assistant.db", library, lambda: START) as served:
        made = application(library, uploads=(), before={})

        def fill(numbers: range) -> None:
            assert served.engine is not None
            with served.engine.store.transaction() as transaction:
                for number in numbers:
                    fields = {"unit_name": f"示例{number}号有限公司"}
                    other = {"id": f"{number:016x}", "receipt": called(number), "fields": fields, "handed_in": fields}
                    transaction.save_draft(made.model_copy(update=other), None)

        served.do(lambda: furnish(served))
        for first in range(0, MANY, SOME):
            served.do(partial(fill, range(first, first + SOME)))
        yield served


def called(number: int) -> str:
    """A receipt of its own for each number."""
    return "".join("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[number >> 5 * place & 31] for place in range(8))


@pytest.mark.long
def test_fifty_thousand_cases(chromium: Browser, crowded: Served) -> None:
    for person in somebody(chromium, crowded, viewport=DESKTOP):
        sign_in(person, crowded)
        page = person.page
        expect(page.locator("tbody tr")).to_have_count(50)
        person.can_use_it()
        person.open(f"{crowded.address}/desk?page=99999")
        expect(page.locator("tbody tr")).to_have_count(4)  # four were there before
        page.keyboard.press("/")
        page.keyboard.type("示例49999号")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name=called(49_999)).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(called(49_999))
