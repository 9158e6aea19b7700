"""The points of a row, from the facts of a case. What is not known leaves a range, never a guess."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.scoring.rubric import RubricRow
from knowledge.scoring.spans import NO_POINTS, NOTHING, Span
from knowledge.scoring.steps import Claim, Cut, Discretion, Earn, Short, Step, Zero
from knowledge.vocabulary.case import Case, truth
from knowledge.vocabulary.conditions import Condition

HALF = Decimal("0.5")
_KEPT = {"full": Decimal(1), "half": HALF, "none": NOTHING}


@dataclass(frozen=True, slots=True)
class Applied:
    """A step that took or gave points, or may."""

    step: Step
    certain: bool
    """Whether it is known to apply."""
    missing: Decimal = NOTHING
    """How many are missing, for a step that counts them."""
    points: Span = NO_POINTS
    """What it takes (or, for a step that gives, what it gives); nothing where the text does not say how much."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row worked out."""

    points: Span
    applied: tuple[Applied, ...]
    floored: bool
    """More would have been taken than the row is worth."""
    capped: bool
    """More would have been earned than the row is worth."""


def work_out(row: RubricRow, case: Case) -> Row:
    """The points of a row."""
    applied = [each for step in row.steps if (each := _apply(step, case)) is not None]
    if any(isinstance(each.step, Zero) and each.certain for each in applied):
        gone = tuple(each for each in applied if isinstance(each.step, Zero) and each.certain)
        return Row(Span.exactly(0), gone, floored=False, capped=False)
    raw = _given(row, applied) if row.giving else _left(row, applied)
    points = _opened(raw.within(row.points), applied)
    return Row(points, tuple(applied), floored=raw.high < 0, capped=raw.low > row.points)


def _left(row: RubricRow, applied: list[Applied]) -> Span:
    """The row's most, less all that is taken by number."""
    points = Span.exactly(row.points)
    for each in applied:
        if isinstance(each.step, Cut | Short):
            points = points.less(each.points)
    return points


def _given(row: RubricRow, applied: list[Applied]) -> Span:
    """Nothing, and all that is earned."""
    points = Span.exactly(0)
    for each in applied:
        if isinstance(each.step, Claim):
            expected = row.points if each.certain else 0
            points += Span(NOTHING, Decimal(expected), Decimal(row.points))
        elif isinstance(each.step, Earn):
            unknown = Span(NOTHING, NOTHING, Decimal(row.points))
            points += each.points if each.certain else unknown
    return points


def _opened(points: Span, applied: list[Applied]) -> Span:
    """The points once discretion, and zeros that may yet apply, have opened them downwards."""
    for each in applied:
        if isinstance(each.step, Discretion):
            kept = _KEPT[each.step.expect] if each.certain else Decimal(1)
            points = Span(NOTHING, points.expected * kept, points.high)
        elif isinstance(each.step, Zero):
            points = Span(NOTHING, points.expected * HALF, points.high)
    return points


def _apply(step: Step, case: Case) -> Applied | None:
    """What a step does in a case; None where it is known not to apply."""
    if isinstance(step, Short):
        return _short(step, case)
    if isinstance(step, Earn):
        return _earned(step, case)
    held = _held(step.when, case)
    if held is False:
        return None
    taken = NOTHING
    if isinstance(step, Cut):
        taken = step.points
    low, expected = (taken, taken) if held else (NOTHING, taken * HALF)
    return Applied(step, certain=bool(held), points=Span(low, expected, taken))


def _held(when: Condition | None, case: Case) -> bool | None:
    return True if when is None else truth(when, case)


def _short(step: Short, case: Case) -> Applied | None:
    value = _number(step.fact, case)
    if value is None:
        most = step.points * step.of
        return Applied(step, certain=False, points=Span(NOTHING, most * HALF, most))
    missing = step.of - value
    if missing <= 0:
        return None
    low, high = (step.points * whole for whole in (math.floor(missing), math.ceil(missing)))
    return Applied(step, certain=True, missing=missing, points=Span(low, step.points * missing, high))


def _earned(step: Earn, case: Case) -> Applied | None:
    value = _number(step.fact, case)
    if value is None:
        return Applied(step, certain=False)
    return Applied(step, certain=True, points=Span.exactly(step.points * value)) if value else None


def _number(fact: str, case: Case) -> Decimal | None:
    value = case.answers.get(fact)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else None


def conditions(row: RubricRow) -> Iterator[Condition]:
    """Every condition of a row's steps."""
    for step in row.steps:
        if not isinstance(step, Short | Earn) and step.when is not None:
            yield step.when


def facts_of_row(row: RubricRow, *, asked: bool = True) -> tuple[str, ...]:
    """Every fact that a row's points depend on, and, where ``asked``, those that it only asks for."""
    asks = tuple(ask.fact for ask in row.asks) if asked else ()
    counted = (step.fact for step in row.steps if isinstance(step, Short | Earn))
    tested = (leaf.fact for condition in conditions(row) for leaf in condition.leaves() if leaf.fact)
    return tuple(dict.fromkeys((*asks, *counted, *tested)))
