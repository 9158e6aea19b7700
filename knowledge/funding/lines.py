"""The lines of an account: what became of each grant, of what the unit must match, of what may be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from knowledge.funding.terms import Clawback, Count, Grant, OwnMatch, Range, Unsaid
from knowledge.library import Regulation
from knowledge.model import Bound, Citation, Frozen
from knowledge.vocabulary.case import Case, truth, wanting
from knowledge.vocabulary.facts import NEVER
from knowledge.vocabulary.moments import day_range

Share = tuple[float, float]
"""Least and most of something, in 万元."""


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
    note: str = ""
    """What keeps a line from being settled, or from being counted twice (Chinese)."""


def grant_line(regulation: Regulation, grant: Grant, case: Case) -> tuple[Entry, Share]:
    """A grant as it stands, and what of it belongs to the total."""
    each = None if grant.amount is None else _actual(grant, case)
    times = None if grant.times is None else _times(grant.times, case)
    held = holds(grant, case)
    if held is None and is_ruled_out(grant, case):
        state = State.NOT_DUE
    elif held and (times if grant.times else grant.amount or grant.when):
        state = State.PAID
    elif grant.ends is not None and truth(grant.ends, case):
        state = State.NOT_DUE
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


def _share(grant: Grant, state: State, worth: Range | None, case: Case) -> Share:
    """What a grant adds to the total: all of it when earned, perhaps some where it is not known, else nothing."""
    if worth is None or state is State.NOT_DUE:
        return 0, 0
    low, high = worth[0], worth[1] or worth[0]
    if state is State.PAID:
        return low, high
    unknown = grant.times is None and holds(grant, case) is None and not is_ruled_out(grant, case)
    return (0, high) if unknown else (0, 0)


def holds(grant: Grant, case: Case) -> bool | None:
    """Whether the grant is earned (False: not yet); None where that is not known or it is ruled out."""
    if is_ruled_out(grant, case):
        return None
    if any(truth(one.need, case) is False for one in grant.given):
        return False
    return True if grant.when is None else truth(grant.when, case)


def is_ruled_out(grant: Grant, case: Case) -> bool:
    """Whether the grant will never be had."""
    return grant.never is not None and truth(grant.never, case) is True


def _actual(grant: Grant, case: Case) -> Range:
    """The sum of the text, or the one really granted where it is known and the text allows it."""
    said = case.answers.get(grant.actual) if grant.actual else None
    if isinstance(said, int | float) and said > 0 and allows(grant, said):
        return said, said
    return grant.amount.wan if grant.amount else (0, 0)


def allows(grant: Grant, sum_: float) -> bool:
    """Whether a sum lies within the limits of the text."""
    low, high = grant.amount.wan if grant.amount else (0, None)
    return low <= sum_ and (high is None or sum_ <= high)


def _times(count: Count, case: Case) -> int | None:
    """How often a sum has been earned; None where nothing is known of it."""
    value = case.answers.get(count.fact)
    if isinstance(value, tuple):
        last = None if count.first is None else count.skip + count.first
        number = sum(result in count.among for result in value[count.skip : last])
        return min([number, *full_years(count.full_years_since, case)])
    return int(value) if isinstance(value, int | float) else None


def full_years(event: str | None, case: Case) -> list[int]:
    """The full years since an event, where it is known."""
    moment = case.answers.get(event) if event else None
    if not isinstance(moment, str) or moment == NEVER:
        return []
    return [max(relativedelta(case.on, day_range(moment)[0]).years, 0)]


def own_line(regulation: Regulation, match: OwnMatch, case: Case) -> Entry:
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
    )


def clawback_state(one: Clawback, case: Case) -> State:
    """Where a ground stands. One that is given and whose day is not known is open, whatever time has passed."""
    if truth(one.when, case):
        return State.UNSETTLED if one.unsettled else State.TAKEN_BACK
    if _undated(one, case):
        return State.UNSETTLED
    return State.OVER if one.over and truth(one.over, case) else State.AT_RISK


def _undated(one: Clawback, case: Case) -> tuple[str, ...]:
    """The days that alone are wanting to tell whether it is taken back; none where more is, or nothing."""
    lacking = wanting(one.when, case, closed=True)
    return lacking if all(case.vocabulary[fact].kind == "event" for fact in lacking) else ()


def clawback_line(regulation: Regulation, one: Clawback, case: Case, received: Mapping[str, Share]) -> Entry:
    """What may be taken back of what was received and is not taken back already, or is."""
    low = sum(received[grant][0] for grant in one.of)
    high = sum(received[grant][1] for grant in one.of)
    state = clawback_state(one, case)
    amount = {State.TAKEN_BACK: (low, high), State.OVER: (0.0, 0.0)}.get(state, (0.0, high))
    return Entry(
        id=one.id,
        kind="clawback",
        state=state,
        title=one.title,
        sources=_citations(regulation, one.sources),
        amount=rounded(*amount) if one.of else None,
        condition=one.condition,
        reading=one.reading,
        note=_note(one, state, case),
    )


def _note(one: Clawback, state: State, case: Case) -> str:
    """What a line that is not settled waits for, or takes for granted (Chinese)."""
    lacking = "、".join(case.vocabulary[fact].short for fact in _undated(one, case))
    if lacking:
        return f"还不能判断要不要退，先要知道：{lacking}"
    assumed = state is State.OVER and one.lapses and truth(one.when, case) is None
    return "没有说出现过这些情形，这里按没有出现过计算" if assumed else ""


def _times_over(each: Range | None, times: int) -> Range | None:
    if each is None:
        return None
    low, high = each
    return round(low * times, 4), None if high is None else round(high * times, 4)


def rounded(low: float, high: float) -> Share:
    """Sums without the crumbs of binary fractions."""
    return round(low, 4), round(high, 4)


def _citations(regulation: Regulation, sources: tuple[Bound, ...]) -> tuple[Citation, ...]:
    return tuple(citation(regulation, source) for source in sources)


def citation(regulation: Regulation, source: Bound | Unsaid) -> Citation:
    """A source with its label."""
    label = regulation.get(source.at).label
    return Citation(region=regulation.slug, eid=source.at, label=label, quote=source.quote)
