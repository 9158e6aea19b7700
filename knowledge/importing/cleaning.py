"""Taking out what is no word of a document, and proving that nothing else went: page marks, rulers, unseen signs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.lines import Line, Mark, Oddity
from knowledge.model import Dropped
from knowledge.texts.proof import WHITE, source_characters

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
PAGE_MARK = re.compile(
    r"[-—－–―_~·•\s]+[0-9０-９]{1,4}[-—－–―_~·•\s]+|第?\s*[0-9０-９]{1,4}\s*页(?:\s*[,，/／]?\s*共\s*[0-9０-９]{1,4}\s*页)?"
)
RULER = re.compile(r"([-—－–―_=＝~～*＊·.])(?:\s*\1){2,}")
EMPTY_PAGE = re.compile(r"[（(]\s*此页无正文\s*[）)]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
LOST = "\ufffd"
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Clean:
    """A line with a number and words of its own."""

    number: int
    words: str
    """Without marks and without white space at the ends."""
    indent: int
    """Columns of white space before the words."""
    heading: int = 0
    cells: tuple[str, ...] = ()
    head: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines that say something, what was taken out, and what is odd about either."""

    lines: tuple[Clean, ...]
    dropped: tuple[Dropped, ...]
    oddities: tuple[Oddity, ...]


def clean(lines: Sequence[Line]) -> Cleaned:
    """The words of each line; whatever else it holds is among the dropped."""
    kept: list[Clean] = []
    places: dict[Mark, list[int]] = defaultdict(list)
    oddities: list[Oddity] = []
    for number, raw in enumerate(lines, start=1):
        line = _proved(_marked(raw))
        for mark in line.marks:
            places[mark].append(number)
        oddities += _strange(number, line)
        words = line.words.strip()
        if words:
            kept.append(Clean(number, words, _indent(line.words), line.heading, line.cells, line.head))
    dropped = tuple(
        Dropped(text=mark.text, lines=tuple(places[mark]), why=mark.why) for mark in sorted(places, key=_rank)
    )
    return Cleaned(tuple(kept), dropped, (*oddities, *_told(places)))


def _rank(mark: Mark) -> tuple[int, str]:
    """Longer marks first, so that none is looked for inside another."""
    return (-len(mark.text), mark.text)


def _marked(line: Line) -> Line:
    """A line with everything marked that is no word in any format."""
    words = line.words.strip()
    whole = next((why for pattern, why in _WHOLE if pattern.fullmatch(words)), None)
    if whole and not line.heading and not line.cells:
        return replace(line, words="", marks=(*line.marks, Mark(words, whole)))
    hidden = [Mark(sign, "看不见的字符") for sign in INVISIBLE.findall(line.words)]
    if not hidden:
        return line
    cells = tuple(INVISIBLE.sub("", cell) for cell in line.cells)
    return replace(line, words=INVISIBLE.sub("", line.words), cells=cells, marks=(*line.marks, *hidden))


_WHOLE = (
    (PAGE_MARK, "页码"),
    (RULER, "分隔线，不是规定的内容"),
    (EMPTY_PAGE, "排版说明，不是规定的内容"),
)
"""Lines that are nothing but a mark."""


def _proved(line: Line) -> Line:
    """The line if what is left of it without its marks is its words; else the line with all its characters as words."""
    if not line.marks:
        return line
    ordered = sorted(line.marks, key=_rank)
    left, misplaced = source_characters(line.text, [Dropped(text=m.text, lines=(1,), why=m.why) for m in ordered])
    said = "".join(line.cells) if line.cells else line.words
    if not misplaced and left.text == WHITE.sub("", said):
        return line
    return Line(line.text, line.text)


def _indent(words: str) -> int:
    blank = words[: len(words) - len(words.lstrip())]
    return sum(2 if sign == "\u3000" else 1 for sign in blank)


def _strange(number: int, line: Line) -> Iterator[Oddity]:
    """Characters that no reader can show."""
    found = PRIVATE.findall(line.words)
    if found:
        codes = "、".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in found))
        yield Oddity(
            number, "private", f"有专用造字（{codes}），看不出是什么字，请对照原件：{_around(line.words, found[0])}"
        )
    if LOST in line.words:
        yield Oddity(number, "lost", f"有读不出的字，请对照原件：{_around(line.words, LOST)}")


def _around(words: str, part: str) -> str:
    """The words near a part of a line."""
    at = max(0, words.find(part) - SHOWN // 2)
    return words[at : at + SHOWN].strip()


def _told(places: dict[Mark, list[int]]) -> Iterable[Oddity]:
    """One remark for each kind of mark, at its first place."""
    by_reason: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for mark, numbers in places.items():
        by_reason[mark.why] += [(number, mark.text) for number in numbers]
    for why, found in by_reason.items():
        first, text = min(found)
        seen = text if text.isprintable() and not INVISIBLE.search(text) else f"U+{ord(text[0]):04X}"
        yield Oddity(first, "dropped", f"舍弃{len(found)}处：{why}（如“{seen[:SHOWN]}”）")
