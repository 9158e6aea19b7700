"""How far the year has come: done and needed for every duty, and for every row of a sheet that counts something."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.library import Regulation
from knowledge.model import Frozen
from knowledge.scoring.duties import judge_duties, wanted
from knowledge.scoring.obligations import Duty
from knowledge.scoring.steps import Short
from knowledge.vocabulary.case import Case, truth


class Progress(Frozen):
    """One bar."""

    title: str
    done: int | float | None
    """None where it was not said."""
    needed: int | None
    """None where it cannot be told, because it depends on what was not said or is left open."""
    unit: str = ""
    """Empty where something is done or is not: then one is needed."""


def progress(regulation: Regulation, case: Case) -> tuple[Progress, ...]:
    """The duties in the text's order, then rows whose number is no duty."""
    return (*_duties(regulation, case), *_rows(regulation, case))


def _duties(regulation: Regulation, case: Case) -> Iterator[Progress]:
    labels = {one.eid: one.label for one in regulation.provisions}
    judged = judge_duties(regulation.obligations, case, labels, regulation.slug)
    for duty, found in zip(regulation.obligations.duties, judged, strict=True):
        if duty.count is None:
            yield Progress(title=duty.title, done=None if found.met is None else int(found.met), needed=1)
        else:
            unit = case.vocabulary[duty.count.fact].unit
            done = _number(case, duty.count.fact)
            yield Progress(title=duty.title, done=done, needed=_needed(duty, case), unit=unit)


def _needed(duty: Duty, case: Case) -> int | None:
    """The number to reach, where it is one."""
    if duty.count is None or (duty.open_when is not None and truth(duty.open_when, case)):
        return None
    targets = (one for one in duty.count.targets if one.when is None or truth(one.when, case) is not False)
    numbers = {wanted(duty.count, one) for one in targets}
    return numbers.pop() if len(numbers) == 1 else None


def _rows(regulation: Regulation, case: Case) -> Iterator[Progress]:
    counted = {duty.count.fact for duty in regulation.obligations.duties if duty.count}
    for row in regulation.rubric.rows if regulation.rubric else ():
        for step in row.steps:
            if isinstance(step, Short) and step.fact not in counted:
                fact = case.vocabulary[step.fact]
                yield Progress(title=fact.short, done=_number(case, step.fact), needed=step.of, unit=fact.unit)


def _number(case: Case, fact: str) -> int | float | None:
    value = case.answers.get(fact)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
