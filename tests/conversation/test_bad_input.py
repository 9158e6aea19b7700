"""Whatever is sent, at whatever step: an answer, nothing lost, nothing raised."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.model import Press
from knowledge.library import Library
from tests.conversation.person import Person

SAYINGS = """
查资格 对比各地 萧山 杭州 乌鲁木齐 郑州 大兴 是 否 有 没有 不清楚 跳过 上一题 改答案 为什么问这个 取消 重新开始 确定
3 0 技师 1968年5月 生成申报草稿 加一条 没有了 预览 提交 补填 我的草稿 继续1 删除1 查看1 转人工 帮助 第九条
继续 返回 看萧山 接着回答 清空 不 改第3题 换成郑州 看结果 不知道 我有一个问题要问 /staff
有用 没用 👍🏽 👎 就转这个问题 改一下再转 补助给多少？ /start art-xiaoshan-9 /start zhengzhou /staff 补助什么时候发呢
补助给多少？ /start /unknown /check /region 用这个名称 张三 99999 改3 当前步骤 继续问完 接下来怎么办 先看结果
"""

words = st.sampled_from(SAYINGS.split())
junk = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "٣", "\u202eabc", "😀" * 50, "1e309", "NaN", "-1", "字" * 70_000]
)
presses = st.builds(Press, rev=st.integers(0, 60), index=st.integers(-2, 12))


@settings(max_examples=60, deadline=None)
@given(st.lists(words | junk | presses, min_size=1, max_size=30))
def test_every_turn_is_answered_and_the_session_moves_on(library: Library, said: list[str | Press]) -> None:
    """Random conversations: one reply at least, none empty, the revision rises by one."""
    person = Person(library)
    for what in said:
        before = person.session.rev
        outcome = person.do(press=what) if isinstance(what, Press) else person.do(text=what)
        assert outcome.session.rev == before + 1
        assert outcome.replies
        assert all(reply.text.strip() for reply in outcome.replies)
        assert all(choice.says for reply in outcome.replies for choice in reply.choices)


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "edit", "document", "undecodable", "forward"])
def test_what_is_no_text_is_named_and_the_step_shown_again(library: Library, kind: str) -> None:
    """A photo in the middle of the questionnaire changes nothing."""
    person = Person(library)
    person.do(text="/check 萧山")
    before = person.session
    outcome = person.do(other=kind)
    assert "第1题" in outcome.replies[-1].text
    assert person.session.fact == before.fact
    assert person.session.answers == before.answers


def test_a_button_of_an_old_message_changes_nothing(library: Library) -> None:
    """The press carries the revision that it answers."""
    person = Person(library)
    person.do(text="/check 萧山")
    old = person.session.rev
    person.do(text="是")
    answers = person.session.answers
    outcome = person.do(press=Press(rev=old, index=1))
    assert outcome.replies[-1].text.startswith("这个按钮属于前面的步骤")
    assert person.session.answers == answers
    assert "第2题" in outcome.replies[-1].text


def test_a_staff_command_from_anyone_else_is_refused(library: Library) -> None:
    """Who is staff is decided at the door."""
    person = Person(library)
    outcome = person.do(command="accept ABCDEFGH")
    assert outcome.replies[0].text == "这个操作只有工作人员可以做。"


def test_a_message_of_64_kb_is_read_in_part_and_says_so(library: Library) -> None:
    """Nothing breaks, and the person learns what was read."""
    person = Person(library)
    outcome = person.do(text="补助" * 32_768)
    assert outcome.replies[0].text.startswith("这段话太长了，我只看了前 2000 个字。")


def test_an_unknown_command_is_told(library: Library) -> None:
    """One helpful line."""
    assert "没有“/foo”这个命令" in Person(library).do(text="/foo bar").replies[0].text
