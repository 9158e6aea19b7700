"""What a regulation says about a change, in one case on one day; and which facts that still depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from knowledge.changes.entries import CHANGE, About, Case, Conflict, Consequences, Effect, Entry, Term
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Citation, Frozen
from knowledge.vocabulary.case import Case as Circumstances
from knowledge.vocabulary.case import facts_of, truth, wanting
from knowledge.vocabulary.derive import Vocabulary
from knowledge.vocabulary.facts import NEVER, Value
from knowledge.vocabulary.moments import day_range

ORDER: tuple[About, ...] = ("title", "plaque", "assessment", "money", "filing", "reapply")


class State(StrEnum):
    """How far the text settles what follows."""

    STATED = "stated"
    CONFLICT = "conflict"
    NOT_STATED = "not_stated"
    INCOMPLETE = "incomplete"
    """What follows depends on facts that are not known, or it was not said what has changed."""


class Running(Frozen):
    """A term counted from the day given."""

    kind: str
    years: int
    ends: tuple[date, date]
    """First and last day on which it may end: a month was given, or the text does not say how to count."""
    over: bool | None
    """Whether it has ended on the day asked; None between the two."""
    reading: str


class Line(Frozen):
    """One sentence of the answer."""

    about: About
    text: str
    sources: tuple[Citation, ...]
    not_stated: bool = False
    ask: str = ""
    only_if: str = ""
    """The situation in which it holds, where that is not known."""
    running: Running | None = None


class Dispute(Frozen):
    """A conflict with its provisions."""

    text: str
    sources: tuple[Citation, ...]
    who: str
    only_if: str = ""


class Told(Frozen):
    """The whole answer for one regulation."""

    region: str
    on: date
    change: str | None
    state: State
    situations: tuple[str, ...] = ()
    """The cases that the facts fall under (Chinese)."""
    lines: tuple[Line, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Facts that would tell more."""


def tell(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> Told:
    """What the regulation says about the change in the answers. Raises ``KeyError`` for an unknown slug."""
    regulation = library.get(slug)
    entry = entry_of(regulation, answers)
    if entry is None:
        return Told(region=slug, on=on, change=None, state=State.INCOMPLETE, missing=(CHANGE,))
    case = Circumstances.of(Vocabulary(library.facts), library.retirement, on, answers)
    parts = list(_applying(entry, case))
    lines = [_line(regulation, effect, case, only_if) for part, only_if in parts for effect in part.effects]
    said = {line.about for line in lines}
    silent = [about for about in entry.aspects if about not in said]
    if regulation.changes:
        lines += [_line(regulation, regulation.changes.silence(about), case, "") for about in silent]
    disputes = [_dispute(regulation, one, only_if) for part, only_if in parts for one in part.conflicts]
    return Told(
        region=slug,
        on=on,
        change=entry.change,
        state=_state(lines, disputes),
        situations=tuple(part.title for part, only_if in parts if isinstance(part, Case) and not only_if),
        lines=tuple(sorted(lines, key=lambda line: (bool(line.only_if), ORDER.index(line.about)))),
        disputes=tuple(disputes),
        readings=tuple(dict.fromkeys(reading for part, _ in parts for reading in part.readings)),
        missing=tuple(_wanted(entry, case, closed=True)),
    )


def entry_of(regulation: Regulation, answers: Mapping[str, Value]) -> Entry | None:
    """What the regulation's data has on the change in the answers."""
    change = answers.get(CHANGE)
    return regulation.changes.entry(str(change)) if regulation.changes and change is not None else None


def open_facts(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[str, ...]:
    """Facts not yet said on which the answer depends, the change itself first. Raises ``KeyError`` as ``tell``."""
    if CHANGE not in answers:
        return (CHANGE,)
    entry = entry_of(library.get(slug), answers)
    case = Circumstances.of(Vocabulary(library.facts), library.retirement, on, answers)
    return tuple(_wanted(entry, case, closed=False)) if entry else ()


def concerns(regulation: Regulation, eid: str) -> bool:
    """Whether the title may be lost or kept by this provision once something changes."""
    entries = regulation.changes.entries if regulation.changes else ()
    effects = (effect for entry in entries for part in entry.parts() for effect in part.effects)
    return any(effect.at == eid and effect.about == "title" and not effect.not_stated for effect in effects)


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Facts that the regulation's answers about changes rest on."""
    changes = library.get(slug).changes
    if changes is None:
        return ()
    found: dict[str, None] = {CHANGE: None}
    for entry in changes.entries:
        for case in entry.cases:
            found |= dict.fromkeys(facts_of(case.when, library.retirement))
        found |= dict.fromkeys(term.since for part in entry.parts() for term in _terms(part))
    return tuple(found)


def reasons(entry: Entry, fact: str) -> tuple[Bound, ...]:
    """The provisions for whose sake a fact is asked."""
    found: list[Bound] = []
    for case in entry.cases:
        if any(leaf.fact == fact for leaf in case.when.leaves()):
            found += [bound for effect in case.effects for bound in effect.bounds]
    terms = (effect for part in entry.parts() for effect in part.effects if effect.term and effect.term.since == fact)
    return tuple(dict.fromkeys((*found, *(bound for effect in terms for bound in effect.bounds))))


def _applying(entry: Entry, case: Circumstances) -> Iterator[tuple[Consequences, str]]:
    """The entry, and its cases that hold or may hold; the latter with their condition in words."""
    yield entry, ""
    for part in entry.cases:
        holds = truth(part.when, case)
        if holds is not False:
            yield part, "" if holds else part.title


def _wanted(entry: Entry, case: Circumstances, *, closed: bool) -> Iterator[str]:
    """Facts that decide which cases hold, then the days from which their terms run."""
    found: list[str] = []
    for part in entry.cases:
        found += wanting(part.when, case, closed=closed)
    for applying, only_if in _applying(entry, case):
        if not only_if:
            found += [term.since for term in _terms(applying) if case.answers.get(term.since) is None]
    yield from (fact for fact in dict.fromkeys(found) if closed or fact not in case.said)


def _terms(part: Consequences) -> Iterator[Term]:
    return (effect.term for effect in part.effects if effect.term)


def _line(regulation: Regulation, effect: Effect, case: Circumstances, only_if: str) -> Line:
    return Line(
        about=effect.about,
        text=effect.text,
        sources=tuple(_cited(regulation, bound) for bound in effect.bounds),
        not_stated=effect.not_stated,
        ask=effect.ask,
        only_if=only_if,
        running=_running(effect.term, case) if effect.term else None,
    )


def _dispute(regulation: Regulation, conflict: Conflict, only_if: str) -> Dispute:
    sources = tuple(_cited(regulation, bound) for bound in conflict.sources)
    return Dispute(text=conflict.text, sources=sources, who=conflict.who, only_if=only_if)


def _cited(regulation: Regulation, bound: Bound) -> Citation:
    label = regulation.get(bound.at).label
    return Citation(region=regulation.slug, eid=bound.at, label=label, quote=bound.quote)


def _running(term: Term, case: Circumstances) -> Running | None:
    """The term with its end; None where the day is not known or never came.

    A time within which a rule applies may end on the day of the same date or on the one before: the text does not say.
    """
    moment = case.answers.get(term.since)
    if not isinstance(moment, str) or moment == NEVER:
        return None
    first, last = (day + relativedelta(years=term.years) for day in day_range(moment))
    if term.kind == "within":
        first -= timedelta(days=1)
    over = True if case.on >= last else False if case.on < first else None
    return Running(kind=term.kind, years=term.years, ends=(first, last), over=over, reading=term.reading)


def _state(lines: list[Line], disputes: list[Dispute]) -> State:
    """By what is certain; where nothing is, by what depends on facts not known."""
    if any(not dispute.only_if for dispute in disputes):
        return State.CONFLICT
    stated = [line for line in lines if not line.not_stated]
    if any(not line.only_if for line in stated):
        return State.STATED
    return State.INCOMPLETE if stated else State.NOT_STATED
