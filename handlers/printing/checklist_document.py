"""The checklist as a document: what to hand in, how, and what of the draft still needs a hand or an eye."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from handlers import filling
from handlers.draft import Draft
from handlers.model import File
from handlers.printing.form_document import day
from handlers.printing.word import Box, Line, Paper
from handlers.wording import printing as wording
from handlers.wording.drafting import remark
from handlers.wording.layout import sentence
from handlers.wording.status import status_line
from knowledge.forms import checklist as papers
from knowledge.forms.form import Form, lookup, ordered_fields, repeated_groups
from knowledge.forms.report import report_values
from knowledge.forms.validation import check, empty
from knowledge.library import Library, Regulation, written

PAPER_WIDTHS = (1.4, 3.8, 8.0, 2.8)
MADE_UP_WIDTHS = (2.8, 10.2, 3.0)


def checklist_document(library: Library, draft: Draft, on: date, *, with_sensitive: bool) -> File | None:
    """The checklist of a draft; None where nobody has written the region's procedure."""
    regulation = library.get(draft.region)
    if regulation.procedure is None:
        return None
    title = f"{regulation.identity.short}{regulation.identity.workshop}{wording.CHECKLIST}"
    paper = Paper(title, day(on), header=wording.heading_line(draft, on), numbered=True)
    paper.write(Line(title, "center", 18, bold=True), Line(status_line(regulation, on), before=6))
    form = written(regulation.form)
    if form.missing is not None:
        paper.write(Line(wording.unfinished(form), bold=True))
    listed = papers.checklist(regulation)
    _papers(paper, listed.papers, draft)
    _made_up(paper, listed.made_up)
    for heading, lines in _notes(regulation, form, listed, draft, on, with_sensitive=with_sensitive):
        paper.write(Line(heading, size=12, bold=True, before=12, with_next=True))
        paper.write(*(Line(f"· {line}") for line in lines))
    return File(name=f"{regulation.identity.short}材料清单.docx", content=paper.content())


def _papers(paper: Paper, listed: Iterable[papers.Paper], draft: Draft) -> None:
    paper.write(Line(wording.PAPERS, size=12, bold=True, before=12, with_next=True))
    table = paper.table(PAPER_WIDTHS)
    table.row([_words(word, bold=True) for word in wording.PAPER_COLUMNS], heads=True)
    for one in listed:
        ticked = wording.READY if one.id in draft.ready else wording.NOT_READY
        title = one.title + (wording.MAY_BE_LEFT_OUT if one.optional else "")
        added = wording.added([upload.name for upload in draft.uploads if upload.material == one.id])
        table.row((_words(ticked), _words(title), _demand(one, added), _words(wording.labels(one.sources))))


def _made_up(paper: Paper, listed: Iterable[papers.Line]) -> None:
    paper.write(Line(wording.MADE_UP, size=12, bold=True, before=12, with_next=True))
    table = paper.table(MADE_UP_WIDTHS)
    table.row([_words(word, bold=True) for word in wording.MADE_UP_COLUMNS], heads=True)
    for one in listed:
        table.row((_words(one.title), _demand(one), _words(wording.labels(one.sources))))


def _words(text: str, *, bold: bool = False) -> Box:
    return Box((Line(text, "center", bold=bold),))


def _demand(line: papers.Line, added: str = "") -> Box:
    """What is asked for, the very words below it, and the files that the applicant added for it."""
    source = wording.words(line.sources, nearest=line.not_stated)
    own = (Line(added),) if added else ()
    return Box((Line(wording.requirement(line)), Line(source, size=9, grey=True), *own))


def _notes(
    regulation: Regulation, form: Form, listed: papers.Checklist, draft: Draft, on: date, *, with_sensitive: bool
) -> list[tuple[str, list[str]]]:
    """What is easily overlooked, and what of this draft is still to be done."""
    rows = {group.id: draft.rows.get(group.id, 0) for group in repeated_groups(form)}
    sealed = [blank for blank in ordered_fields(form, {}) if blank.field.official or blank.field.by_hand]
    pen = [*(() if with_sensitive else filling.withheld(form, draft)), *sealed]
    known = {**report_values(form, draft.fields, draft.rows), **draft.fields}
    lacking = [blank for blank in empty(form, known, rows) if with_sensitive or not blank.field.sensitive]
    open_ended = [wording.OPEN_ENDED.format(title=form.report.title)] if form.report.open_ended else []
    remarks = [f"{_called(form, one.key)}：{remark(regulation, one)}" for one in check(form, draft.fields, rows, on)]
    sections = [
        (wording.OVERLOOKED, [*(wording.requirement(note) for note in listed.notes), *open_ended]),
        (wording.NO_ROOM, _gaps(form)),
        (wording.CHECK, remarks or [wording.NOTHING_ODD]),
        (wording.BY_PEN, [wording.by_pen(pen)] if pen else []),
        (wording.EMPTY, [wording.names(lacking)] if lacking else []),
    ]
    return [(heading, lines) for heading, lines in sections if lines]


def _gaps(form: Form) -> list[str]:
    """What a criterion needs and the form, or one of its fields, has no room for."""
    fields = [field for group in form.sheets for field in group.fields if field.gap]
    return [sentence(gap.text) for gap in (*form.gaps, *(field.gap for field in fields if field.gap))]


def _called(form: Form, key: str) -> str:
    """What a remark is about: a blank, or a repeated group as a whole."""
    titles = {group.id: group.title for group in repeated_groups(form)}
    return titles[key] if key in titles else wording.name(lookup(form, key))
