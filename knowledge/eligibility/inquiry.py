"""Which question to ask next: the open fact that can still move the outcome, hard criteria first."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.eligibility.assessment import Assessment, Rank, Way, ways
from knowledge.eligibility.criteria import Rules
from knowledge.eligibility.verdict import Outcome
from knowledge.vocabulary.case import Case, wanting
from knowledge.vocabulary.derive import typed_value


def settled(found: tuple[Way, ...], case: Case) -> bool:
    """Whether no answer still open can change the conclusion."""
    low, high = _low(found), max(way.high for way in found if way.open)
    return low == high and not any(way.high > low for way in _may_open(found, case))


def next_open_fact(rules: Rules, case: Case, *, full: bool = False) -> str | None:
    """The fact to ask next, or None when the outcome is settled or nothing open matters.

    ``full`` goes on until every criterion of every way that may be taken is decided or said to be unknown.
    """
    found = ways(rules, case)
    for undecided in _in_turn(found, full):
        open_facts = [fact for item in undecided for fact in _wanted_by(item, case)]
        if open_facts:
            return _telling_most(open_facts, case)
    for way in _guards(found, case, full):
        return next(fact for condition in way.guard for fact in wanting(condition, case))
    return None


def at_most_left(rules: Rules, case: Case, *, full: bool = False) -> int:
    """An upper bound of the questions still to come."""
    if next_open_fact(rules, case, full=full) is None:
        return 0
    found = ways(rules, case)
    low = _low(found)
    left: set[str] = set()
    for way in found:
        if way.open or (way in _may_open(found, case) and (full or way.high > low)):
            conditions = [*way.guard, *(one for item in way.assessments for one in item.criterion.conditions())]
            for condition in conditions:
                left.update(fact for fact in wanting(condition, case, closed=True) if fact not in case.said)
    return len(left)


def _in_turn(found: tuple[Way, ...], full: bool) -> Iterator[tuple[Assessment, ...]]:
    """The undecided criteria way by way, the most promising first; those that can bar come before the others."""
    low = _low(found)
    for way in sorted((way for way in found if way.open), key=lambda way: -way.high):
        if full:
            undecided = tuple(item for item in way.assessments if item.outcome is Outcome.UNKNOWN)
        elif way.high > low:
            undecided = way.undecided
        else:
            continue
        yield tuple(sorted(undecided, key=lambda item: item.low is not Rank.BARRED))


def _guards(found: tuple[Way, ...], case: Case, full: bool) -> tuple[Way, ...]:
    """Exceptions whose opening is worth asking about: they could better the outcome (or, in full, equal it)."""
    low = _low(found)
    worth = (way for way in _may_open(found, case) if way.high > low or (full and way.high >= low < Rank.ELIGIBLE))
    return tuple(sorted(worth, key=lambda way: -way.high))


def _may_open(found: tuple[Way, ...], case: Case) -> list[Way]:
    """Exceptions not known to be open that an answer could still open."""
    return [way for way in found if way.open is None and any(wanting(condition, case) for condition in way.guard)]


def _low(found: tuple[Way, ...]) -> Rank:
    """The worst rank that may still come out, over the ways that may be taken."""
    return max(way.low for way in found if way.open)


def _wanted_by(item: Assessment, case: Case) -> Iterator[str]:
    """Open facts of an undecided criterion."""
    for condition in item.criterion.conditions():
        yield from wanting(condition, case)


def _telling_most(open_facts: list[str], case: Case) -> str:
    """The first open fact, or a later one whose every answer settles the first too (单位性质 before 由单位申报)."""
    first = open_facts[0]
    vocabulary = case.vocabulary
    for later in open_facts[1:]:
        choices = vocabulary[later].offered
        said = ((later, typed_value(vocabulary[later], choice.value)) for choice in choices)
        if choices and all(any(target == first for target, _ in vocabulary.implied.get(key, ())) for key in said):
            return later
    return first
