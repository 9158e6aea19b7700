"""Taking a message apart: which sentences ask, and which only tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
"""Characters of a message that are searched: the asking sentences and what stands nearest before them."""
MOST_QUESTIONS = 3
"""Questions in one message that are answered, the last ones."""
LEAST = 4
"""Characters of its own that a question needs to be searched by itself."""
STORY = 12
"""Characters with a meaning from which a sentence is taken apart into what it tells and what it asks."""

ASKS = re.compile(
    r"[?？]|吗|么(?!$)|呢|什么|啥|怎么|怎样|咋|如何|为何|为什么|(?<![前好这那过头十])几[个年天份人次名家分点月号级项种类岁平页张本步条成万元块场位套]|多少|多久|多大|多长|多高|多远"
    r"|哪|谁|何时|何种|是否|能否|可否|有无|能不能|可不可以|行不行|是不是|要不要|有没有|会不会|用不用|算不算|该不该|够不够|需不需要|好不好|对不对"
    r"|还能|请问|想问|想知道|问一下"
)
"""Words by which a sentence asks."""
SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
CLAUSE = re.compile(r"[^，,：:]+[，,：:]*")
SEPARATE = re.compile(
    "(?P<one>[^，,。！!？?；;：:和与跟及、]{2,12})[和与跟及、](?P<other>[^，,。！!？?；;：:和与跟及、]{2,12}?)(?:分别|各自|各)(?P<asks>[^，,。！!？?；;]+)"
)
"""One question of two things (开办补助和运行补助分别是多少)."""
DOUBLED = re.compile(
    "(?P<first>几(?P<measure>[次个人名年天份家场])[^，,。！!？?；;]{1,8}?)"
    "(?=(?:几(?P=measure)|(?:办|发|给|开|搞|带|交|评|参加|组织)几[次个人名年天份家场万])[^，,。！!？?；;]{2})"
)
"""Two things asked in one breath (几次活动几次竞赛, 培养几个人办几次研讨)."""
EMPTY = re.compile(
    r"请问|想问|问一下|问下|问问|咋办|咋弄|弄|想知道|我想|麻烦|您好|你好|那么|还有|另外|以及|顺便|一下|这样|这个|那个|我们|我|你|您|的|了|吗|呢|啊|吧|嘛|呀|么"
    r"|一不一样|一样|是多少|有啥区别|有什么区别|有啥不同|有什么不同|各是|分别|可以|能不能|行不行|行吗|对吗|好吗|是不是|怎么办|为什么|怎么|会|能|(?<![运执进施举])行(?![业政])|要|有|那|[^\u4e00-\u9fffa-z0-9]"
)
"""Words that say nothing about what is asked."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message."""

    asks: str
    context: str
    """What the message tells besides; empty where there is nothing."""
    beside: str = ""
    """What the sentence that asks tells in its other clauses."""
    before: str = ""
    """The question asked before it in the same message."""
    there: str = ""
    """Those who are at the place named (的企业): they count where it is not clear what is asked."""


def parts(text: str) -> tuple[Part, ...]:
    """The questions of a message, at least one; the last ``MOST_QUESTIONS`` where there are more."""
    pieces = _joined([piece for sentence in SENTENCE.findall(text) for piece in _clauses(sentence)])
    if not pieces:
        return (Part(text[:LONGEST], ""),)
    asking = [at for at, piece in enumerate(pieces) if ASKS.search(piece)] or [len(pieces) - 1]
    told = "".join(piece for at, piece in enumerate(pieces) if at not in asking)
    kept = asking[-MOST_QUESTIONS:]
    room = max(0, LONGEST - sum(len(pieces[at]) for at in kept))
    context = told[-room:] if room else ""
    earlier = ("", *(pieces[at] for at in kept))
    return tuple(_part(pieces[at][-LONGEST:], context, last) for at, last in zip(kept, earlier, strict=False))


def _part(piece: str, context: str, before: str) -> Part:
    """A piece that asks; where it is long, the clauses that only tell are set beside those that ask."""
    if content(piece) < STORY:
        return Part(piece, context, before=before)
    clauses = CLAUSE.findall(piece)
    asks = "".join(clause for clause in clauses if ASKS.search(clause))
    if content(asks) < LEAST:
        return Part(piece, context, before=before)
    return Part(asks, context, "".join(clause for clause in clauses if not ASKS.search(clause)), before)


def _clauses(sentence: str) -> list[str]:
    """A sentence that asks several things, in its questions, each with what is told before it; any other whole."""
    clauses = CLAUSE.findall(sentence)
    asking = [bool(ASKS.search(clause)) and content(clause) >= LEAST for clause in clauses]
    if sum(asking) < 2:
        return [sentence]
    pieces = [""]
    for clause, asks in zip(clauses, asking, strict=True):
        pieces[-1] += clause
        if asks:
            pieces.append("")
    last = pieces.pop()
    pieces[-1] += last
    return pieces


def _joined(pieces: list[str]) -> list[str]:
    """Questions too short to stand alone (怎么办？) go with what stands before them."""
    joined: list[str] = []
    for piece in pieces:
        if joined and content(piece) < LEAST:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def singly(text: str) -> str:
    """A text with questions of two things taken apart: 补助和配套分别是多少 as 补助是多少，配套是多少."""
    return DOUBLED.sub(r"\g<first>，", SEPARATE.sub(r"\g<one>\g<asks>，\g<other>\g<asks>", text))


def nearest(told: str) -> str:
    """The last sentence of what is told: it stands nearest to what is asked."""
    return next(reversed(SENTENCE.findall(told)), "")


def content(text: str) -> int:
    """Characters of a text that say what it is about."""
    return len(EMPTY.sub("", text))


def looks_like_question(text: str) -> bool:
    """Whether words typed where an answer is expected are a question about the rules instead."""
    bare = text.strip()
    if re.fullmatch(r"[好十几]*几[个年天份人次名]*(左右|吧)?[。.]?", bare):
        return False
    return bool(ASKS.search(bare)) or bool(re.search(r"第\s*[一二三四五六七八九十百\d]+\s*条|附件\s*[一二12]", bare))
