"""The account of a workshop's money: what it has earned by what was said of it, what may come, what may be lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.cases import case_of
from knowledge.funding.contradictions import contradictions
from knowledge.funding.lines import (
    Entry,
    Share,
    State,
    citation,
    clawback_line,
    clawback_state,
    grant_line,
    holds,
    is_ruled_out,
    own_line,
    rounded,
)
from knowledge.funding.terms import Clawback, Funding, Grant, Range
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Citation, Frozen
from knowledge.vocabulary.case import Case, facts_of, truth, wanting
from knowledge.vocabulary.facts import Value
from knowledge.vocabulary.values import SheetProblem


class Account(Frozen):
    """The money of one workshop under one regulation on a day."""

    region: str
    on: date
    entries: tuple[Entry, ...]
    total: Share
    """What is earned by what was said, in 万元, before anything is taken back."""
    taken_back: Share
    """What of it must be given back by what was said."""
    at_risk: Share
    """What of it may still have to be given back."""
    clawback_stated: bool
    """Whether the text takes money back at all."""
    not_stated: tuple[tuple[Citation, str], ...]
    notices: tuple[str, ...]
    assumptions: tuple[str, ...]
    missing_facts: tuple[str, ...]
    problems: tuple[SheetProblem, ...]
    """What was said of sums and results that the text does not allow, and was therefore not used."""

    @property
    def net(self) -> Share:
        """What remains."""
        return rounded(max(self.total[0] - self.taken_back[1], 0), self.total[1] - self.taken_back[0])


def account(library: Library, slug: str, answers: Mapping[str, Value], on: date) -> Account:
    """The account of the answers under one regulation on a day. Raises ``KeyError`` for an unknown slug."""
    regulation, terms, case = _at_hand(library, slug, answers, on)
    grants = [grant_line(regulation, grant, case) for grant in terms.grants]
    received = {entry.id: share for entry, share in grants}
    own = [own_line(regulation, match, case) for match in terms.own_match]
    back = _taken_once([clawback_line(regulation, one, case, received) for one in terms.clawback], terms)
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
        not_stated=tuple((citation(regulation, one), one.text) for one in terms.not_stated),
        notices=tuple(
            f"{notice.text}（{regulation.get(notice.source.at).label}）"
            for notice in terms.notices
            if notice.when is None or truth(notice.when, case)
        ),
        assumptions=tuple(dict.fromkeys(_assumed(terms, case, received))),
        missing_facts=_open(terms, case, closed=True),
        problems=tuple(contradictions(regulation, terms.grants, case)),
    )


def _taken_once(lines: list[Entry], terms: Funding) -> list[Entry]:
    """Money that is taken back on one ground is no longer at risk on another."""
    grants = {one.id: set(one.of) for one in terms.clawback}
    taken = {grant for line in lines if line.state is State.TAKEN_BACK for grant in grants[line.id]}
    return [
        line.model_copy(update={"amount": (0.0, 0.0), "note": "同一笔钱已经列在要退的里"})
        if line.state is State.AT_RISK and grants[line.id] and grants[line.id] <= taken
        else line
        for line in lines
    ]


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


def _sum(grants: tuple[Grant, ...], received: Mapping[str, Share]) -> Share:
    """The total: of alternatives only the largest counts."""
    groups: dict[str, list[Share]] = {}
    for grant in grants:
        groups.setdefault(grant.either or grant.id, []).append(received[grant.id])
    shares = [_most(some) for some in groups.values()]
    return rounded(sum(low for low, _ in shares), sum(high for _, high in shares))


def _most(ranges: list[Range | None] | list[Share]) -> Share:
    """The greatest of several ranges of the same money."""
    known = [one for one in ranges if one is not None]
    return max((low for low, _ in known), default=0), max((high or low for low, high in known), default=0)


def _assumed(terms: Funding, case: Case, received: Mapping[str, Share]) -> Iterator[str]:
    """What was taken for granted where money came of it."""
    for grant in terms.grants:
        if received[grant.id][1]:
            yield from (one.assume for one in grant.given if truth(one.need, case) is None)


def _open(terms: Funding, case: Case, *, closed: bool) -> tuple[str, ...]:
    """Facts that could still change the account; ``closed`` counts those said to be unknown as well."""
    wanted = [fact for grant in terms.grants for fact in _wanted_by(grant, case, closed=closed)]
    if any(holds(grant, case) is not False for grant in terms.grants):
        own = [match.fact for match in terms.own_match if match.fact]
        wanted += [fact for fact in own if _is_open(fact, case, closed=closed)]
        for one in terms.clawback:
            if one.lapses or clawback_state(one, case) is not State.OVER:
                wanted += wanting(one.when, case, closed=closed)
    return tuple(dict.fromkeys(wanted))


def _wanted_by(grant: Grant, case: Case, *, closed: bool) -> Iterator[str]:
    """Facts that could still change a grant, what is given first; none where it is not to be had yet, or at all."""
    held = holds(grant, case)
    if held is False or is_ruled_out(grant, case):
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
