"""HTML: the words of the page, a block a line, tables row by row."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from bot.documents.decoding import decode
from bot.documents.refusals import UnreadableError
from knowledge.importing.lines import Line, Oddity, Reading, plain

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"}
)
UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.I)
"""Where a page says how it is encoded."""
LONGEST_HEADING = 60


def read(raw: bytes) -> Reading:
    """The lines of a page."""
    text, oddities = _text(raw)
    if not text.strip():
        raise UnreadableError("网页里没有文字")
    try:
        root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except etree.ParserError:
        raise UnreadableError("网页里没有文字") from None
    page = _Page()
    page.walk(root)
    lines = page.finish()
    if not lines:
        raise UnreadableError("网页里没有文字")
    return Reading(tuple(lines), tuple(oddities))


def _text(raw: bytes) -> tuple[str, list[Oddity]]:
    """The page's own word on its encoding comes first, where it holds."""
    said = CHARSET.search(raw[:4096])
    if said:
        encoding = "gb18030" if said.group(1).lower() in {b"gb2312", b"gbk"} else said.group(1).decode("ascii")
        try:
            return decode(raw.decode(encoding).encode("utf-8"))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(raw)


class _Page:
    """Gathers the words of a page in its order."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._words: list[str] = []

    def walk(self, element: lxml.html.HtmlElement) -> None:
        """An element with everything in it, without what follows it."""
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        if element.tag == "tr" and (cells := _cells(element)):
            self._end()
            self._lines.append(Line("\t".join(cells), " ".join(cells), cells=cells, head=_is_head(element)))
            return
        block = element.tag in BLOCKS
        if block or element.tag == "br":
            self._end()
        self._say(element.text)
        for child in element:
            self.walk(child)
            self._say(child.tail)
        if block:
            self._end(_level(element))

    def finish(self) -> list[Line]:
        """All lines."""
        self._end()
        return self._lines

    def _say(self, words: str | None) -> None:
        if words:
            self._words.append(words)

    def _end(self, heading: int = 0) -> None:
        """The end of a block: what was said is a line."""
        words = re.sub(r"[ \t\n]+", " ", "".join(self._words)).strip(" ")
        self._words = []
        if words:
            level = heading if len(words) <= LONGEST_HEADING else 0
            self._lines.append(Line(words, words, heading=level) if level else plain(words))


def _level(element: lxml.html.HtmlElement) -> int:
    return int(element.tag[1]) if re.fullmatch("h[1-6]", str(element.tag)) else 0


def _cells(row: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The cells of a row of data; nothing for one that only lays out the page."""
    columns = [child for child in row if child.tag in {"td", "th"}]
    if any(_blocks(column) > 1 for column in columns):
        return ()
    cells = tuple(words for column in columns if (words := " ".join(column.text_content().split())))
    return cells if len(cells) > 1 else ()


def _blocks(column: lxml.html.HtmlElement) -> int:
    """Paragraphs and tables that say something within a cell."""
    return sum(1 for each in column.iter("p", "div", "table") if each.text_content().strip())


def _is_head(row: lxml.html.HtmlElement) -> bool:
    columns = [child for child in row if child.tag in {"td", "th"}]
    return all(column.tag == "th" for column in columns)
