"""Sheets for reviews: everything done, and what a change makes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.sheet import RowResult, ScoreSheet
from knowledge.vocabulary.facts import Answers, Fact, Value
from knowledge.vocabulary.values import parse_sheet

ON = date(2026, 11, 20)
WITH_SHEET = ("xiaoshan", "urumqi")
BAD = {
    *("refused_assessment", "leader_left_skilled_post", "leader_retired", "leader_left_unit", "unit_closed"),
    *("serious_violation", "improper_spending", "inherits_intangible_heritage"),
    *("veto_grounds_xiaoshan", "veto_grounds_hangzhou", "left_out_of_review_hangzhou"),
}
"""Facts of which 是 is no good thing."""


def best(fact: Fact) -> Value:
    """The answer of a workshop that has done everything."""
    if fact.kind == "yes_no":
        return fact.id not in BAD
    if fact.kind == "number":
        return 30
    return next((choice.value for choice in fact.choices if choice.yes), None)


def all_done(library: Library, slug: str) -> Answers:
    """Every fact of a region's review at its best, as far as it has a best."""
    facts = (library.facts[fact] for fact in review.facts_used(library, slug))
    return {fact.id: value for fact in facts if (value := best(fact)) is not None}


def reviewed(library: Library, slug: str, **facts: object) -> ScoreSheet:
    """The review of a sheet as a program would write it."""
    answers, problems = parse_sheet(library.facts, facts, on=ON)
    assert problems == ()
    return review.score(library, slug, answers, ON)


def row(sheet: ScoreSheet, row_id: str) -> RowResult:
    """One row of a review."""
    return next(each for each in sheet.rows if each.id == row_id)


def points(sheet: ScoreSheet, row_id: str) -> tuple[Decimal, Decimal, Decimal]:
    """Fewest, expected and most points of a row."""
    found = row(sheet, row_id).points
    return found.low, found.expected, found.high
