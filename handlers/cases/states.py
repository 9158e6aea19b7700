"""The life of a case: which states may follow which, by whose doing, and what must be said along with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.draft import Draft, DraftState
from handlers.member import ActionName
from handlers.rulings import to_rule_on
from knowledge.model import Frozen

LEADS_TO: Final[Mapping[ActionName, DraftState]] = {
    "accept": "accepted",
    "correct": "to_correct",
    "recommend": "recommended",
    "refuse": "refused",
    "close": "closed",
    "reopen": "submitted",
}
"""Actions that change the state."""

MOVES: Final[Mapping[DraftState, frozenset[DraftState]]] = {
    "open": frozenset(),
    "submitted": frozenset({"accepted", "to_correct", "refused", "closed"}),
    "accepted": frozenset({"to_correct", "recommended", "refused", "closed"}),
    "to_correct": frozenset({"accepted", "refused", "closed"}),
    "recommended": frozenset({"to_correct", "closed"}),
    "refused": frozenset({"submitted", "closed"}),
    "closed": frozenset({"submitted"}),
    "withdrawn": frozenset({"closed"}),
}
"""Which states may follow which by what staff do. ``submitted`` also follows when the applicant hands in, and
``withdrawn`` when the applicant takes back what staff have not finished."""

ENQUIRY_STATES: Final = frozenset[DraftState]({"submitted", "closed"})
"""A question is answered or closed; the rest is for applications."""

WITHDRAWABLE: Final = frozenset[DraftState]({"submitted", "accepted", "to_correct", "recommended"})
"""States from which the applicant may take a case back."""

WAITING_FOR_STAFF: Final = frozenset[DraftState]({"submitted", "accepted"})
"""States in which it is for staff to do something next."""

NEEDS_NOTE: Final = frozenset[ActionName]({"answer"})
NEEDS_ARTICLE: Final = frozenset[ActionName]({"refuse", "rule"})
"""不予受理 names the article that it rests on, 裁量结论 the one that leaves it open."""


class Rights(Frozen):
    """What a role may do."""

    look: bool = True
    act: bool = False
    manage: bool = False
    """Assign other people's cases, let staff in, take rights away."""


ROLES: Final = {"viewer": Rights(), "reviewer": Rights(act=True), "admin": Rights(act=True, manage=True)}


def allowed(case: Draft, action: ActionName) -> bool:
    """Whether the state of a case allows an action, whoever does it."""
    if case.state in {"open", "withdrawn"} and action != "close":
        return False
    target = LEADS_TO.get(action)
    if target is None:
        return case.state not in {"closed", "withdrawn"} or action == "answer"
    if case.kind == "enquiry" and target not in ENQUIRY_STATES:
        return False
    return target in MOVES[case.state]


def possible(case: Draft) -> tuple[ActionName, ...]:
    """The actions that the state allows, in the order in which they are offered."""
    order: tuple[ActionName, ...] = (
        *("accept", "correct", "answer", "recommend", "refuse", "rule"),
        *("close", "reopen", "claim", "release", "assign"),
    )
    without = {"release"} if case.assignee is None else set()
    without |= set() if to_rule_on(case) else {"rule"}
    return tuple(action for action in order if allowed(case, action) and action not in without)
