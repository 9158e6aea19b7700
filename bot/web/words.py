"""The words of a reply, set for reading: which line is a heading, a point, a quote; which words lead to a provision.

Not a character is added, changed or left out: what is copied from the page is what was said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal
from urllib.parse import quote

from knowledge.library import Library
from knowledge.model import Citation
from knowledge.texts.text import fold

Kind = Literal["heading", "question", "status", "point", "numbered", "sign", "detail", "plain"]

_BEGINS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("question", re.compile(r"【第\d+题")),
    ("point", re.compile("·")),
    ("numbered", re.compile(r"\d{1,2}[.、．]")),
    ("sign", re.compile("[\u2300-\u2bff\U0001f300-\U0001faff]")),
    ("detail", re.compile("\u3000")),
)
"""How a line begins, and what it is then; a sign is a picture such as ✅."""
_QUOTE = re.compile("「[^「」]*」")
SIGNS = {
    "✅": "yes",
    "❌": "no",
    "⛔": "no",
    "❓": "open",
    "⏳": "later",
    "⚠️": "heed",
    "❗": "heed",
    "⚖️": "judged",
    "➖": "none",
    "🔔": "bell",
    "📎": "paper",
    "🏢": "house",
}
"""Pictures at the beginning of a line, which not every machine can show, and what they are drawn as."""
STATUS = "文件状态："
LONGEST_HEADING = 24
"""Characters of a line that ends in a colon and counts as a heading."""


@dataclass(frozen=True)
class Piece:
    """Some words of a line."""

    text: str
    sign: str = ""
    """What it is a picture of."""
    link: str = ""
    """Address of the provision that they name."""
    quoted: bool = False
    """They are the words of a text of law."""


@dataclass(frozen=True)
class Line:
    """A line, as it is read."""

    kind: Kind
    pieces: tuple[Piece, ...]


def paragraphs(library: Library, text: str, citations: Sequence[Citation]) -> list[list[Line]]:
    """The paragraphs of a reply; blank lines part them."""
    links = _links(library, citations)
    written = text.split("\n")
    blocks: list[list[Line]] = [[]]
    for place, words in enumerate(written):
        if words.strip():
            around = words + "".join(takewhile(_is_detail, written[place + 1 :]))
            blocks[-1].append(Line(_kind(words), tuple(_pieces(words, links, fold(around)))))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def place_of(library: Library, citation: Citation) -> str:
    """Address of a provision, with the words that are relied on marked there."""
    address = f"/rules/{quote(citation.region)}/{quote(citation.eid)}"
    provision = library.get(citation.region).get(citation.eid)
    wanted = fold(citation.quote)
    start = fold(provision.text).find(wanted) if wanted else -1
    return f"{address}?mark={start}-{start + len(wanted)}" if start >= 0 else address


def address_of(library: Library, citation: Citation) -> str:
    """The same for words that may be of another edition; empty where today's text has no such provision."""
    known = citation.region in library.regulations and citation.eid in library.get(citation.region).text
    return place_of(library, citation) if known else ""


def _is_detail(words: str) -> bool:
    return _kind(words) == "detail"


def _kind(words: str) -> Kind:
    if words.startswith(STATUS):
        return "status"
    for kind, beginning in _BEGINS:
        if beginning.match(words):
            return kind
    if words.startswith("【") or (words.rstrip().endswith("：") and len(words) <= LONGEST_HEADING):
        return "heading"
    return "plain"


@dataclass(frozen=True)
class _Links:
    """Where the names of provisions lead."""

    by_name: dict[str, list[tuple[str, str]]]
    """For each name the quotes that are relied on, folded, and the addresses where they are marked."""
    shorts: tuple[str, ...]
    """Names of the regions: 第九条 behind one of them is that region's."""

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Longer names first; a name is not cut out of a longer one that is not cited (第九条 in 第九条第2项)."""
        names = "|".join(map(re.escape, sorted(self.by_name, key=len, reverse=True)))
        return re.compile(rf"(?:{names})(?!第|[①-⑳]|（[一二三四五六七八九十\d]+）)") if names else None

    def address(self, name: str, around: str) -> str:
        """Of the quotes from one provision, the one that stands beside the name; else the first."""
        known = self.by_name[name]
        return next((address for quote, address in known if quote and quote in around), known[0][1])


def _links(library: Library, citations: Sequence[Citation]) -> _Links:
    """萧山第九条第1项 always leads there, 第九条第1项 alone where only one region is cited by that name."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    regions: dict[str, set[str]] = defaultdict(set)
    for one in citations:
        if one.region in library.regulations and one.eid in library.get(one.region).text:
            known = fold(one.quote), place_of(library, one)
            found[library.get(one.region).identity.short + one.label].append(known)
            found[one.label].append(known)
            regions[one.label].add(one.region)
    for label, several in regions.items():
        if len(several) > 1:
            del found[label]
    return _Links(found, tuple(one.identity.short for one in library.regulations.values()))


def _pieces(words: str, links: _Links, around: str) -> Iterator[Piece]:
    """A line cut into the sign that it begins with, what is quoted, what leads somewhere, and the rest."""
    sign = next((sign for sign in SIGNS if words.startswith(sign)), "")
    if sign:
        yield Piece(sign, sign=SIGNS[sign])
    end = len(sign)
    for match in _QUOTE.finditer(words):
        yield from _linked(words[end : match.start()], links, around)
        yield Piece(match.group(), quoted=True)
        end = match.end()
    yield from _linked(words[end:], links, around)


def _linked(words: str, links: _Links, around: str) -> Iterator[Piece]:
    pattern, end = links.pattern, 0
    for match in pattern.finditer(words) if pattern else ():
        before = words[end : match.start()]
        if before.endswith(links.shorts):
            continue
        if before:
            yield Piece(before)
        yield Piece(match.group(), link=links.address(match.group(), around))
        end = match.end()
    if end < len(words):
        yield Piece(words[end:])
