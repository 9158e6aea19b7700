"""How a paragraph begins: with the number of an article, a chapter, an item, an annex; or with words."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from knowledge.texts.numbering import ARABIC, DIVISIONS, HAN, LARGEST, MarkerStyle, marker, to_int

Shape = Literal["article", "division", "item"]

SPACED_HAN = rf"{HAN[:-1]}(?:\s*{HAN[:-1]})*"
ARTICLE = re.compile(rf"[第笫]\s*({SPACED_HAN}|{ARABIC})\s*条(?:\s*之\s*({HAN})(?=\s|$))?")
DIVISION = re.compile(
    rf"第\s*({SPACED_HAN}|{ARABIC})\s*({'|'.join(sorted(DIVISIONS.values(), key=len, reverse=True))})"
)
STYLES = {word: style for style, word in DIVISIONS.items()}
REFERENCE = re.compile(
    r"(?:之?规定|所[列称述]|第|的|、|和|与|及|至|或|，|,|。|；|》|”|"
    r"[（(](?:第|[一二三四五六七八九十]+[）)][项、])|[一二三四五六七八九十]+[款项])"
)
"""What follows a number that is only referred to, where no space parts it from the words."""
SPACED_REFERENCE = re.compile(r"\s*(?:之?规定(?:的|，|。|处)|第[一二三四五六七八九十\d]+[款项]|、第|至第|和第)")
"""The same where a space does."""
NO_HEADING = re.compile(r"(?:的|、|至|和|与|及|，|相应|规定|所|中)|.*[。；，：;,:]$")
"""What follows the number of a chapter that is only spoken of."""
LONGEST_HEADING = 60
MOST_ITEMS = 300
"""A larger number at the beginning of a line is a year or a quantity."""
ITEM_REFERENCE = re.compile(r"(?:至|到|和|或|、)[（(第]|[项款目](?:[、和或至的，]|规定|所|情形)")


class Start(NamedTuple):
    """A number that a paragraph begins with."""

    shape: Shape
    style: MarkerStyle
    number: int
    extra: int
    """The number after 之; 0 without one."""
    printed: str
    """As printed, with the spaces that stand in it."""
    rest: str
    """The words after it."""
    tight: bool
    """No space parts the number from the words."""
    refers: bool
    """The words after it read as if the number were only referred to."""

    def written(self, text: str) -> str:
        """A paragraph that begins with this number as ``text.md`` has it: no space within the number, one after it."""
        if self.shape == "item":
            return text
        return f"{self.name()} {text[len(self.printed) :].lstrip()}".rstrip()

    def follows(self, other: Start | None) -> bool:
        """Whether this is the number after the other's (第九条之一 and 第十条 both follow 第九条)."""
        if other is None:
            return self.number == 1
        nested = self.number == other.number and self.extra == other.extra + 1
        return nested or (self.number == other.number + 1 and not self.extra)

    def name(self) -> str:
        """As people write it."""
        return "".join(self.printed.split())


def start_of(text: str) -> Start | None:
    """The number that a text begins with, whether or not it turns out to count."""
    found = ARTICLE.match(text)
    if found:
        extra = to_int(found.group(2)) if found.group(2) else 0
        return _start(found, "article", "article", text, extra)
    found = DIVISION.match(text)
    if found:
        rest = text[found.end() :]
        start = _start(found, "division", STYLES[found.group(2)], text, 0)
        return start if start and len(rest) <= LONGEST_HEADING and not NO_HEADING.match(rest) else None
    item = marker(text)
    if item is None or item.number > MOST_ITEMS or item.style == "article" or item.style in DIVISIONS:
        return None
    printed = text[: len(text) - len(_after(text, item.printed))]
    rest = text[len(printed) :]
    return Start("item", item.style, item.number, 0, printed, rest, False, ITEM_REFERENCE.match(rest) is not None)


def _start(found: re.Match[str], shape: Shape, style: MarkerStyle, text: str, extra: int) -> Start | None:
    number = to_int("".join(found.group(1).split()))
    if not 0 < number <= LARGEST:
        return None
    rest = text[found.end() :]
    tight = bool(rest) and not rest[0].isspace()
    refers = (REFERENCE if tight else SPACED_REFERENCE).match(rest) is not None
    return Start(shape, style, number, extra, found.group(0), rest, tight, refers)


def _after(text: str, printed: str) -> str:
    """The text after its number and the sign that parts it from the words."""
    rest = text[text.index(printed) + len(printed) :]
    return rest[1:] if rest[:1] in {"、", ".", "．"} and not printed.endswith((")", "）")) else rest


HEADED = re.compile(rf"({DIVISION.pattern}\s*[^。；：，]{{0,40}}?)\s+([第笫](?:{HAN}|{ARABIC})条(?:之{HAN})?\s.*)")
"""A heading and the first article under it on one line."""
BURIED = re.compile(rf"(?<=[。；：！？”）」])\s*(?=[第笫](?:{HAN}|{ARABIC})条(?:之{HAN})?\s)")
"""Where another article may begin in the middle of a paragraph."""
PIECES = re.compile(r"(?<=[。；：！？”）」])\s+(?=\S)")
"""Where paragraphs may begin in a text whose line ends were lost."""

ANNEX = re.compile(
    rf"附\s*(?:[件表录图]\s*(?:[0-9０-９]{{1,2}}|{HAN}(?![\u4e00-\u9fff]))?\s*(?=[:：\s]|$)|(?=[:：\s]|$))"
)
"""The beginning of an annex, or of a list of annexes."""
LISTED = re.compile(r"附\s*件?\s*[:：]?\s*(?:1|１|一)\s*[.．、]")
"""The first entry of a list of annexes, on the line that names it."""
