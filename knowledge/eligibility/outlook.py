"""The way to retirement: the statutory day, and how long each regulation's demands can still be met until then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from knowledge.eligibility.criteria import Criterion
from knowledge.library import Library, Regulation
from knowledge.model import Citation, Frozen
from knowledge.vocabulary.facts import Value
from knowledge.vocabulary.retirement import retirement_days


class Retires(Frozen):
    """When somebody retires who belongs to one group of the rule."""

    group: str
    first: date
    last: date
    """The same as ``first`` where the day of birth is known, else the end of what the month allows."""
    reached: bool | None
    """Whether the day has come; None where that depends on the day of birth."""


class Held(Frozen):
    """How long somebody of one group can still meet a demand."""

    group: str
    until: tuple[date, date]
    """The last day on which it is met: earliest and latest possible."""
    enough: bool | None
    """Whether it is met on the day asked; None where that depends on the day of birth."""


class Demand(Frozen):
    """What one regulation says about the way to retirement."""

    region: str
    title: str
    source: Citation
    years: int
    """Years that must be left; 0 where retiring itself is what matters."""
    normally: str
    """The word that softens it; empty where there is none."""
    obstacle: bool
    """No condition of application, but a ground for losing the title."""
    held: tuple[Held, ...]


class Outlook(Frozen):
    """Everything for one person on one day."""

    on: date
    retires: tuple[Retires, ...]
    """Empty while the birth month is not known; more than one where sex or post is not."""
    demands: tuple[Demand, ...]
    silent: tuple[str, ...]
    """Slugs of the regulations that say nothing of retirement as a condition."""


def outlook(library: Library, answers: Mapping[str, Value], on: date) -> Outlook:
    """When the person in the answers retires, and what each regulation asks for."""
    days = retirement_days(library.retirement, answers)
    retires = tuple(
        Retires(group=group.name, first=first, last=last, reached=_reached(first, last, on))
        for group, first, last in days
    )
    demands = tuple(
        _demand(regulation, criterion, years, retires, on)
        for regulation in library.regulations.values()
        for criterion, years in _about_retirement(library, regulation)
    )
    speaking = {demand.region for demand in demands}
    return Outlook(
        on=on,
        retires=retires,
        demands=demands,
        silent=tuple(slug for slug in library.regulations if slug not in speaking),
    )


def last_day(retires: date, years: int) -> date:
    """The last day from which at least ``years`` full years are left until the day of retirement."""
    day = retires - relativedelta(years=years)
    later = day + timedelta(days=1)  # 29 February has no day of its own in other years
    return later if later + relativedelta(years=years) <= retires else day


def _reached(first: date, last: date, on: date) -> bool | None:
    if last <= on:
        return True
    return False if on < first else None


def _about_retirement(library: Library, regulation: Regulation) -> Iterator[tuple[Criterion, int]]:
    """The criteria that ask for years until retirement, or that somebody has not retired."""
    for criterion in regulation.rules.criteria if regulation.rules else ():
        for leaf in criterion.need.leaves():
            if leaf.years_to_retirement is not None:
                yield criterion, leaf.years_to_retirement
            elif leaf.fact == library.retirement.reached:
                yield criterion, 0


def _demand(regulation: Regulation, criterion: Criterion, years: int, retires: tuple[Retires, ...], on: date) -> Demand:
    source = criterion.sources[0]
    label = regulation.get(source.at).label
    return Demand(
        region=regulation.slug,
        title=criterion.title,
        source=Citation(region=regulation.slug, eid=source.at, label=label, quote=source.quote),
        years=years,
        normally=criterion.normally.word if criterion.normally else "",
        obstacle=criterion.obstacle,
        held=tuple(_held(one, years, on) for one in retires),
    )


def _held(one: Retires, years: int, on: date) -> Held:
    """Where retiring is what matters, the day itself is the first on which the demand is not met."""
    spare = timedelta(days=0 if years else 1)
    until = (last_day(one.first, years) - spare, last_day(one.last, years) - spare)
    enough = True if on <= until[0] else False if on > until[1] else None
    return Held(group=one.group, until=until, enough=enough)
