"""Numbers as regulations print them: 第十二条, （三）, ３．, ② and the like, read and written back."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = f"[{DIGITS}〇两{''.join(UNITS)}]+"
ARABIC = "[0-9０-９]{1,4}"
LARGEST = 9_999

MarkerStyle = Literal[
    "article", "book", "subbook", "portion", "chapter", "part", "topic", "section", "han", "digit", "paren", "circle"
]
"""article 第X条; book 第X编; subbook 第X分编; portion 第X部分; chapter 第X章; part 第X节; topic 第X目; section 一、;
han （一）; digit 1. or 1、; paren （1） or 1）; circle ①."""

DIVISIONS: dict[MarkerStyle, str] = {
    "book": "编",
    "subbook": "分编",
    "portion": "部分",
    "chapter": "章",
    "part": "节",
    "topic": "目",
}
"""What holds articles, the widest first, and the word that names it."""

PATTERNS: tuple[tuple[MarkerStyle, re.Pattern[str]], ...] = (
    ("article", re.compile(rf"[第笫]({HAN}|{ARABIC})条(之({HAN}))?(?=\s|$)")),
    *((style, re.compile(rf"第({HAN}|{ARABIC}){word}(?=\s|$)")) for style, word in DIVISIONS.items()),
    ("section", re.compile(rf"({HAN})、")),
    ("han", re.compile(rf"[（(]({HAN})[）)]|([㈠-㈩])")),
    ("paren", re.compile(rf"[（(]?({ARABIC})[）)]|([⑴-⒇])")),
    ("digit", re.compile(rf"({ARABIC})(?:[.．](?![0-9０-９])|、)|([⒈-⒛])")),
    ("circle", re.compile("([①-⑳])")),
)


class Marker(NamedTuple):
    """A printed number at the beginning of a line."""

    style: MarkerStyle
    number: int
    extra: int
    """The number after 之 in 第九条之一; 0 without one."""
    printed: str
    """The number as printed, without the punctuation that only parts it from the words: ``１`` of ``１．``."""


def to_int(numeral: str) -> int:
    """The value of an arabic (any width), Chinese, circled or bracketed numeral; ``ValueError`` for anything else."""
    bare = unicodedata.normalize("NFKC", numeral).strip("().")
    if bare.isdecimal():
        return int(bare)
    if len(numeral) == 1:
        numeral = bare
    total, digit = 0, 0
    for character in numeral.replace("〇", "零").replace("两", "二"):
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        elif character in DIGITS:
            digit = DIGITS.index(character)
        else:
            raise ValueError(f"not a numeral: {numeral!r}")
    return total + digit


def to_han(number: int) -> str:
    """A positive number below ten thousand as articles are counted: 10 is 十, 12 is 十二, 105 is 一百零五."""
    if not 0 < number <= LARGEST:
        raise ValueError(f"out of range: {number}")
    written, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + sign
        gap = not digit
    return written.removeprefix("一") if 10 <= number < 20 else written


def marker(line: str) -> Marker | None:
    """The number that a line begins with, or None where it begins with words."""
    for style, pattern in PATTERNS:
        found = pattern.match(line)
        written = (found.group(1) or found.group(2)) if found else ""
        number = to_int(written) if written else 0
        if found and 0 < number <= LARGEST:
            extra = found.group(3) if style == "article" else None
            printed = written if style in {"section", "digit"} else found.group(0)
            return Marker(style, number, to_int(extra) if extra else 0, printed)
    return None
