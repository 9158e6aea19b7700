"""Which facts a review reads, in which order they are asked, and which are still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from knowledge.library import Regulation
from knowledge.scoring.duties import facts_of_duty, is_settled_by_day
from knowledge.scoring.rows import facts_of_row, work_out
from knowledge.scoring.rubric import RubricRow
from knowledge.scoring.vetoes import Veto
from knowledge.vocabulary.case import Case, wanting, wanting_fact

Order = Literal["row", "evidence"]
"""Row by row, as the sheet stands; or papers by papers, as they are got ready."""


def open_facts(regulation: Regulation, case: Case, order: Order = "row", *, full: bool = False) -> tuple[str, ...]:
    """Facts still to be asked, in order; none once a ground decides the grade, unless all is wanted."""
    deciding = [one for veto in vetoes_of(regulation) for one in (*_deciding(veto.fact, case), *_excepting(veto, case))]
    if not full and any(case.answers.get(veto.fact) for veto in vetoes_of(regulation) if veto.grade):
        return tuple(dict.fromkeys(deciding))
    asked = _by_evidence(regulation) if order == "evidence" else _by_row(regulation)
    rows = [fact for row, fact in asked if not _lost(row, case)]
    waiting = (duty for duty in regulation.obligations.duties if not is_settled_by_day(duty, case))
    duties = [fact for duty in waiting for fact in facts_of_duty(duty)]
    unknown = (fact for fact in (*rows, *duties) if case.answers.get(fact) is None)
    wanted = (one for fact in unknown for one in wanting_fact(fact, case, closed=False))
    return tuple(dict.fromkeys((*deciding, *wanted)))


def _deciding(fact: str, case: Case) -> Iterator[str]:
    """Whether any of the grounds is given, in one question; and then which, until one is named."""
    parts = case.vocabulary[fact].parts
    if case.answers.get(fact) is None:
        yield from (fact,) if fact not in case.said else ()
    elif case.answers[fact] and not any(case.answers.get(part) for part in parts):
        yield from (part for part in parts if part not in case.said)


def _excepting(veto: Veto, case: Case) -> Iterator[str]:
    """What would except a ground that is given."""
    for ground in veto.grounds:
        if ground.unless is not None and case.answers.get(ground.fact):
            yield from wanting(ground.unless, case)


def missing_in_row(row: RubricRow, case: Case) -> tuple[str, ...]:
    """Facts not known that could still change a row."""
    if _lost(row, case):
        return ()
    counted = [fact for fact in facts_of_row(row, asked=False) if case.answers.get(fact) is None]
    return tuple(dict.fromkeys(one for fact in counted for one in wanting_fact(fact, case, closed=True)))


def facts_read(regulation: Regulation) -> tuple[str, ...]:
    """Every fact that the review of a regulation reads, without the parts of those that have parts."""
    rubric, obligations = regulation.rubric, regulation.obligations
    rows = [fact for row in (rubric.rows if rubric else ()) for fact in facts_of_row(row)]
    duties = [fact for duty in obligations.duties for fact in facts_of_duty(duty)]
    dates = [duty.deadline.date_fact for duty in obligations.duties if duty.deadline]
    tested = [reading.when for reading in (rubric.readings if rubric else ()) if reading.when is not None]
    readings = [leaf.fact for condition in tested for leaf in condition.leaves() if leaf.fact]
    excepting = [fact for veto in vetoes_of(regulation) for ground in veto.grounds for fact in ground.excepted_by]
    return tuple(dict.fromkeys((*_veto_facts(regulation), *rows, *duties, *dates, *readings, *excepting)))


def vetoes_of(regulation: Regulation) -> tuple[Veto, ...]:
    """Everything that decides the review whatever else was done."""
    return (*(regulation.rubric.vetoes if regulation.rubric else ()), *regulation.obligations.vetoes)


def _veto_facts(regulation: Regulation) -> tuple[str, ...]:
    return tuple(veto.fact for veto in vetoes_of(regulation))


def _lost(row: RubricRow, case: Case) -> bool:
    """Whether the row earns nothing whatever else is said of it."""
    return not row.giving and work_out(row, case).points.high == 0


def _by_row(regulation: Regulation) -> Iterator[tuple[RubricRow, str]]:
    for row in regulation.rubric.rows if regulation.rubric else ():
        yield from ((row, ask.fact) for ask in row.asks)


def _by_evidence(regulation: Regulation) -> Iterator[tuple[RubricRow, str]]:
    rubric = regulation.rubric
    for kind in rubric.evidence if rubric else ():
        for row in rubric.rows if rubric else ():
            yield from ((row, ask.fact) for ask in row.asks if ask.evidence == kind.id)
