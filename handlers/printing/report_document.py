"""The report as an outline: the headings that the text demands, with what has been written under them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handlers.draft import Draft
from handlers.model import File
from handlers.printing.form_document import day
from handlers.printing.word import FANGSONG, HEI, Line, Paper
from handlers.wording import printing as wording
from handlers.wording.layout import narrow
from knowledge.forms.form import Form, report_blanks
from knowledge.forms.report import report_values
from knowledge.library import Library, written
from knowledge.texts.numbering import to_han

TITLE_SIZE, TEXT_SIZE = 22.0, 16.0


def report_document(library: Library, draft: Draft, on: date) -> File:
    """The report of a draft. It holds nothing sensitive: no heading asks for it and none draws on it."""
    regulation = library.get(draft.region)
    form = written(regulation.form)
    title = form.report.title
    paper = Paper(title, day(on), header=wording.heading_line(draft, on), numbered=True)
    paper.write(Line(title, "center", TITLE_SIZE, bold=True, before=30), Line("", size=TEXT_SIZE))
    paper.write(*_sections(form, draft))
    return File(name=f"{regulation.identity.short}{title}.docx", content=paper.content())


def _sections(form: Form, draft: Draft) -> Iterator[Line]:
    values = report_values(form, draft.fields, draft.rows)
    for number, blank in enumerate(report_blanks(form), start=1):
        heading = f"{to_han(number)}、{narrow(blank.field.label)}"
        yield Line(heading, size=TEXT_SIZE, face=HEI, before=12, indent=2, with_next=True)
        text = values[blank.key]
        yield Line(text or wording.TO_WRITE, size=TEXT_SIZE, face=FANGSONG, indent=2, grey=not text)
