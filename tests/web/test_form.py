"""The page of a form without scripts: filled in, saved, handed in, and everything that may be in the way."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.engine import Engine
from bot.web.drafts import NOT_STORED
from bot.web.limits import Limits
from handlers.draft import Event
from handlers.model import File
from handlers.wording.drafting import submitted
from handlers.wording.form_page import CONSENT_FIRST, NOT_FOUND
from knowledge.library import Library
from storage.errors import UnavailableError
from tests.conversation.players import START
from tests.web.applicant import Applicant, alert, applicant, as_shown, receipt
from tests.web.bench import GENEROUS, ORIGIN, Bench, tidy

MOBILE = "13800138000"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def one(bench: Bench) -> Applicant:
    return applicant(bench)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "take", _refuse)


def _refuse(*_: object) -> None:
    raise UnavailableError("disk full")


def test_what_is_filled_in_stays(one: Applicant) -> None:
    assert "已保存" in one.save({"unit_name": "顺发公司"}).text
    assert one.draft.fields["unit_name"] == "顺发公司"
    assert one.fields()["f.unit_name"] == "顺发公司"


def test_handing_in_leads_to_a_page_with_the_receipt(one: Applicant, library: Library) -> None:
    one.save({"unit_name": "顺发公司"})
    page = one.save({}, do="submit")
    assert page.texts("//h1") == ["已提交"]
    assert receipt(page) == one.draft.receipt
    for line in submitted(library.get("xiaoshan"), one.draft, START.date()).split("\n"):
        assert line in page.text
    assert receipt(one.open()) == one.draft.receipt  # the same page whenever it is opened
    assert f"回执 {one.draft.receipt}" in one.browser.open("/drafts").text


def test_what_follows_another_field_is_said_to_be_shown_and_not_typed(one: Applicant) -> None:
    one.save({"leader_name": "张三"})
    fields = one.fields()
    followed = [name for name, words in fields.items() if name.startswith("f.report.") and words]
    assert followed
    for name in followed:
        key = name.removeprefix("f.")
        assert (fields[f"was.{key}"], fields[f"shown.{key}"]) == ("", fields[name])
    one.save({"leader_name": "李四"})
    assert not any(key.startswith("report.") for key in one.draft.fields)


def test_our_script_is_told_values_ticks_and_remarks_with_their_source(one: Applicant) -> None:
    told = one.save({"leader_age": "abc", "unit_name": "杭州某厂"}, **SCRIPT).response.json()
    assert told["values"]["unit_name"] == {"value": "杭州某厂", "was": "杭州某厂"}
    assert told["ready"] == []
    assert all({"kind", "text", "source"} == set(each) for listed in told["remarks"].values() for each in listed)
    assert any(each["source"] for listed in told["remarks"].values() for each in listed)
    assert "leader_id_number" not in told["values"]  # nobody has agreed to it


def test_a_full_disk_takes_nothing_away_that_was_typed(one: Applicant, full_disk: None) -> None:
    fields = one.fields()
    typed = {
        **fields,
        "f.unit_name": "顺发公司",
        "f.leader_career": "一\n二",
        "ready": ["form", "report"],
        "do": "save",
    }
    page = one.send(typed)
    assert page.status == 503
    assert NOT_STORED in alert(page)
    assert page.tree.xpath("//input[@name='f.unit_name']/@value") == ["顺发公司"]
    assert page.tree.xpath("//textarea[@name='f.leader_career']")[0].value.replace("\r\n", "\n").strip() == "一\n二"
    assert page.tree.xpath("//input[@name='ready'][@checked]/@value") == ["form", "report"]
    assert one.draft.fields.get("unit_name", "") == ""


def test_after_a_full_disk_the_same_page_saves_what_was_typed(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    one.save({"unit_name": "甲厂"})
    with monkeypatch.context() as full:
        full.setattr(Engine, "take", _refuse)
        page = one.save({"unit_name": "乙厂"})
    assert one.send({**as_shown(page), "do": "save"}).status == 200
    assert one.draft.fields["unit_name"] == "乙厂"


def test_a_full_disk_overwrites_nobody_afterwards(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = one.fields()
    one.save({"unit_name": "别处填的"})
    with monkeypatch.context() as full:
        full.setattr(Engine, "take", _refuse)
        page = one.send({**fields, "f.unit_name": "这里填的", "do": "save"})
    again = one.send({**as_shown(page), "do": "save"})
    assert again.status == 409
    assert "别处填的" in again.text
    assert one.draft.fields["unit_name"] == "别处填的"


def test_our_script_is_told_of_a_full_disk_to_try_again(one: Applicant, full_disk: None) -> None:
    answer = one.save({"unit_name": "顺发公司"}, **SCRIPT)
    assert (answer.status, answer.response.json()["message"]) == (503, NOT_STORED)


def test_a_draft_that_was_deleted_meanwhile_gives_back_what_was_typed(one: Applicant) -> None:
    fields = one.fields()
    one.browser.say("/erase")
    one.browser.say("确定")
    typed = {**fields, "f.unit_name": "顺发公司", "do": "save"}
    page = one.send(typed)
    assert (page.status, alert(page)) == (404, NOT_FOUND)
    assert page.texts("//textarea") == ["顺发公司"]
    assert one.send(typed, **SCRIPT).response.json() == {"message": NOT_FOUND}


def test_a_draft_that_was_handed_in_meanwhile_gives_back_what_was_typed(one: Applicant) -> None:
    fields = one.fields()
    one.save({}, do="submit")
    typed = {**fields, "f.unit_name": "顺发公司", "do": "save"}
    page = one.send(typed)
    assert page.status == 409
    assert "现在不能改" in alert(page)
    assert page.texts("//textarea") == ["顺发公司"]
    assert one.send(typed, **SCRIPT).status == 409


def test_without_consent_the_script_is_told_to_stop(one: Applicant) -> None:
    fields = one.fields()
    one.agree("form", granted="no")
    answer = one.send({**fields, "f.unit_name": "顺发公司"}, **SCRIPT)
    assert (answer.status, answer.response.json()["message"]) == (409, CONSENT_FIRST)


def test_who_saves_too_often_is_asked_to_wait_and_loses_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = applicant(bench), applicant(bench)
    monkeypatch.setitem(GENEROUS._work, "save", Limits(work={"save": "2 per 1 minute"})._work["save"])
    for name in ("甲", "乙"):
        assert one.save({"unit_name": name}).status == 200
    page = one.save({"unit_name": "丙"})
    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) > 0
    assert page.tree.xpath("//input[@name='f.unit_name']/@value") == ["丙"]
    assert one.save({"unit_name": "丙"}, **SCRIPT).status == 429
    assert other.save({"unit_name": "丁"}).status == 200


def test_documents_are_made_so_often_and_no_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    one = applicant(bench)
    monkeypatch.setitem(GENEROUS._work, "pack", Limits(work={"pack": "1 per 1 minute"})._work["pack"])
    made = one.open("/pack").response
    assert made.content.startswith(b"PK")
    page = one.open("/pack")
    assert page.status == 429
    assert page.tree.xpath("//main//a/@href") == [f"{one.address}/review"]


def test_documents_are_not_made_where_everybody_s_turns_are_taken(
    one: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_in: list[str] = []

    def make(*_: object, **__: object) -> File:
        made_in.append(threading.current_thread().name)
        return File(name="x.zip", content=b"PK")

    monkeypatch.setattr("bot.web.draft_files.pack", make)
    assert one.open("/pack").response.content == b"PK"
    workers = {thread.name for thread in one.bench.worker._thread._threads}
    assert workers
    assert len(made_in) == 1
    assert made_in[0] not in {*workers, threading.current_thread().name}


def test_deleting_an_entry_is_asked_about(one: Applicant) -> None:
    one.save({}, do="add:members")
    one.save({"members.0.name": "李四"})
    page = one.open()
    (sure,) = page.tree.xpath("//details[@class='sure']")
    assert "删除以后不能恢复" in sure.text_content()
    (button,) = sure.xpath(".//button[@value='drop:members.0']")
    assert button.text == "确定删除"
    assert not page.tree.xpath("//button[starts-with(@value, 'drop:')][not(ancestor::details)]")
    one.save({}, do="drop:members.0")
    assert one.draft.rows["members"] == 0


def test_what_is_wrong_with_a_field_is_tied_to_it(one: Applicant) -> None:
    page = one.save({"email": "12"})
    (field,) = page.tree.xpath("//input[@name='f.email']")
    assert field.get("aria-invalid") == "true"
    described = [page.tree.get_element_by_id(each).text_content() for each in field.get("aria-describedby").split()]
    assert any("请改正" in each for each in described)
    (about,) = page.tree.xpath("//div[@id='about.email']")
    assert about.get("aria-live") == "polite"


def test_the_review_shows_ticks(one: Applicant) -> None:
    one.send({**one.fields(), "ready": ["form"], "do": "save"})
    page = one.open("/review")
    ticks = page.texts("//section[@aria-labelledby='title-papers']//dd/span")
    assert ticks.count("已备好") == 1
    assert ticks.count("还没有勾") == len(ticks) - 1 > 0


def test_the_list_of_drafts_is_called_alike_everywhere(one: Applicant) -> None:
    page = one.browser.open("/drafts")
    assert "我的草稿" in page.texts("//header//nav/a")
    assert page.texts("//h1") == ["我的草稿"]


def test_a_draft_under_words_that_have_changed_is_marked(one: Applicant) -> None:
    assert "规定已经变了" not in one.browser.open("/drafts").text
    old = one.draft.model_copy(update={"rev": one.draft.rev + 1, "edition": "0a1b2c3d-files"})

    def keep() -> None:
        with one.bench.engine.store.transaction() as transaction:
            transaction.save_draft(old, old.rev - 1)

    one.bench.do(keep)
    assert "规定已经变了" in one.browser.open("/drafts").text


def test_a_draft_whose_form_is_gone_is_listed_and_told_of(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, region = one.bench.engine, one.draft.region
    sent = {**one.fields(), "f.unit_name": "还没有存的单位"}
    left = {slug: each for slug, each in engine.library.regulations.items() if slug != region}
    monkeypatch.setattr(engine, "library", replace(engine.library, regulations=left))
    assert one.address.rpartition("/")[2] in one.browser.open("/drafts").response.text
    page = one.open()
    assert (page.status, "您填的内容都还存着" in page.text) == (404, True)
    lost = one.send(sent)
    assert lost.status == 404
    assert "还没有存的单位" in lost.text


def test_another_look_keeps_the_place(one: Applicant) -> None:
    page = one.browser.open("/rules/search?q=公示&in=xiaoshan")
    (back,) = page.tree.xpath("//form[@class='look']/input/@value")
    page = one.browser.post("/look", {"back": back, "look": "dark"})
    assert page.response.url.params["q"] == "公示"
    page = one.save({}, do="review", Referer=f"{ORIGIN}{one.address}")
    assert page.response.url.path.endswith("/review")
    page = one.browser.post(f"{one.address}/consent", {"kind": "form"}, Referer=f"{ORIGIN}{one.address}")
    assert page.status == 422
    assert page.tree.xpath("//form[@class='look']/input/@value") == [one.address]


def test_what_staff_want_corrected_stands_on_the_form(one: Applicant) -> None:
    """A regression: the page said nothing of it."""
    asked = Event(
        at=datetime(2026, 11, 20, tzinfo=UTC),
        who="staff:1",
        what="to_correct",
        note="请写全称",
        fields=("unit_name",),
        criteria=("条件甲",),
    )
    draft = one.draft
    changed = draft.model_copy(
        update={"state": "to_correct", "receipt": "K7QF2M8R", "history": (asked,), "rev": draft.rev + 1}
    )

    def keep() -> None:
        with one.bench.engine.store.transaction() as transaction:
            transaction.save_draft(changed, draft.rev)

    one.bench.do(keep)
    for page, place in ((one.open(), ""), (one.open("/review"), one.address)):
        words = tidy(page.tree.xpath("//section[@aria-labelledby='title-correction']")[0].text_content())
        assert "请写全称" in words
        assert "条件甲" in words
        assert page.tree.xpath("//section[@aria-labelledby='title-correction']//a/@href") == [f"{place}#f.unit_name"]


def test_consent_to_what_is_sensitive_is_taken_back_on_the_page(one: Applicant) -> None:
    """A regression: there was no button for it, and staff were not told."""
    one.agree()
    one.save({"contact_mobile": MOBILE})
    assert one.draft.fields["contact_mobile"] == MOBILE
    one.save({}, do="submit")
    (button,) = one.open("/review").tree.xpath("//button[text()='撤回对敏感信息的同意']")
    form = next(button.iterancestors("form"))
    one.browser.post(form.get("action"), {**dict(form.form_values()), button.get("name"): button.get("value")})
    assert "contact_mobile" not in {**one.draft.fields, **one.draft.handed_in}
    assert [event.what for event in one.draft.history] == ["submitted", "sensitive_withdrawn"]
    waiting = [queued.reply.text for queued in one.bench.do(one.bench.engine.store.undelivered)]
    assert any("撤回了对敏感信息的同意" in text for text in waiting)
