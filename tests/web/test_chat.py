"""The conversation without scripts: forms, redirects, cookies, and everything that can be sent wrongly."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from bot.notices import IDENTITY_NUMBER_MASKED
from bot.web import chat
from bot.web.app import NOT_FOUND, UNAVAILABLE
from bot.web.chat import FORGOTTEN, NO_FILE, NOT_STORED
from bot.web.guard import FROM_ELSEWHERE, TOO_LARGE, WRONG_HOST
from bot.web.limits import Limits
from handlers.model import Reply, Turn
from knowledge.library import Library
from storage.errors import UnavailableError
from storage.sqlite import SqliteStore
from tests.web.bench import ORIGIN, THEIRS, Bench, Browser

ID = "11010519491231002X"
COUNT = "SELECT count(*) AS n FROM {}"


def rows(bench: Bench, table: str) -> int:
    store = bench.engine.store
    assert isinstance(store, SqliteStore)
    return int(bench.do(lambda: next(store._db.query(COUNT.format(table)))["n"]))


def test_the_first_look_greets_and_stores_nothing(untouched: Bench) -> None:
    page = untouched.browser().open()
    assert "请先选地区" in page.replies[0]
    assert page.texts("//button[@class='answer']")[:2] == ["1大兴", "2杭州"]
    assert [rows(untouched, table) for table in ("turns", "sessions", "outbox")] == [0, 0, 0]


def test_what_is_pressed_and_typed_is_answered_and_stays(browser: Browser) -> None:
    page = browser.press(browser.open(), "萧山")
    assert page.mine == ["萧山"]
    assert "请先选地区" in page.replies[0]
    assert "现在看的是萧山" in page.replies[1]
    page = browser.press(page, "查申报资格")
    page = browser.press(page, "是")
    assert page.mine == ["萧山", "查申报资格", "是"]
    assert page.tree.xpath("//progress[@max='17'][@value='1']")
    again = browser.open()
    assert (again.mine, again.replies) == (page.mine, page.replies)
    assert len(again.tree.xpath("//form[contains(@class, 'choices')]")) == 1


def test_a_number_is_the_choice_that_bears_it(browser: Browser) -> None:
    browser.open()
    assert "现在看的是萧山" in browser.say("4").replies[-1]


def test_a_form_sent_twice_is_taken_once(browser: Browser) -> None:
    form = {"key": str(uuid4()), "text": "萧山"}
    for _ in range(3):
        page = browser.post("/say", form)
    assert page.mine == ["萧山"]


def test_other_words_from_a_page_that_was_shown_before_are_not_lost(browser: Browser) -> None:
    key = str(uuid4())
    browser.say("萧山", key=key)
    page = browser.say("公示几天", key=key)
    assert page.mine == ["萧山", "公示几天"]


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "../../etc"])
def test_a_key_that_is_none_loses_nothing(browser: Browser, key: str) -> None:
    assert browser.say("萧山", key=key).mine == ["萧山"]


def test_a_button_of_yesterday_changes_nothing(browser: Browser) -> None:
    old = browser.press(browser.press(browser.open(), "萧山"), "查申报资格")
    now = browser.press(old, "是")
    stale = browser.press(old, "否")
    assert "这个按钮属于前面的步骤" in stale.replies[-1]
    assert stale.texts(f"{THEIRS}//p[@class='question']")[-1] == now.texts(f"{THEIRS}//p[@class='question']")[-1]


@pytest.mark.parametrize(
    "form",
    [
        {"press": "1:0:0"},
        {"press": "-1:0"},
        {"press": "１:０"},
        {"press": "999999999:999"},
        {"lasting": "有用"},
        {"lasting": "有用 0123456789abcdef"},
        {"lasting": "确定 zzzz"},
        {"text": ""},
        {},
        {"text": "\x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
        {"text": "长" * 70_000},
    ],
)
def test_forged_buttons_and_empty_forms_get_an_answer(browser: Browser, form: dict[str, str]) -> None:
    page = browser.post("/say", {"key": str(uuid4()), **form})
    assert page.status == 200
    assert page.replies


def test_an_identity_number_is_masked_and_said_to_be(untouched: Bench, tmp_path: Path) -> None:
    page = untouched.browser().say(f"我的身份证是{ID}")
    assert ID not in page.response.text
    assert IDENTITY_NUMBER_MASKED in page.replies
    assert all(ID.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_is_typed_is_text_and_no_mark_up(browser: Browser) -> None:
    page = browser.say("<script>alert(1)</script>")
    assert page.mine == ["<script>alert(1)</script>"]
    assert "<script>alert" not in page.response.text


def test_raw_bytes_are_read_as_utf8(browser: Browser) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.ask("POST", "/say", content="text=萧山".encode(), headers=kind).status_code == 200
    assert browser.open().mine == ["萧山"]


# who somebody is


def test_people_do_not_see_one_another(bench: Bench) -> None:
    one, other = bench.browser(), bench.browser()
    one.say("萧山")
    assert other.open().mine == []


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "web:1", "0" * 32, "%00", '"', "é"])
def test_a_forged_cookie_begins_anew_and_says_so(bench: Bench, browser: Browser, cookie: str) -> None:
    reply = browser.ask("GET", "/", headers={"cookie": f"person={cookie}".encode()})
    assert reply.status_code == 200
    assert FORGOTTEN in reply.text
    said = browser.ask("POST", "/say", data={"text": "萧山"}, headers={"cookie": f"person={cookie}".encode()})
    assert said.status_code == 200


def test_a_cookie_that_was_changed_is_forged(bench: Bench) -> None:
    one = bench.browser()
    one.say("萧山")
    number, _, mark = one.client.cookies["person"].partition(".")
    other = "0" * 31 + ("1" if number[-1] == "0" else "0")
    reply = bench.browser().ask("GET", "/", headers={"cookie": f"person={other}.{mark}"})
    assert FORGOTTEN in reply.text


def test_without_cookies_one_is_told_to_allow_them(bench: Bench) -> None:
    browser = bench.browser()
    sent = browser.ask("POST", "/say", data={"text": "萧山"}, follow_redirects=False)
    assert sent.status_code == 303
    browser.client.cookies.clear()
    assert FORGOTTEN in browser.open(sent.headers["location"]).text


def test_the_cookie_is_for_our_pages_alone(bench: Bench, library: Library, tmp_path: Path) -> None:
    told = bench.browser().ask("GET", "/").headers["set-cookie"]
    assert re.fullmatch(r"person=[0-9a-f]{32}\.[\w-]+; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax", told)
    with Bench(tmp_path / "https.db", library, origin="https://assistant.example") as https:
        told = https.browser().ask("GET", "/").headers["set-cookie"]
    assert told.startswith("__Host-person=")
    assert told.endswith("; Secure")


# where a form may come from


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "https://127.0.0.1:8000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": ORIGIN},
    ],
)
def test_a_form_from_elsewhere_is_refused(bench: Bench, browser: Browser, headers: dict[str, str]) -> None:
    before = rows(bench, "turns")
    page = browser.post("/say", {"text": "萧山"}, **headers)
    assert (page.status, FROM_ELSEWHERE in page.text) == (403, True)
    assert rows(bench, "turns") == before


@pytest.mark.parametrize("headers", [{}, {"origin": ORIGIN}, {"sec-fetch-site": "same-origin", "origin": "null"}])
def test_a_form_of_our_own_is_taken(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.post("/say", {"text": "萧山"}, **headers).mine == ["萧山"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "evil.example:8000"])
def test_another_name_is_not_answered(browser: Browser, host: str) -> None:
    reply = browser.ask("GET", "/", headers={"host": host})
    assert (reply.status_code, WRONG_HOST in reply.text) == (400, True)


def test_every_answer_is_dressed(browser: Browser) -> None:
    for address in ("/", "/rules", "/nowhere", "/healthz", "/static/style.css"):
        headers = browser.ask("GET", address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert browser.ask("GET", "/").headers["cache-control"] == "no-store"


def test_pages_hold_no_script_and_no_style_of_their_own(browser: Browser) -> None:
    browser.say("查资格")
    for address in ("/", "/rules", "/rules/xiaoshan", "/rules/search?q=公示", "/drafts", "/nowhere"):
        tree = browser.open(address).tree
        assert not tree.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]")
        assert all(each.startswith("/") for each in tree.xpath("//script/@src | //link/@href | //img/@src"))


# too much, too often, not possible


def test_whoever_sends_too_often_is_asked_to_wait_and_keeps_their_words(library: Library, tmp_path: Path) -> None:
    with Bench(tmp_path / "assistant.db", library, limits=Limits("2/minute", "3/minute")) as bench:
        one, other = bench.browser(), bench.browser()
        one.say("萧山")
        one.say("公示几天")
        page = one.say("第三条")
        assert (page.status, "您发得太快了" in page.text) == (429, True)
        assert page.texts("//textarea") == ["第三条"]
        assert 0 < int(page.response.headers["retry-after"]) <= 60
        assert other.say("萧山").status == 200
        assert "现在用的人太多" in other.say("郑州").text
        assert other.open("/rules/search?q=公示").status == 429
        assert other.open("/rules/search").status == 200


def test_too_much_at_once_is_refused(browser: Browser) -> None:
    page = browser.say("长" * 400_000)
    assert (page.status, TOO_LARGE in page.text) == (413, True)

    async def parts() -> object:
        for _ in range(20):
            yield b"text=" + b"x" * 100_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.ask("POST", "/say", content=parts(), headers=kind).status_code == 413


def test_a_full_disk_is_said_and_the_words_come_back(
    bench: Bench, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_turn: Turn, _first: tuple[Reply, ...] = ()) -> None:
        raise UnavailableError("disk full")

    browser.say("萧山")
    with monkeypatch.context() as patched:
        patched.setattr(bench.engine, "take", full)
        page = browser.say("公示几天")
    assert (page.status, NOT_STORED in page.text) == (503, True)
    assert page.texts("//textarea") == ["公示几天"]
    assert "公示" in browser.say("公示几天").replies[-1]


def test_a_database_that_cannot_be_read_is_said_on_every_page(
    bench: Bench, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise UnavailableError("locked")

    browser.say("萧山")
    monkeypatch.setattr(SqliteStore, "history", broken)
    monkeypatch.setattr(SqliteStore, "chats_waiting", broken)
    page = browser.open()
    assert (page.status, UNAVAILABLE in page.text) == (503, True)
    assert browser.ask("GET", "/healthz").status_code == 503
    assert browser.open("/rules").status == 200


def test_a_fault_of_ours_shows_no_traceback(
    bench: Bench, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("what somebody typed")

    monkeypatch.setattr("bot.web.showing.shown", broken)
    page = browser.open()
    assert page.status == 500
    assert "出了错" in page.text
    assert "ZeroDivision" not in page.response.text
    assert "what somebody typed" not in caplog.text


@pytest.mark.parametrize("address", ["/nowhere", "/static/none.css", "/static/../app.py", "/files/x/y", "/rules/x/y/z"])
def test_what_is_not_there_is_said_politely(browser: Browser, address: str) -> None:
    page = browser.open(address)
    assert (page.status, NOT_FOUND.format(home="首页") in page.text) == (404, True)


def test_a_page_is_not_used_in_the_wrong_way(browser: Browser) -> None:
    assert browser.ask("GET", "/say").status_code == 405
    assert browser.ask("DELETE", "/").status_code == 405
    assert browser.ask("POST", "/say", json={"text": "萧山"}).status_code == 415


def test_we_are_well(browser: Browser) -> None:
    reply = browser.ask("GET", "/healthz")
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")


# what comes by itself, what comes with a reply


def test_nothing_new_is_no_content(browser: Browser) -> None:
    page = browser.say("萧山")
    last = page.tree.xpath("//@data-last")[0]
    assert browser.open(f"/new?after={last}").status == 204
    assert browser.open("/new?after=nonsense").mine == ["萧山"]


def test_a_reply_to_a_script_is_what_is_new_alone(browser: Browser) -> None:
    last = browser.say("萧山").tree.xpath("//@data-last")[0]
    page = browser.say("公示几天", after=last)
    assert page.mine == ["公示几天"]
    assert len(page.replies) == 1
    assert "<html" not in page.response.text


def test_a_vote_is_marked_and_leaves_the_question_open(browser: Browser) -> None:
    browser.say("/check 萧山")
    page = browser.say("公示几天")
    voted = browser.press(page, "👍")
    assert voted.texts("//button[@aria-pressed]") == ["👍"]
    assert voted.texts("//p[@class='notice']") == ["谢谢，已记下。"]
    assert "公示" not in browser.press(voted, "是").mine[-1]
    assert browser.press(browser.open(), "👎").texts("//button[@aria-pressed]") == ["👎"]


def test_a_file_is_saved_and_only_by_whom_it_was_made_for(bench: Bench) -> None:
    one, other = bench.browser(), bench.browser()
    one.say("/dates 杭州")
    one.say("2024年3月1日")
    page = one.say("/calendar")
    address = page.tree.xpath("//p[@class='file']/a/@href")[-1]
    reply = one.ask("GET", address)
    assert reply.content.startswith(b"BEGIN:VCALENDAR")
    assert reply.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert reply.headers["content-type"] == "application/octet-stream"
    other.say("萧山")
    assert NO_FILE in other.open(address).text
    assert NO_FILE in one.open("/files/999999/0").text


def test_a_picture_of_ours_is_shown_in_place(browser: Browser) -> None:
    browser.say("/log 萧山")
    browser.say("今天签了2份带徒协议")
    browser.say("确定")
    page = browser.say("/progress")
    address = page.tree.xpath("//figure/img/@src")[-1]
    reply = browser.ask("GET", address)
    assert (reply.headers["content-type"], reply.content[:4]) == ("image/png", b"\x89PNG")


def test_what_was_shown_counts_as_sent_and_other_channels_are_told_to_look(untouched: Bench) -> None:
    assert not untouched.waiting.is_set()
    untouched.browser().say("萧山")
    assert untouched.do(untouched.engine.store.undelivered) == ()
    assert untouched.waiting.is_set()


def test_a_conversation_whose_replies_are_gone_begins_with_the_greeting(
    bench: Bench, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.say("萧山")
    monkeypatch.setattr(chat, "NEWEST", 0)
    assert "请先选地区" in browser.open().replies[0]


# dark and light


def test_the_look_is_remembered_without_scripts(browser: Browser) -> None:
    page = browser.post("/look", {"look": "dark", "back": "/rules"})
    assert page.tree.xpath("/html/@data-look") == ["dark"]
    assert page.texts("//h1") == ["条文"]
    assert browser.post("/look", {"look": "", "back": "/"}).tree.xpath("/html/@data-look") == []


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "", "\r\nx: y"])
def test_the_look_leads_to_our_own_pages_alone(browser: Browser, back: str) -> None:
    reply = browser.ask("POST", "/look", data={"look": "dark", "back": back}, follow_redirects=False)
    assert reply.headers["location"] == "/"


def test_the_time_is_that_of_china(library: Library, tmp_path: Path) -> None:
    with Bench(tmp_path / "a.db", library, clock=lambda: datetime(2026, 11, 20, 2, tzinfo=UTC)) as bench:
        assert "助手，10:00" in bench.browser().open().response.text


def test_who_comes_back_after_their_words_have_gone_finds_the_open_step(untouched: Bench) -> None:
    """Words are kept for a time, drafts for longer: the greeting is that of the conversation, not a stranger's."""
    browser = untouched.browser()
    for words in ("萧山", "生成申报草稿", "同意"):
        browser.say(words)
    gone = (("UPDATE turns SET sealed = x''", ()), ("DELETE FROM outbox", ()))
    untouched.do(lambda: untouched.engine.store._write(*gone))  # type: ignore[attr-defined]
    page = browser.open().text
    assert "您上次做到这里" in page
    assert "申报单位" in page
