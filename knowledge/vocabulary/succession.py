"""Days that cannot be in the order in which they were said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.vocabulary.facts import NEVER, Fact, Value
from knowledge.vocabulary.moments import day_range


def out_of_order(facts: Mapping[str, Fact], answers: Mapping[str, Value]) -> Iterator[tuple[Fact, Fact]]:
    """Every event that was said to lie before one that must come first: the later one, and the first."""
    for fact_id in answers:
        for name in facts[fact_id].not_before if fact_id in facts else ():
            later, first = answers[fact_id], answers.get(name)
            if not isinstance(later, str) or not isinstance(first, str) or NEVER in (later, first):
                continue
            if day_range(later)[1] < day_range(first)[0]:
                yield facts[fact_id], facts[name]


def wrong_order(later: Fact, first: Fact) -> str:
    """What to say of two days that cannot be in that order (Chinese)."""
    return f"“{later.short}”不会早于“{first.short}”，先后对不上，请核对这两个日期。"
