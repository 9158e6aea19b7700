"""Plain sentences as entries: what, how many, on which day. What is not understood is handed back, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import cn2an

from knowledge.ledger.days import DayError, find_day
from knowledge.ledger.intentions import is_meant, is_not_done, says_done, without_plan
from knowledge.ledger.kinds import Kind, Kinds
from knowledge.model import Frozen

MOST = 1000
"""The highest number of one entry."""
LONGEST = 300
"""Characters of one sentence."""
NOT_HEARD = "没看懂这是哪一类的事；请换个说法，或者点按钮选一类。"
"""What is said of a piece that names nothing."""
NOT_DONE = "像是还没有做的事；做了以后再记。"

_NUMBER = r"[0-9]{1,9}|[零一二两俩三四五六七八九十百]{1,6}"
_SENTENCES = re.compile(r"[；;。!！\n]")
_CLAUSES = re.compile(
    r"[，,]|(?:、|和|及|以及|还有)(?=(?:" + _NUMBER + r")(?:名|个|位|人|份|次|场|项|篇))|还(?=[参签组办发取拿])|另外"
)
_EXACT = re.compile(rf"({_NUMBER})")
_VAGUE = re.compile(
    r"(?:好?几|多少|若干|十来|[0-9一二三四五六七八九十百]+[多余来])"
    r"|左右|上下|大概|大约|差不多|至少|最多|不到|将近|以上|[0-9一二两三四五六七八九][-~—至到、][0-9一二两三四五六七八九]"
)
_LEAD = r"(?:一共|总共|共|合计|有|是|就|只|才|大家|我们)*"
_TAIL = r"[了吧呢啊哦嗯哈的。.！!]*"
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
    dated: bool = False
    """Whether a day was named."""


def read(kinds: Kinds, text: str, on: date) -> Read:
    """Every entry that the words hold; pieces that hold none are handed back. Never raises.

    The title of a kind alone is that kind, done today.
    """
    named = next((one for one in kinds.kinds if one.title == text.strip()), None)
    if named is not None:
        return Read((Jot(kind=named.id, day=on),), ())
    jots: list[Jot] = []
    unclear: list[tuple[str, str]] = []
    day, dated = on, False
    plain = unicodedata.normalize("NFKC", text)[:LONGEST]
    for sentence in _SENTENCES.split(plain):
        left_open = ""
        for piece in (each.strip() for each in _CLAUSES.split(sentence) if each):
            try:
                found = find_day(piece, on)
            except DayError as bad:
                left_open = NOT_DONE if is_not_done(without_plan(piece)) else bad.message
                unclear.append((piece, left_open))
                continue
            day, dated = found.day or day, dated or found.day is not None
            rest = without_plan(found.rest)
            left_open = "" if found.day else left_open
            if _FILLER.fullmatch(rest):
                continue
            kind = _kind_done(kinds, rest, left_open)
            left_open = NOT_DONE if is_meant(rest) else left_open
            if isinstance(kind, str):
                unclear.append((piece, kind))
            else:
                jots.append(Jot(kind=kind.id, day=day, count=count_in(kind, rest)))
    return Read(tuple(jots), tuple(unclear), dated)


def _kind_done(kinds: Kinds, text: str, left_open: str) -> Kind | str:
    """The kind of what was done; or why it is not to be written: also for what an earlier piece of the sentence left
    open (计划带3名徒弟，签3份协议)."""
    if is_not_done(text):
        return NOT_DONE
    if left_open and not (left_open == NOT_DONE and says_done(text)):
        return left_open
    return _kind(kinds, text)


def count_in(kind: Kind, text: str) -> int | None:
    """The one number that stands before a word for what is counted; None for none, for several, for a vague one."""
    if _VAGUE.search(text):
        return None
    counters = "|".join(sorted(kind.counters, key=len, reverse=True))
    found = [one for one in re.findall(rf"({_NUMBER})\s*(?:{counters})", text) if plain_number(one) is not None]
    numbers = {plain_number(one) for one in found}
    return numbers.pop() if len(numbers) == 1 else None


def number_alone(kind: Kind, text: str) -> int | None:
    """The number that the words are and nothing more (3, 三名, 一共3个人); None for a sentence."""
    plain = unicodedata.normalize("NFKC", text).strip()
    counters = "|".join(sorted((*kind.counters, kind.unit), key=len, reverse=True))
    found = re.fullmatch(rf"{_LEAD}\s*({_NUMBER})\s*(?:{counters})?{_TAIL}", plain)
    return plain_number(found[1]) if found else None


def counted_again(kinds: Kinds, jot: Jot, text: str, on: date) -> int | None:
    """The number in a whole sentence that says once more what waits for one; None for anything else."""
    found = read(kinds, text, on)
    if found.unclear or [one.kind for one in found.jots] != [jot.kind]:
        return None
    (again,) = found.jots
    return again.count if again.day == jot.day or not found.dated else None


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
        return NOT_HEARD
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
