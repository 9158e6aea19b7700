"""What must hold for the test of a single fact, wherever a condition is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.eligibility.criteria import Condition
from knowledge.eligibility.facts import NO, YES, Fact

_KINDS = {
    "in_": ("choice",),
    "has_any": ("choices",),
    "at_least": ("number", "series"),
    "at_most": ("number", "series"),
    "years_since": ("event",),
    "years_passed": ("event",),
    "within": ("event",),
    "among": ("series",),
    "latest": ("series",),
    "is_": ("yes_no", "choice"),
}
"""For each test of a fact, the kinds of fact that it can be put to."""


def answers_of(fact: Fact) -> tuple[str, ...]:
    """The answers that conditions may name."""
    return (YES, NO) if fact.kind == "yes_no" else tuple(choice.value for choice in fact.choices)


def wrong_leaf(leaf: Condition, facts: Mapping[str, Fact]) -> Iterator[str]:
    """A test of a fact that does not exist, that its kind does not allow, or for an answer that it does not have."""
    if leaf.fact is None:
        return
    fact = facts.get(leaf.fact)
    if fact is None:
        yield f"没有这个事实：{leaf.fact}"
        return
    for test, kinds in _KINDS.items():
        if getattr(leaf, test) not in (None, ()) and fact.kind not in kinds:
            yield f"{fact.id}是{fact.kind}，不能用 {test.rstrip('_')}"
    if fact.kind == "series" and not (leaf.among or leaf.latest):
        yield f"{fact.id}是 series，要用 among 或 latest"
    if leaf.within is not None and leaf.within.of not in facts:
        yield f"没有这个事实：{leaf.within.of}"
    named = (*leaf.in_, *leaf.has_any, *leaf.among, *leaf.latest, *((leaf.is_,) if leaf.is_ else ()))
    yield from (f"{fact.id}没有这个答案：{word}" for word in named if word not in answers_of(fact))
