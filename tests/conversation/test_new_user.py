"""What a stranger types: plain words for the way around, places, side steps, drafts, and what is left afterwards."""

from __future__ import annotations

import pytest

from handlers.session import Mode
from knowledge.library import Library
from tests.conversation.person import Person


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody who has just come."""
    return Person(library)


class TestWords:
    """Orders in other words than the buttons'."""

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("返回", "重新回答“由单位提出申报”"),
            ("上一步", "重新回答“由单位提出申报”"),
            ("跳过这题", "单位是否在萧山区——不清楚"),
            ("忘了", "单位是否在萧山区——不清楚"),
            ("为什么", "问“单位是否在萧山区”，是因为"),
            ("为啥问这个？", "问“单位是否在萧山区”，是因为"),
            ("算了", "好的，已停下"),
            ("重新来", "确定吗？"),
            ("HELP", "我能帮您做这些事"),
            ("怎么用", "我能帮您做这些事"),
            ("对比一下", "各个地方的结果"),
            ("改第3题", "您的回答："),
            ("联系工作人员", "请用一段话写下"),
            ("继续", "第2题"),
            ("换成郑州", "查一查能不能申报郑州"),
        ],
    )
    def test_in_the_middle_of_the_questionnaire(self, person: Person, words: str, expected: str) -> None:
        person.say("/check 萧山", "是")
        assert expected in person.say(words)

    @pytest.mark.parametrize("words", ["我是郑州的", "换成郑州", "看看郑州", "郑州市"])
    def test_a_place_in_passing(self, person: Person, words: str) -> None:
        assert "现在看的是郑州" in person.say(words)

    @pytest.mark.parametrize("words", ["没有", "不是", "有", "不知道"])
    def test_an_answer_to_nothing_is_no_question_about_the_law(self, person: Person, words: str) -> None:
        assert "现在没有等您回答的题目" in person.say("萧山", words)

    def test_a_label_typed_is_the_button(self, person: Person) -> None:
        person.say("/compare", "先看目前的结果")
        assert person.say("看萧山").startswith("【萧山】")

    def test_an_unknown_place_with_a_command_is_told(self, person: Person) -> None:
        person.say("萧山")
        assert person.say("/check 天津").startswith("没有收录“天津”")
        assert "查一查能不能申报郑州" in person.say("郑州")

    def test_invisible_marks_do_not_spoil_an_answer(self, person: Person) -> None:
        assert "由单位提出申报——是" in person.say("/check 萧山", "\u200b是\u202e")


class TestAnswers:
    """What is taken for an answer, and what is not."""

    def test_a_place_answers_the_question_about_it(self, person: Person) -> None:
        assert "单位是否在萧山区——注册和经营都在" in person.say("/check 萧山", "是", "萧山")

    def test_the_region_at_hand_does_not_begin_again(self, person: Person) -> None:
        assert person.say("/check 萧山", "萧山").startswith("现在看的就是萧山")

    @pytest.mark.parametrize("words", ["谢谢", "68年5月", "还行", "我想申报"])
    def test_other_is_not_taken_without_being_said(self, person: Person, words: str) -> None:
        person.say("/check 大兴", "是")
        assert person.session.fact == "unit_type"
        assert "不在这几项里" in person.say(words)
        assert "unit_type" not in person.session.answers
        person.say("其他单位")
        assert person.session.answers["unit_type"] == "其他单位"

    def test_change_an_answer_before_there_is_one(self, person: Person) -> None:
        person.say("/check 萧山")
        assert "改答案" not in person.labels
        assert "第1题" in person.say("改答案")
        assert person.mode is Mode.QUESTION

    def test_a_result_that_is_not_settled_does_not_claim_to_be(self, person: Person) -> None:
        said = person.say("/compare", "是", "先看结果", "看萧山")
        assert "结论已定" not in said
        assert "第" in person.say("接着回答")
        assert person.mode is Mode.QUESTION

    def test_a_comparison_can_be_gone_on_with(self, person: Person) -> None:
        person.say("/compare", "看结果")
        assert "接着回答" in person.labels
        person.say("接着回答")
        assert person.mode is Mode.QUESTION
        assert person.session.comparing

    def test_a_comparison_left_without_a_region_can_be_taken_up_again(self, person: Person) -> None:
        person.say("/compare", "是", "取消", "上一题")
        assert person.mode is Mode.QUESTION
        assert "第2题" in person.say("是")
        assert "您的回答：" in person.say("取消", "改答案")

    def test_one_step_is_not_all_where_questions_are_open(self, person: Person) -> None:
        said = person.say("/check 郑州", "否")
        assert "只差这一步" not in said
        assert "就已经回答的情况" in said


class TestSideSteps:
    """Out of a confirmation, a list or an enquiry, back to where one was."""

    @pytest.mark.parametrize("words", ["不", "否", "不，先不动", "取消", "返回", "先不要"])
    def test_no_to_beginning_again_goes_on_with_the_question(self, person: Person, words: str) -> None:
        person.say("/check 萧山", "是", "重新开始")
        assert "第2题" in person.say(words)
        assert person.session.answers

    def test_what_is_no_text_leaves_the_confirmation_open(self, person: Person) -> None:
        person.say("/check 萧山", "重新开始")
        person.do(other="photo")
        assert person.labels == ["确定", "不，先不动"]
        person.say("/help", "当前步骤")
        assert person.labels == ["确定", "不，先不动"]

    def test_a_question_for_staff_comes_back_to_the_questionnaire(self, person: Person) -> None:
        person.say("/check 萧山", "是", "转人工")
        assert "请用一段话写下" in person.say("/help", "当前步骤")
        assert "第2题" in person.say("工作室可以设在外地吗，请答复")
        assert len(person.drafts) == 1
        assert person.mode is Mode.QUESTION

    @pytest.mark.parametrize("words", ["1", "嗯", "？？？？？"])
    def test_nothing_is_handed_over_that_nobody_could_answer(self, person: Person, words: str) -> None:
        assert "没有转出去" in person.say("转人工", words)
        assert not person.drafts

    def test_a_long_question_says_what_was_kept(self, person: Person) -> None:
        assert "只转了前 1000 个字" in person.say("转人工", "问" * 1_500)

    def test_start_in_the_middle_shows_the_open_step(self, person: Person) -> None:
        assert "第2题" in person.say("/check 萧山", "是", "/start")
        assert person.mode is Mode.QUESTION


class TestDrafts:
    """The list, the fields, the entries, handing in."""

    def test_the_list_stays_within_reach(self, person: Person) -> None:
        person.say("/draft 郑州", "取消", "我的草稿", "补助给多少")
        assert "继续填写郑州的草稿" in person.say("继续 1")
        assert "要删除这一份吗" in person.say("取消", "删除1")
        assert person.say("不").startswith("好的，没有删除")
        assert len(person.drafts) == 1

    @pytest.mark.parametrize("words", ["改第3栏", "第3栏", "改 3", "3", "3。"])
    def test_a_field_is_named_in_many_ways(self, person: Person, words: str) -> None:
        assert "第 3 栏" in person.say("/draft 郑州", "预览", words)

    def test_a_kept_value_is_not_said_to_be_empty(self, person: Person) -> None:
        person.say("/draft 郑州", "一份报告", "预览", "1")
        assert "这一栏不变" in person.say("跳过")
        person.say("1")
        assert "已清空" in person.say("清空")
        assert "1. 申报报告：待填写" in person.say("预览")

    def test_not_knowing_is_no_value(self, person: Person) -> None:
        assert "先空着" in person.say("/draft 郑州", "不知道")
        assert "不知道" not in "".join(next(iter(person.drafts.values())).fields.values())

    def test_an_entry_added_by_mistake_is_taken_back(self, person: Person) -> None:
        person.say("/draft 萧山")
        while person.mode is Mode.DRAFT:
            person.say("跳过")
        assert person.mode is Mode.MORE
        person.say("加一条", "没有了")
        draft = next(iter(person.drafts.values()))
        assert set(draft.rows.values()) <= {0}
        assert "没有了" not in draft.fields.values()

    def test_a_second_draft_is_told_from_the_first(self, person: Person) -> None:
        assert "另外新开" in person.say("/draft 郑州", "/draft 郑州")

    def test_not_handing_in_stays_with_the_draft(self, person: Person) -> None:
        assert "没有提交" in person.say("/draft 郑州", "预览", "提交", "不")
        assert person.mode is Mode.REVIEW
        person.say("提交", "提交")
        assert next(iter(person.drafts.values())).state == "open"

    def test_what_staff_ask_for_can_go_into_any_field(self, person: Person) -> None:
        person.say("/draft 郑州", "预览", "提交", "确定")
        draft = next(iter(person.drafts.values()))
        assert "删除" not in person.say("我的草稿")
        person.drafts[draft.id] = draft.model_copy(update={"state": "to_correct"})
        assert "草稿预览" in person.say("我的草稿", "继续 1")

    def test_what_is_locked_leads_to_staff(self, person: Person) -> None:
        person.say("/draft 郑州", "预览", "提交", "确定", "我的草稿", "查看 1")
        assert "转人工" in person.labels

    def test_an_unanswered_question_waits_for_an_answer(self, person: Person) -> None:
        person.say("转人工", "工作室可以设在外地吗")
        assert "等待答复" in person.say("/my")


def test_help_numbers_nothing(person: Person) -> None:
    """A number typed after it picks a button, so the text has no numbers of its own."""
    assert not any(f"{number}." in person.say("/help") for number in range(1, 9))


def test_a_link_opens_every_article_and_section(library: Library) -> None:
    """``?start=art-<region>-<number>``."""
    opened = 0
    for slug, regulation in library.regulations.items():
        for provision in regulation.provisions:
            head, _, number = provision.eid.partition("_")
            if head in {"art", "sec"} and number.isdigit():
                said = Person(library).say(f"/start art-{slug}-{number}")
                assert f"{regulation.identity.short}{provision.label}\n" in said
                opened += 1
    assert opened > 80


class TestStaff:
    """A member of staff in the group."""

    def test_two_notes_at_once_and_a_withdrawn_one(self, person: Person) -> None:
        person.say("/draft 郑州", "预览", "提交", "确定", "/draft 萧山", "预览", "提交", "确定")
        first, second = person.drafts.values()
        officer = Person(person.library)

        def act(draft_id: str, **said: object) -> list[str]:
            officer.case = person.drafts[draft_id]
            outcome = officer.do(**said, chat="test:desk", staff=True)
            person.drafts.update({draft.id: draft for draft in outcome.save})
            return [reply.text for reply in outcome.replies]

        act(first.id, command=f"correct {first.receipt}")
        act(second.id, command=f"correct {second.receipt}")
        for draft, words in ((first, "请补清单"), (second, "请补照片")):
            assert "要按“需补正”处理吗" in act(draft.id, text=words, reply_to=draft.receipt)[0]
            officer.letter = officer.turn
            act(draft.id, command=f"correct {draft.receipt} {officer.turn.key}")
        assert [draft.state for draft in person.drafts.values()] == ["to_correct", "to_correct"]
        assert act(first.id, text="取消", reply_to=first.receipt) == ["好的，没有发送。"]
