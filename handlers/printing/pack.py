"""Everything to print for an application: the form, the report and the checklist, one by one or in one archive."""

from __future__ import annotations

from datetime import date

from handlers.draft import Draft
from handlers.model import File
from handlers.printing.archive import archive
from handlers.printing.checklist_document import checklist_document
from handlers.printing.form_document import form_document
from handlers.printing.report_document import report_document
from handlers.wording.printing import BUNDLE
from knowledge.library import Library


def parts(library: Library, draft: Draft, on: date, *, with_sensitive: bool) -> tuple[File, ...]:
    """The documents that there are for the draft's region. Raises ``NotWrittenError`` where it has no form data."""
    found = (
        form_document(library, draft, on, with_sensitive=with_sensitive),
        report_document(library, draft, on),
        checklist_document(library, draft, on, with_sensitive=with_sensitive),
    )
    return tuple(part for part in found if part is not None)


def pack(library: Library, draft: Draft, on: date, *, with_sensitive: bool) -> File:
    """The documents in one .zip. The same draft on the same day makes the same bytes."""
    short = library.get(draft.region).identity.short
    documents = parts(library, draft, on, with_sensitive=with_sensitive)
    return File(name=f"{short}{BUNDLE}.zip", content=archive((part.name, part.content) for part in documents))
