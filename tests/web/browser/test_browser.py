"""The main job in a real browser: at a desk, on a phone, with keys alone, without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from handlers.model import Turn
from tests.conversation.players import START
from tests.web.browser.person import Person
from tests.web.browser.served import DESK, Served

XIAOSHAN = ("是", "注册和经营都在", "高级技师", "是", 4, "有", "有", "是", "有", "是", "有", "是", "否", "是")
PAGES = ("/rules", "/rules/hangzhou", "/rules/urumqi/annex_2", "/rules/search?q=公示", "/drafts", "/go/x")


def fill_in(person: Person, answers: tuple[str | int, ...]) -> None:
    """Press what can be pressed, type the rest."""
    for answer in answers:
        if isinstance(answer, int):
            person.say(str(answer))
        else:
            person.press(answer)


def test_the_whole_job_for_xiaoshan_at_a_desk(desktop: Person) -> None:
    desktop.open()
    desktop.can_use_it()
    desktop.press("萧山")
    desktop.press("查申报资格")
    fill_in(desktop, XIAOSHAN[:3])
    expect(desktop.newest.locator("progress")).to_have_attribute("value", "3")
    desktop.can_use_it()
    fill_in(desktop, XIAOSHAN[3:])
    desktop.reads("文本条件均已满足")
    assert desktop.page.url.endswith("/")  # never loaded anew

    desktop.newest.locator("a.cite", has_text="第九条第2项").first.click()
    panel = desktop.page.get_by_role("complementary", name="条文")
    expect(panel.get_by_role("heading", level=2)).to_have_text("萧山第九条第2项")
    expect(panel.locator("mark")).to_contain_text(["技能人才培养", "评价", "选拔", "使用和激励"][0])
    expect(panel.locator("mark")).to_be_in_viewport()
    desktop.can_use_it()
    panel.get_by_role("link", name="第十条 ›").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("萧山第十条")
    desktop.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desktop.page.locator("a.cite:focus")).to_have_text("第九条第2项")

    desktop.page.reload()
    desktop.reads("文本条件均已满足")


def test_the_whole_job_for_urumqi_on_a_phone(phone: Person) -> None:
    phone.open()
    phone.press("乌鲁木齐")
    phone.press("查申报资格")
    phone.can_use_it()
    for _ in range(40):
        if phone.newest.locator("progress").count() == 0:
            break
        good = phone.newest.locator(".answers button").first
        if good.count():
            phone.press(good.locator("span").last.inner_text())
        else:
            phone.say("5")
    phone.reads("【乌鲁木齐】")
    wide = phone.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390  # nothing sticks out
    phone.can_use_it()

    phone.newest.locator("a.cite").first.click()
    expect(phone.page).to_have_url(re.compile("/rules/urumqi/art_"))
    expect(phone.page.locator(".aim")).to_be_in_viewport()
    phone.can_use_it()
    phone.page.go_back()
    phone.reads("【乌鲁木齐】")
    phone.say("补助给多少？")
    phone.reads("万元")


def test_with_keys_alone(desktop: Person) -> None:
    page, key = desktop.page, desktop.page.keyboard
    desktop.open()
    key.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    key.press("Enter")
    _to(desktop, "萧山")
    key.press("Enter")
    desktop.reads("现在看的是萧山")
    expect(desktop.newest).to_be_focused()
    key.press("Tab")
    expect(page.locator(":focus")).to_contain_text("查申报资格")
    key.press("Space")
    desktop.reads("第1题")
    page.locator("#text").focus()
    key.type("公示几天？")
    key.press("Enter")
    desktop.reads("第1题")
    expect(page.locator("#text")).to_be_focused()
    _back_to(desktop, "萧山第十条第4项")
    key.press("Enter")
    expect(page.locator(".panel h2")).to_be_focused()
    key.press("Escape")
    expect(page.locator(":focus")).to_have_text("萧山第十条第4项")


def test_without_scripts(without_scripts: Person) -> None:
    without_scripts.open()
    without_scripts.press("萧山")
    without_scripts.press("查申报资格")
    fill_in(without_scripts, XIAOSHAN[:2])
    without_scripts.reads("第3题")
    page = without_scripts.page
    page.locator("#text").fill("公示几天？")
    page.get_by_role("button", name="发送").click()
    without_scripts.reads("第3题")
    page.locator("a.cite").last.click()
    expect(page.locator("mark")).to_contain_text("公示期为７天")
    page.get_by_role("button", name="改成深色").click()
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    page.get_by_role("link", name="回到对话").click()
    without_scripts.reads("第3题")


def test_the_other_pages_keep_nobody_out(desktop: Person) -> None:
    for number, address in enumerate(PAGES):
        desktop.page.emulate_media(color_scheme="dark" if number % 2 else "light")
        desktop.open(address)
        desktop.can_use_it()


def test_a_double_press_is_one_turn(desktop: Person) -> None:
    desktop.open()
    desktop.page.locator(".choices button", has_text="萧山").dblclick()
    desktop.reads("现在看的是萧山")
    expect(desktop.page.locator(".mine")).to_have_text(["萧山"])


def test_a_vote_is_marked(desktop: Person) -> None:
    desktop.open()
    desktop.say("萧山公示几天？")
    good = desktop.newest.get_by_role("button", name="有帮助")
    good.click()
    expect(desktop.page.get_by_role("status")).to_contain_text("谢谢，已记下")
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(desktop.page.locator(".mine")).to_have_count(1)


def test_what_staff_answer_appears_by_itself(desktop: Person, served: Served) -> None:
    desktop.open()
    desktop.say("/staff")
    desktop.say("个体户可以申报吗？")
    engine = served.engine
    assert engine is not None
    receipt = re.search("[2-9A-HJ-NP-Z]{8}", desktop.newest.inner_text())
    assert receipt
    answer = Turn(
        channel="test",
        key=receipt.group(),
        person="test:officer",
        chat=DESK,
        at=START,
        nonce="b" * 32,
        text="可以，带营业执照来。",
        reply_to=receipt.group(),
        staff=True,
    )
    served.worker._thread.submit(lambda: engine.take(answer)).result()
    desktop.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desktop.reads("可以，带营业执照来。")


def test_a_lost_connection_loses_no_words(desktop: Person) -> None:
    desktop.open()
    desktop.say("萧山")
    desktop.page.context.set_offline(True)
    desktop.page.locator("#text").fill("公示几天？")
    desktop.page.keyboard.press("Enter")
    expect(desktop.page.get_by_role("status")).to_contain_text("没有连上")
    expect(desktop.page.locator("#text")).to_have_value("公示几天？")
    desktop.page.context.set_offline(False)
    desktop.page.keyboard.press("Enter")
    desktop.reads("公示期为7天")
    expect(desktop.page.locator(".mine")).to_have_text(["萧山", "公示几天？"])
    assert len(desktop.complaints) == 1  # the browser itself says that it was offline
    desktop.complaints.clear()


def _to(person: Person, label: str) -> None:
    """Tab until a button of that label has the focus."""
    for _ in range(12):
        person.page.keyboard.press("Tab")
        if person.page.locator(":focus").inner_text().endswith(label):
            return
    raise AssertionError(label)


def _back_to(person: Person, label: str) -> None:
    for _ in range(30):
        person.page.keyboard.press("Shift+Tab")
        if person.page.locator(":focus").inner_text() == label:
            return
    raise AssertionError(label)
