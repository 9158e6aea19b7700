"""Plain sentences as entries: what, how many, on which day. What is not understood is handed back, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import cn2an

from knowledge.ledger.days import DayError, find_day
from knowledge.ledger.kinds import Kind, Kinds
from knowledge.model import Frozen

MOST = 1000
"""The highest number of one entry."""
LONGEST = 300
"""Characters of one sentence."""

_NUMBER = r"[0-9]{1,9}|[零一二两俩三四五六七八九十百]{1,6}"
_CLAUSES = re.compile(
    r"[，,；;。!！\n]|(?:、|和|及|以及|还有)(?=(?:"
    + _NUMBER
    + r")(?:名|个|位|人|份|次|场|项|篇))|还(?=[参签组办发取拿])|另外"
)
_EXACT = re.compile(rf"({_NUMBER})")
_VAGUE = re.compile(
    r"(?:好?几|多少|若干|十来|[0-9一二三四五六七八九十百]+[多余来])"
    r"|左右|上下|大概|大约|差不多|至少|最多|不到|将近|以上|[0-9一二两三四五六七八九][-~—至到、][0-9一二两三四五六七八九]"
)
_NOT_DONE = re.compile(r"没(?!问题)|未|不是|不曾|打算|准备|想要|将要|即将|快要|正在|计划(?=参加|组织|签|办)|取消")
_FILLER = re.compile(r"[\s的了是又也还并且我们咱今年另外然后在就]*")


class Jot(Frozen):
    """Something understood, not yet written."""

    kind: str
    day: date
    count: int | None = None


class Read(NamedTuple):
    """A sentence read."""

    jots: tuple[Jot, ...]
    unclear: tuple[tuple[str, str], ...]
    """Pieces that were not understood, each with what to do (Chinese)."""


def read(kinds: Kinds, text: str, on: date) -> Read:
    """Every entry that the words hold; pieces that hold none are handed back. Never raises."""
    jots: list[Jot] = []
    unclear: list[tuple[str, str]] = []
    day = on
    plain = unicodedata.normalize("NFKC", text)[:LONGEST]
    for piece in (each.strip() for each in _CLAUSES.split(plain) if each):
        try:
            found = find_day(piece, on)
        except DayError as bad:
            unclear.append((piece, bad.message))
            continue
        day = found.day or day
        if _FILLER.fullmatch(found.rest):
            continue
        kind = _kind(kinds, found.rest)
        if _NOT_DONE.search(found.rest):
            unclear.append((piece, "像是还没有做的事；做了以后再记。"))
        elif isinstance(kind, str):
            unclear.append((piece, kind))
        else:
            jots.append(Jot(kind=kind.id, day=day, count=count_in(kind, found.rest)))
    return Read(tuple(jots), tuple(unclear))


def count_in(kind: Kind, text: str) -> int | None:
    """The one number that stands before a word for what is counted; None for none, for several, for a vague one."""
    if _VAGUE.search(text):
        return None
    counters = "|".join(sorted(kind.counters, key=len, reverse=True))
    found = [one for one in re.findall(rf"({_NUMBER})\s*(?:{counters})", text) if plain_number(one) is not None]
    numbers = {plain_number(one) for one in found}
    return numbers.pop() if len(numbers) == 1 else None


def plain_number(text: str) -> int | None:
    """The whole number, from 1 to the most, that the words are and nothing else."""
    word = unicodedata.normalize("NFKC", text).strip()
    if not _EXACT.fullmatch(word):
        return None
    if word.isascii():
        number = int(word)
    else:
        try:
            number = int(cn2an.cn2an(word.replace("俩", "二").replace("两", "二"), "strict"))
        except ValueError:
            return None
    return number if 1 <= number <= MOST else None


def _kind(kinds: Kinds, text: str) -> Kind | str:
    """The kind whose words say most; what to do where none or several fit equally (Chinese)."""
    fitting = sorted(_fitting(kinds, text), key=lambda one: -one[0])
    if not fitting:
        return "没看懂这是哪一类的事；请换个说法，或者点按钮选一类。"
    best = [kind for length, kind in fitting if length == fitting[0][0]]
    if len(best) > 1:
        return f"可能是{'，也可能是'.join(one.title for one in best)}；请分开说，或者点按钮选一类。"
    return best[0]


def _fitting(kinds: Kinds, text: str) -> Iterator[tuple[int, Kind]]:
    """Each kind that the words name, and how many characters of them name it."""
    for kind in kinds.kinds:
        lengths = [len(words.replace(" ", "")) for words in kind.words if all(part in text for part in words.split())]
        if lengths:
            yield max(lengths), kind
