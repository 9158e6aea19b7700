"""The citation gate: a sentence about the law is sent only if the words that it rests on carry it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.texts.numbering import to_int
from knowledge.texts.text import fold

# fmt: off
MODAL = (
    "原则上", "一般", "应当", "应", "必须", "须", "不得", "可以", "可", "允许", "适当", "酌情", "视情",
    "不少于", "不低于", "不高于", "不超过", "至少", "左右", "若干", "优先", "以上", "以内", "以下",
    "特别是", "直接", "全额", "一次性",
)
# fmt: on
"""Words that say how binding or how exact a rule is. A sentence may not bring its own."""

PLAIN = {
    "应": ("应", "须", "必须", "要"),
    "应当": ("应", "须", "必须", "要"),
    "须": ("应", "须", "必须", "要"),
    "必须": ("必须", "须"),
    "可": ("可", "能", "允许"),
    "可以": ("可", "能", "允许"),
    "允许": ("允许",),
    "至少": ("至少", "不少于", "以上", "不低于"),
    "不少于": ("不少于", "至少", "以上"),
    "不低于": ("不低于", "以上"),
    "不超过": ("不超过", "不高于", "以内"),
    "以内": ("以内", "不超过"),
}
"""Words of the law that carry a modal word of the sentence; without a line here only the word itself does."""

HEDGES = ("原则上", "一般", "适当", "酌情", "视情", "左右")
"""Words that soften a rule: where the quote has one, the sentence must not drop it."""

NUMBER = re.compile(r"\d+(?:\.\d+)?%?|[一二两三四五六七八九十百]+(?=[年月日天个名家份项级人万千元分倍]|次(?!性))")
NOT_MODAL = re.compile(
    "一般纳税人|应用|对应|相应|适应|响应|反应|应急|供应|可行性|可能|认可|许可|可靠|一定|须知|直接被认定"
)


def numbers(text: str) -> set[str]:
    """The numbers in a text, Chinese and arabic alike as arabic."""
    return {_arabic(found) for found in NUMBER.findall(fold(text))}


def _arabic(found: str) -> str:
    return found if found[0].isdigit() else str(to_int(found))


def modals(text: str) -> set[str]:
    """The modal words in a text, the longer before the shorter that it contains."""
    rest = NOT_MODAL.sub("　", fold(text))
    found = set()
    for word in sorted(MODAL, key=len, reverse=True):
        if word in rest:
            found.add(word)
            rest = rest.replace(word, "　")
    return found


def unsupported(sentence: str, quotes: Iterable[str]) -> list[str]:
    """What of a sentence its quotes do not carry: numbers, modal words, and hedges that it dropped."""
    ground = fold("\n".join(quotes))
    missing = sorted(numbers(sentence) - numbers(ground))
    missing += sorted(word for word in modals(sentence) if not any(each in ground for each in PLAIN.get(word, (word,))))
    return missing


def dropped(sentence: str, quotes: Iterable[str]) -> list[str]:
    """Hedges (原则上, 一般 …) that stand in the quotes and that the sentence left out."""
    ground = modals("\n".join(quotes))
    return [word for word in HEDGES if word in ground and word not in fold(sentence)]


def carried(sentence: str, quotes: Iterable[str], introduction: str = "") -> bool:
    """Whether the quotes carry the sentence, with nothing added and no hedge dropped, theirs or their list's."""
    ground = tuple(quotes)
    whole = (*ground, introduction)
    return bool(ground) and not unsupported(sentence, whole) and not dropped(sentence, whole)
