"""Word: paragraphs and tables in the order of the document, with the numbers that Word itself would print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from bot.documents.decoding import CONTROLS
from bot.documents.numbered import Numbers
from bot.documents.refusals import UnreadableError
from knowledge.importing.lines import Line, Oddity, Reading, plain

DELETED = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
"""What is struck out, moved away, or said twice for older programs."""
BREAKS = frozenset({qn("w:br"), qn("w:cr")})
LONGEST_HEADING = 60
HEADING = re.compile(r"(?:Heading |标题 ?)([1-6])|(Title|标题)$")
BROKEN = "这个 Word 文件打不开。请用 Word 或 WPS 打开，另存为 .docx，再添加一次"


def read(raw: bytes) -> Reading:
    """The lines of a document."""
    try:
        document = docx.Document(io.BytesIO(raw))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise UnreadableError(BROKEN) from None
    numbers = Numbers(document)
    lines = [line for element in document.element.body for line in _block(element, document, numbers)]
    return Reading(tuple(lines), tuple(_noticed(document, numbers, lines)))


def _block(element: etree._Element, document: Document, numbers: Numbers) -> Iterator[Line]:
    """A paragraph, a table, or what a frame around them holds."""
    if element.tag == qn("w:p"):
        yield from _paragraph(element, document, numbers)
    elif element.tag == qn("w:tbl"):
        for row in element.iter(qn("w:tr")):
            yield from _row(row, document, numbers)
    else:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in DELETED:
                yield from _block(child, document, numbers)


def _paragraph(element: etree._Element, document: Document, numbers: Numbers) -> Iterator[Line]:
    words = numbers.before(element) + "".join(_words(element))
    level = _level(element, document)
    for line in CONTROLS.sub("", words).split("\n"):
        heading = level if 0 < len(line.strip()) <= LONGEST_HEADING else 0
        yield Line(line, line, heading=heading) if heading else plain(line)


def _words(element: etree._Element) -> Iterator[str]:
    """The words below an element, in order; tabs and line breaks as such."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in DELETED:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in BREAKS or (child.tag == qn("w:p") and element.tag == qn("w:txbxContent")):
            yield "\n"
            yield from _words(child)
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag != qn("w:pPr"):
            yield from _words(child)


def _row(row: etree._Element, document: Document, numbers: Numbers) -> Iterator[Line]:
    """A row as one line; one with a single cell is an ordinary paragraph."""
    cells = []
    for cell in row.iter(qn("w:tc")):
        said = [line.words.strip() for block in cell for line in _block(block, document, numbers)]
        words = " ".join(" ".join(each.split()) for each in said if each)
        if words:
            cells.append(words)
    if len(cells) > 1:
        yield Line("\t".join(cells), " ".join(cells), cells=tuple(cells))
    else:
        yield from map(plain, cells)


def _level(element: etree._Element, document: Document) -> int:
    """Level of a heading by the paragraph's style."""
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    named = document.styles.element.get_by_id(style.get(qn("w:val"))) if style is not None else None
    name = str(named.name_val or "") if named is not None else ""
    found = HEADING.match(name[:1].upper() + name[1:])
    return 0 if not found else int(found.group(1)) if found.group(1) else 1


def _noticed(document: Document, numbers: Numbers, lines: list[Line]) -> Iterator[Oddity]:
    """What stands outside the text, and numbers that only Word prints."""
    if numbers.count:
        yield Oddity(0, "numbering", f"{numbers.count}段的编号是 Word 自动加的，已写进文字，请核对")
    if numbers.unread:
        yield Oddity(0, "numbering", f"{numbers.unread}段有自动编号，但编号的样式读不出来，请对照原件补上")
    parts = [part for section in document.sections for part in (section.header, section.footer)]
    outside = dict.fromkeys(text for part in parts for each in part.paragraphs if (text := each.text.strip()))
    if outside:
        yield Oddity(0, "outside", f"页眉页脚没有收录：{'；'.join(outside)[:200]}")
    if any(part.partname.endswith(("footnotes.xml", "endnotes.xml")) for part in document.part.package.iter_parts()):
        notes = [
            note
            for part in document.part.package.iter_parts()
            if "notes.xml" in part.partname
            for note in _notes(part.blob)
        ]
        if notes:
            yield Oddity(0, "outside", f"脚注没有收录：{'；'.join(notes)[:200]}")
    if not any(line.words.strip() for line in lines):
        raise UnreadableError("这个 Word 文件里没有文字（内容可能是图片）。请找有文字的版本")


def _notes(blob: bytes) -> list[str]:
    """The words of foot and end notes."""
    root = etree.fromstring(blob)
    return [text for note in root if (text := "".join(_words(note)).strip())]
