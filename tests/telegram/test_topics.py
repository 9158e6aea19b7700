"""The staff's group with topics: a topic for each case, its card pinned, words both ways, nothing done twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from bot.notices import NO_TOPIC_RIGHTS
from bot.telegram import topics
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.wording.thread import left_behind
from knowledge.library import Library
from storage.errors import UnavailableError
from storage.sqlite import SqliteReader, SqliteStore
from storage.threads import Thread
from tests.fake_bot_api import DROPPED_AFTER, DROPPED_BEFORE, Fault, Shown, Topic, person, too_many
from tests.telegram.bench import Bench, until

DESK, OFFICER, COLLEAGUE, STRANGER = -100, 5, 6, 7
PEOPLE = count(3_000)
QUESTION = "验收以后多久能拿到钱"
STAFF = frozenset({OFFICER, COLLEAGUE})


@pytest.fixture
def bench(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A running bot whose staff have a group with topics."""
    path = tmp_path_factory.mktemp("topics") / "assistant.db"
    with Bench(path, library, step, case_named, staff_chat=DESK, staff_ids=STAFF, forum=True) as running:
        yield running


@pytest.fixture
def me() -> int:
    """Somebody new for each test."""
    return next(PEOPLE)


def asks(bench: Bench, me: int, question: str = QUESTION) -> Topic:
    """A question is handed to staff; its topic."""
    bench.ask(me, "/staff")
    shown = bench.ask(me, question)[-1].text
    return bench.api.topic(shown.partition("回执号：")[2][:8])


def hands_in(bench: Bench, me: int) -> Topic:
    """An application is handed in; its topic."""
    told = [bench.ask(me, words) for words in ("/draft 大兴", "同意", "预览", "提交", "确定")][-1][-1].text
    return bench.api.topic(told.partition("回执号：")[2][:8])


def case(bench: Bench, topic: Topic) -> Draft:
    with closing(SqliteReader.open(bench.path)) as reader:
        found = reader.case(receipt(topic))
    assert found is not None
    return found


def receipt(topic: Topic) -> str:
    return topic.name.split("·")[-2]


def writes(bench: Bench, topic: Topic, user: int = OFFICER, **content: object) -> list[Shown]:
    """Somebody writes in a topic; what is shown there in answer."""
    before = len(bench.api.in_topic(topic))
    bench.settle(bench.api.write(user, topic, content))
    return bench.api.in_topic(topic)[before:]


def presses(bench: Bench, topic: Topic, label: str, user: int = OFFICER) -> list[Shown]:
    """Somebody presses the newest button of a label in a topic; what is shown there in answer."""
    before = bench.api.in_topic(topic)
    message = next(one for one in reversed(before) if label in dict(one.buttons))
    bench.settle(bench.api.press_data(user, dict(message.buttons)[label], message))
    until(lambda: not bench.rows("SELECT 1 FROM outbox WHERE state = 'waiting'"))
    return bench.api.in_topic(topic)[len(before) :]


def labels(message: Shown) -> list[str]:
    return [label for label, _ in message.buttons]


class TestTopic:
    def test_a_case_has_a_topic_with_its_card_pinned(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        assert topic.name == f"咨询·未选地区·{receipt(topic)}·等待答复"
        (card,) = bench.api.in_topic(topic)
        assert f"问题：{QUESTION}" in card.text
        assert labels(card) == ["关闭", "我来办"]
        assert bench.api.pinned == [card.number]
        assert not [one for one in bench.api.replies(DESK) if one.topic is None]

    def test_every_case_has_its_own(self, bench: Bench, me: int) -> None:
        first, second = asks(bench, me), asks(bench, next(PEOPLE), "公示要几天")
        assert first.number != second.number
        assert [QUESTION in one.text for one in bench.api.in_topic(first)] == [True]
        assert ["公示要几天" in one.text for one in bench.api.in_topic(second)] == [True]

    def test_name_and_buttons_say_how_the_case_stands(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        (taken,) = presses(bench, topic, "我来办")
        card = bench.api.in_topic(topic)[0]
        assert taken.text.endswith("办理。")
        assert labels(card) == ["关闭", "放回"]
        (closed,) = presses(bench, topic, "关闭")
        assert "已关闭" in closed.text
        assert topic.name.endswith("·已关闭")
        assert topic.is_closed
        assert labels(card) == ["重新打开"]
        assert "已关闭" in bench.api.replies(me)[-1].text

    def test_a_closed_topic_opens_when_the_applicant_writes_again(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        presses(bench, topic, "关闭")
        bench.ask(me, f"回复 {receipt(topic)}")
        bench.ask(me, "还有一件事没有说完")
        assert not topic.is_closed
        assert topic.name.endswith("·等待答复")
        assert "还有一件事没有说完" in bench.api.in_topic(topic)[-1].text

    def test_erasing_takes_the_topic_away_with_all_that_stood_there(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        bench.ask(me, "/erase")
        bench.press(me, "确定")
        assert topic.number not in bench.api.topics
        (told,) = bench.api.replies(DESK)
        assert "删除了自己的全部信息" in told.text
        assert told.topic is None
        assert bench.rows("SELECT * FROM threads") == []

    def test_where_deleting_is_not_allowed_the_topic_is_closed(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        bench.api.denied.add("deleteForumTopic")
        bench.ask(me, "/erase")
        bench.press(me, "确定")
        assert topic.is_closed
        assert bench.rows("SELECT * FROM threads") == []
        assert labels(bench.api.in_topic(topic)[0]) == []
        assert bench.api.replies(DESK)[-1].text == left_behind(receipt(topic))


class TestWords:
    def test_what_staff_write_reaches_the_applicant_after_a_confirm(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        before = len(bench.api.replies(me))
        (asked,) = writes(bench, topic, text="一般在验收后一个月内")
        assert "要把这段话发给申请人吗" in asked.text
        assert labels(asked) == ["发给申请人", "不发"]
        assert len(bench.api.replies(me)) == before
        (done,) = presses(bench, topic, "发给申请人")
        assert "答复已转给申请人" in done.text
        (told,) = bench.api.replies(me)[before:]
        assert "一般在验收后一个月内" in told.text
        assert topic.name.endswith("·已答复")
        assert labels(asked) == []

    def test_a_second_press_sends_nothing_twice(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        (asked,) = writes(bench, topic, text="一般在验收后一个月内")
        data = dict(asked.buttons)["发给申请人"]
        presses(bench, topic, "发给申请人")
        before = len(bench.api.replies(me))
        bench.settle(bench.api.press_data(OFFICER, data, asked))
        assert "已经发过了" in bench.api.in_topic(topic)[-1].text
        assert len(bench.api.replies(me)) == before
        assert [event.what for event in case(bench, topic).history] == ["submitted", "answered"]

    def test_what_is_not_sent_stays_among_staff(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        before = len(bench.api.replies(me))
        writes(bench, topic, text="这个人上个月也问过")
        presses(bench, topic, "不发")
        assert writes(bench, topic, text="// 谁记得上次怎么答的") == []
        assert len(bench.api.replies(me)) == before
        assert [event.what for event in case(bench, topic).history] == ["submitted"]

    def test_colleagues_who_answer_one_another_are_left_alone(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        quoted: dict[str, object] = {"message_id": 77, "date": 0, "text": "我看过了", "from": person(COLLEAGUE)}
        quoted["chat"] = {"id": DESK, "type": "supergroup", "title": "工作人员", "is_forum": True}
        assert writes(bench, topic, text="谢谢", reply_to_message=quoted) == []

    def test_only_who_wrote_it_sends_it(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        writes(bench, topic, text="一般在验收后一个月内")
        before = len(bench.api.replies(me))
        (told,) = presses(bench, topic, "发给申请人", COLLEAGUE)
        assert "由写的人来发" in told.text
        assert len(bench.api.replies(me)) == before
        presses(bench, topic, "发给申请人")  # the button is still there for who wrote it
        assert len(bench.api.replies(me)) == before + 1

    def test_a_stranger_in_the_group_sends_nothing(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        before = len(bench.api.replies(me))
        assert writes(bench, topic, STRANGER, text="我来答") == []
        assert bench.api.replies(DESK) == bench.api.in_topic(topic)
        writes(bench, topic, text="一般在验收后一个月内")
        assert presses(bench, topic, "发给申请人", STRANGER) == []
        assert bench.api.toasts[-1] == "这个操作只有工作人员可以做。"
        assert len(bench.api.replies(me)) == before

    def test_words_of_one_topic_are_not_sent_in_another(self, bench: Bench, me: int) -> None:
        first, other = asks(bench, me), asks(bench, next(PEOPLE), "公示要几天")
        (asked,) = writes(bench, first, text="一般在验收后一个月内")
        forged = dict(asked.buttons)["发给申请人"].replace(receipt(first), receipt(other))
        card = bench.api.in_topic(other)[0]
        bench.settle(bench.api.press_data(OFFICER, forged, card))
        assert "没有找到要发的内容" in bench.api.in_topic(other)[-1].text
        assert [event.what for event in case(bench, other).history] == ["submitted"]

    def test_what_is_changed_afterwards_is_not_sent_by_itself(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        writes(bench, topic, text="一个月")
        before = len(bench.api.in_topic(topic))
        bench.settle(bench.api.write(OFFICER, topic, {"text": "两个月"}, "edited_message"))
        assert "请重新发一条" in bench.api.in_topic(topic)[before:][0].text

    def test_an_order_in_a_topic_is_answered_there(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        (told,) = writes(bench, topic, text="/help")
        assert "会先问您，再发给申请人" in told.text

    def test_the_button_pressed_last_counts(self, bench: Bench, me: int) -> None:
        topic = hands_in(bench, me)
        presses(bench, topic, "需补正")
        presses(bench, topic, "不予受理")
        (asked,) = writes(bench, topic, text="第六条（一）1 没有证书")
        assert labels(asked) == ["不予受理", "发给申请人", "不发"]
        presses(bench, topic, "不予受理")
        assert case(bench, topic).state == "refused"

    def test_words_for_what_can_no_longer_be_done_are_an_answer(self, bench: Bench, me: int) -> None:
        topic = hands_in(bench, me)
        presses(bench, topic, "需补正")
        presses(bench, topic, "关闭", COLLEAGUE)
        (asked,) = writes(bench, topic, text="您好，案件已关闭")
        assert labels(asked) == ["发给申请人", "不发"]

    def test_words_that_do_not_do_may_be_an_answer(self, bench: Bench, me: int) -> None:
        topic = hands_in(bench, me)
        presses(bench, topic, "不予受理")
        (again,) = writes(bench, topic, text="请再等几天")
        assert "以条号开头" in again.text
        presses(bench, topic, "发给申请人")
        assert "请再等几天" in bench.api.replies(me)[-1].text
        assert case(bench, topic).state == "submitted"

    def test_taking_back_in_one_topic_leaves_the_other(self, bench: Bench, me: int) -> None:
        first, second = hands_in(bench, me), hands_in(bench, next(PEOPLE))
        presses(bench, first, "需补正")
        presses(bench, second, "不予受理")
        assert "没有发送" in writes(bench, second, text="取消")[0].text
        assert labels(writes(bench, first, text="请写全称")[0]) == ["需补正", "发给申请人", "不发"]
        assert labels(writes(bench, second, text="请写全称")[0]) == ["发给申请人", "不发"]

    def test_what_could_not_be_sent_is_not_asked_about(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        (told,) = writes(bench, topic, text="长" * 2_001)
        assert "太长" in told.text
        assert labels(told) == []

    def test_an_identity_number_is_taken_out_of_the_topic(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        update = bench.api.write(OFFICER, topic, {"text": "他的号码是330109198805121236"})
        bench.settle(update)
        told, asked = bench.api.in_topic(topic)[1:]
        assert "身份证号" in told.text
        assert "330109198805121236" not in asked.text
        until(lambda: bench.api.called("deleteMessage"))

    def test_what_telegram_tells_of_itself_is_no_talk(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        assert writes(bench, topic, forum_topic_closed={}) == []
        assert writes(bench, topic, forum_topic_edited={"name": "别的"}) == []


class TestFiles:
    PHOTO = ({"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9},)
    PAPER = {"file_id": "d", "file_unique_id": "d", "file_name": "执照.pdf"}  # noqa: RUF012 - read only

    def test_the_applicant_s_files_arrive_in_the_topic(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        assert f"回复 {receipt(topic)}" in self.sends(bench, me, photo=self.PHOTO)[-1].text
        bench.ask(me, f"回复 {receipt(topic)}")
        told = self.sends(bench, me, document=self.PAPER, caption=f"执照，号码{'330109198805121236'}")
        assert "已转给工作人员" in told[-1].text
        self.sends(bench, me, photo=self.PHOTO)
        bench.press(me, "发完了")
        head, paper, second, photo = bench.api.in_topic(topic)[1:]
        assert "一个文件" in head.text
        assert paper.copied is not None
        assert paper.copied[0] == me
        assert "1236" not in paper.text
        assert "一张图片" in second.text
        assert photo.copied is not None
        assert [event.what for event in case(bench, topic).history] == ["submitted", "wrote", "wrote"]

    def test_files_of_staff_reach_the_applicant_after_a_confirm(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        (asked,) = writes(bench, topic, document=self.PAPER, caption="样表")
        assert "要把这个文件发给申请人吗" in asked.text
        before = len(bench.api.replies(me))
        presses(bench, topic, "发给申请人")
        told, paper = bench.api.replies(me)[before:]
        assert "样表" in told.text
        assert paper.copied is not None
        assert paper.copied[0] == DESK

    def test_a_file_that_was_deleted_meanwhile_is_missed(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        writes(bench, topic, document=self.PAPER)
        bench.api.sent.clear()
        presses(bench, topic, "发给申请人")
        assert "已经被删除" in bench.api.replies(me)[-1].text

    def test_a_sticker_is_for_nobody(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}
        (told,) = writes(bench, topic, sticker={**sticker, "is_animated": False, "is_video": False})
        assert "转不了" in told.text

    def test_what_is_for_colleagues_stays_there_with_its_picture(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        assert writes(bench, topic, photo=self.PHOTO, caption="// 同事看看") == []

    def test_an_album_is_announced_once(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        bench.ask(me, f"回复 {receipt(topic)}")
        told = [self.sends(bench, me, photo=self.PHOTO, media_group_id="a") for _ in range(3)]
        assert [len(each) for each in told] == [1, 0, 0]
        arrived = bench.api.in_topic(topic)[1:]
        assert [one.copied is not None for one in arrived] == [False, True, True, True]
        assert [event.what for event in case(bench, topic).history] == ["submitted", "wrote"]

    @staticmethod
    def sends(bench: Bench, me: int, **content: object) -> list[Shown]:
        return bench.during(me, lambda: bench.api.send(me, content))


class TestTrouble:
    @pytest.mark.parametrize("fault", [DROPPED_AFTER, Fault(502, "Bad Gateway", done=True)])
    def test_a_topic_whose_order_was_not_answered_is_waited_for(self, bench: Bench, me: int, fault: Fault) -> None:
        bench.api.faults["createForumTopic"].append(fault)
        topic = asks(bench, me)
        assert len(bench.api.topics) == 1
        assert len(bench.api.in_topic(topic)) == 1

    @pytest.mark.parametrize("fault", [DROPPED_BEFORE, too_many(1)])
    def test_one_that_was_not_made_is_ordered_again(self, bench: Bench, me: int, fault: Fault) -> None:
        bench.api.faults["createForumTopic"].append(fault)
        topic = asks(bench, me)
        assert list(bench.api.topics) == [topic.number]
        assert len(bench.api.in_topic(topic)) == 1

    @pytest.mark.parametrize("method", ["pinChatMessage", "editForumTopic", "closeForumTopic", "sendMessage"])
    @pytest.mark.parametrize("fault", [DROPPED_BEFORE, DROPPED_AFTER, too_many(1)])
    def test_every_other_step_may_fail(self, bench: Bench, me: int, method: str, fault: Fault) -> None:
        topic = asks(bench, me)
        bench.api.faults[method].append(fault)
        presses(bench, topic, "关闭")
        until(lambda: topic.is_closed)
        assert topic.name.endswith("·已关闭")
        assert any("已关闭" in one.text for one in bench.api.in_topic(topic))

    def test_a_topic_deleted_by_hand_is_made_anew(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        del bench.api.topics[topic.number]
        bench.ask(me, f"回复 {receipt(topic)}")
        bench.ask(me, "还有一件事没有说完")
        again = bench.api.topic(receipt(topic))
        assert again.number != topic.number
        card, letter = bench.api.in_topic(again)
        assert labels(card) == ["关闭", "我来办"]
        assert card.number in bench.api.pinned
        assert "还有一件事没有说完" in letter.text

    def test_a_topic_closed_by_hand_is_opened(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        topic.is_closed = True
        bench.ask(me, f"回复 {receipt(topic)}")
        bench.ask(me, "还有一件事没有说完")
        assert not topic.is_closed
        assert "还有一件事没有说完" in bench.api.in_topic(topic)[-1].text

    def test_one_that_may_not_be_opened_keeps_nobody_waiting(self, bench: Bench, me: int) -> None:
        topic = asks(bench, me)
        presses(bench, topic, "关闭")
        bench.api.denied |= {"reopenForumTopic"}
        bench.ask(me, f"回复 {receipt(topic)}")
        bench.ask(me, "还有一件事没有说完")
        assert "还有一件事没有说完" in bench.api.replies(DESK)[-1].text
        assert bench.api.replies(DESK)[-1].topic is None
        assert bench.said.count(NO_TOPIC_RIGHTS) == 1

    def test_a_storage_that_fails_for_a_moment_is_tried_again(
        self, bench: Bench, me: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept, failures = SqliteStore.keep_thread, iter((True, False, True))

        def keep(store: SqliteStore, thread: Thread) -> None:
            if next(failures, False):
                raise UnavailableError("满")
            kept(store, thread)

        monkeypatch.setattr(topics, "RETRY", 0.01)
        monkeypatch.setattr(SqliteStore, "keep_thread", keep)
        assert len(bench.api.in_topic(asks(bench, me))) == 1
        assert len(bench.api.topics) == 1

    def test_without_the_right_everything_goes_on_in_the_group(self, bench: Bench, me: int) -> None:
        bench.api.denied.add("createForumTopic")
        bench.ask(me, "/staff")
        bench.ask(me, QUESTION)
        (card,) = bench.api.replies(DESK)
        assert card.topic is None
        assert bench.said.count(NO_TOPIC_RIGHTS) == 1
        bench.settle(bench.api.answer_to(OFFICER, card, "一个月内"))
        assert "一个月内" in bench.api.replies(me)[-1].text

    def test_topics_switched_on_later_are_used_from_then_on(self, bench: Bench, me: int) -> None:
        bench.api.forums.clear()
        bench.settle(bench.api.send(OFFICER, {"text": "早"}, chat=DESK))
        bench.ask(me, "/staff")
        bench.ask(me, QUESTION)
        assert not bench.api.topics
        bench.api.forums.add(DESK)
        bench.settle(bench.api.send(OFFICER, {"text": "开了话题"}, chat=DESK))
        assert asks(bench, next(PEOPLE), "公示要几天").number in bench.api.topics

    def test_a_button_of_the_card_in_a_plain_group_fits_too(self, bench: Bench, me: int) -> None:
        bench.api.forums.clear()
        bench.settle(bench.api.send(OFFICER, {"text": "早"}, chat=DESK))
        bench.ask(me, "/staff")
        bench.ask(me, QUESTION)
        (card,) = bench.api.replies(DESK)
        bench.press(OFFICER, "关闭", DESK)
        until(lambda: labels(card) == ["重新打开"])
        assert bench.api.pinned == []
