"""What a list of cases may be asked for, and what it holds: values that stand in the open, and nothing sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Sort = Literal["entered", "changed", "receipt"]
"""``changed``: by when something last happened to it."""
NOBODY = frozenset[str]()
"""Ids of nobody: of cases that nobody has."""


@dataclass(frozen=True)
class Wanted:
    """Which cases, and in which order. What is None leaves nothing out."""

    region: str | None = None
    kind: str | None = None
    state: str | None = None
    outcome: str | None = None
    assignees: frozenset[str] | None = None
    """All ids of a member, or ``NOBODY``."""
    until: datetime | None = None
    """Those that came into their state by then."""
    receipts: frozenset[str] | None = None
    """Those that a search for words has found."""
    unread: bool = False
    """Those to which something has happened since the reader looked at them last."""
    not_under: Mapping[str, str] | None = None
    """Applications made under other words than these, region by region; of other regions none."""
    sort: Sort = "entered"
    descending: bool = False


@dataclass(frozen=True)
class Listed:
    """A case in a list."""

    receipt: str
    rev: int
    region: str
    kind: str
    state: str
    outcome: str | None
    """Of its verdict."""
    assignee: str | None
    entered: datetime
    """When it came into its state."""
    happened: datetime
    """When something last happened to it that staff can see: not what its applicant types meanwhile."""
    unread: bool
    words: str = ""
    """Names those that an application was made under; empty where that is not known."""


@dataclass(frozen=True)
class Cases:
    """Some cases of a list."""

    rows: tuple[Listed, ...]
    total: int
    """How many the whole list has."""
    states: Mapping[str, int] = field(default_factory=dict)
    """How many there would be of each state, were the list not of one."""
