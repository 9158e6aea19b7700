"""The citation gate: a sentence about the law is sent only if the words that it rests on carry it.

Three layers: the words stand in the provision that is named; they are about what the sentence is about; and they
support it: every number and every modal word of the sentence is theirs, and no hedge of theirs is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.model import Bound
from knowledge.texts.numbering import to_int
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains, fold

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


ON_TOPIC = 0.3
"""Share of a sentence's pairs of characters and numbers that its quotes must have, to be about the same thing."""
_CLAUSE = re.compile("[，；。：]")
_ABSENT = re.compile("没有|不在这份|看不出|不是正式文件")
"""What a clause has that says what the text leaves out: no quote can have its words."""
_ACCORDING = re.compile("按征求意见稿|(?:征求意见稿|条文|办法)?(?:自己)?写的是")
"""Words that only say that something is written."""
_HAN = re.compile("[\u4e00-\u9fff]+")


def stands(provisions: Provisions, source: Bound) -> bool:
    """The first layer: the provision exists, and the words are its own."""
    return source.at in provisions and contains(provisions.get(source.at).text, source.quote)


def on_topic(sentence: str, quotes: Iterable[str]) -> bool:
    """The second layer: the quotes speak of what the sentence speaks of."""
    clauses = _CLAUSE.split(_ACCORDING.sub("，", sentence))
    said = _pieces("，".join(clause for clause in clauses if not _ABSENT.search(clause)))
    return len(said & _pieces("\n".join(quotes))) >= ON_TOPIC * len(said)


def _pieces(text: str) -> set[str]:
    """What a text is about, roughly: its pairs of characters, and its numbers."""
    return {run[at : at + 2] for run in _HAN.findall(fold(text)) for at in range(len(run) - 1)} | numbers(text)


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
    """The second and third layers: the quotes are on the sentence's topic and support it, nothing added and no hedge
    dropped, theirs or their list's."""
    ground = tuple(quotes)
    whole = (*ground, introduction)
    supported = bool(ground) and not unsupported(sentence, whole) and not dropped(sentence, whole)
    return supported and on_topic(sentence, whole)
