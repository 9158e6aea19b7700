"""What somebody does after an answer: says whether it helped, at once or later, and hands its question to staff."""

from __future__ import annotations

import pytest

from handlers.choice import Choice
from handlers.model import STAFF, Reply
from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody who has just come."""
    return Person(library)


def ask(person: Person, question: str) -> Reply:
    """A question; the reply that answers it."""
    return next(reply for reply in person.do(text=question).replies if reply.asked is not None)


def press(person: Person, reply: Reply, label: str) -> tuple[Reply, ...]:
    """A button under an answer."""
    choice = next(choice for choice in reply.choices if choice.label == label)
    assert choice.lasting
    return person.do(text=choice.says, about=choice.about).replies


def votes(person: Person) -> list[str | None]:
    """The votes on the answers, in order."""
    return [answer.vote for answer in person.answers.values()]


def labels(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.label for choice in choices}


class TestButtons:
    """What stands under which reply."""

    @pytest.mark.parametrize("question", ["萧山公示几天", "萧山第九条", "郑州补助什么时候到账", "萧山目录"])
    def test_under_an_answer(self, person: Person, question: str) -> None:
        assert {"👍", "👎", "转人工"} <= labels(ask(person, question).choices)

    @pytest.mark.parametrize("question", ["上海能报吗", "明天天气怎么样", "萧山第九百条"])
    def test_nothing_to_praise_where_nothing_was_found(self, person: Person, question: str) -> None:
        found = labels(ask(person, question).choices)
        assert {"👎", "转人工"} <= found
        assert "👍" not in found

    @pytest.mark.parametrize("words", ["你好", "谢谢", "第九条", "萧山", "/help", "/check 萧山"])
    def test_not_under_anything_else(self, person: Person, words: str) -> None:
        outcome = person.do(text=words)
        assert not any("👎" in labels(reply.choices) or reply.asked for reply in outcome.replies)

    def test_the_questionnaire_keeps_its_own_buttons(self, person: Person) -> None:
        person.say("/check 萧山")
        first, step = person.do(text="补助给多少？").replies
        assert labels(first.choices) == {"👍", "👎", "转人工"}
        assert "👍" not in labels(step.choices)
        assert "是" in person.labels


class TestVotes:
    """A vote is about the answer that it belongs to."""

    def test_an_old_answers_buttons_vote_on_that_answer(self, person: Person) -> None:
        old = ask(person, "萧山公示几天")
        ask(person, "郑州公示几天")
        press(person, old, "👍")
        assert votes(person) == ["useful", None]

    def test_words_are_about_the_last_answer(self, person: Person) -> None:
        person.say("萧山公示几天", "郑州公示几天", "/help", "没用")
        assert votes(person) == [None, "useless"]

    @pytest.mark.parametrize(
        ("words", "vote"),
        [("有用", "useful"), ("👍🏽", "useful"), ("👍️", "useful"), ("/useful", "useful"), ("👎", "useless")],
    )
    def test_in_many_words(self, person: Person, words: str, vote: str) -> None:
        person.say("萧山公示几天", words)
        assert votes(person) == [vote]

    def test_a_mind_may_change(self, person: Person) -> None:
        answer = ask(person, "萧山公示几天")
        for label in ("👍", "👎", "👍"):
            press(person, answer, label)
        assert votes(person) == ["useful"]

    def test_the_same_again_is_told_and_asks_nothing_more(self, person: Person) -> None:
        answer = ask(person, "萧山公示几天")
        assert not press(person, answer, "👎")[0].passing
        (again,) = press(person, answer, "👎")
        assert (again.text, again.passing) == ("这条回答您已经评过了，谢谢。", True)

    def test_before_any_answer_there_is_nothing_to_judge(self, person: Person) -> None:
        assert person.say("没用").startswith("还没有可以评价的回答")
        assert votes(person) == []

    def test_an_answer_that_is_not_theirs_is_not_voted_on(self, person: Person) -> None:
        ask(person, "萧山公示几天")
        outcome = person.do(text="没用", about="0" * 16)
        assert outcome.ballot is None
        assert outcome.replies[0].text == "没有找到这条回答，没有记下。"

    def test_a_press_leaves_the_open_question_and_its_buttons(self, person: Person) -> None:
        person.say("/check 萧山")
        answer = ask(person, "补助给多少？")
        before = person.session
        for label in ("👍", "👎"):
            press(person, answer, label)
        assert person.session == before

    def test_typed_in_the_questionnaire_the_question_comes_back(self, person: Person) -> None:
        person.say("/check 萧山", "补助给多少？")
        assert "第1题" in person.say("有用")
        assert person.mode is Mode.QUESTION
        assert person.session.answers == {}


class TestHandingOver:
    """The question just answered goes to staff without being typed again."""

    def handed(self, person: Person, *said: str) -> Reply:
        """The packet that the last words send to staff."""
        replies = [person.do(text=text) for text in said][-1].replies
        return next(reply for reply in replies if reply.to == STAFF)

    def test_the_packet_tells_what_the_applicant_saw(self, person: Person) -> None:
        packet = self.handed(person, "萧山补助给多少", "转人工", "就转这个问题")
        assert "问题：萧山补助给多少" in packet.text
        assert "助手当时引用：萧山第十一条、萧山第十九条" in packet.text
        (case,) = person.drafts.values()
        assert (case.region, case.answer) == ("xiaoshan", next(iter(person.answers)))
        assert case.shown == next(iter(person.answers.values())).citations

    def test_in_other_words_the_citations_go_with_it(self, person: Person) -> None:
        packet = self.handed(person, "萧山补助给多少", "/staff", "改一下再转", "两种经费能不能都拿")
        assert "问题：两种经费能不能都拿" in packet.text
        assert "助手当时引用：萧山第十一条" in packet.text

    def test_an_answer_without_citations_is_told_as_such(self, person: Person) -> None:
        assert "助手当时没有引用条文" in self.handed(person, "上海能报吗", "转人工", "好的").text

    @pytest.mark.parametrize("words", ["取消", "不", "不用了", "返回"])
    def test_no_sends_nothing(self, person: Person, words: str) -> None:
        person.say("萧山补助给多少", "转人工", words)
        assert not person.drafts
        assert person.mode is Mode.IDLE

    @pytest.mark.parametrize("words", ["什么意思", "那郑州呢", "嗯嗯嗯嗯嗯"])
    def test_nothing_is_sent_that_was_not_agreed_to(self, person: Person, words: str) -> None:
        assert "还没有转出去" in person.say("萧山补助给多少", "转人工", words)
        assert not person.drafts

    @pytest.mark.parametrize("between", ["/help", "谢谢", "第九条"])
    def test_with_no_recent_answer_it_asks_what_to_hand_over(self, person: Person, between: str) -> None:
        assert "请用一段话写下" in person.say("萧山补助给多少", between, "转人工")

    def test_after_a_vote_the_answer_is_still_at_hand(self, person: Person) -> None:
        assert "「萧山补助给多少」" in person.say("萧山补助给多少", "没用", "转人工")

    def test_an_old_answers_button_hands_over_that_question(self, person: Person) -> None:
        old = ask(person, "萧山补助给多少")
        person.say("郑州公示几天", "/check 萧山", "是")
        assert "「萧山补助给多少」" in press(person, old, "转人工")[0].text
        assert "第2题" in person.say("就转这个问题")
        assert [case.fields["question"] for case in person.drafts.values()] == ["萧山补助给多少"]

    def test_while_one_is_offered_another_may_be_judged(self, person: Person) -> None:
        old = ask(person, "郑州公示几天")
        person.say("萧山补助给多少", "转人工")
        press(person, old, "👎")
        person.say("就转这个问题")
        assert [case.fields["question"] for case in person.drafts.values()] == ["萧山补助给多少"]
        assert votes(person) == ["useless", None]

    def test_a_photo_in_between_shows_the_offer_again(self, person: Person) -> None:
        person.say("萧山补助给多少", "转人工")
        person.do(other="photo")
        assert person.labels == ["就转这个问题", "改一下再转", "取消"]
        person.say("改一下再转")
        person.do(other="photo")
        assert "改好的问题" in person.say("/help", "当前步骤")

    def test_a_question_typed_behind_the_command_goes_as_it_is(self, person: Person) -> None:
        packet = self.handed(person, "萧山补助给多少", "/staff 工作室能不能设在外地")
        assert "工作室能不能设在外地" in packet.text
        assert "当时" not in packet.text
