"""The score sheet as a document in the annex's own layout: 自评 filled in, 考核 empty. The same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from handlers.model import File
from handlers.wording.layout import narrow
from handlers.wording.scoring import between
from handlers.wording.status import status_line
from knowledge.library import Regulation
from knowledge.scoring.rubric import Rubric
from knowledge.scoring.sheet import ScoreSheet

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can name, for every part of it."""
FONT = "宋体"
HEAVY = "docx"
"""Loaded at the first document: it takes longer than all the rest of the start."""
SELF, MARKED, POINTS = "自评", "考核", "分值"
WIDTH, FIRST = 17.0, 2.2
"""Centimetres of the whole table and of its first column."""
NARROW = {POINTS: 1.3, SELF: 1.8, MARKED: 1.6}
"""Centimetres of the columns of numbers; the others share what is left."""
HAPPENED = "出现"
_ITEM = re.compile(r" (?=[0-9]\.)")
"""Between the numbered rules of a row, which the annex prints on lines of their own."""


def filled(regulation: Regulation, sheet: ScoreSheet, at: datetime) -> File:
    """The annex of a regulation that has one, filled in from the review."""
    rubric = regulation.rubric
    if rubric is None:
        raise ValueError(regulation.slug)
    document: Document = import_module(HEAVY).Document()
    title = regulation.get(rubric.at).text.replace("\n", " ")
    _set_up(document, title, at)
    _paragraph(document, title, size=15, centred=True)
    _Sheet(document, regulation, rubric, sheet).write()
    for note in _notes(regulation, rubric, sheet):
        _paragraph(document, note, size=9)
    name = f"{regulation.identity.short}考核自评表.docx"
    return File(name=name, content=_steady(document))


def _notes(regulation: Regulation, rubric: Rubric, sheet: ScoreSheet) -> list[str]:
    notes = [f"自评日期：{sheet.on}。"]
    if rubric.own_columns:
        columns = "、".join(f"“{column}”" for column in rubric.own_columns)
        notes.append(f"附件原表没有{columns}栏，是本助手加的。")
    if any(row.points.open for row in sheet.rows):
        notes.append("自评栏写成范围的，是条文写明由考核人员酌情、或者还没有说明的行，请核对后再定。")
    notes.append(status_line(regulation, sheet.on))
    return notes


def _set_up(document: Document, title: str, at: datetime) -> None:
    """Page, font and the properties that would otherwise hold the clock."""
    shared = import_module(f"{HEAVY}.shared")
    qualified = import_module(f"{HEAVY}.oxml.ns").qn
    section = document.sections[0]
    section.page_width, section.page_height = shared.Cm(21), shared.Cm(29.7)
    section.left_margin = section.right_margin = shared.Cm(2)
    section.top_margin = section.bottom_margin = shared.Cm(2)
    style: Any = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = shared.Pt(10.5)
    style.element.rPr.rFonts.set(qualified("w:eastAsia"), FONT)
    properties = document.core_properties
    properties.created = properties.modified = at.replace(microsecond=0, tzinfo=None)
    properties.author = properties.comments = ""
    properties.title = title


def _paragraph(document: Document, text: str, *, size: int, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = import_module(f"{HEAVY}.enum.text").WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size = import_module(f"{HEAVY}.shared").Pt(size)
    run.bold = centred


class _Sheet:
    """The table, line by line as the annex has it."""

    def __init__(self, document: Document, regulation: Regulation, rubric: Rubric, sheet: ScoreSheet) -> None:
        self._regulation, self._rubric = regulation, rubric
        self._results = {row.source.eid: row for row in sheet.rows}
        self._grounds = {ground.source.eid for ground in sheet.grounds}
        self._totals = {printed.source.at: sheet.total if printed.bonus else sheet.basic for printed in rubric.totals}
        self._columns = [*regulation.get(rubric.header).text.split("\n"), *rubric.own_columns]
        self._table: Table = document.add_table(rows=0, cols=len(self._columns))
        self._table.style = "Table Grid"

    def write(self) -> None:
        """Header, blocks with their rows, totals."""
        self._line(self._columns, bold=True)
        for provision in self._regulation.children(self._rubric.at):
            if provision.eid == self._rubric.header:
                continue
            rows = self._regulation.children(provision.eid)
            if rows:
                self._block(narrow(provision.text), [row.eid for row in rows])
            else:
                self._total(provision.eid, provision.text)
        self._widths()

    def _block(self, heading: str, eids: Sequence[str]) -> None:
        """The rows of a block beside its heading, which they share."""
        first = len(self._table.rows)
        for eid in eids:
            self._line([heading if eid == eids[0] else "", *self._cells(eid)])
        column = [row.cells[0] for row in self._table.rows[first:]]
        if len(column) > 1:
            column[0].merge(column[-1])
            _write(column[0], heading)

    def _cells(self, eid: str) -> list[str]:
        """The row's own cells in the annex's order, then the self-assessment; nothing under 考核."""
        own = [_ITEM.sub("\n", narrow(cell)) for cell in self._regulation.get(eid).text.split("\n")]
        own += [""] * (self._columns.index(SELF) - 1 - len(own))
        return [*own, self._assessed(eid), ""]

    def _assessed(self, eid: str) -> str:
        """The points of a row, or that one of the grounds of a veto is given."""
        if eid in self._results:
            return between(self._results[eid].points)
        return HAPPENED if eid in self._grounds else ""

    def _total(self, eid: str, text: str) -> None:
        """A line with a total: its words in the first cell, its number under 分值, the sum under 自评."""
        words = narrow(text).split()
        cells = [""] * len(self._columns)
        cells[0], cells[1:2] = words[0], words[1:-1] or [""]
        cells[self._columns.index(POINTS)] = words[-1]
        points = self._totals.get(eid)
        cells[self._columns.index(SELF)] = between(points) if points else ""
        self._line(cells, bold=True)

    def _line(self, cells: Sequence[str], *, bold: bool = False) -> None:
        add_row: Callable[[], Any] = self._table.add_row
        row = add_row()
        _mark(row, "w:cantSplit")
        for column, cell, text in zip(self._columns, row.cells, cells, strict=True):
            _write(cell, text, bold=bold, centred=column in NARROW)

    def _widths(self) -> None:
        """Words get room; numbers need little. The header stands on every page."""
        centimetres = import_module(f"{HEAVY}.shared").Cm
        words = len(self._columns) - 1 - len(NARROW)
        room = (WIDTH - FIRST - sum(NARROW.values())) / words
        self._table.autofit = False
        for index, column in enumerate(self._columns):
            width = centimetres(FIRST if index == 0 else NARROW.get(column, room))
            self._table.columns[index].width = width
            for row in self._table.rows:
                row.cells[index].width = width
        _mark(self._table.rows[0], "w:tblHeader")


def _mark(row: Any, name: str) -> None:
    """Set a property of a row that is either there or not."""
    row._tr.get_or_add_trPr().append(import_module(f"{HEAVY}.oxml").OxmlElement(name))


def _write(cell: _Cell, text: str, *, bold: bool = False, centred: bool = False) -> None:
    """The text as the cell's only paragraph."""
    for spare in cell.paragraphs[1:]:
        spare._element.getparent().remove(spare._element)
    paragraph = cell.paragraphs[0]
    for run in paragraph.runs:
        run._element.getparent().remove(run._element)
    paragraph.add_run(text).bold = bold
    if centred:
        paragraph.alignment = import_module(f"{HEAVY}.enum.text").WD_ALIGN_PARAGRAPH.CENTER


def _steady(document: Document) -> bytes:
    """The document's bytes without the clock that zip archives hold."""
    made, steady = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(name))
    return steady.getvalue()
