"""The review of a workshop by the text: its score sheet worked out, its duties of the year, what follows from them.

``score`` takes the facts of a year from wherever they come (a questionnaire, a sheet, a ledger of dated entries) and
asks nothing; facts that it does not get leave a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from knowledge.cases import case_of
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Citation
from knowledge.scoring.duties import facts_of_duty, judge_duties
from knowledge.scoring.improvements import improvements
from knowledge.scoring.inquiry import Order, facts_read, missing_in_row, open_facts, vetoes_of
from knowledge.scoring.reasons import reason
from knowledge.scoring.rows import Row, work_out
from knowledge.scoring.rubric import Grading, Rubric, RubricRow
from knowledge.scoring.sheet import NOT_STATED, Ground, Points, RowResult, ScoreSheet
from knowledge.scoring.spans import Span, total
from knowledge.vocabulary.case import Case, truth
from knowledge.vocabulary.facts import Fact, Value, worded

__all__ = ["at_most_left", "facts_used", "next_fact", "reads", "score"]


def score(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> ScoreSheet:
    """The review under one regulation on a day. Raises ``KeyError`` for an unknown slug."""
    regulation, case = library.get(slug), case_of(library, answers, on)
    rubric, obligations = regulation.rubric, regulation.obligations
    rows = _rows(regulation, rubric, case) if rubric else ()
    spans = {row.id: _span(row.points) for row in rows}
    summed = total(list(spans.values()))
    grounds = tuple(_grounds(regulation, case))
    decided = next((ground.grade for ground in grounds if ground.grade), None)
    missing = tuple(dict.fromkeys(fact for row in rows for fact in row.missing))
    grades = (decided,) if decided else _grades(rubric.grading, summed) if rubric else (NOT_STATED,)
    return ScoreSheet(
        region=slug,
        on=on,
        rows=rows,
        basic=_part(rows, spans, bonus=False) if rubric else None,
        bonus=_part(rows, spans, bonus=True) if rubric else None,
        total=_points(summed) if rubric else None,
        grounds=grounds,
        grade=_grade(rubric, summed, grades, missing),
        grades=grades,
        swing=() if decided else _swing(rows, spans),
        improvements=improvements(rubric, case) if rubric and not decided else (),
        duties=judge_duties(obligations, case, {one.eid: one.label for one in regulation.provisions}, slug),
        statements=(*(rubric.grading.statements if rubric else ()), *obligations.review),
        readings=_readings(rubric, case, rows),
        missing=missing,
    )


def next_fact(
    library: Library, slug: str, answers: Mapping[str, Value], on: date, order: Order = "row", *, full: bool = False
) -> Fact | None:
    """The next question, in the regulation's own words; None when all is said or a ground decides."""
    wanted = open_facts(library.get(slug), case_of(library, answers, on), order, full=full)
    return worded(library.facts[wanted[0]], library.get(slug).identity.leader) if wanted else None


def at_most_left(library: Library, slug: str, answers: Mapping[str, Value], on: date, *, full: bool = False) -> int:
    """An upper bound of the questions still to come."""
    return len(open_facts(library.get(slug), case_of(library, answers, on), full=full))


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Facts that the review reads, and the parts of those that have parts."""
    found: dict[str, None] = {}
    for fact in facts_read(library.get(slug)):
        found |= dict.fromkeys((fact, *library.facts[fact].parts))
    return tuple(found)


def reads(library: Library, slug: str, fact_id: str) -> tuple[Citation, ...]:
    """The words of the text for which a fact is asked."""
    regulation = library.get(slug)
    wanted = {fact_id, *(fact.id for fact in library.facts.values() if fact_id in fact.parts)}
    return tuple(dict.fromkeys(_cite(regulation, bound) for bound in _bounds_reading(regulation, wanted)))


def _bounds_reading(regulation: Regulation, wanted: set[str]) -> list[Bound]:
    rubric, obligations = regulation.rubric, regulation.obligations
    found: list[Bound] = []
    for veto in vetoes_of(regulation):
        found += [veto, *veto.grounds] if veto.fact in wanted else []
        found += [ground for ground in veto.grounds if wanted & ground.excepted_by]
    for row in rubric.rows if rubric else ():
        if wanted & {ask.fact for ask in row.asks}:
            found.append(Bound(at=row.at, quote=_content(regulation, row)))
            found += [Bound(at=row.at, quote=step.quote) for step in row.steps]
    for duty in obligations.duties:
        if wanted & set(facts_of_duty(duty)):
            found += duty.sources
    return found


def _cite(regulation: Regulation, bound: Bound) -> Citation:
    label = regulation.get(bound.at).label
    return Citation(region=regulation.slug, eid=bound.at, label=label, quote=bound.quote)


def _content(regulation: Regulation, row: RubricRow) -> str:
    """What a row asks for: its first cell."""
    return regulation.get(row.at).text.split("\n")[0]


def _rows(regulation: Regulation, rubric: Rubric, case: Case) -> tuple[RowResult, ...]:
    return tuple(_row(regulation, rubric, row, case) for row in rubric.rows)


def _row(regulation: Regulation, rubric: Rubric, row: RubricRow, case: Case) -> RowResult:
    found, missing = work_out(row, case), missing_in_row(row, case)
    return RowResult(
        id=row.id,
        source=_cite(regulation, Bound(at=row.at, quote=_content(regulation, row))),
        rules=tuple(dict.fromkeys(each.step.quote for each in found.applied)),
        most=row.points,
        bonus=rubric.is_bonus(row),
        points=_points(found.points),
        reason=reason(row, found, missing, case, regulation.identity.leader),
        reading=row.reading if _needs_reading(row, found, missing) else "",
        missing=missing,
    )


def _needs_reading(row: RubricRow, found: Row, missing: tuple[str, ...]) -> bool:
    """Whether the row's reading has decided something: it is told wherever not everything is plainly earned."""
    return bool(row.reading) and not missing and found.points.low < row.points


def _points(span: Span) -> Points:
    return Points(low=span.low, expected=span.expected, high=span.high)


def _span(points: Points) -> Span:
    return Span(points.low, points.expected, points.high)


def _part(rows: tuple[RowResult, ...], spans: Mapping[str, Span], *, bonus: bool) -> Points:
    return _points(total([spans[row.id] for row in rows if row.bonus is bonus]))


def _grounds(regulation: Regulation, case: Case) -> list[Ground]:
    """Everything that happened and decides the review; all that is known where no single one is named."""
    found = []
    for veto in (each for each in vetoes_of(regulation) if case.answers.get(each.fact)):
        known = tuple(ground for ground in veto.grounds if case.answers.get(ground.fact))
        for one in tuple(ground for ground in known if ground.applies(case)) if known else (veto,):
            named, source = worded(case.vocabulary[one.fact], regulation.identity.leader), _cite(regulation, one)
            found.append(Ground(id=one.fact, source=source, fact=named.short, grade=veto.grade, text=veto.text))
    return found


def _grades(grading: Grading, summed: Span) -> tuple[str, ...]:
    """The grades that the range allows, best first."""
    if not grading.marks:
        return (NOT_STATED,)
    names = [mark.grade for mark in grading.marks] + [grading.below]
    best, worst = names.index(_by_marks(grading, summed.high)), names.index(_by_marks(grading, summed.low))
    return tuple(names[best : worst + 1])


def _by_marks(grading: Grading, points: Decimal) -> str:
    return next((mark.grade for mark in grading.marks if points >= mark.at_least), grading.below)


def _swing(rows: tuple[RowResult, ...], spans: Mapping[str, Span]) -> tuple[str, ...]:
    """The rows that are open, widest first."""
    return tuple(row.id for row in sorted(rows, key=lambda row: -spans[row.id].width) if row.points.open)


def _grade(rubric: Rubric | None, summed: Span, grades: tuple[str, ...], missing: tuple[str, ...]) -> str | None:
    """The grade that is certain, or that is to be expected once everything is said."""
    if len(grades) == 1 or rubric is None:
        return grades[0]
    return None if missing else _by_marks(rubric.grading, summed.expected)


def _readings(rubric: Rubric | None, case: Case, rows: tuple[RowResult, ...]) -> tuple[str, ...]:
    told = [one.text for one in (rubric.readings if rubric else ()) if one.when is None or truth(one.when, case)]
    return tuple(dict.fromkeys((*told, *(row.reading for row in rows if row.reading))))
