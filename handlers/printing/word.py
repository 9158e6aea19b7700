"""A Word document in A4: paragraphs, and tables whose rows are not cut in half. The same words make the same bytes.

The library behind it is loaded at the first document: it takes longer than all the rest of the start.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Literal

from handlers.printing.archive import archive
from knowledge.forms.cleaning import clean

SONG, FANGSONG, HEI, LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
"""The faces of Chinese official papers."""
_ALSO = {SONG: ("SimSun", "roman"), FANGSONG: ("FangSong", "modern"), HEI: ("SimHei", "swiss")}
"""What a machine without a face may know it by, and the family that it takes another one from."""
_FONT = (
    '<w:font w:name="{name}"><w:altName w:val="{also}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
)
BODY, LINE_SPACING = 10.5, 1.15
CELL_MARGIN = 60
"""Twentieths of a point above and below the words of a cell."""
PAGE_WIDTH, PAGE_HEIGHT = 21.0, 29.7
UNCUT = 600
"""Characters up to which a row stays on one page; a longer one may go on over the page."""
_MANY_LINES = 25
GREY = "808080"

Align = Literal["left", "center", "right", "distribute"]
Place = Literal["top", "center", "bottom"]
Side = Literal["top", "left", "bottom", "right"]
EDGES: tuple[Side, ...] = ("top", "left", "bottom", "right")


@dataclass(frozen=True)
class Line:
    """A paragraph, or several where the text has several lines."""

    text: str
    align: Align = "left"
    size: float = BODY
    bold: bool = False
    face: str = SONG
    grey: bool = False
    before: float = 0
    """Points of space above."""
    indent: float = 0
    """Characters by which the first line of a paragraph is moved in."""
    with_next: bool = False
    """Stays on the page of what follows."""
    new_page: bool = False


@dataclass(frozen=True)
class Box:
    """A cell of a table."""

    lines: tuple[Line, ...] = ()
    span: int = 1
    merge: Literal["restart", "continue"] | None = None
    """The first of cells that are one from top to bottom, or one that goes on."""
    place: Place = "center"
    edges: tuple[Side, ...] = EDGES
    """Where it has a line."""


class Paper:
    """A document that is being written from top to bottom."""

    def __init__(
        self, title: str, at: datetime, *, margin: float = 2.5, header: str = "", numbered: bool = False
    ) -> None:
        self.width = PAGE_WIDTH - 2 * margin
        self._document: Any = import_module("docx").Document()
        self._set_up(margin)
        properties = self._document.core_properties
        properties.created = properties.modified = at.replace(microsecond=0, tzinfo=None)
        properties.author = properties.comments = ""
        properties.title = clean(title).text
        section = self._document.sections[0]
        if header:
            _write(section.header.paragraphs[0], Line(header, "right", 9, grey=True))
        if numbered:
            _number_pages(section.footer.paragraphs[0])

    def _set_up(self, margin: float) -> None:
        """Page and faces."""
        shared = import_module("docx.shared")
        section = self._document.sections[0]
        section.page_width, section.page_height = shared.Cm(PAGE_WIDTH), shared.Cm(PAGE_HEIGHT)
        section.left_margin = section.right_margin = shared.Cm(margin)
        section.top_margin = section.bottom_margin = shared.Cm(2)
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = LATIN, shared.Pt(BODY)
        style.element.rPr.rFonts.set(_name("w:eastAsia"), SONG)
        _set(style.element.rPr, "w:lang", val="zh-CN", eastAsia="zh-CN")
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = shared.Pt(0), LINE_SPACING
        fonts = next(one.target_part for one in self._document.part.rels.values() if one.reltype.endswith("/fontTable"))
        known = "".join(_FONT.format(name=name, also=also, family=family) for name, (also, family) in _ALSO.items())
        fonts._blob = fonts.blob.replace(b"</w:fonts>", f"{known}</w:fonts>".encode())

    def write(self, *lines: Line) -> None:
        """Paragraphs, one below the other."""
        for line in lines:
            for own in _own_lines(line):
                _write(self._document.add_paragraph(), own)

    def table(self, widths: Sequence[float]) -> Table:
        """An empty table with columns of these widths in centimetres."""
        return Table(self._document.add_table(rows=0, cols=len(widths)), widths)

    def content(self) -> bytes:
        """The document's bytes without the clock that zip archives hold."""
        made = io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as parts:
            return archive((name, parts.read(name)) for name in parts.namelist())


class Table:
    """A table that is being written row by row."""

    def __init__(self, table: Any, widths: Sequence[float]) -> None:
        self._table, self._widths = table, [import_module("docx.shared").Cm(width) for width in widths]
        table.autofit = False
        table.alignment = import_module("docx.enum.table").WD_TABLE_ALIGNMENT.CENTER
        margins = _set(table._tbl.tblPr, "w:tblCellMar")
        margins.getprevious().addprevious(margins)  # the look of a table stands last in its properties
        for side in ("top", "bottom"):
            _set(margins, f"w:{side}", w=str(CELL_MARGIN), type="dxa")
        for column, width in zip(table.columns, self._widths, strict=True):
            column.width = width

    def row(self, boxes: Sequence[Box], *, height: int = 0, heads: bool = False) -> None:
        """A row of boxes whose spans fill the table; ``height`` in millimetres at least; ``heads`` every page."""
        row = self._table._tbl.add_tr()
        words = [line.text for box in boxes for line in box.lines]
        if sum(map(len, words)) <= UNCUT and sum(word.count("\n") for word in words) <= _MANY_LINES:
            _set(row.get_or_add_trPr(), "w:cantSplit")
        if height:
            row.trHeight_val = import_module("docx.shared").Mm(height)
            row.trHeight_hRule = import_module("docx.enum.table").WD_ROW_HEIGHT_RULE.AT_LEAST
        if heads:
            _set(row.get_or_add_trPr(), "w:tblHeader")
        place = 0
        for box in boxes:
            self._box(row, box, sum(self._widths[place : place + box.span]))
            place += box.span

    def _box(self, row: Any, box: Box, width: int) -> None:
        own = row.add_tc()
        own.width = width
        if box.span > 1:
            own.grid_span = box.span
        if box.merge:
            own.vMerge = box.merge
        _edge(own, box.edges)
        cell = import_module("docx.table")._Cell(own, self._table)
        cell.vertical_alignment = getattr(import_module("docx.enum.table").WD_ALIGN_VERTICAL, box.place.upper())
        spare = [own for line in box.lines for own in _own_lines(line)]
        for number, line in enumerate(spare):
            _write(cell.add_paragraph() if number else cell.paragraphs[0], line)


def _own_lines(line: Line) -> Sequence[Line]:
    """One line for each line of the text, which is made fit for a document; only the first keeps its space above."""
    texts = clean(line.text).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        Line(
            **{
                **line.__dict__,
                "text": text,
                "before": 0 if number else line.before,
                "new_page": line.new_page and not number,
            }
        )
        for number, text in enumerate(texts)
    ]


def _write(paragraph: Any, line: Line) -> None:
    shared, enums = import_module("docx.shared"), import_module("docx.enum.text")
    paragraph.alignment = getattr(enums.WD_ALIGN_PARAGRAPH, line.align.upper())
    paragraph.paragraph_format.space_before = shared.Pt(line.before) if line.before else None
    paragraph.paragraph_format.keep_with_next = line.with_next or None
    paragraph.paragraph_format.page_break_before = line.new_page or None
    if line.indent:
        paragraph.paragraph_format.first_line_indent = shared.Pt(line.indent * line.size)
    run = paragraph.add_run(line.text)
    run.font.size, run.bold = shared.Pt(line.size), line.bold or None
    if line.face != SONG:
        run._element.rPr.get_or_add_rFonts().set(_name("w:eastAsia"), line.face)
    if line.grey:
        run.font.color.rgb = shared.RGBColor.from_string(GREY)


def _number_pages(paragraph: Any) -> None:
    """The number of the page, in the middle of its foot."""
    paragraph.alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    _set(paragraph._p, "w:fldSimple", instr="PAGE")


def _edge(cell: Any, sides: Sequence[Side]) -> None:
    """Thin lines on these sides of a cell."""
    borders = _set(cell.get_or_add_tcPr(), "w:tcBorders")
    for side in (side for side in EDGES if side in sides):
        _set(borders, f"w:{side}", val="single", sz="4", space="0", color="000000")


def _set(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element at the end of another one."""
    element = import_module("docx.oxml").OxmlElement(tag)
    for key, value in attributes.items():
        element.set(_name(f"w:{key}"), value)
    parent.append(element)
    return element


def _name(prefixed: str) -> str:
    return str(import_module("docx.oxml.ns").qn(prefixed))
