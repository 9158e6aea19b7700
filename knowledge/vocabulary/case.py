"""Conditions put to a case: true, false or not known, on what grounds, and which facts are still wanting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from dateutil.relativedelta import relativedelta

from knowledge.vocabulary.conditions import Condition, Within
from knowledge.vocabulary.derive import Vocabulary, derive
from knowledge.vocabulary.facts import NEVER, YES, Answers, Value
from knowledge.vocabulary.moments import day_range
from knowledge.vocabulary.retirement import RetirementRule, enough_years, retirement_days


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant on one day: what was said, and all that follows from it."""

    vocabulary: Vocabulary
    retirement: RetirementRule
    on: date
    said: Mapping[str, Value]
    """Answers as given; a fact here with None was asked and is not known."""
    answers: Answers
    """The same with all that follows."""

    @classmethod
    def of(cls, vocabulary: Vocabulary, retirement: RetirementRule, on: date, said: Mapping[str, Value]) -> Case:
        """The case of these answers on that day."""
        return cls(vocabulary, retirement, on, said, derive(vocabulary, said, on, retirement))

    def changed(self, changes: Mapping[str, Value]) -> Case:
        """The same case with other answers."""
        return Case.of(self.vocabulary, self.retirement, self.on, {**self.said, **changes})


def truth(condition: Condition, case: Case) -> bool | None:
    """Whether the condition holds (Kleene's three values: None is not known)."""
    if condition.all_:
        return _all(truth(child, case) for child in condition.all_)
    if condition.any_:
        return _negate(_all(_negate(truth(child, case)) for child in condition.any_))
    if condition.not_:
        return _negate(truth(condition.not_, case))
    if condition.fact is None:
        return enough_years(case.retirement, case.answers, case.on, condition.years_to_retirement or 0)
    value = case.answers.get(condition.fact)
    return None if value is None else _test(condition, value, case)


def grounds(condition: Condition, case: Case) -> tuple[Condition, ...]:
    """The tests on which the condition's value rests: the failed ones of an ``all``, the met ones of an ``any``, …"""
    if not condition.children:
        return (condition,)
    held = truth(condition, case)
    telling = [child for child in condition.children if condition.not_ or truth(child, case) is held]
    return tuple(leaf for child in telling for leaf in grounds(child, case))


def wanting(condition: Condition, case: Case, *, closed: bool = False) -> tuple[str, ...]:
    """Facts not yet said that could still settle the condition; ``closed`` counts those said to be unknown as well."""
    if truth(condition, case) is not None:
        return ()
    found: Iterator[str]
    if condition.children:
        found = (fact for child in condition.children for fact in wanting(child, case, closed=closed))
    elif condition.fact is not None:
        only_month = closed and condition.depends_on_day
        found = iter((condition.fact,)) if only_month else wanting_fact(condition.fact, case, closed)
        if condition.within is not None:
            found = chain(found, wanting_fact(condition.within.of, case, closed))
    else:
        found = _wanting_for_retirement(case, closed)
    return tuple(dict.fromkeys(found))


def facts_of(condition: Condition, retirement: RetirementRule) -> Iterator[str]:
    """Every fact that the condition reads."""
    for leaf in condition.leaves():
        if leaf.fact:
            yield leaf.fact
            yield from (leaf.within.of,) if leaf.within else ()
        else:
            yield from (retirement.facts.birth, retirement.facts.sex, retirement.facts.post)


def apply_again(condition: Condition, moment: str) -> tuple[date, date]:
    """The first and last day on which a ban counted by ``years_since`` may end; one day where the day is known."""
    first, last = (day + relativedelta(years=condition.years_since or 0) for day in day_range(moment))
    return first, last


def _all(values: Iterator[bool | None]) -> bool | None:
    """False if any is false, true if all are true, else not known."""
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _negate(value: bool | None) -> bool | None:
    return None if value is None else not value


def _test(condition: Condition, value: Value, case: Case) -> bool | None:
    """One test of a known value."""
    if isinstance(value, tuple) and (condition.among or condition.latest):
        return _test_series(condition, value)
    if condition.years_passed is not None:
        return _years_passed(str(value), condition.years_passed, case.on)
    if condition.within is not None:
        return _within(condition.within, str(value), case)
    if condition.is_ is not None:
        return value == (condition.is_ == YES if isinstance(value, bool) else condition.is_)
    if condition.in_:
        return value in condition.in_
    if condition.has_any:
        return isinstance(value, tuple) and any(item in value for item in condition.has_any)
    if condition.years_since is not None:
        return _years_since(condition, str(value), case.on)
    if not isinstance(value, int | float):
        return None
    return _bounded(condition, value)


def _bounded(condition: Condition, number: float) -> bool:
    """Whether the number lies within the bounds."""
    low, high = condition.at_least, condition.at_most
    return (low is None or number >= low) and (high is None or number <= high)


def _test_series(condition: Condition, values: tuple[str, ...]) -> bool:
    """One test of results in the order of time."""
    if condition.latest:
        return bool(values) and values[-1] in condition.latest
    if condition.in_a_row is not None:
        runs = [len(list(run)) for hit, run in groupby(values, lambda value: value in condition.among) if hit]
        return max(runs, default=0) >= condition.in_a_row
    return _bounded(condition, sum(value in condition.among for value in values))


def _years_passed(moment: str, years: int, on: date) -> bool | None:
    """Whether the event happened, at least that many full years before ``on``."""
    if moment == NEVER:
        return False
    first, last = (day + relativedelta(years=years) for day in day_range(moment))
    if on >= last:
        return True
    return False if on < first else None


def _within(within: Within, moment: str, case: Case) -> bool | None:
    """Whether the event happened in the years after the other one; on the last day counts."""
    start = case.answers.get(within.of)
    if NEVER in (moment, start):
        return False
    if start is None:
        return None
    first, last = (day + relativedelta(years=within.years) for day in day_range(str(start)))
    earliest, latest = day_range(moment)
    if latest <= first:
        return True
    return False if earliest > last else None


def _years_since(condition: Condition, moment: str, on: date) -> bool | None:
    """Whether the event never happened, or at least that many full years before ``on``."""
    if moment == NEVER:
        return True
    first, last = apply_again(condition, moment)
    if on >= last:
        return True
    return False if on < first else None


def wanting_fact(fact_id: str, case: Case, closed: bool) -> Iterator[str]:
    """The fact itself if it is not known, or the missing parts of one whose parts have been spoken of.

    ``closed`` counts those said to be unknown as well.
    """
    parts = case.vocabulary[fact_id].parts
    if any(part in case.said for part in parts):
        yield from (part for part in parts if _is_wanting(part, case, closed))
    elif _is_wanting(fact_id, case, closed):
        yield fact_id


def _is_wanting(fact_id: str, case: Case, closed: bool) -> bool:
    return case.answers.get(fact_id) is None and (closed or fact_id not in case.said)


def _wanting_for_retirement(case: Case, closed: bool) -> Iterator[str]:
    """What the day of retirement still needs."""
    rule = case.retirement
    following = rule.open_fact(case.answers)
    if following is not None:
        yield following
    if not closed:
        return
    groups = rule.possible(case.answers)
    unsure = [rule.facts.sex] * (len({group.sex for group in groups}) > 1)
    if case.answers.get(rule.facts.post) is None and len(groups) > 1:
        unsure += [rule.facts.post] * any(group.post for group in groups)
    only_month = bool(retirement_days(rule, case.answers)) and not unsure
    if only_month or case.answers.get(rule.facts.birth) is None:
        yield rule.facts.birth
    yield from unsure
