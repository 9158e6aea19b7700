"""From the text of a regulation to provisions with stable eIds and the labels by which people cite them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from knowledge.model import Provision
from knowledge.texts.numbering import DIVISIONS, Marker, to_han, to_int
from knowledge.texts.outline import ANNEX, ROLES, Piece, outline

WHITE = re.compile(r"\s+")
SHORT_NAME = 16
"""Characters of a score row's first cell that its label shows."""

ROLE_NAMES = {role: name for name, role in ROLES.items()}
ANNEXES = {"件": "annex", "表": "annex_table", "录": "annex_appendix", "图": "annex_figure"}
"""Annexes by the word after 附, and the beginning of their eIds."""
COUNTED_APART = frozenset({"chapter", "annex"})
"""Kinds whose paragraphs are counted from 1 and called 段, because their own words are a heading."""


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
        if piece.kind == "body":
            for child in piece.children:
                self.name(child, parent)
            return
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
        if piece.kind in {"field", "group"} and self._labels[label] > 1:
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
            case "front" | "contents" | "title":
                return self._head(piece)
            case "annex":
                return self._annex_head(piece)
            case "group" | "row" | "field" | "note":
                return self._in_table(piece, parent)
            case "chapter" | "article" | "section":
                return self._division(piece, parent)
            case "item":
                return self._item(piece, parent)
            case _:
                return self._paragraph(parent)

    def _head(self, piece: Piece) -> tuple[str, str, str]:
        """Title matter."""
        if piece.kind == "title":
            return "title", "文件头（正文标题）", "文件头（正文标题）"
        count = self._next(piece.role)
        label = f"文件头（{ROLE_NAMES[piece.role]}{count if count > 1 else ''}）"
        return f"front__{piece.role}" + (f"_{count}" if count > 1 else ""), label, label

    def _annex_head(self, piece: Piece) -> tuple[str, str, str]:
        """The heading of an annex; one without a number takes the next."""
        found = ANNEX.match("".join(piece.texts[:1]))
        word, written = (found.group(1) or "件", found.group(2)) if found else ("件", None)
        count = self._next(f"附{word}")
        number = to_int(written) if written else count
        label = f"附{word}{number}"
        return f"{ANNEXES[word]}_{number}", label, label

    def _next(self, of: str) -> int:
        self._counts[of] += 1
        return self._counts[of]

    def _in_table(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        """Parts of forms and score sheets, counted through their annex, and rows of tables anywhere else."""
        above = self._annex_of(parent) or parent or _BODY
        number = self._next(f"{above.eid}__{piece.kind}")
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
        label = above.label + tail
        return f"{above.eid}__{piece.kind}_{number}", label, label

    def _division(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        found = piece.marker
        if found is None:
            return "head", "未编号的部分", "未编号的部分"
        number = to_han(found.number)
        extra = (f"_{found.extra}", f"之{to_han(found.extra)}") if found.extra else ("", "")
        match found.style:
            case "article":
                eid, label, above = f"art_{found.number}{extra[0]}", f"第{number}条{extra[1]}", self._annex_of(parent)
            case "section":
                eid, label, above = f"sec_{found.number}", number, parent
            case style:
                word = DIVISIONS[style]
                short = "chp" if style == "chapter" else style
                eid, label, above = f"{short}_{found.number}", f"第{number}{word}", parent
        if above is None:
            return eid, label, found.printed
        return f"{above.eid}__{eid}", above.label + label, above.printed + found.printed

    def _annex_of(self, parent: Provision | None) -> Provision | None:
        """The annex that a provision stands in; articles are counted through the whole of a text or of an annex."""
        return self._annex if self._annex and parent and _within(parent, self._annex) else None

    def _item(self, piece: Piece, parent: Provision | None) -> tuple[str, str, str]:
        printed = piece.marker
        if printed is None:
            raise AssertionError("an item bears a number")
        above = parent or _BODY
        meant = piece.read_as or printed
        deep = above.kind in {"item", "paragraph"}
        label = above.label + _tail(meant, str(meant.number), deep)
        return f"{above.eid}__item_{meant.number}", label, above.printed + _tail(printed, printed.printed, deep)

    def _paragraph(self, parent: Provision | None) -> tuple[str, str, str]:
        above = parent or _BODY
        apart = above.kind in COUNTED_APART or above is _BODY
        number = self._next(f"{above.eid}__para") + (0 if apart else 1)
        tail = f"第{number}{'段' if apart else '款'}"
        return f"{above.eid}__para_{number}", above.label + tail, above.printed + tail


_BODY = Provision(region="", eid="body", kind="title", label="正文", printed="正文", text="")
"""Stands in as the parent of paragraphs, items and rows that hang under nothing."""


def _within(provision: Provision, annex: Provision) -> bool:
    return provision.eid == annex.eid or provision.eid.startswith(f"{annex.eid}__")


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
