"""Members of staff, and what they do to a case."""

from datetime import date
from typing import Literal

from knowledge.model import Frozen

Role = Literal["viewer", "reviewer", "admin"]

ActionName = Literal[
    "claim",
    "assign",
    "release",
    "accept",
    "correct",
    "answer",
    "recommend",
    "refuse",
    "close",
    "reopen",
    "rule",
]
"""What staff do to a case."""


class Member(Frozen):
    """A member of staff."""

    id: str
    """``staff:7``; ``telegram:42`` for somebody who is known by the settings alone."""
    name: str
    """As an admin wrote it, for colleagues. It decides nothing."""
    role: Role
    telegram: int | None = None
    """Their number on Telegram, if they work there too."""
    active: bool = True

    @property
    def ids(self) -> frozenset[str]:
        """All that cases may know them by: on the list now, they may have begun as somebody whom the settings name."""
        return frozenset({self.id, *((f"telegram:{self.telegram}",) if self.telegram else ())})


class Action(Frozen):
    """Something that a member of staff wants done to a case."""

    name: ActionName
    receipt: str
    seen: int | None = None
    """How much had happened to the case when they looked at it: events of its history; None where none was shown. What
    the applicant writes meanwhile and has not handed in changes nothing for staff."""
    note: str = ""
    """Words for the applicant."""
    source: str = ""
    """Key of the turn in which they were written, where that was another one."""
    fields: tuple[str, ...] = ()
    """Keys of the fields to correct."""
    criteria: tuple[str, ...] = ()
    """Titles of the criteria to prove."""
    provision: str = ""
    """eId of the provision that it rests on."""
    authority: str = ""
    """Who made the ruling that is written down."""
    day: date | None = None
    """When they made it."""
    expiry: date | None = None
    """The last day on which it stands."""
    to: str = ""
    """Id of the member who is to have the case."""
