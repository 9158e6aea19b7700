"""Making a ruling out of a case: the situation is taken from the case itself, never typed in."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.member import Action, Member
from handlers.model import Turn
from handlers.rulings import Ruling
from handlers.wording import rulings as wording
from knowledge.eligibility.rules import Finding, Outcome, Verdict
from knowledge.forms.dates import Span, read_span
from knowledge.library import Library
from knowledge.vocabulary.facts import FactKind

OWN: Final = frozenset[FactKind]({"month", "event"})
"""Facts that are one person's alone: nobody else is in the same situation, and nobody else is told of them."""
LONGEST_NAME: Final = 100
"""Characters of the name of an authority."""


_IN_WORDS: Final = re.compile(r"(?P<authority>\S+)\s+(?P<days>\S+)\s+(?P<note>\S.*)", re.DOTALL)


def in_words(case: Draft, provision: str, text: str, on: date) -> Action | None:
    """A ruling on a provision, typed as 机关 日期 结论, or 机关 日期至日期 结论; None where that cannot be read."""
    found = _IN_WORDS.fullmatch(text.strip())
    if found is None:
        return None
    begins, until, ends = found["days"].partition("至")
    day, expiry = _one_day(begins, on), _one_day(ends, on) if until else None
    if day is None or (until and expiry is None):
        return None
    return Action(
        name="rule",
        receipt=case.receipt or "",
        provision=provision,
        note=found["note"],
        authority=found["authority"],
        day=day,
        expiry=expiry,
    )


def _one_day(text: str, on: date) -> date | None:
    span = read_span(text, on)
    return span.first if isinstance(span, Span) and span.first == span.last else None


def trouble(library: Library, case: Draft, turn: Turn, action: Action) -> str:
    """Why no ruling can be made of this; empty where one can."""
    if not action.note.strip() or not action.authority.strip() or action.day is None:
        return wording.INCOMPLETE
    if len(action.authority) > LONGEST_NAME:
        return wording.INCOMPLETE
    if action.day > turn.at.astimezone(SHANGHAI).date() or (action.expiry is not None and action.expiry < action.day):
        return wording.WRONG_DAYS
    found = _left_open(case, action)
    if len(found) != 1:
        return wording.which_criterion(_all_open(case))
    if any(library.facts[fact].kind in OWN for fact in _facts(case, found[0]) if fact in library.facts):
        return wording.ONE_PERSON_S
    return "" if _facts(case, found[0]) else wording.which_criterion(_all_open(case))


def made(case: Draft, turn: Turn, member: Member, action: Action) -> Ruling:
    """The ruling; :func:`trouble` has found nothing."""
    if action.day is None:
        raise AssertionError("a ruling without a day is refused")
    (finding,) = _left_open(case, action)
    return Ruling(
        id=turn.nonce[:16],
        region=case.region,
        edition=case.edition,
        provision=action.provision,
        criterion=finding.id,
        pattern={fact: case.answers[fact] for fact in _facts(case, finding)},
        text=action.note.strip(),
        authority=action.authority.strip(),
        day=action.day,
        expiry=action.expiry,
        case=case.receipt or "",
        member=member.id,
        made=turn.at,
    )


def _all_open(case: Draft) -> tuple[Finding, ...]:
    """Criteria of the case that the text leaves to somebody's discretion."""
    if not case.verdict:
        return ()
    findings = Verdict.model_validate(case.verdict).findings
    return tuple(finding for finding in findings if finding.outcome is Outcome.DISCRETIONARY)


def _left_open(case: Draft, action: Action) -> tuple[Finding, ...]:
    """Those that the action is about: by its provision, and by their titles where it names any."""
    return tuple(
        finding
        for finding in _all_open(case)
        if any(source.eid == action.provision for source in finding.sources)
        and (not action.criteria or finding.title in action.criteria)
    )


def _facts(case: Draft, finding: Finding) -> tuple[str, ...]:
    return tuple(fact for fact in finding.facts if fact in case.answers)
