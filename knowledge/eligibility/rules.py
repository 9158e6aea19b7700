"""Verdicts: whether a case is eligible under a regulation by its text, why, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.cases import case_of
from knowledge.eligibility.assessment import Assessment, Way, conclude, shown_way, ways
from knowledge.eligibility.criteria import Criterion
from knowledge.eligibility.inquiry import at_most_left as _at_most_left
from knowledge.eligibility.inquiry import next_open_fact, settled
from knowledge.eligibility.reasons import reason, resting_on
from knowledge.eligibility.repair import plan
from knowledge.eligibility.verdict import Conclusion, Finding, Outcome, Repair, Verdict
from knowledge.library import Library, Regulation, written
from knowledge.model import Bound, Citation
from knowledge.vocabulary.case import Case, facts_of, truth, wanting
from knowledge.vocabulary.facts import Answers, Fact, Value, worded

__all__ = [
    "Conclusion",
    "Finding",
    "Outcome",
    "Repair",
    "Verdict",
    "at_most_left",
    "compare",
    "criteria_using",
    "facts_used",
    "judge",
    "next_fact",
    "read_by_rules",
]


def judge(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> Verdict:
    """The verdict on the answers under one regulation on a day.

    A fact absent from ``answers`` was not said; None is 不清楚. Raises ``KeyError`` for an unknown slug, and
    ``NotWrittenError`` for a regulation without rules.
    """
    regulation = library.get(slug)
    case = case_of(library, answers, on)
    rules = written(regulation.rules)
    found = ways(rules, case)
    shown = shown_way(found)
    outcome = conclude(found)
    repairing = outcome in (Conclusion.NOT_ELIGIBLE, Conclusion.NEEDS_REVIEW)
    labels = {one.id: regulation.get(one.sources[0].at).label for one in rules.criteria}
    planned = plan(found, shown, case, labels) if repairing else None
    return Verdict(
        region=slug,
        outcome=outcome,
        on=on,
        path=shown.path.title,
        instead=shown.path.instead if outcome is Conclusion.ELIGIBLE else "",
        findings=tuple(_finding(regulation, item, case) for item in shown.assessments),
        missing_facts=_missing(shown, case) if outcome is Conclusion.INCOMPLETE else (),
        repairs=planned.repairs if planned else (),
        after_repairs=planned.after if planned else None,
        assumptions=tuple(dict.fromkeys(_assumptions(shown, case))),
        notices=tuple(_notices(regulation, case)),
        settled=settled(found, case),
    )


def next_fact(
    library: Library, slug: str, answers: Mapping[str, Value], on: date, *, full: bool = False
) -> Fact | None:
    """The next question for a regulation, in its own words; None when nothing open can change the outcome.

    ``full`` goes on until every criterion is decided, so as to see every gap. Raises ``KeyError`` for an unknown slug.
    """
    regulation = library.get(slug)
    fact = next_open_fact(written(regulation.rules), case_of(library, answers, on), full=full)
    return worded(library.facts[fact], regulation.identity.leader) if fact else None


def at_most_left(library: Library, slug: str, answers: Mapping[str, Value], on: date, *, full: bool = False) -> int:
    """An upper bound of the questions still to come. Raises ``KeyError`` for an unknown slug."""
    return _at_most_left(written(library.get(slug).rules), case_of(library, answers, on), full=full)


def compare(library: Library, answers: Mapping[str, Value], on: date) -> dict[str, Verdict]:
    """The verdicts of every regulation that has rules on the same answers, by slug."""
    return {slug: judge(library, slug, answers, on) for slug in library.judging}


def criteria_using(library: Library, slug: str, fact_id: str) -> tuple[Criterion, ...]:
    """The criteria that a fact decides, alone or with others, directly or as part of another fact.

    A fact that only opens a path counts for the criteria that stand on that path alone.
    """
    regulation = library.get(slug)
    wanted = {fact_id, *(fact.id for fact in library.facts.values() if fact_id in fact.parts)}
    rules = written(regulation.rules)
    used = {one for one, condition in rules.conditions() if wanted & set(facts_of(condition, library.retirement))}
    ordinary = rules.paths[0].criteria
    for path in rules.paths:
        if path.id in used:
            used |= set(path.criteria) - set(ordinary)
    return tuple(criterion for criterion in rules.criteria if criterion.id in used)


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Facts that the regulation's rules, if it has any, read, and the parts of those that have parts."""
    rules = library.get(slug).rules
    found: dict[str, None] = {}
    for _, condition in rules.conditions() if rules else ():
        for fact in facts_of(condition, library.retirement):
            found |= dict.fromkeys((fact, *library.facts[fact].parts))
    return tuple(found)


def read_by_rules(library: Library, answers: Mapping[str, Value]) -> Answers:
    """Those of the answers on which the verdict of any regulation may rest."""
    wanted = {fact for slug in library.regulations for fact in facts_used(library, slug)}
    return {fact: value for fact, value in answers.items() if fact in wanted}


def _finding(regulation: Regulation, item: Assessment, case: Case) -> Finding:
    """One criterion as it is shown."""
    criterion = item.criterion
    return Finding(
        id=criterion.id,
        title=criterion.title,
        sources=tuple(_citation(regulation, source) for source in criterion.sources),
        outcome=item.outcome,
        judged_by=criterion.judged_by,
        obstacle=criterion.obstacle,
        normally=criterion.normally.word if criterion.normally else "",
        reason=reason(item, case, regulation.identity.leader),
        facts=resting_on(item, case),
    )


def _citation(regulation: Regulation, source: Bound) -> Citation:
    label = regulation.get(source.at).label
    return Citation(region=regulation.slug, eid=source.at, label=label, quote=source.quote)


def _missing(way: Way, case: Case) -> tuple[str, ...]:
    """Facts not known that could still change the outcome of the way shown; obstacles are assumed, not missed."""
    items = [item for item in way.undecided if not item.assumed]
    conditions = (condition for item in items for condition in item.criterion.conditions())
    return tuple(dict.fromkeys(fact for condition in conditions for fact in wanting(condition, case, closed=True)))


def _assumptions(way: Way, case: Case) -> Iterator[str]:
    """Readings that decided something, obstacles taken as absent, and the rule on retirement where it was used."""
    for item in way.assessments:
        criterion = item.criterion
        if item.assumed:
            yield criterion.assumption
        met = item.outcome is Outcome.MET
        if criterion.reading and item.outcome is not Outcome.UNKNOWN and (criterion.reading.told_when == "met") is met:
            yield criterion.reading.text
        if any(leaf.fact is None for leaf in criterion.need.leaves()) and item.outcome is not Outcome.UNKNOWN:
            yield case.retirement.outside


def _notices(regulation: Regulation, case: Case) -> Iterator[str]:
    """What is told beside the verdict, each with its label."""
    for notice in written(regulation.rules).notices:
        if notice.when is None or truth(notice.when, case):
            yield f"{notice.text}（{regulation.get(notice.source.at).label}）"
