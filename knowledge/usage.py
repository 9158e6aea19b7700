"""Which facts a regulation uses, for whatever purpose."""

from __future__ import annotations

from knowledge.calendar import dates
from knowledge.changes import telling
from knowledge.eligibility import rules
from knowledge.funding import account
from knowledge.library import Library
from knowledge.scoring import review


def facts_used(library: Library, slug: str) -> frozenset[str]:
    """Every fact that the regulation's rules, review, terms, deadlines or changes read.

    Raises ``KeyError`` for an unknown slug.
    """
    judged = (rules.facts_used,) if slug in library.judging else ()
    used = (*judged, review.facts_used, account.facts_used, dates.facts_used, telling.facts_used)
    return frozenset(fact for each in used for fact in each(library, slug))
