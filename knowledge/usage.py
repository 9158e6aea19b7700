"""Which facts a regulation uses, and for what."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.calendar import dates
from knowledge.changes import telling
from knowledge.eligibility import rules
from knowledge.funding import account
from knowledge.library import Library
from knowledge.scoring import review

PURPOSES = {
    "rules": rules.facts_used,
    "review": review.facts_used,
    "funding": account.facts_used,
    "deadlines": dates.facts_used,
    "changes": telling.facts_used,
}
"""What facts are read for: to judge, to review, and for terms, deadlines and changes."""


def facts_by_purpose(library: Library, slug: str) -> Mapping[str, frozenset[str]]:
    """The facts that each part of a regulation reads. Raises ``KeyError`` for an unknown slug."""
    return {purpose: frozenset(used(library, slug)) for purpose, used in PURPOSES.items()}


def facts_used(library: Library, slug: str) -> frozenset[str]:
    """Every fact that any part of a regulation reads. Raises ``KeyError`` for an unknown slug."""
    return frozenset().union(*facts_by_purpose(library, slug).values())
