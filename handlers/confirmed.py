"""Questions that staff answered with a provision: from then on they lead to it, as the lay questions of the data do."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.answers.opening import CITATION
from handlers.draft import Draft
from knowledge.answering.questions import Confirmed
from knowledge.library import Library

LONGEST = 80
"""Characters of a question that can stand for others; a whole story is like no other question."""


def confirmed(library: Library, cases: Iterable[Draft]) -> tuple[Confirmed, ...]:
    """The questions handed to staff, each with the provision that a reply names first. What a person typed decides
    nothing by itself: only a reply of staff binds a question to a provision."""
    found = []
    for case in cases:
        question = case.fields.get("question", "")
        if case.kind != "enquiry" or case.region not in library.regulations or not 0 < len(question) <= LONGEST:
            continue
        regulation = library.get(case.region)
        for event in case.history:
            label = CITATION.search(event.note) if event.what == "answered" else None
            provision = regulation.find(label.group()) if label else None
            if provision is not None:
                found.append(Confirmed(case.region, provision.eid, question))
    return tuple(dict.fromkeys(found))
