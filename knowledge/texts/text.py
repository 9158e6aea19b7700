"""From the text of a regulation to provisions with stable eIds and the labels by which people cite them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from knowledge.model import Provision
from knowledge.texts.numbering import Marker, to_han
from knowledge.texts.outline import ANNEX, ROLES, Piece, outline

WHITE = re.compile(r"\s+")
SHORT_NAME = 16
"""Characters of a score row's first cell that its label shows."""

ROLE_NAMES = {role: name for name, role in ROLES.items()}


def fold(text: str) -> str:
    """The text as quotes are compared: NFKC, without any white space."""
    folded = WHITE.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", folded)


def contains(text: str, quote: str) -> bool:
    """Whether the quote's words stand in the text, whatever the width of its characters and its white space."""
    return fold(quote) in fold(text)


def prints(text: str, number: int | Decimal) -> bool:
    """Whether the number stands in the text, and not as a part of a longer one."""
    wanted = rf"(?<![0-9.]){re.escape(str(number))}(?![0-9.])"
    return re.search(wanted, unicodedata.normalize("NFKC", text)) is not None


class Parsed(NamedTuple):
    """The provisions in the order of the text, and what is wrong with the file: (line, what) in Chinese."""

    provisions: tuple[Provision, ...]
    faults: list[tuple[int, str]]


def parse(region: str, source: str) -> Parsed:
    """The provisions of a ``text.md``. Every word of it that is no mark of structure is in exactly one of them."""
    tree = outline(source)
    namer = _Namer(region, tree.faults)
    for piece in tree.roots:
        namer.name(piece, None)
    return Parsed(tuple(namer.provisions), tree.faults)


class _Namer:
    """Gives each piece its eId and label."""

    def __init__(self, region: str, faults: list[tuple[int, str]]) -> None:
        self.region = region
        self.faults = faults
        self.provisions: list[Provision] = []
        self._seen: dict[str, int] = {}
        self._labels: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._annex: Provision | None = None

    def name(self, piece: Piece, parent: Provision | None) -> None:
        """Add the piece and all that hangs under it."""
        eid, label, printed = self._identity(piece, parent)
        if piece.named:
            eid, label = piece.named
            printed = label
        if eid in self._seen:
            self.faults.append((piece.line, f"编号重复：{label}（{eid}）在第{self._seen[eid]}行已有"))
        self._seen.setdefault(eid, piece.line)
        if not any(piece.texts):
            self.faults.append((piece.line, f"{label}没有文字"))
        self._labels[label] += 1
        if piece.kind == "field" and self._labels[label] > 1:
            label = printed = f"{label}（第{self._labels[label]}处）"
        provision = Provision(
            region=self.region,
            eid=eid,
            kind=piece.kind,
            label=label,
            printed=printed,
            text="\n".join(piece.texts),
            parent=parent.eid if parent else None,
            line=piece.line,
        )
        self.provisions.append(provision)
        if piece.kind == "annex":
            self._annex = provision
        for child in piece.children:
            self.name(child, provision)

    def _identity(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        """eId, label and printed label of a piece that has not been named by hand."""
        match piece.kind:
            case "front" | "title" | "annex":
                return self._head(piece)
            case "group" | "row" | "field" | "note":
                return self._in_annex(piece)
            case "chapter" | "article" | "section":
                return self._division(piece, parent)
            case "item":
                return self._item(piece, parent)
            case _:
                return self._paragraph(parent)

    def _head(self, piece: Piece) -> tuple[str, str, str]:
        """Title matter and the headings of annexes."""
        if piece.kind == "title":
            return "title", "文件头（正文标题）", "文件头（正文标题）"
        if piece.kind == "annex":
            found = ANNEX.match("".join(piece.texts[:1]))
            number = int(found.group(1)) if found and found.group(1) else 1
            return f"annex_{number}", f"附件{number}", f"附件{number}"
        count = self._next(piece.role)
        label = f"文件头（{ROLE_NAMES[piece.role]}{count if count > 1 else ''}）"
        return f"front__{piece.role}" + (f"_{count}" if count > 1 else ""), label, label

    def _next(self, of: str) -> int:
        self._counts[of] += 1
        return self._counts[of]

    def _in_annex(self, piece: Piece) -> tuple[str, str, str]:
        annex = self._annex
        if annex is None:
            raise AssertionError("a form or a sheet stands in an annex")
        number = self._next(f"{annex.eid}__{piece.kind}")
        first = WHITE.sub("", "".join(piece.texts[:1]))
        match piece.kind:
            case "row":
                short = re.split("[，。；：]", first)[0]
                shown = short if len(short) <= SHORT_NAME else short[:SHORT_NAME].rstrip("、") + "…"
                tail = f"第{number}行（{shown}）"
            case "field":
                tail = f"“{first}”栏"
            case "group":
                tail = f"“{first}”部分"
            case _:
                tail = f"说明{number}"
        label = annex.label + tail
        return f"{annex.eid}__{piece.kind}_{number}", label, label

    def _division(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        found = piece.marker
        if found is None:
            raise AssertionError("a chapter, an article and a section bear a number")
        number = to_han(found.number)
        match found.style:
            case "chapter":
                return f"chp_{found.number}", f"第{number}章", found.printed
            case "part":
                above = parent or _NOWHERE
                return f"{above.eid}__part_{found.number}", f"{above.label}第{number}节", above.printed + found.printed
            case "article":
                extra = (f"_{found.extra}", f"之{to_han(found.extra)}") if found.extra else ("", "")
                return f"art_{found.number}{extra[0]}", f"第{number}条{extra[1]}", found.printed
            case _:
                return f"sec_{found.number}", number, found.printed

    def _item(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        printed = piece.marker
        if printed is None:
            raise AssertionError("an item bears a number")
        above = parent or _NOWHERE
        meant = piece.read_as or printed
        deep = above.kind in {"item", "paragraph"}
        label = above.label + _tail(meant, str(meant.number), deep)
        return f"{above.eid}__item_{meant.number}", label, above.printed + _tail(printed, printed.printed, deep)

    def _paragraph(self, parent: Provision | None) -> tuple[str, str, str]:
        above = parent or _NOWHERE
        number = self._next(f"{above.eid}__para") + 1
        return f"{above.eid}__para_{number}", f"{above.label}第{number}款", f"{above.printed}第{number}款"


_NOWHERE = Provision(region="", eid="stray", kind="note", label="未归类", printed="未归类", text="")
"""Stands in as the parent of lines that belong to nothing, so that they keep their words while they are reported."""


def _tail(number: Marker, written: str, deep: bool) -> str:
    """What an item adds to its parent's label: ``第1项`` directly under an article, ``1`` under another item."""
    match number.style:
        case "han":
            return f"（{to_han(number.number)}）" if written.isdecimal() else written
        case "paren":
            return f"（{written}）" if written.isdecimal() else written
        case "circle":
            return chr(ord("①") + number.number - 1)
        case _:
            return written if deep else f"第{written}项"
