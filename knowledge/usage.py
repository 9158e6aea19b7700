"""Which facts a regulation reads, in whatever part."""

from __future__ import annotations

from knowledge.eligibility import rules
from knowledge.library import Library
from knowledge.scoring import review


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Facts that any part of the regulation reads, and the parts of those that have parts."""
    return tuple(dict.fromkeys((*rules.facts_used(library, slug), *review.facts_used(library, slug))))
