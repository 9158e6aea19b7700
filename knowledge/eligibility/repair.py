"""The smallest set of changes that would make an application eligible, found by trying and proved by judging again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from knowledge.eligibility.assessment import CONCLUSIONS, Assessment, Rank, Way, assess
from knowledge.eligibility.criteria import Criterion
from knowledge.eligibility.verdict import Conclusion, Outcome, Repair
from knowledge.vocabulary.case import Case
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import YES, Answers, Fact, Value

MOST_CHANGES = 4
"""Facts that one criterion may need changed; more than any criterion reads."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Repairs for one way, and what they lead to."""

    repairs: tuple[Repair, ...]
    after: Conclusion | None
    """None where nothing can be changed, or not everything that must be."""
    rank: Rank


def plan(found: tuple[Way, ...], shown: Way, case: Case, labels: dict[str, str]) -> Plan:
    """The repairs of the way that they carry furthest with the fewest changes; of ``shown`` where none helps.

    ``labels``: for each criterion id the label of the provision to name.
    """
    plans = [_plan_for(way, case, labels) for way in sorted(found, key=lambda way: way is not shown) if way.open]
    return max(plans, key=lambda made: (made.rank, -len(made.repairs) if made.after else 0))


def _plan_for(way: Way, case: Case, labels: dict[str, str]) -> Plan:
    """What to change so that no criterion of the way fails."""
    changed = case
    repairs: list[Repair] = []
    stuck: list[Repair] = []
    for item in way.assessments:
        now = assess(item.criterion, changed)
        if not now.failed:
            continue
        changes = _smallest_change(item.criterion, changed)
        if changes is None:
            stuck.append(_beyond(now, labels))
            continue
        text = item.criterion.repair.replace("{gap}", _gap(changes, changed)).replace(
            "{lacking}", _lacking(changes, case)
        )
        repairs.append(Repair(criterion=item.criterion.id, label=labels[item.criterion.id], text=text, changes=changes))
        changed = changed.changed(changes)
    barred = [repair for repair in stuck if assess(_criterion(way, repair), changed).high is Rank.BARRED]
    if barred:
        return Plan(tuple(barred), None, Rank.BARRED)
    after = [assess(item.criterion, changed) for item in way.assessments]
    low, high = min(item.floor for item in after), min(item.high for item in after)
    if not repairs:
        return Plan(tuple(stuck), None, high)
    return Plan((*repairs, *stuck), CONCLUSIONS[high] if low == high else Conclusion.INCOMPLETE, high)


def _criterion(way: Way, repair: Repair) -> Criterion:
    return next(item.criterion for item in way.assessments if item.criterion.id == repair.criterion)


def _beyond(item: Assessment, labels: dict[str, str]) -> Repair:
    """What to say of a criterion that no change can meet, or that others decide."""
    criterion = item.criterion
    text = criterion.beyond_repair
    if criterion.unclear and item.outcome is Outcome.DISCRETIONARY:
        text = f"{criterion.title}：由{criterion.unclear.who or '主管部门'}认定，不是补材料能解决的"
    return Repair(criterion=criterion.id, label=labels[criterion.id], text=text)


def _smallest_change(criterion: Criterion, case: Case) -> Answers | None:
    """The fewest other answers with which the criterion no longer fails, in the order of the rules; None if none do."""
    options = dict(_options(criterion, case))
    for size in range(1, min(len(options), MOST_CHANGES) + 1):
        tried = [
            dict(zip(facts, values, strict=True))
            for facts in combinations(options, size)
            for values in product(*(options[fact] for fact in facts))
        ]
        for wanted in (Outcome.MET, Outcome.UNKNOWN):
            for changes in tried:
                if assess(criterion, case.changed(changes)).outcome is wanted:
                    return changes
    return None


def _options(criterion: Criterion, case: Case) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Facts of the criterion that the applicant has spoken of and can change, with the other answers worth trying."""
    found: dict[str, list[Value]] = {}
    for leaf in (leaf for condition in criterion.conditions() for leaf in condition.leaves()):
        for fact in _changeable(leaf, case):
            tried = found.setdefault(fact.id, [])
            tried += [value for value in _values(leaf, fact) if value not in tried and value != case.answers[fact.id]]
    yield from ((fact, tuple(values)) for fact, values in found.items() if values)


def _changeable(leaf: Condition, case: Case) -> Iterator[Fact]:
    """The fact of a test and the parts of it that were spoken of, if their answers are known and not fixed."""
    if leaf.fact is None:
        return
    whole = case.vocabulary[leaf.fact]
    spoken = [case.vocabulary[part] for part in whole.parts if case.answers.get(part) is not None]
    if not spoken or whole.id in case.said:
        spoken.append(whole)
    yield from (fact for fact in spoken if not fact.fixed and case.answers.get(fact.id) is not None)


def _values(leaf: Condition, fact: Fact) -> Iterator[Value]:
    """Answers that may turn a test, the one that the rules name first in front."""
    if fact.kind == "yes_no":
        first = leaf.is_ in (None, YES)
        yield from (first, not first)
    elif leaf.at_least is not None or leaf.at_most is not None:
        yield from (bound for bound in (leaf.at_least, leaf.at_most and leaf.at_most + 1) if bound is not None)
    elif leaf.has_any:
        yield leaf.has_any[:1]
    else:
        yield from (leaf.is_,) if leaf.is_ else leaf.in_


def _lacking(changes: Answers, case: Case) -> str:
    """The facts that must become otherwise, in their own few words."""
    return "、".join(case.vocabulary[fact].short for fact in changes)


def _gap(changes: Answers, case: Case) -> str:
    """How much more the changed number must be."""
    for fact, value in changes.items():
        before = case.answers.get(fact)
        if isinstance(value, int | float) and isinstance(before, int | float) and not isinstance(value, bool):
            return f"{round(value - before, 6):g}"
    return ""
