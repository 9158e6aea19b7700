"""The application form as a document laid out like the annex: filled in, with room for seals and opinions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from handlers import filling
from handlers.draft import Draft
from handlers.model import File
from handlers.printing.cells import Places
from handlers.printing.spreading import Placed, spread
from handlers.printing.word import Box, Line, Paper, Place, Table
from handlers.wording import printing as wording
from handlers.wording.layout import narrow
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Form
from knowledge.forms.grid import TO_THE_END, Grid, plain_grid
from knowledge.library import Library, Regulation, written

TITLE_SIZE, NAME_SIZE, HEADING_SIZE = 26.0, 15.0, 15.0
COVER_LABEL, COVER_VALUE, COVER_HAND = 4.6, 8.3, 3.0
"""Centimetres of the columns of a cover."""
COVER_ROW, ROW = 14, 10
"""Millimetres of a row, at least."""
THIN = 1.0
"""Points of the paragraph that keeps two tables apart."""


def form_document(library: Library, draft: Draft, on: date, *, with_sensitive: bool) -> File | None:
    """The form of a draft; None where the text has none. What is sensitive may be left for the pen."""
    regulation = library.get(draft.region)
    form = written(regulation.form)
    if not form.sheets:
        return None
    paper = Paper(form.title, day(on), header=wording.heading_line(draft, on))
    _Form(paper, regulation, form, draft, with_sensitive=with_sensitive).write()
    return File(name=f"{regulation.identity.short}申报表.docx", content=paper.content())


def day(on: date) -> datetime:
    """The moment that a document of that day bears."""
    return datetime.combine(on, time(), UTC)


class _Form:
    """The pages of one form."""

    def __init__(self, paper: Paper, regulation: Regulation, form: Form, draft: Draft, *, with_sensitive: bool) -> None:
        self._paper, self._regulation, self._form, self._draft = paper, regulation, form, draft
        self._places = Places(regulation, _printable(form, draft, with_sensitive=with_sensitive))
        self._table: Table | None = None

    def write(self) -> None:
        """Cover, groups in the annex's order, and what found no room."""
        self._cover()
        for group in self._form.groups:
            self._group(group)
        for group in self._form.groups:
            self._attached(group)

    def _cover(self) -> None:
        annex = self._regulation.get(self._form.source.at)
        if annex.kind == "annex":
            self._paper.write(Line(annex.label, size=HEADING_SIZE))
        cover = self._form.cover
        title = Line(self._form.title, "center", TITLE_SIZE, bold=True, before=110 if cover else 0)
        self._paper.write(title)
        if cover is None:
            return
        self._paper.write(Line("", size=NAME_SIZE, before=90))
        table = self._paper.table((COVER_LABEL, COVER_VALUE, COVER_HAND))
        for field in cover.fields:
            table.row(self._cover_boxes(field), height=COVER_ROW)
        if self._form.maker is not None:
            maker = narrow(self._regulation.get(self._form.maker.at).text)
            self._paper.write(Line(maker, "center", NAME_SIZE, before=190))

    def _cover_boxes(self, field: FormField) -> tuple[Box, ...]:
        label = Line(field.label, "distribute", NAME_SIZE)
        value = Line(self._places.values.get(field.id, ""), "center", NAME_SIZE)
        behind = Line(self._places.behind(field), size=NAME_SIZE)
        return (
            Box((label,), place="bottom", edges=()),
            Box((value,), place="bottom", edges=("bottom",)),
            Box((behind,), place="bottom", edges=()),
        )

    def _group(self, group: Group) -> None:
        """A group under its heading, or in the table before it where they are one."""
        grid = group.layout
        if not grid.joined or self._table is None:
            printed = any(cell.text for row in grid.rows for cell in row.cells)
            self._table = self._begin(grid, "" if printed or not group.at else group.title, grid.new_page)
        least = max(self._in_place(group), grid.lines, group.repeat.minimum if group.repeat else 0)
        self._rows(self._table, group, grid, range(least))

    def _attached(self, group: Group) -> None:
        """Entries of a group for which its place in the form has no room, on a page of their own."""
        left = range(self._in_place(group), self._entries(group))
        if left:
            grid = plain_grid([field.id for field in group.fields], (), repeated=True)
            table = self._begin(grid, wording.ATTACHED.format(title=group.title), new_page=True)
            self._rows(table, group, grid, left)

    def _begin(self, grid: Grid, heading: str, new_page: bool) -> Table:
        """A table of its own; before the first one, what the text does not have of the form."""
        if self._table is None and self._form.missing is not None:
            self._paper.write(Line(f"说明：{wording.unfinished(self._form)}", size=9, grey=True, new_page=new_page))
            new_page = False
        line = Line(heading, "center", HEADING_SIZE, bold=True, before=6, with_next=True, new_page=new_page)
        self._paper.write(line if heading else Line("", size=THIN, new_page=new_page))
        return self._paper.table([self._paper.width / grid.columns] * grid.columns)

    def _rows(self, table: Table, group: Group, grid: Grid, entries: range) -> None:
        """The rows of a group; of a repeated one its head, and then its last row once for each entry."""
        head = grid.rows[:-1] if group.repeat else grid.rows
        rows = [*head, *(grid.rows[-1:] * len(entries) if group.repeat else ())]
        for number, (row, placed) in enumerate(zip(rows, spread(rows), strict=True)):
            entry = entries[number - len(head)] if number >= len(head) else None
            boxes = [self._box(group, one, row.height, entry) for one in placed]
            free = not grid.joined and not any(one.merge for one in placed)
            table.row(boxes, height=row.height or ROW, heads=group.repeat is not None and entry is None and free)

    def _box(self, group: Group, placed: Placed, height: int, entry: int | None) -> Box:
        cell = placed.cell
        if cell is None:
            return Box(span=placed.span, merge=placed.merge)
        fields = {field.id: field for field in group.fields}
        if not cell.field:
            words = self._places.label(fields[cell.label]) if cell.label else narrow(cell.text)
            return Box((Line(words, "center"),), span=cell.span, merge=placed.merge)
        field = fields[cell.field]
        key = field.id if entry is None else f"{group.id}.{entry}.{field.id}"
        lines = self._places.value(field, key, height=0 if entry is not None else height, headed=cell.headed)
        at_foot = field.kind == "box" and not cell.headed
        tall = cell.headed or field.kind == "printed" or (field.kind == "long_text" and entry is None)
        place: Place = "bottom" if at_foot else "top" if tall else "center"
        return Box(lines, span=cell.span, merge=placed.merge, place=place)

    def _entries(self, group: Group) -> int:
        """Entries of a repeated group, as far as the form takes them."""
        return min(max(self._draft.rows.get(group.id, 0), 0), group.repeat.maximum) if group.repeat else 0

    def _in_place(self, group: Group) -> int:
        """Those of them that stand where the annex has room; one that fills a page of its own has room for all."""
        grid, entries = group.layout, self._entries(group)
        bound = grid.joined or any(cell.down == TO_THE_END for row in grid.rows for cell in row.cells)
        return min(entries, grid.lines) if bound else entries


def _printable(form: Form, draft: Draft, *, with_sensitive: bool) -> dict[str, str]:
    """What was filled in and may be printed, by key."""
    return {
        blank.key: draft.fields.get(blank.key, "")
        for blank in filling.in_order(form, draft)
        if with_sensitive or not blank.field.sensitive
    }
