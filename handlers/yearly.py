"""The year of an applicant's workshop beside their application: 考核自评 as it stood when they handed in, and the next
deadline."""

from __future__ import annotations

from datetime import date

from handlers import recorded
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.model import Turn, World
from handlers.rejudging import usable
from knowledge.calendar.dates import Due, due
from knowledge.eligibility import rules
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.sheet import ScoreSheet
from knowledge.vocabulary.facts import Answers


def said(library: Library, world: World, turn: Turn, region: str) -> Answers:
    """What a person has said, or their ledger holds, of what the review of a region reads.

    Nothing where they have said nothing but what their eligibility is judged by: they have begun no review.
    """
    here = recorded.read_in(library, world, turn).session.model_copy(update={"region": region})
    wanted = set(review.facts_used(library, region))
    found = {fact: value for fact, value in recorded.known(here).items() if fact in wanted}
    judged = rules.read_by_rules(library, found)
    return found if any(value is not None for fact, value in found.items() if fact not in judged) else {}


def sheet_of(library: Library, case: Draft) -> ScoreSheet | None:
    """The review on the day on which a case was handed in last; None where its applicant had begun none."""
    if not case.reviewed or case.region not in library.regulations:
        return None
    handed_in = [event.at for event in case.history if event.what == "submitted"]
    day = (handed_in[-1] if handed_in else case.changed).astimezone(SHANGHAI).date()
    return review.score(library, case.region, usable(library, case.reviewed), day)


def next_due(library: Library, case: Draft, on: date) -> Due | None:
    """The nearest deadline that the text gives for the answers of an application; None where it gives none."""
    if case.kind != "application" or case.region not in library.regulations:
        return None
    answers = usable(library, {**case.answers, **case.reviewed})
    return next((one for one in due(library, case.region, answers, on) if one.next), None)
