"""What would better a score, and what one change would make of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.scoring.rows import conditions, work_out
from knowledge.scoring.rubric import Ask, Rubric, RubricRow
from knowledge.scoring.sheet import Improvement
from knowledge.scoring.spans import Span, total
from knowledge.scoring.steps import Earn, Short
from knowledge.vocabulary.case import Case
from knowledge.vocabulary.facts import Value

MOST = 3


@dataclass(frozen=True, slots=True)
class _Change:
    """One answer made better."""

    ask: Ask
    value: Value
    gap: str


def total_of(rubric: Rubric, case: Case) -> Span:
    """All rows together."""
    return total([work_out(row, case).points for row in rubric.rows])


def improvements(rubric: Rubric, case: Case) -> tuple[Improvement, ...]:
    """The cheapest changes that add to the expected total: little effort first, then many points."""
    before = total_of(rubric, case).expected
    found: dict[tuple[str, ...], Improvement] = {}
    for row in rubric.rows:
        for changes in _worth_trying(row, case):
            after = total_of(rubric, case.changed({each.ask.fact: each.value for each in changes})).expected
            if after > before:
                one = _improvement(row, changes, after - before)
                found.setdefault(one.facts, one)
    return tuple(sorted(found.values(), key=lambda one: (one.effort, -one.gain))[:MOST])


def _improvement(row: RubricRow, changes: list[_Change], gain: Decimal) -> Improvement:
    return Improvement(
        row=row.id,
        text="，并且".join(each.ask.fix.format(gap=each.gap) for each in changes),
        gain=gain,
        effort=max(each.ask.effort for each in changes),
        facts=tuple(each.ask.fact for each in changes),
    )


def _worth_trying(row: RubricRow, case: Case) -> Iterator[list[_Change]]:
    """Single changes of a row that help by themselves; where none does, all of them together."""
    before = work_out(row, case).points.expected
    if before == row.points:
        return
    changes = [change for ask in row.asks if ask.fix and (change := _change(row, ask, case)) is not None]
    helping = [
        [change]
        for change in changes
        if work_out(row, case.changed({change.ask.fact: change.value})).points.expected > before
    ]
    yield from helping or ([changes] if len(changes) > 1 else [])


def _change(row: RubricRow, ask: Ask, case: Case) -> _Change | None:
    """The answer that would be best; None where it is the best already, or not known."""
    fact, value = case.vocabulary[ask.fact], case.answers.get(ask.fact)
    if value is None:
        return None
    if fact.kind == "yes_no":
        return None if value else _Change(ask, True, "")
    if fact.kind == "choice":
        best = next((choice.value for choice in fact.choices if choice.yes), None)
        return None if value == best or best is None else _Change(ask, best, "")
    if not isinstance(value, int | float):
        return None
    goal = _goal(row, ask.fact, value, work_out(row, case).points.expected)
    return _Change(ask, goal, f"{goal - value:g}") if goal > value else None


def _goal(row: RubricRow, fact: str, value: int | float, expected: Decimal) -> int | float:
    """The smallest number from which the row asks for no more of the fact."""
    goals: list[int | float] = [value]
    for step in row.steps:
        if isinstance(step, Short) and step.fact == fact:
            goals.append(step.of)
        elif isinstance(step, Earn) and step.fact == fact:
            goals.append(value + math.ceil((row.points - expected) / step.points))
    for condition in conditions(row):
        goals += [leaf.at_least for leaf in condition.leaves() if leaf.fact == fact and leaf.at_least is not None]
    return max(goals)
