"""PDF: the lines of each page as they stand on it, indented as they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2

from bot.documents.decoding import CONTROLS
from bot.documents.refusals import UnreadableError
from knowledge.importing.lines import Line, Mark, Oddity, Reading, plain

NUMBER = re.compile(r"[-—－–―·•\s]*[0-9０-９]{1,4}[-—－–―·•\s]*")
"""A line that may be the number of a page."""
REPEATED = 3
"""Pages on which a first or last line must stand to be a running title."""
FAR = 10
"""Characters of indentation at most; more is a centred line."""
FEWEST = 8
"""Characters of a line that shows where the margin is."""
SCANNED = "这个 PDF 里没有文字，可能是扫描件。请找能选中文字的版本，或者先做文字识别"


class Printed(NamedTuple):
    """A line on a page."""

    words: str
    left: float
    size: float


def read(raw: bytes) -> Reading:
    """The lines of all pages."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        said = "这个 PDF 有密码，请去掉密码再添加" if locked else "这个 PDF 打不开，文件可能坏了"
        raise UnreadableError(said) from None
    pages = [_page(page.get_textpage()) for page in document]
    if not any(line.words for page in pages for line in page):
        raise UnreadableError(SCANNED)
    running = _running(pages)
    lines: list[Line] = []
    for number, page in enumerate(pages, start=1):
        margin = min((line.left for line in page if len(line.words) >= FEWEST), default=0.0)
        lines += [
            _line(each, margin, running, number, edge=place in {0, len(page) - 1}) for place, each in enumerate(page)
        ]
    return Reading(tuple(lines), tuple(_noticed(pages)))


def _page(text: pypdfium2.PdfTextPage) -> list[Printed]:
    """The lines of a page with their left ends."""
    found = []
    at = 0
    for words in text.get_text_range().split("\n"):
        bare = words.strip("\r")
        first = at + len(bare) - len(bare.lstrip())
        if bare.strip():
            left, bottom, _, top = text.get_charbox(first, loose=True)
            found.append(Printed(CONTROLS.sub("", bare.strip()), left, max(top - bottom, 1.0)))
        at += len(words) + 1
    return found


def _running(pages: Sequence[Sequence[Printed]]) -> frozenset[str]:
    """Titles that stand at the top or the bottom of most pages."""
    ends = Counter(words for page in pages if page for words in {page[0].words, page[-1].words})
    return frozenset(words for words, count in ends.items() if count >= max(REPEATED, len(pages) // 2 + 1))


def _line(line: Printed, margin: float, running: frozenset[str], page: int, *, edge: bool) -> Line:
    if edge and line.words in running:
        return Line(line.words, "", (Mark(line.words, "每页重复的页眉页脚"),))
    if edge and NUMBER.fullmatch(line.words) and str(page) in line.words:
        return Line(line.words, "", (Mark(line.words, "页码"),))
    columns = round((line.left - margin) / line.size)
    return plain("\u3000" * max(0, min(columns, FAR)) + line.words)


def _noticed(pages: Sequence[Sequence[Printed]]) -> list[Oddity]:
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page]
    return [Oddity(0, "outside", f"第{'、'.join(empty)}页没有文字，可能是图片")] if empty else []
