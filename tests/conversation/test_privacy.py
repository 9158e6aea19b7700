"""Personal data: told before, agreed to, refused for good, taken back, copied, deleted."""

from __future__ import annotations

import json

import pytest

from handlers import consenting
from handlers.consent import Consent
from handlers.model import STAFF, Site
from handlers.session import Mode
from handlers.wording import privacy as wording
from knowledge.library import Library
from tests.conversation.person import AT, Person

AGREED = {"form": Consent(kind="form", edition=wording.EDITION, at=AT, granted=True)}


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody who has been asked for nothing yet."""
    return Person(library, agreed=False)


class TestNotice:
    """Before the first field of the form."""

    def test_nothing_is_begun_before_consent(self, person: Person) -> None:
        told = person.say("萧山", "生成申报草稿")
        assert told.startswith("写草稿要用到个人信息")
        assert person.labels == ["同意，开始写", "不同意"]
        assert not person.drafts

    def test_it_says_who_why_what_how_long_and_which_rights(self, library: Library) -> None:
        named = Person(library, agreed=False, site=Site(operator="萧山区人力社保局，电话 0571-82812345"))
        told = named.say("萧山", "生成申报草稿")
        for words in ("萧山区人力社保局，电话 0571-82812345", "90天", "14天", "180天", "/mydata", "/revoke", "/erase"):
            assert words in told

    @pytest.mark.parametrize("words", ["同意", "［同意，开始写］"])
    def test_consent_leads_on_to_the_draft(self, person: Person, words: str) -> None:
        person.say("萧山", "生成申报草稿")
        assert person.say(words.strip("［］")).startswith("开始写萧山的申报草稿")
        assert person.consents["form"].edition == wording.EDITION

    @pytest.mark.parametrize("words", ["好", "好的", "可以", "是", "嗯", "1个", "随便"])
    def test_only_consent_is_consent(self, person: Person, words: str) -> None:
        person.say("萧山", "生成申报草稿")
        assert person.say(words).startswith("请回答“同意”或“不同意”")
        assert person.mode is Mode.CONSENT
        assert not person.consents

    def test_the_region_named_afterwards_leads_to_the_notice(self, person: Person) -> None:
        assert person.say("生成申报草稿", "乌鲁木齐").startswith("写草稿要用到个人信息")

    def test_a_new_edition_asks_again(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        person.say("萧山", "生成申报草稿", "同意", "以后再说")
        monkeypatch.setattr(wording, "EDITION", "2027-01")
        assert person.say("我的草稿", "继续 1").startswith("写草稿要用到个人信息")
        assert person.say("同意").startswith("继续填写萧山的草稿")


class TestRefusal:
    """Refusing costs nothing else, and is not asked again."""

    def test_everything_else_goes_on(self, person: Person) -> None:
        assert person.say("萧山", "生成申报草稿", "不同意").startswith("好的，不写草稿")
        assert not person.drafts
        assert "第1题" in person.say("查资格")

    def test_a_hundred_turns_ask_for_consent_no_more(self, person: Person) -> None:
        person.say("萧山", "生成申报草稿", "不同意")
        words = [
            "查资格",
            "是",
            "不清楚",
            "补助给多少",
            "生成申报草稿",
            "继续",
            "我的草稿",
            "/cancel",
            "考核自评",
            "日程",
        ]
        for text in words * 10:
            assert "请您先看这份说明" not in person.say(text)
            assert person.mode is not Mode.CONSENT

    def test_a_changed_mind_finds_its_way(self, person: Person) -> None:
        person.say("萧山", "生成申报草稿", "不同意")
        assert person.say("生成申报草稿").startswith("现在没有您的同意")
        assert person.say("重新看说明").startswith("写草稿要用到个人信息")
        assert person.say("同意").startswith("开始写萧山的申报草稿")


class TestTakingBack:
    """``/revoke`` and ``/erase``."""

    def test_revoking_deletes_the_drafts_and_tells_staff(self, person: Person) -> None:
        person.say("萧山", "生成申报草稿", "同意", "顺发公司", "预览", "提交", "确定")
        assert "不能恢复" in person.say("/revoke")
        outcome = person.do(text="确定")
        assert not person.drafts
        assert not consenting.given(person.world)
        to_staff = [reply.text for reply in outcome.replies if reply.to == STAFF]
        assert len(to_staff) == 1
        assert "申请人撤回了" in to_staff[0]

    def test_nothing_to_revoke(self, person: Person) -> None:
        assert person.say("/revoke").startswith("您没有给过同意")

    @pytest.mark.parametrize("order", ["/revoke", "/erase"])
    def test_no_means_no(self, person: Person, order: str) -> None:
        person.say("萧山", "生成申报草稿", "同意", "顺发公司", "以后再说", order)
        person.say("取消")
        assert person.drafts
        assert not person.erased

    def test_erasing_is_asked_once_and_done_at_once(self, person: Person) -> None:
        person.say("萧山", "生成申报草稿", "同意", "顺发公司", "以后再说")
        assert "马上删除" in person.say("/erase")
        assert person.say("确定").startswith("您的全部信息已经删除")
        assert person.erased


class TestCopy:
    """``/mydata``."""

    def test_everything_typed_is_in_both_files(self, person: Person) -> None:
        person.say("查资格", "萧山", "是", "生成申报草稿", "同意", "顺发精密公司", "以后再说")
        outcome = person.do(text="/mydata", channel="web")
        text, as_json = (file.content.decode("utf-8-sig") for file in outcome.replies[0].files)
        data = json.loads(as_json)
        assert data["草稿和咨询"][0]["栏目"]["封面·申报单位"] == "顺发精密公司"
        assert data["同意记录"][0]["回答"] == "同意"
        assert {"问题", "回答"} == set(data["回答"][0])
        assert "顺发精密公司" in text

    @pytest.mark.parametrize(("channel", "shown"), [("telegram", False), ("web", True)])
    def test_what_is_sensitive_never_goes_out_to_telegram(self, person: Person, channel: str, shown: bool) -> None:
        person.say("萧山", "生成申报草稿", "同意", "顺发公司", "以后再说")
        (draft,) = person.drafts.values()
        filled = {**draft.fields, "leader_id_number": "11010519491231002X"}
        person.drafts[draft.id] = draft.model_copy(update={"fields": filled})
        (reply,) = person.do(text="/mydata", channel=channel).replies
        everything = b"".join(file.content for file in reply.files).decode()
        assert ("11010519491231002X" in everything) is shown
        assert ("请到网页上下载完整的一份" in reply.text) is not shown
