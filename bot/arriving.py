"""Who comes with a one-time code, and who acts as whom since two conversations were joined."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import moving
from handlers.model import Code, Turn
from storage.transaction import Transaction

MOVES: Final = frozenset({"web", "telegram"})
"""Codes that join two conversations."""


@dataclass(frozen=True)
class Arrival:
    """What a one-time code led to."""

    code: Code | None
    """None if it was no good, or was not used."""
    occupied: bool = False
    """Who came with it has things of their own, so that it was not used."""


def as_joined(turn: Turn, person: str) -> Turn:
    """The turn of somebody who goes by another person, since two conversations were joined."""
    return turn if person == turn.person else turn.model_copy(update={"person": person, "alias": turn.person})


def redeemed(transaction: Transaction, turn: Turn) -> tuple[Turn, Arrival]:
    """The one-time code that the turn brings, if it is good; one that moves a conversation joins the two."""
    secret = moving.code_in(turn)
    if secret is None or not turn.private:
        return turn, Arrival(None)
    sender = turn.alias or turn.person
    arrival = use(transaction, secret, sender, turn.at)
    asked = as_joined(turn.model_copy(update={"person": sender, "alias": None}), transaction.person_of(sender))
    return asked, arrival


def use(transaction: Transaction, secret: str, sender: str, at: datetime) -> Arrival:
    """Redeem a one-time code for somebody; one that moves a conversation makes them act as its person.

    Nothing of theirs is handed over by it: a link can be sent to anybody, and pressing a button is soon done. Nor is
    anything that they made put out of their reach: who has something of their own, under whatever name, stays there.
    """
    code = transaction.redeem(secret, at)
    acts_as = transaction.person_of(sender)
    if code is not None and code.kind == "desk":
        transaction.save_code(code)  # it opens another door, and does so still
        return Arrival(None)
    if code is None or code.kind not in MOVES or acts_as == transaction.person_of(code.person):
        return Arrival(code)
    if _has_own(transaction, acts_as):
        transaction.save_code(code)  # it is as good as before
        return Arrival(None, occupied=True)
    transaction.join(sender, code.person)
    return Arrival(code)


def _has_own(transaction: Transaction, person: str) -> bool:
    """Whether somebody has made something that is kept."""
    made = transaction.drafts(person) or transaction.entries(person) or transaction.reminders(person)
    return bool(made or transaction.session(person).answers)
