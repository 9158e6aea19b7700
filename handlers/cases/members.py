"""Who of the staff acts: known by number, never by a name that anybody can give themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from handlers.cases.states import ROLES
from handlers.member import Member, Role
from handlers.model import Turn

TERMINAL: Final = "console"
"""The channel of the terminal."""


def member_of(staff: Iterable[Member], turn: Turn) -> Member | None:
    """The member who acts in a turn; None for anybody else, whatever the turn says.

    The door vouches that the turn comes from where staff work; the list tells what the person may do there. Somebody
    named in the settings and not on the list handles cases; whoever can stop the assistant to act at its terminal
    might as well let themselves in as an admin.
    """
    if not turn.staff:
        return None
    found = next((each for each in staff if turn.person in each.ids), None)
    if found is None:
        role: Role = "admin" if turn.channel == TERMINAL else "reviewer"
        return Member(id=turn.person, name=turn.person.partition(":")[2], role=role)
    return found if found.active else None


def name_of(staff: Iterable[Member], member: str) -> str:
    """What colleagues call a member; of somebody who is not on the list, their number."""
    return next((each.name for each in staff if member in each.ids), f"编号{member.partition(':')[2]}")


def can_take(staff: Iterable[Member], member: str) -> bool:
    """Whether a case can be given to somebody: a member who is there and may handle cases."""
    return any(each.id == member and each.active and ROLES[each.role].act for each in staff)
