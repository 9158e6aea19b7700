"""A case at the desk: found in the list, read, acted on, told to the applicant; every look written down."""

from __future__ import annotations

import pytest

from bot.web.desk.office import Office
from handlers.member import Role
from handlers.model import Turn
from handlers.wording.cases import NOTICE_HELD
from knowledge.library import Library
from storage.errors import UnavailableError
from tests.desk.office import APPLICANT, FILE, NOW, OTHERS, PDF, QUESTION, RECEIPT, SECRET, Desk, press
from tests.scoring.reviews import all_done
from tests.web.bench import tidy


def test_from_the_list_to_the_answer(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open("/desk")
    assert page.texts("//tbody/tr/th/a") == [OTHERS, RECEIPT, QUESTION]
    assert "示例机械有限公司" in page.text
    case = browser.open(page.tree.xpath(f"//a[text()='{RECEIPT}']/@href")[0])
    assert "文件状态：" in case.text
    done = press(browser, RECEIPT, "answer", case, note="请看第九条")
    assert done.texts("//p[@role='status']") == ["已处理。"]
    assert "请看第九条" in desk.told()[-1]
    assert "答复 吴办" in done.text
    assert desk.case().assignee == desk.members["reviewer"].id


def test_what_has_not_arrived_is_said_when_it_is_done_and_for_as_long_as_it_is_so(desk: Desk) -> None:
    browser, store = desk.at_desk("reviewer"), desk.engine.store
    done = press(browser, RECEIPT, "answer", note="请看第九条")
    assert NOTICE_HELD not in done.text
    desk.do(lambda: store.hold(APPLICANT, "blocked"))
    assert browser.open(f"/desk/cases/{RECEIPT}").text.count(NOTICE_HELD) == 1
    desk.clock.pass_by(minutes=1)
    done = press(browser, RECEIPT, "accept")
    assert done.texts("//p[@role='status']")[0].startswith(f"已处理。{NOTICE_HELD}")
    assert done.text.count(NOTICE_HELD) == 3
    assert f"受理｜申报草稿｜萧山｜回执 {RECEIPT}\n{NOTICE_HELD}" in desk.do(
        lambda: "\n".join(one.reply.text for one in store.undelivered())
    )
    with_them = Turn(channel="telegram", key="1", person=APPLICANT, chat=APPLICANT, at=desk.clock(), nonce="b" * 32)
    desk.do(lambda: desk.engine.take(with_them.model_copy(update={"text": "您好"})))
    assert NOTICE_HELD not in browser.open(f"/desk/cases/{RECEIPT}").text


def test_what_was_seen_is_no_longer_new(desk: Desk) -> None:
    browser = desk.at_desk("viewer")
    assert len(browser.open("/desk?unread=1").texts("//tbody/tr")) == 3
    browser.open(f"/desk/cases/{RECEIPT}")
    assert browser.open("/desk?unread=1").texts("//tbody/tr/th/a") == [OTHERS, QUESTION]
    desk.clock.pass_by(minutes=1)
    press(desk.at_desk("reviewer"), RECEIPT, "answer", note="好")
    assert len(browser.open("/desk?unread=1").texts("//tbody/tr")) == 3
    assert len(desk.at_desk("admin").open("/desk?unread=1").texts("//tbody/tr")) == 3


def test_cases_under_words_that_have_changed_are_marked_and_found(desk: Desk) -> None:
    browser = desk.at_desk("viewer")
    assert browser.open("/desk?old=1").texts("//tbody/tr") == []
    before = desk.case().model_copy(update={"rev": 1, "edition": "0a1b2c3d-files"})
    desk.do(lambda: desk.keep(before, 0))
    assert browser.open("/desk?old=1").texts("//tbody/tr/th/a") == [RECEIPT]
    marked = browser.open("/desk").texts("//tr[.//span[text()='旧版规定']]/th/a")
    assert marked == [RECEIPT]


def test_correction_names_fields(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = press(browser, RECEIPT, "correct", fields="unit_name", note="请写全称")
    assert page.status == 200
    assert desk.case().correcting == ("unit_name",)
    assert "申报单位" in desk.told()[-1]
    assert "请写全称" in page.text


def test_a_refusal_needs_its_article_and_keeps_the_words(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = press(browser, RECEIPT, "refuse", note="团队只有两人")
    assert page.status == 409
    assert "依据哪一条" in page.texts("//div[@role='alert']")[0]
    assert "团队只有两人" in page.text
    assert press(browser, RECEIPT, "refuse", page, note="团队只有两人", provision="art_9__item_1").status == 200
    assert desk.case().state == "refused"
    assert "依据萧山第九条第1项：「" in desk.told()[-1]


def test_two_at_once(desk: Desk) -> None:
    first, second = desk.at_desk("reviewer"), desk.at_desk("admin")
    one, other = first.open(f"/desk/cases/{RECEIPT}"), second.open(f"/desk/cases/{RECEIPT}")
    assert press(first, RECEIPT, "accept", one).status == 200
    late = press(second, RECEIPT, "refuse", other, provision="art_9__item_1", note="两人")
    assert late.status == 409
    assert "请看过最新的内容再操作" in late.text
    assert "两人" in late.text
    assert desk.case().state == "accepted"
    assert len(desk.told()) == 1


def test_a_double_press_does_it_once(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")
    assert press(browser, RECEIPT, "answer", page, note="好").texts("//p[@role='status']") == ["已处理。"]
    assert "没有再处理" in press(browser, RECEIPT, "answer", page, note="好").text
    assert len(desk.told()) == 1


def test_sensitive_values_are_masked_until_somebody_says_why(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")
    assert SECRET not in page.response.text
    assert "330109197001011111" not in page.response.text
    assert "330109********1236" in page.text
    (key, *_) = page.tree.xpath("//input[@name='field']/@value")
    assert browser.post(f"/desk/cases/{RECEIPT}/reveal", {"field": key, "reason": " "}).status == 422
    assert browser.post(f"/desk/cases/{RECEIPT}/reveal", {"field": "unit_name", "reason": "x"}).status == 422
    keys = "\n".join(page.tree.xpath("//input[@name='field']/@value"))
    shown = browser.post(f"/desk/cases/{RECEIPT}/reveal", {"field": keys, "reason": "核对身份证"})
    assert SECRET in shown.response.text
    assert SECRET not in browser.open(f"/desk/cases/{RECEIPT}").response.text
    (look,) = [one for one in desk.looks(RECEIPT) if one.what == "reveal"]
    assert look.staff == desk.members["reviewer"].id
    assert look.detail.endswith("：核对身份证")
    assert SECRET not in look.detail


def test_what_differs_from_the_time_before(desk: Desk) -> None:
    page = desk.at_desk("viewer").open(f"/desk/cases/{RECEIPT}")
    section = tidy(page.tree.xpath("//section[@aria-labelledby='title-changed']")[0].text_content())
    assert "旧名有限公司 → 示例机械有限公司" in section


def test_files_are_taken_out_under_one_s_name(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    got = browser.ask("GET", f"/desk/cases/{RECEIPT}/files/{FILE}")
    assert got.content == PDF
    assert got.headers["content-disposition"].startswith("attachment")
    look = desk.looks(RECEIPT)[0]
    assert (look.what, look.detail) == ("file", FILE)
    assert browser.ask("GET", f"/desk/cases/{RECEIPT}/files/{'b' * 32}").status_code == 404
    assert browser.ask("GET", f"/desk/cases/{QUESTION}/files/{FILE}").status_code == 404
    packed = browser.ask("POST", f"/desk/cases/{RECEIPT}/pack")
    assert packed.headers["content-type"] == "application/zip"
    assert desk.looks(RECEIPT)[0].what == "pack"


def test_passing_on_and_taking_over_after_silence(desk: Desk) -> None:
    admin, reviewer = desk.at_desk("admin"), desk.at_desk("reviewer")
    desk.clock.pass_by(minutes=30)
    assert press(admin, OTHERS, "assign", to="staff:999").status == 409
    assert press(admin, OTHERS, "assign", to=desk.members["viewer"].id).status == 409
    assert press(admin, OTHERS, "assign", to=desk.members["admin"].id).status == 200
    assert "这个案件由郑管经办" in press(reviewer, OTHERS, "claim").text
    desk.clock.pass_by(days=7)
    reviewer = desk.at_desk("reviewer")
    assert press(reviewer, OTHERS, "claim").status == 200
    assert desk.case(OTHERS).assignee == desk.members["reviewer"].id


def test_a_drafted_reply_is_taken_changed_or_left(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}?reply=drafted")
    (field,) = page.tree.xpath("//textarea[@id='answer']")
    assert "您好" in field.text
    assert browser.open(f"/desk/cases/{RECEIPT}").tree.xpath("//textarea[@id='answer']")[0].text.strip() == ""
    assert not desk.told()


def test_a_question_is_answered(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{QUESTION}")
    assert "公示要几天？" in page.text
    assert not page.tree.xpath("//button[@value='accept']")
    assert press(browser, QUESTION, "answer", page, note="五个工作日").status == 200
    assert "五个工作日" in desk.told()[-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=daxing", [QUESTION]),
        ("kind=application&sort=receipt", [OTHERS, RECEIPT]),
        ("kind=application&sort=receipt&way=down", [RECEIPT, OTHERS]),
        ("assignee=nobody", [RECEIPT, QUESTION]),
        ("assignee=me", []),
        ("state=closed", []),
        ("age=3", []),
        ("q=示例 机械", [OTHERS, RECEIPT]),
        ("q=k7qf", [RECEIPT]),
        ("q=不存在", []),
        ("state=open", [OTHERS, RECEIPT, QUESTION]),
        ("sort=drop table&age=x&page=-1", [OTHERS, RECEIPT, QUESTION]),
        ("page=99999", [OTHERS, RECEIPT, QUESTION]),
        ("page=0", [OTHERS, RECEIPT, QUESTION]),
    ],
)
def test_filters(desk: Desk, query: str, found: list[str]) -> None:
    assert desk.at_desk("reviewer").open(f"/desk?{query}").texts("//tbody/tr/th/a") == found


def test_search_follows_changes_and_forgets_who_is_gone(desk: Desk) -> None:
    browser = desk.at_desk("viewer")
    assert browser.open("/desk?q=示例机械").texts("//tbody/tr/th/a") == [OTHERS, RECEIPT]
    before = desk.case()
    fields = {**before.handed_in, "unit_name": "新名集团"}
    desk.do(lambda: desk.keep(before.model_copy(update={"rev": 1, "handed_in": fields}), 0))
    assert browser.open("/desk?q=新名").texts("//tbody/tr/th/a") == [RECEIPT]

    def forget() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.forget(APPLICANT, NOW)

    desk.do(forget)
    assert browser.open("/desk?q=新名").texts("//tbody/tr/th/a") == []
    assert "没有找到这个案件" in browser.open(f"/desk/cases/{RECEIPT}").text


def test_a_list_under_a_name_is_one_s_own(desk: Desk) -> None:
    browser = desk.at_desk("viewer")
    page = browser.post("/desk/views", {"name": "大兴的", "asked": "region=daxing&evil=1&q=张三", "do": "keep"})
    assert page.tree.xpath("//nav[@class='views']/a[text()='大兴的']/@href") == ["/desk?region=daxing"]
    assert "大兴的" not in desk.at_desk("admin").open("/desk").text
    assert "大兴的" not in browser.post("/desk/views", {"name": "大兴的", "asked": "", "do": "drop"}).text
    assert browser.post("/desk/views", {"name": " ", "asked": "", "do": "keep"}).status == 422


@pytest.mark.parametrize("role", ["viewer", "reviewer", "admin"])
def test_every_look_is_written_down(desk: Desk, role: Role) -> None:
    desk.at_desk(role).open(f"/desk/cases/{RECEIPT}")
    assert [(one.what, one.staff) for one in desk.looks(RECEIPT)] == [("open", desk.members[role].id)]


def test_a_full_disk_loses_no_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")

    def full(*_: object) -> None:
        raise UnavailableError("磁盘已满")

    monkeypatch.setattr(desk.engine, "take", full)
    told = press(browser, RECEIPT, "answer", page, note="写了很久的答复")
    assert told.status == 503
    assert told.tree.xpath("//textarea[@readonly]")[0].text == "写了很久的答复"
    assert not told.tree.xpath("//form[@action='/say']")


def test_a_press_that_was_refused_keeps_its_words_when_it_is_sent_again(desk: Desk) -> None:
    """A regression: it was said to have been done before, and the words were gone."""
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")
    assert press(browser, RECEIPT, "refuse", page, note="团队只有两人").status == 409
    again = press(browser, RECEIPT, "refuse", page, note="团队只有两人")
    assert again.status == 409
    assert "没有办成" in again.texts("//div[@role='alert']")[0]
    assert "团队只有两人" in again.text


def test_identity_numbers_are_not_sent_on(desk: Desk) -> None:
    """A regression: what staff typed at the desk was kept and sent as it was."""
    told = press(desk.at_desk("reviewer"), RECEIPT, "answer", note=f"请核对{SECRET}")
    assert "已经遮住" in told.texts("//p[@role='status']")[0]
    assert "请核对" in desk.told()[-1]
    assert SECRET not in f"{desk.told()}{desk.case().history}"


def test_what_the_applicant_writes_meanwhile_is_not_in_the_way(desk: Desk) -> None:
    """A regression: every letter that the applicant typed while correcting made the page of staff an old one."""
    browser = desk.at_desk("reviewer")
    press(browser, RECEIPT, "correct", fields="unit_name", note="请写全称")
    page = browser.open(f"/desk/cases/{RECEIPT}")
    before = desk.case()
    fields = {**before.fields, "unit_name": "还没有写完"}
    desk.do(lambda: desk.keep(before.model_copy(update={"rev": before.rev + 1, "fields": fields}), before.rev))
    assert press(browser, RECEIPT, "answer", page, note="不急").status == 200
    assert "不急" in desk.told()[-1]


def test_a_question_that_was_answered_waits_for_nobody(desk: Desk) -> None:
    """A regression: it stood in the list as waiting to be taken up."""
    browser = desk.at_desk("reviewer")
    assert browser.open("/desk?kind=enquiry").texts("//tbody/tr/td[3]") == ["等待答复"]
    assert "已答复" in press(browser, QUESTION, "answer", note="五个工作日").texts("//dl[@class='facts']//dd")
    assert browser.open("/desk?kind=enquiry").texts("//tbody/tr/td[3]") == ["已答复"]


def test_a_refusal_rests_on_an_article(desk: Desk, library: Library) -> None:
    """A regression: it could rest on the title, or on a field of the form."""
    browser = desk.at_desk("reviewer")
    offered = browser.open(f"/desk/cases/{RECEIPT}").tree.xpath("//select[@name='provision']/option/@value")
    assert {library.get("xiaoshan").get(eid).kind for eid in offered if eid} == {"article", "item", "paragraph"}
    others = {one.kind: one.eid for one in library.get("xiaoshan").provisions if one.eid not in offered}
    for eid in others.values():
        assert press(browser, RECEIPT, "refuse", note="两人", provision=eid).status == 409
    assert desk.case().state == "submitted"


def test_taking_what_one_has_and_leaving_what_nobody_has(desk: Desk) -> None:
    admin = desk.at_desk("admin")
    assert "已经在您手里" in press(admin, OTHERS, "claim").text
    assert "没有人在办" in press(admin, RECEIPT, "release").text
    assert len(desk.case(OTHERS).history) == len(desk.case().history) == 1


def test_who_opens_a_case_again_and_again_stands_there_once(desk: Desk) -> None:
    desk.at_desk("viewer").open(f"/desk/cases/{RECEIPT}")
    browser = desk.at_desk("reviewer")
    for _ in range(3):
        page = browser.open(f"/desk/cases/{RECEIPT}")
    looks = page.texts("//section[@aria-labelledby='title-looks']//li")
    assert [look.split(" ", 2)[2] for look in looks] == ["吴办 打开（3 次）", "周看 打开"]


def test_words_for_a_case_that_is_gone_are_given_back(desk: Desk) -> None:
    """A regression: they were lost, and so were those that a full disk met before anything else."""
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")

    def forget() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.forget(APPLICANT, NOW)

    desk.do(forget)
    told = press(browser, RECEIPT, "answer", page, note="写了很久的答复")
    assert told.status == 404
    assert "写了很久的答复" in told.text
    assert not told.tree.xpath("//form[@action='/say']")  # they are for an applicant, and nothing to ask the assistant


def test_a_disk_that_is_full_from_the_start_gives_the_words_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")

    def full(*_: object, **__: object) -> None:
        raise UnavailableError("磁盘已满")

    monkeypatch.setattr(Office, "_visited", full)
    told = press(browser, RECEIPT, "answer", page, note="写了很久的答复")
    assert told.status == 503
    assert told.tree.xpath("//textarea[@readonly]")[0].text == "写了很久的答复"


def test_a_colleague_s_case_is_read_and_answered(desk: Desk) -> None:
    page = desk.at_desk("reviewer").open(f"/desk/cases/{OTHERS}")
    assert page.tree.xpath("//button[@name='do']/@value") == ["answer"]
    assert "这个案件由郑管经办" in page.text
    assert "这个案件由郑管经办" not in desk.at_desk("admin").open(f"/desk/cases/{OTHERS}").text


def test_words_are_given_back_when_a_colleague_was_quicker(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    page = browser.open(f"/desk/cases/{RECEIPT}")
    press(desk.at_desk("admin"), RECEIPT, "claim")
    told = press(browser, RECEIPT, "refuse", page, note="团队只有两人", provision="art_9__item_1")
    assert told.status == 409
    assert told.tree.xpath("//textarea[@readonly]")[0].text.strip() == "团队只有两人"
    assert desk.case().state == "submitted"


def test_the_applicant_s_review_and_the_next_deadline(desk: Desk, library: Library) -> None:
    browser = desk.at_desk("viewer")
    before = browser.open(f"/desk/cases/{RECEIPT}")
    assert not before.tree.xpath("//section[@aria-labelledby='title-review']")
    assert "下一个期限" not in before.text
    done = {"region": "urumqi", "edition": library.get("urumqi").edition, "reviewed": all_done(library, "urumqi")}
    changed = desk.case().model_copy(update={**done, "rev": 1, "verdict": {}})
    desk.do(lambda: desk.keep(changed, 0))
    page = browser.open(f"/desk/cases/{RECEIPT}")
    (review,) = page.texts("//section[@aria-labelledby='title-review']")
    assert "（上限110分，含加分10分）。这是申请人自己的回答和台账，没有核对过。" in review
    rows = page.texts("//section[@aria-labelledby='title-review']//tbody/tr")
    assert sum("/20分" in row for row in rows) == 1
    assert all("：「" in row for row in rows)
    assert "年底总结和计划（第十九条（一）），2026年12月1日到2026年12月31日（还有8天）" in page.text
