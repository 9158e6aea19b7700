"""The days that a deadline falls on: the next one, or why none can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from knowledge.calendar.terms import Deadline, Deadlines, Precision, Relative, Yearly
from knowledge.cases import case_of
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Citation, Frozen
from knowledge.vocabulary.case import Case, facts_of, truth, wanting
from knowledge.vocabulary.facts import NEVER, Value
from knowledge.vocabulary.moments import day_range
from knowledge.vocabulary.retirement import retirement_days
from knowledge.vocabulary.values import show_date


class Span(NamedTuple):
    """First and last day."""

    first: date
    last: date


class Due(Frozen):
    """A deadline on a day: when it comes next."""

    id: str
    name: str
    what: str
    sources: tuple[Citation, ...]
    precision: Precision
    next: Span | None = None
    """The days still to come, from today on; None where it is over, or cannot be told."""
    whole: Span | None = None
    """All days of the occurrence that ``next`` belongs to, or of the one that is over."""
    yearly: bool = False
    """Comes again every year."""
    counted: tuple[str, ...] = ()
    """How the days were counted (Chinese)."""
    from_event: bool = False
    """Runs from something that happens to the workshop: any one of the facts that are missing would date it."""
    missing: tuple[str, ...] = ()
    """Facts without which no day can be told."""
    reading: str = ""
    note: str = ""

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.whole is not None and self.next is None


def due(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[Due, ...]:
    """Every deadline of a regulation that concerns the workshop, the next first. Raises ``KeyError``."""
    regulation, terms, case = _at_hand(library, slug, answers, on)
    found = [_due(regulation, one, case) for one in terms.deadlines if _concerns(one, case)]
    return tuple(sorted(found, key=lambda one: one.next or Span(date.max, date.max)))


def open_facts(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[str, ...]:
    """Facts not yet spoken of that would date a deadline, in the order in which to ask for them.

    What people know best comes first; once a deadline is dated, nothing more is asked for it.
    """
    _, terms, case = _at_hand(library, slug, answers, on)
    wanted: dict[str, None] = {}
    for one in terms.deadlines:
        wanted |= dict.fromkeys(wanting(one.when, case) if one.when else ())
        if _concerns(one, case) and one.relative is not None and _is_open(one.relative, case):
            wanted |= dict.fromkeys(fact for fact in reversed(_dating(one.relative)) if fact not in case.said)
    return tuple(wanted)


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Every fact that the regulation's deadlines read."""
    return tuple(dict.fromkeys(fact for one in _terms(library, slug).deadlines for fact in _read_by(library, one)))


def deadlines_using(library: Library, slug: str, fact: str) -> tuple[tuple[str, tuple[Bound, ...]], ...]:
    """Name and sources of the deadlines that a fact dates or decides."""
    found = (one for one in _terms(library, slug).deadlines if fact in _read_by(library, one))
    return tuple((one.name, one.sources) for one in found)


def _terms(library: Library, slug: str) -> Deadlines:
    return library.get(slug).deadlines or Deadlines.model_construct(deadlines=())


def _at_hand(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[Regulation, Deadlines, Case]:
    return library.get(slug), _terms(library, slug), case_of(library, answers, on)


def _read_by(library: Library, one: Deadline) -> Iterator[str]:
    """The facts that date a deadline or say whom it concerns."""
    for condition in one.conditions():
        yield from facts_of(condition, library.retirement)
    if one.relative is not None:
        yield from _dating(one.relative)
    if one.to_retirement:
        yield from (library.retirement.facts.birth, library.retirement.facts.sex, library.retirement.facts.post)


def _dating(relative: Relative) -> tuple[str, ...]:
    """The facts that may date it, the surest first."""
    return (*((relative.ends_on,) if relative.ends_on else ()), *relative.after)


def _is_open(relative: Relative, case: Case) -> bool:
    """Whether nothing dates it yet, and what it runs from is not known to lie ahead still."""
    said = [case.answers.get(fact) for fact in _dating(relative)]
    return NEVER not in said and _ending(relative, case) is None


def _concerns(one: Deadline, case: Case) -> bool:
    return one.when is None or truth(one.when, case) is not False


def _due(regulation: Regulation, one: Deadline, case: Case) -> Due:
    """One deadline, dated as far as it can be."""
    whole, counted = _dated(one, case)
    coming = whole if whole and whole.last >= case.on else None
    rule = case.retirement.facts
    dating = _dating(one.relative) if one.relative else (rule.birth, rule.sex) if one.to_retirement else ()
    ahead = NEVER in map(case.answers.get, dating)
    return Due(
        id=one.id,
        name=one.name,
        what=one.what,
        sources=tuple(_citation(regulation, source) for source in one.sources),
        precision=one.precision,
        next=Span(max(coming.first, case.on), coming.last) if coming else None,
        whole=whole,
        yearly=one.yearly is not None,
        counted=counted,
        from_event=one.relative is not None,
        missing=() if whole or ahead else tuple(fact for fact in dating if case.answers.get(fact) is None),
        reading=one.reading,
        note=one.note,
    )


def _dated(one: Deadline, case: Case) -> tuple[Span | None, tuple[str, ...]]:
    """The days of the next or only occurrence, and how they were counted."""
    if one.yearly is not None:
        return _of_year(one.yearly, case.on), ()
    if one.once is not None:
        return Span(one.once, one.once), ()
    if one.relative is not None:
        return _of_event(one.relative, case)
    days = retirement_days(case.retirement, case.answers) if one.to_retirement else ()
    if not days or case.answers.get(case.retirement.facts.sex) is None:
        return None, ()
    span = Span(min(first for _, first, _ in days), max(last for _, _, last in days))
    return span, (case.retirement.outside,)


def _of_year(yearly: Yearly, on: date) -> Span:
    """This year's days, or next year's once they are over."""
    year = on.year if yearly.until.of(on.year) >= on else on.year + 1
    last = yearly.until.of(year)
    return Span(yearly.start.of(year) if yearly.start else last, last)


def _ending(relative: Relative, case: Case) -> tuple[str, Span] | None:
    """The fact that dates it, and the days that the fact may mean; None where none is known."""
    for fact in _dating(relative):
        moment = case.answers.get(fact)
        if isinstance(moment, str) and moment != NEVER:
            return fact, Span(*day_range(moment))
    return None


def _of_event(relative: Relative, case: Case) -> tuple[Span | None, tuple[str, ...]]:
    """The last day of a time that runs from an event, by either way of counting its first day."""
    known = _ending(relative, case)
    if known is None:
        return None, ()
    fact, start = known
    counted: tuple[str, ...] = ()
    if fact == relative.ends_on:
        ends = start
    else:
        earliest, latest = _full(relative, start.first), _full(relative, start.last)
        counted = (f"从{case.vocabulary[fact].short}算起{relative.length}",)
        if start.first != start.last:
            counted += ("只知道年月，所以是一段日子",)
        if not relative.first_day_stated:
            earlier = _first_day_counted(relative, start.first)
            counted += _both_ways(earlier, earliest) if earliest == latest else ()
            earliest = earlier
        ends = Span(earliest, latest)
    if relative.opens_before is None:
        return ends, counted
    opens = ends.first - relativedelta(months=relative.opens_before)
    return Span(opens, ends.last), (*counted, f"期满日是{_shown(ends)}")


def _full(relative: Relative, start: date) -> date:
    """The day on which the time is full, its first day not counted; a day that a month lacks is the month's last."""
    return start + relativedelta(years=relative.years, months=relative.months, days=relative.days)


def _first_day_counted(relative: Relative, start: date) -> date:
    """The last day of the time when its first day is counted: the one before, unless the month had no such day."""
    full = _full(relative, start)
    shortened = not relative.days and full.day != start.day
    return full if shortened else full - timedelta(days=1)


def _both_ways(earlier: date, later: date) -> tuple[str, ...]:
    if earlier == later:
        return ()
    return (f"起算日条文没有写明：当天不算，到{_day(later)}；当天算，到{_day(earlier)}",)


def _shown(span: Span) -> str:
    return _day(span.first) if span.first == span.last else f"{_day(span.first)}到{_day(span.last)}之间"


def _day(day: date) -> str:
    return show_date(day.isoformat())


def _citation(regulation: Regulation, source: Bound) -> Citation:
    label = regulation.get(source.at).label
    return Citation(region=regulation.slug, eid=source.at, label=label, quote=source.quote)
