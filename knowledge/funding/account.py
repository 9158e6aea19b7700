"""The account of a workshop's money: what it has earned by what was said of it, what may come, what may be lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from knowledge.eligibility.conditions import Case, facts_of, truth, wanting
from knowledge.eligibility.facts import NEVER, Value
from knowledge.eligibility.moments import day_range
from knowledge.eligibility.rules import case_of
from knowledge.funding.terms import Clawback, Count, Funding, Grant, OwnMatch, Range, Unsaid
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Citation, Frozen


class State(StrEnum):
    """What became of a line of the account."""

    PAID = "paid"
    """Its condition is met by what was said."""
    DUE_IF = "due_if"
    """Given once its condition is met."""
    NOT_DUE = "not_due"
    """Ruled out by what was said."""
    OWN_MATCH = "own_match"
    """To be put in by the unit itself."""
    AT_RISK = "at_risk"
    """May be taken back, should something happen."""
    TAKEN_BACK = "taken_back"
    """Is taken back by what was said."""
    UNSETTLED = "unsettled"
    """The text leaves open whether it is taken back."""
    OVER = "over"
    """Can no longer be taken back on this ground."""


class Entry(Frozen):
    """One line of the account."""

    id: str
    kind: str
    """grant, cap (a grant of at most so much), own_match, clawback."""
    state: State
    title: str
    sources: tuple[Citation, ...]
    amount: Range | None
    """What the line is worth, in 万元: earned so far, or what its condition would bring; None where not stated."""
    each: Range | None = None
    """For a sum given more than once: what it is worth each time."""
    times: int | None = None
    """How often it has been earned so far."""
    condition: str
    reading: str = ""
    gap: float | None = None
    """For the unit's own part: what is missing."""
    counted: bool = True
    """Whether it may be part of the total (of several alternatives only one is)."""


class Account(Frozen):
    """The money of one workshop under one regulation on a day."""

    region: str
    on: date
    entries: tuple[Entry, ...]
    total: tuple[float, float]
    """What is earned by what was said, in 万元, before anything is taken back."""
    taken_back: tuple[float, float]
    """What of it must be given back by what was said."""
    at_risk: tuple[float, float]
    """What of it may still have to be given back."""
    clawback_stated: bool
    """Whether the text takes money back at all."""
    not_stated: tuple[tuple[Citation, str], ...]
    notices: tuple[str, ...]
    assumptions: tuple[str, ...]
    missing_facts: tuple[str, ...]

    @property
    def net(self) -> tuple[float, float]:
        """What remains."""
        return _rounded(self.total[0] - self.taken_back[1], self.total[1] - self.taken_back[0])


def account(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> Account:
    """The account of the answers under one regulation on a day. Raises ``KeyError`` for an unknown slug."""
    regulation, terms, case = _at_hand(library, slug, answers, on)
    grants = [_grant(regulation, grant, case) for grant in terms.grants]
    received = {entry.id: share for entry, share in grants}
    own = [_own(regulation, match, case) for match in terms.own_match]
    back = [_clawback(regulation, one, case, received) for one in terms.clawback]
    total = _sum(terms.grants, received)
    taken = [entry.amount for entry in back if entry.state in (State.TAKEN_BACK, State.UNSETTLED)]
    risked = [entry.amount for entry in back if entry.state is State.AT_RISK]
    return Account(
        region=slug,
        on=on,
        entries=(*(entry for entry, _ in grants), *own, *back),
        total=total,
        taken_back=_most(taken),
        at_risk=_most(risked),
        clawback_stated=any(one.of for one in terms.clawback),
        not_stated=tuple((_citation(regulation, one), one.text) for one in terms.not_stated),
        notices=tuple(
            f"{notice.text}（{regulation.get(notice.source.at).label}）"
            for notice in terms.notices
            if notice.when is None or truth(notice.when, case)
        ),
        assumptions=tuple(dict.fromkeys(_assumed(terms, case))),
        missing_facts=_open(terms, case, closed=True),
    )


def open_facts(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[str, ...]:
    """Facts not yet spoken of that could change the account, in the order in which to ask for them."""
    _, terms, case = _at_hand(library, slug, answers, on)
    return _open(terms, case, closed=False)


def facts_used(library: Library, slug: str) -> tuple[str, ...]:
    """Every fact that the regulation's terms read."""
    terms = library.get(slug).funding or Funding()
    found = dict.fromkeys(fact for one in terms.conditions() for fact in facts_of(one, library.retirement))
    found |= dict.fromkeys(fact for grant in terms.grants for fact in _read_by(library, grant))
    found |= dict.fromkeys(match.fact for match in terms.own_match if match.fact)
    return tuple(found)


def lines_using(library: Library, slug: str, fact: str) -> tuple[tuple[str, tuple[Bound, ...]], ...]:
    """Title and sources of the lines that a fact decides."""
    terms = library.get(slug).funding or Funding()
    lines: tuple[Grant | Clawback, ...] = (*terms.grants, *terms.clawback)
    found = ((line.title, line.sources) for line in lines if fact in _read_by(library, line))
    return (*found, *((match.title, match.sources) for match in terms.own_match if match.fact == fact))


def _read_by(library: Library, line: Grant | Clawback) -> Iterator[str]:
    """Every fact that a line reads."""
    for condition in line.conditions():
        yield from facts_of(condition, library.retirement)
    if isinstance(line, Grant):
        counted = (line.times.fact, line.times.full_years_since) if line.times else ()
        yield from (fact for fact in (*counted, line.actual) if fact)


def _at_hand(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> tuple[Regulation, Funding, Case]:
    regulation = library.get(slug)
    return regulation, regulation.funding or Funding(), case_of(library, answers, on)


def _grant(regulation: Regulation, grant: Grant, case: Case) -> tuple[Entry, tuple[float, float]]:
    """A grant as it stands, and what of it belongs to the total."""
    each = None if grant.amount is None else _actual(grant, case)
    times = None if grant.times is None else _times(grant.times, case)
    held = _holds(grant, case)
    if held is None and _ruled_out(grant, case):
        state = State.NOT_DUE
    elif held and (times if grant.times else grant.amount or grant.when):
        state = State.PAID
    else:
        state = State.DUE_IF
    worth = _times_over(each, times or 1) if grant.times else each
    entry = Entry(
        id=grant.id,
        kind="cap" if grant.amount and grant.amount.up_to is not None else "grant",
        state=state,
        title=grant.title,
        sources=_citations(regulation, grant.sources),
        amount=(0, 0) if state is State.NOT_DUE else worth,
        each=each if grant.times else None,
        times=None if held is None else times,
        condition=grant.condition,
        reading=grant.reading,
    )
    return entry, _share(grant, state, worth, case)


def _share(grant: Grant, state: State, worth: Range | None, case: Case) -> tuple[float, float]:
    """What a grant adds to the total: all of it when earned, perhaps some where it is not known, else nothing."""
    if worth is None or state is State.NOT_DUE:
        return 0, 0
    low, high = worth[0], worth[1] or worth[0]
    if state is State.PAID:
        return low, high
    unknown = grant.times is None and _holds(grant, case) is None and not _ruled_out(grant, case)
    return (0, high) if unknown else (0, 0)


def _holds(grant: Grant, case: Case) -> bool | None:
    """Whether the grant is earned (False: not yet); None where that is not known or it is ruled out."""
    if _ruled_out(grant, case):
        return None
    if any(truth(one.need, case) is False for one in grant.given):
        return False
    return True if grant.when is None else truth(grant.when, case)


def _ruled_out(grant: Grant, case: Case) -> bool:
    return grant.never is not None and truth(grant.never, case) is True


def _actual(grant: Grant, case: Case) -> Range:
    """The sum of the text, or the one really granted where it is known and the text allows it."""
    low, high = grant.amount.wan if grant.amount else (0, 0)
    said = case.answers.get(grant.actual) if grant.actual else None
    if isinstance(said, int | float) and said > 0 and low <= said <= (said if high is None else high):
        return said, said
    return low, high


def _times(count: Count, case: Case) -> int | None:
    """How often a sum has been earned; None where nothing is known of it."""
    value = case.answers.get(count.fact)
    if isinstance(value, tuple):
        last = None if count.first is None else count.skip + count.first
        number = sum(result in count.among for result in value[count.skip : last])
        return min([number, *_full_years(count.full_years_since, case)])
    return int(value) if isinstance(value, int | float) else None


def _full_years(event: str | None, case: Case) -> list[int]:
    """The full years since an event, where it is known."""
    moment = case.answers.get(event) if event else None
    if not isinstance(moment, str) or moment == NEVER:
        return []
    return [max(relativedelta(case.on, day_range(moment)[0]).years, 0)]


def _own(regulation: Regulation, match: OwnMatch, case: Case) -> Entry:
    """What the unit must put in, and what is missing of it."""
    said = case.answers.get(match.fact) if match.fact else None
    wanted = match.amount.wan if match.amount else None
    gap = max(wanted[0] - said, 0) if wanted and isinstance(said, int | float) else None
    return Entry(
        id=match.id,
        kind="own_match",
        state=State.OWN_MATCH,
        title=match.title,
        sources=_citations(regulation, match.sources),
        amount=wanted,
        condition=match.condition,
        reading=match.reading,
        gap=gap,
        counted=False,
    )


def _clawback(regulation: Regulation, one: Clawback, case: Case, received: Mapping[str, tuple[float, float]]) -> Entry:
    """What may be taken back of what was received, or is."""
    low = sum(received[grant][0] for grant in one.of)
    high = sum(received[grant][1] for grant in one.of)
    if truth(one.when, case):
        state = State.UNSETTLED if one.unsettled else State.TAKEN_BACK
    else:
        state = State.OVER if one.over and truth(one.over, case) else State.AT_RISK
    amount = {State.TAKEN_BACK: (low, high), State.OVER: (0.0, 0.0)}.get(state, (0.0, high))
    return Entry(
        id=one.id,
        kind="clawback",
        state=state,
        title=one.title,
        sources=_citations(regulation, one.sources),
        amount=_rounded(*amount) if one.of else None,
        condition=one.condition,
        reading=one.reading,
        counted=False,
    )


def _sum(grants: tuple[Grant, ...], received: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """The total: of alternatives only the largest counts."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for grant in grants:
        groups.setdefault(grant.either or grant.id, []).append(received[grant.id])
    shares = [_most(some) for some in groups.values()]
    return _rounded(sum(low for low, _ in shares), sum(high for _, high in shares))


def _most(ranges: list[Range | None] | list[tuple[float, float]]) -> tuple[float, float]:
    """The greatest of several ranges of the same money."""
    known = [one for one in ranges if one is not None]
    return max((low for low, _ in known), default=0), max((high or low for low, high in known), default=0)


def _times_over(each: Range | None, times: int) -> Range | None:
    if each is None:
        return None
    low, high = each
    return round(low * times, 4), None if high is None else round(high * times, 4)


def _rounded(low: float, high: float) -> tuple[float, float]:
    return round(low, 4), round(high, 4)


def _assumed(terms: Funding, case: Case) -> Iterator[str]:
    """What was taken for granted."""
    for grant in terms.grants:
        if not _ruled_out(grant, case):
            yield from (one.assume for one in grant.given if truth(one.need, case) is None)


def _open(terms: Funding, case: Case, *, closed: bool) -> tuple[str, ...]:
    """Facts that could still change the account; ``closed`` counts those said to be unknown as well."""
    wanted = [fact for grant in terms.grants for fact in _wanted_by(grant, case, closed=closed)]
    if any(_holds(grant, case) is not False for grant in terms.grants):
        own = [match.fact for match in terms.own_match if match.fact]
        wanted += [fact for fact in own if _is_open(fact, case, closed=closed)]
        for one in terms.clawback:
            if not (one.over and truth(one.over, case)):
                wanted += wanting(one.when, case, closed=closed)
    return tuple(dict.fromkeys(wanted))


def _wanted_by(grant: Grant, case: Case, *, closed: bool) -> Iterator[str]:
    """Facts that could still change a grant, what is given first; none where it is not to be had yet, or at all."""
    held = _holds(grant, case)
    if held is False or _ruled_out(grant, case):
        return
    for one in grant.given:
        yield from wanting(one.need, case, closed=closed)
    for condition in (grant.never, grant.when):
        if condition is not None:
            yield from wanting(condition, case, closed=closed)
    if held and grant.times is not None and _is_open(grant.times.fact, case, closed=closed):
        yield grant.times.fact
    if held and grant.actual is not None and _is_open(grant.actual, case, closed=closed):
        yield grant.actual


def _is_open(fact: str, case: Case, *, closed: bool) -> bool:
    return case.answers.get(fact) is None and (closed or fact not in case.said)


def _citations(regulation: Regulation, sources: tuple[Bound, ...]) -> tuple[Citation, ...]:
    return tuple(_citation(regulation, source) for source in sources)


def _citation(regulation: Regulation, source: Bound | Unsaid) -> Citation:
    label = regulation.get(source.at).label
    return Citation(region=regulation.slug, eid=source.at, label=label, quote=source.quote)
