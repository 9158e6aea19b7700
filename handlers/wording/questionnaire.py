"""Sentences of every questionnaire: the question, the receipt for an answer, the list of answers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.choice import Choice
from knowledge.vocabulary.facts import Answers, Fact, Value
from knowledge.vocabulary.values import show

SEE_ALL = Choice(label="继续问完其余问题", says="继续问完")
GO_ON = Choice(label="继续回答", says="继续回答")
SO_FAR = Choice(label="先看目前的结果", says="先看结果", control=True)
SO_FAR_WORDS = frozenset({SO_FAR.says, SO_FAR.label, "看结果", "看看结果", "结果", "目前的结果"})

CHANGE_OTHER = "前面的日期要改，点“改答案”。"
FIRST_QUESTION = "已经是第一题了。"
NONE_YET = "还没有填过回答，先答这一题。"
NO_ANSWERS = "还没有填过回答。点“{start}”开始。"


def question(fact: Fact, *, number: int, left: int | None, about: str = "") -> str:
    """One question with its place, what an answer looks like and what it is about.

    ``left`` None: how many are to come is not told.
    """
    place = f"第{number}题" if left is None else f"第{number}题，最多还有{left}题"
    lines = [f"【{place}】{fact.question}"]
    if fact.hint:
        lines.append(f"（{fact.hint}）")
    if fact.kind == "choices":
        lines.append("可以选几项，例如“1 3”；都没有就答“没有”。")
    if fact.kind == "series":
        lines.append("按先后写，例如“合格 合格 不合格”；还没有过就答“没有”。")
    if about:
        lines.append(about)
    return "\n".join(lines)


def answer_choices(fact: Fact) -> tuple[Choice, ...]:
    """Buttons for the answers of a fact."""
    if fact.kind == "yes_no":
        words = ("有", "没有") if "有没有" in fact.question else ("是", "否")
        return tuple(Choice(label=word, says=word) for word in words)
    if fact.kind in {"event", "series"}:
        return (Choice(label="没有过", says="没有过"),)
    return tuple(Choice(label=each.value, says=each.value) for each in fact.offered)


def noted(fact: Fact, value: Value) -> str:
    """A receipt for an answer, so that a misreading is seen at once."""
    return f"记下了：{fact.short}——{show(fact, value)}。"


def not_listed(text: str, other: str) -> str:
    """Words that are none of the choices; the catch-all is not taken without asking."""
    return f"“{text[:20]}”不在这几项里。要按“{other}”记，请点“{other}”或者输入“{other}”；也可以回答“不清楚”。"


def before(fact: Fact, value: Value) -> str:
    """What the answer was before it is given again."""
    return f"重新回答“{fact.short}”。原来的回答：{show(fact, value)}。"


def answer_list(listed: Sequence[Fact], answers: Answers) -> str:
    """All answers, numbered."""
    rows = [f"{n}. {fact.short}：{show(fact, answers[fact.id])}" for n, fact in enumerate(listed, start=1)]
    return "您的回答：\n" + "\n".join(rows) + "\n要改哪一项？请输入编号。其余的不会变。"


def no_such_answer(count: int) -> str:
    """A number that is not in the list."""
    return f"没有这个编号。请输入 1 到 {count} 之间的数字。"
