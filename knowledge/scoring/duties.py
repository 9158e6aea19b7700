"""Whether the duties of a year are done, and how much is lacking."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from knowledge.model import Bound, Citation, Frozen
from knowledge.scoring.obligations import Count, Deadline, Duty, Obligations, Target
from knowledge.vocabulary.case import Case, truth, wanting
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import LEADER, NEVER, YES, worded
from knowledge.vocabulary.moments import day_range
from knowledge.vocabulary.values import show, show_date


class DutyResult(Frozen):
    """One duty of the year."""

    id: str
    title: str
    sources: tuple[Citation, ...]
    met: bool | None
    """None where it cannot be told."""
    gap: int | float | None
    """How many are lacking (people, times, days); 0 where it is met, None where it is no number or not known."""
    unit: str
    reason: str
    """Why (Chinese)."""
    reading: str


class _Finding(NamedTuple):
    met: bool | None
    reason: str
    gap: int | float | None = None
    unit: str = ""
    source: Bound | None = None
    """The words that set the target, where they are not the duty's own."""


def judge_duties(obligations: Obligations, case: Case, cite: dict[str, str], region: str) -> tuple[DutyResult, ...]:
    """Every duty; ``cite`` holds the labels of the provisions by eId."""

    def cited(source: Bound) -> Citation:
        return Citation(region=region, eid=source.at, label=cite[source.at], quote=source.quote)

    results = []
    for duty in obligations.duties:
        found = _judge(duty, case)
        sources = (found.source, *duty.sources) if found.source else duty.sources
        gap = 0 if found.met and found.unit else found.gap
        results.append(
            DutyResult(
                id=duty.id,
                title=duty.title,
                sources=tuple(dict.fromkeys(map(cited, sources))),
                met=found.met,
                gap=gap,
                unit=found.unit,
                reason=found.reason,
                reading=duty.reading,
            )
        )
    return tuple(results)


def _judge(duty: Duty, case: Case) -> _Finding:
    if duty.open_when is not None and truth(duty.open_when, case):
        return _Finding(None, duty.open_text)
    if duty.count is not None:
        return _counted(duty, duty.count, case)
    if duty.deadline is not None:
        return _handed_in(duty, duty.deadline, case)
    return _done(duty, duty.done, case) if duty.done else _Finding(None, "")


def _counted(duty: Duty, count: Count, case: Case) -> _Finding:
    fact = case.vocabulary[count.fact]
    value = case.answers.get(count.fact)
    targets = [target for target in count.targets if target.when is None or truth(target.when, case) is not False]
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _Finding(None, not_known([fact.id], case), unit=fact.unit)
    gaps = {max(0, wanted(count, target) - value) for target in targets}
    told = f"{fact.short}：{show(fact, value)}"
    if len(targets) > 1 and gaps != {0}:
        classes = not_known((name for target in targets for name in _classes(target, case)), case)
        return _Finding(None if 0 in gaps else False, f"{told}。{classes}", unit=fact.unit)
    gap = gaps.pop()
    if len(targets) > 1:
        return _Finding(True, f"{told}，各类的数都够。", 0, fact.unit)
    target = targets[0]
    needed = f"至少{wanted(count, target)}{fact.unit}{_part(count, target)}"
    if gap == 0:
        return _Finding(True, f"{told}，{needed}。", 0, fact.unit, target)
    return _Finding(False, f"{told}，{needed}，{duty.repair.format(gap=f'{gap:g}')}。", gap, fact.unit, target)


def wanted(count: Count, target: Target) -> int:
    """The number to reach."""
    return target.at_least if count.percent is None else math.ceil(target.at_least * count.percent / 100)


def _part(count: Count, target: Target) -> str:
    """How a part of another number comes about."""
    return f"（{target.at_least}×{count.percent}%={wanted(count, target)}）" if count.percent else ""


def _classes(target: Target, case: Case) -> Iterator[str]:
    if target.when is not None:
        yield from wanting(target.when, case, closed=True)


def _done(duty: Duty, done: Condition, case: Case) -> _Finding:
    met = truth(done, case)
    names = [leaf.fact for leaf in done.leaves() if leaf.fact]
    if met is None:
        return _Finding(None, not_known(wanting(done, case, closed=True), case))
    facts = (case.vocabulary[name] for name in names)
    told = "；".join(f"{fact.short}：{show(fact, case.answers[fact.id])}" for fact in facts)
    return _Finding(met, f"{told}。" if met else f"{told}，{duty.repair}。")


def _handed_in(duty: Duty, deadline: Deadline, case: Case) -> _Finding:
    """By the day where it is known, else as it was said. A paper of another year says nothing of this one."""
    moment = day_handed_in(deadline, case)
    if moment is None:
        return _said(duty, deadline, case)
    paper = deadline.year_of(moment)
    if paper == case.on.year:
        return _dated(duty, deadline, moment)
    found = _said(duty, deadline, case)
    return found._replace(reason=f"{show_date(moment)}报的是{paper}年的，说明不了{case.on.year}年的。{found.reason}")


def day_handed_in(deadline: Deadline, case: Case) -> str | None:
    """The day that was said, of whatever year; None where none is known."""
    moment = case.answers.get(deadline.date_fact)
    return moment if isinstance(moment, str) and moment != NEVER else None


def is_settled_by_day(duty: Duty, case: Case) -> bool:
    """Whether the day on which this year's paper was handed in decides, so that nothing more is asked."""
    if duty.deadline is None or case.answers.get(duty.deadline.date_fact) is None:
        return False
    moment = day_handed_in(duty.deadline, case)
    return moment is None or duty.deadline.year_of(moment) == case.on.year


def _said(duty: Duty, deadline: Deadline, case: Case) -> _Finding:
    """As it was said, without a day of this year."""
    moment, last = case.answers.get(deadline.date_fact), deadline.in_year(case.on.year)
    said = case.answers.get(deadline.fact)
    if said is True:
        return _Finding(True, f"{case.vocabulary[deadline.fact].short}：{YES}。", unit="天")
    if moment == NEVER or said is False:
        if case.on <= last:
            return _Finding(None, f"还没有报，最后一天是{last}，还来得及。", unit="天")
        return _Finding(False, f"过了{last}还没有按时报，{duty.repair}。", unit="天")
    return _Finding(None, not_known([deadline.fact], case), unit="天")


def _dated(duty: Duty, deadline: Deadline, moment: str) -> _Finding:
    first, latest = day_range(moment)
    last = deadline.in_year(deadline.year_of(moment))
    told = f"{show_date(moment)}报的，最后一天是{last}"
    if latest <= last:
        return _Finding(True, f"{told}，按时。", 0, "天")
    if first <= last:
        return _Finding(None, f"{told}，要知道是几日报的。", unit="天")
    return _Finding(False, f"{told}，晚了{_days(last, first)}天，{duty.repair}。", _days(last, first), "天")


def _days(last: date, handed_in: date) -> int:
    return (handed_in - last).days


def not_known(facts: Iterable[str], case: Case, leader: str = LEADER) -> str:
    """A sentence on facts that were not said, or that were said to be unknown."""
    names = list(dict.fromkeys(facts))
    told = "还没有说明" if any(name not in case.said for name in names) else "还不清楚"
    return f"{told}：{'、'.join(worded(case.vocabulary[name], leader).short for name in names)}。"


def duty_conditions(duty: Duty) -> Iterator[Condition]:
    """Every condition of a duty."""
    if duty.count is not None:
        yield from (target.when for target in duty.count.targets if target.when is not None)
    if duty.done is not None:
        yield duty.done
    if duty.open_when is not None:
        yield duty.open_when


def facts_of_duty(duty: Duty) -> tuple[str, ...]:
    """Facts that a duty asks for, in order: its class first, then what is counted or done."""
    tested = [leaf.fact for condition in duty_conditions(duty) for leaf in condition.leaves() if leaf.fact]
    counted = [duty.count.fact] if duty.count else []
    handed_in = [duty.deadline.fact] if duty.deadline else []
    return tuple(dict.fromkeys((*tested, *counted, *handed_in)))
