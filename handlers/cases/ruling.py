"""Making a ruling out of a case, whose situation is taken from the case itself and never typed in; taking one back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.member import Action, Member
from handlers.model import Turn
from handlers.rulings import Ruling, left_open, one_person_s, situation_of, to_rule_on
from handlers.wording import rulings as wording
from knowledge.eligibility.rules import Finding
from knowledge.forms.dates import Span, read_span
from knowledge.library import Library

LONGEST_NAME: Final = 100
"""Characters of the name of an authority."""


class RulingError(ValueError):
    """Why a ruling cannot be taken back (Chinese)."""


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


def trouble(case: Draft, turn: Turn, action: Action) -> str:
    """Why no ruling can be made of this; empty where one can."""
    if not action.note.strip() or not action.authority.strip() or action.day is None:
        return wording.INCOMPLETE
    if len(action.authority) > LONGEST_NAME:
        return wording.INCOMPLETE
    if action.day > turn.at.astimezone(SHANGHAI).date() or (action.expiry is not None and action.expiry < action.day):
        return wording.WRONG_DAYS
    found = _meant(case, action)
    if len(found) != 1:
        return wording.which_criterion(to_rule_on(case))
    if one_person_s(case, found[0]):
        return wording.ONE_PERSON_S
    return "" if situation_of(case, found[0]) else wording.which_criterion(to_rule_on(case))


def made(case: Draft, turn: Turn, member: Member, action: Action) -> Ruling:
    """The ruling; :func:`trouble` has found nothing."""
    if action.day is None:
        raise AssertionError("a ruling without a day is refused")
    (finding,) = _meant(case, action)
    return Ruling(
        id=turn.nonce[:16],
        region=case.region,
        edition=case.edition,
        provision=action.provision,
        criterion=finding.id,
        pattern=situation_of(case, finding),
        text=action.note.strip(),
        authority=action.authority.strip(),
        day=action.day,
        expiry=action.expiry,
        case=case.receipt or "",
        member=member.id,
        made=turn.at,
    )


def withdrawn(found: Iterable[Ruling], name: str, at: datetime) -> Ruling:
    """The ruling of that id, or of that beginning of one, taken back: it is shown to nobody any more.

    Raises RulingError.
    """
    named = [each for each in found if name and each.id.startswith(name.lower())]
    if len(named) != 1:
        raise RulingError(wording.NO_SUCH_RULING)
    if named[0].withdrawn:
        raise RulingError(wording.ALREADY_WITHDRAWN)
    return named[0].model_copy(update={"withdrawn": at})


def who_settles(library: Library, case: Draft, finding: Finding) -> str:
    """Who may settle what a criterion leaves open, as far as that is known."""
    rules = library.get(case.region).rules if case.region in library.regulations else None
    named = (one.unclear.who for one in (rules.criteria if rules else ()) if one.id == finding.id and one.unclear)
    return finding.judged_by or next(named, "")


def _meant(case: Draft, action: Action) -> tuple[Finding, ...]:
    """The open criteria that the action is about: by its provision, and by their titles where it names any; those on
    which a ruling can be made go before others of the same provision."""
    found = tuple(
        finding
        for finding in left_open(case)
        if any(source.eid == action.provision for source in finding.sources)
        and (not action.criteria or finding.title in action.criteria)
    )
    return tuple(one for one in found if one in to_rule_on(case)) or found
