"""The score sheet as a document in the annex's own layout: 自评 filled in, 考核 empty. The same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.model import File
from handlers.printing.word import Box, Line, Paper, Table
from handlers.wording.layout import narrow
from handlers.wording.scoring import between
from handlers.wording.status import status_line
from knowledge.library import Regulation
from knowledge.scoring.rubric import Rubric
from knowledge.scoring.sheet import ScoreSheet

SELF, MARKED, POINTS = "自评", "考核", "分值"
MARGIN, FIRST = 2.0, 2.2
"""Centimetres of the page's margin and of the table's first column."""
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
    title = regulation.get(rubric.at).text.replace("\n", " ")
    paper = Paper(title, at, margin=MARGIN)
    paper.write(Line(title, "center", 15, bold=True))
    _Sheet(paper, regulation, rubric, sheet).write()
    paper.write(*(Line(note, size=9) for note in _notes(regulation, rubric, sheet)))
    return File(name=f"{regulation.identity.short}考核自评表.docx", content=paper.content())


def _notes(regulation: Regulation, rubric: Rubric, sheet: ScoreSheet) -> list[str]:
    notes = [f"自评日期：{sheet.on}。"]
    if rubric.own_columns:
        columns = "、".join(f"“{column}”" for column in rubric.own_columns)
        notes.append(f"附件原表没有{columns}栏，是本助手加的。")
    if any(row.points.open for row in sheet.rows):
        notes.append("自评栏写成范围的，是条文写明由考核人员酌情、或者还没有说明的行，请核对后再定。")
    notes.append(status_line(regulation, sheet.on))
    return notes


class _Sheet:
    """The table, line by line as the annex has it."""

    def __init__(self, paper: Paper, regulation: Regulation, rubric: Rubric, sheet: ScoreSheet) -> None:
        self._regulation, self._rubric = regulation, rubric
        self._results = {row.source.eid: row for row in sheet.rows}
        self._grounds = {ground.source.eid for ground in sheet.grounds}
        self._totals = {printed.source.at: sheet.total if printed.bonus else sheet.basic for printed in rubric.totals}
        self._columns = [*regulation.get(rubric.header).text.split("\n"), *rubric.own_columns]
        words = len(self._columns) - 1 - len(NARROW)
        room = (paper.width - FIRST - sum(NARROW.values())) / words
        self._table: Table = paper.table([FIRST, *(NARROW.get(column, room) for column in self._columns[1:])])

    def write(self) -> None:
        """Header, blocks with their rows, totals. The header stands on every page."""
        self._table.row(self._boxes(self._columns, bold=True), heads=True)
        for provision in self._regulation.children(self._rubric.at):
            if provision.eid == self._rubric.header:
                continue
            rows = self._regulation.children(provision.eid)
            if rows:
                self._block(narrow(provision.text), [row.eid for row in rows])
            else:
                self._total(provision.eid, provision.text)

    def _block(self, heading: str, eids: Sequence[str]) -> None:
        """The rows of a block beside its heading, which they share."""
        for eid in eids:
            first, *others = self._boxes([heading, *self._cells(eid)])
            if len(eids) > 1:
                first = Box(first.lines, merge="restart") if eid == eids[0] else Box(merge="continue")
            self._table.row((first, *others))

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
        self._table.row(self._boxes(cells, bold=True))

    def _boxes(self, cells: Sequence[str], *, bold: bool = False) -> list[Box]:
        """Cells with their words; numbers stand in the middle."""
        return [
            Box((Line(text, "center" if column in NARROW else "left", bold=bold),))
            for column, text in zip(self._columns, cells, strict=True)
        ]
