"""Reading ``text.md``: lines with marks of structure become a tree of pieces. ``docs/text-format.md`` tells the marks.

One line is one paragraph. Two columns of indentation mean: belongs to what stands above. Nothing is ever left out:
a line that fits no rule is kept as a paragraph and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from knowledge.model import ProvisionKind
from knowledge.texts.numbering import DIVISIONS, HAN, Marker, marker

ROLES = {
    "发文机关": "issuer",
    "文号": "number",
    "标题": "title",
    "主送": "addressee",
    "通知": "notice",
    "附件目录": "annexes",
    "落款": "sign",
    "日期": "date",
    "印发": "imprint",
    "沿革": "history",
    "序言": "preamble",
    "附注": "remark",
    "目录": "contents",
}
"""Title matter, as ``{文号}`` marks it, and the last part of its eId."""

BODY_TITLE = "正文标题"
BODY = "正文"
"""From here on, lines without a number are paragraphs of their own and items stand by themselves."""
APART = "另段"
"""This line is a paragraph of its own, even where the words above could run on."""

BRACES = re.compile(r"\{([^{}]*)\}\s*")
NAMED = re.compile(r"#(\w+)\s+[\"“](.+)[\"”]$")
READ_AS = "读作"
ANNEX = re.compile(rf"附\s*(?:([件表录图])\s*([0-9０-９]{{1,2}}|{HAN}(?![\u4e00-\u9fff]))?|(?=[:：\s]|$))")
"""The heading of an annex: 附件1, 附件 一, 附表, 附："""
SEPARATOR = re.compile(r"\|(\s*:?-+:?\s*\|)+\s*$")
CELL_BORDER = re.compile(r"(?<!\\)\|")

RANKS = {style: rank for rank, style in enumerate(DIVISIONS)}
UNNUMBERED = RANKS["chapter"]
"""The rank of a division that has a name by hand and no number."""

ITEM_STYLES = frozenset({"section", "han", "digit", "paren", "circle"})
HOLDS_ITEMS = frozenset({"article", "section", "item", "paragraph", "chapter", "annex", "group", "body"})
HOLDS_FIELDS = frozenset({"annex", "group", "field"})
HOLDS_ROWS = frozenset({"article", "section", "item", "paragraph", "chapter", "annex", "group", "body"})
GROWS = frozenset({"front", "contents", "title", "chapter", "annex", "group", "field"})
"""Pieces whose own words may run over several lines, as long as nothing hangs under them."""


@dataclass(slots=True)
class Piece:
    """A provision in the making."""

    kind: ProvisionKind | Literal["body"]
    """A body only holds what hangs under it; it has no words and becomes no provision."""
    texts: list[str]
    line: int
    marker: Marker | None = None
    """The number printed before the words."""
    read_as: Marker | None = None
    """The number that is meant, where the print is inconsistent."""
    role: str = ""
    named: tuple[str, str] | None = None
    """eId and label given by hand."""
    children: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The tree, and what is wrong with the file: (line, what) in Chinese."""

    roots: list[Piece]
    faults: list[tuple[int, str]]


def outline(source: str) -> Outline:
    """The pieces of a ``text.md``."""
    reader = _Reader()
    for number, raw in enumerate(source.split("\n"), start=1):
        if raw.strip():
            reader.read(number, raw)
    return Outline(reader.roots, reader.faults)


class _Reader:
    """Takes one line after another and knows which pieces are open for more."""

    def __init__(self) -> None:
        self.roots: list[Piece] = []
        self.faults: list[tuple[int, str]] = []
        self._headings: list[Piece] = []
        """The annex and the divisions that lines without indentation stand in."""
        self._open: list[Piece] = []
        """``_open[d]`` is what a line indented by d steps belongs to."""
        self._last_row: Piece | None = None

    def read(self, number: int, raw: str) -> None:
        """Place one line that is not blank."""
        stripped = raw.strip()
        depth = self._depth(number, raw)
        piece = Piece("paragraph", [], number)
        words, apart = self._attributes(piece, stripped)
        if piece.role or piece.kind in {"title", "body"}:
            self._top(piece, words, headings=len(self._headings) if piece.kind == "body" else 0)
        elif apart:
            self._plain(piece, words, depth, apart=True)
        elif words.startswith("#"):
            self._heading(piece, words)
        elif words.startswith("|"):
            self._row(piece, words, depth)
        elif words.startswith("- "):
            self._field(piece, words[2:].strip(), depth)
        elif words.startswith("\\"):
            self._plain(piece, words[1:], depth)
        else:
            self._numbered(piece, words, depth)

    def _depth(self, number: int, raw: str) -> int:
        """Steps of indentation: two spaces or one full-width space each."""
        blank = raw[: len(raw) - len(raw.lstrip())]
        columns = sum(2 if character == "\u3000" else 1 for character in blank)
        if columns % 2 or "\t" in blank:
            self.faults.append((number, "缩进要用两个空格一级（不用制表符）"))
        depth = columns // 2
        if depth and depth >= len(self._open):
            self.faults.append((number, "缩进过深：上面没有可以归入的条目"))
        return max(0, min(depth, len(self._open) - 1))

    def _attributes(self, piece: Piece, words: str) -> tuple[str, bool]:
        """Take the braces before the words, which are no words of the text; whether the words stand apart."""
        found = BRACES.match(words)
        if not found:
            return words, False
        said = found.group(1).strip()
        named = NAMED.match(said)
        if named:
            piece.named = (named.group(1), named.group(2))
        elif said.startswith(READ_AS) and (read_as := marker(said.removeprefix(READ_AS).strip())):
            piece.read_as = read_as
        elif said in ROLES:
            piece.kind, piece.role = ("contents" if said == "目录" else "front"), ROLES[said]
        elif said in {BODY_TITLE, BODY}:
            piece.kind = "title" if said == BODY_TITLE else "body"
        elif said != APART:
            self.faults.append((piece.line, f"不认识的标注 {{{said}}}；正文若以花括号开头，前面加反斜杠"))
            return words, False
        return words[found.end() :], said == APART

    def _top(self, piece: Piece, words: str, headings: int) -> None:
        """Hang a piece under the first ``headings`` open headings, or at the top."""
        piece.texts = [words] if words else []
        self._headings = self._headings[:headings]
        (self._headings[-1].children if self._headings else self.roots).append(piece)
        self._open = [piece]

    def _heading(self, piece: Piece, words: str) -> None:
        level = len(words) - len(words.lstrip("#"))
        title = words[level:].strip()
        if level == 1:
            piece.kind = "annex" if ANNEX.match(title) else "title"
            self._top(piece, title, headings=0)
            if piece.kind == "annex":
                self._headings = [piece]
            return
        found = marker(title)
        piece.marker = found
        style = found.style if found else None
        annexes = 1 if self._headings and self._headings[0].kind == "annex" else 0
        if style in RANKS or (piece.named and style is None):
            self._division(piece, title, RANKS[style] if style else UNNUMBERED, annexes)
        elif annexes and not piece.named:
            piece.kind = "group"
            self._top(piece, title, headings=1)
        elif style == "section":
            piece.kind = "section"
            self._top(piece, title, headings=len(self._headings))
        else:
            self.faults.append((piece.line, "“##”后面应是“第几章”“第几节”“一、”，或附件里的一组"))
            self._plain(piece, words, 0)

    def _division(self, piece: Piece, title: str, rank: int, annexes: int) -> None:
        """Hang a division under the open ones that are wider."""
        piece.kind = "chapter"
        wider = [each for each in self._headings[annexes:] if _rank(each) < rank]
        self._top(piece, title, headings=annexes + len(wider))
        self._headings.append(piece)

    def _row(self, piece: Piece, words: str, depth: int) -> None:
        if SEPARATOR.match(words):
            if self._last_row and self._last_row.kind == "row":
                self._last_row.kind = "group"
            else:
                self.faults.append((piece.line, "表头下的横线上面没有表格的行"))
            return
        cells = [cell.replace("\\|", "|").strip() for cell in CELL_BORDER.split(words)]
        piece.kind, piece.texts = "row", [cell for cell in cells if cell]
        self._last_row = piece
        self._hang(piece, depth, HOLDS_ROWS, "表格的行上面要有它所属的条、段或附件")

    def _field(self, piece: Piece, words: str, depth: int) -> None:
        piece.kind, piece.texts = "field", [words]
        owner = self._hang(piece, depth, HOLDS_FIELDS, "“- ”开头的栏目只能写在附件里")
        if owner and owner.kind == "field":
            owner.kind = "group"
        if owner:
            self._open = [*self._open[: depth + 1], piece]

    def _hang(self, piece: Piece, depth: int, allowed: frozenset[str], otherwise: str) -> Piece | None:
        """Hang a piece under what is open at its depth, if that may hold it; else report it and keep its words."""
        owner = self._open[depth] if self._open else None
        if owner and owner.kind in allowed:
            owner.children.append(piece)
            return owner
        self.faults.append((piece.line, otherwise))
        piece.kind = "paragraph"
        (owner.children if owner else self.roots).append(piece)
        return None

    def _numbered(self, piece: Piece, words: str, depth: int) -> None:
        """A line that may begin with a number: an article, a section, an item; or with words."""
        found = marker(words)
        piece.marker = found
        owner = self._open[depth] if self._open else None
        if piece.read_as and not found:
            self.faults.append((piece.line, f"标了“{READ_AS}”，但这一行不以编号开头"))
        if found and found.style == "article" and not depth:
            piece.kind = "article"
            self._top(piece, words, headings=len(self._headings))
        elif found and found.style == "section" and not depth and (owner is None or owner.kind != "article"):
            piece.kind = "section"
            self._top(piece, words, headings=len(self._headings))
        elif found and owner and found.style in ITEM_STYLES and (owner.kind in HOLDS_ITEMS or owner.named):
            piece.kind, piece.texts = "item", [words]
            owner.children.append(piece)
            self._open = [*self._open[: depth + 1], piece]
        else:
            self._plain(piece, words, depth)

    def _plain(self, piece: Piece, words: str, depth: int, *, apart: bool = False) -> None:
        """Words without a number: they run on in what is open, or are its next paragraph."""
        owner = self._open[depth] if self._open else None
        piece.texts.append(words)
        if owner is None:
            self.faults.append((piece.line, "开头的文字要标明是什么，例如 {标题}、{文号}、{主送}"))
            self.roots.append(piece)
            return
        self._open = self._open[: depth + 1]
        grows = owner.kind in GROWS or (owner.kind == "section" and len(owner.texts) == 1)
        if grows and not owner.children and not piece.named and not apart:
            owner.texts.append(words)
            return
        if owner.kind in {"annex", "group"} and not apart:
            piece.kind = "note"
        owner.children.append(piece)
        self._open.append(piece)


def _rank(division: Piece) -> int:
    """How wide a division is; 0 is the widest."""
    return RANKS[division.marker.style] if division.marker else UNNUMBERED
