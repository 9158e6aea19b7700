"""What a storage hands out besides the values of the conversation, and the channels of turns that nobody took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.draft import Draft
from handlers.model import Reply, Turn

ReplyState = Literal["waiting", "held", "sent", "dead"]
"""``held``: the person cannot be reached now (blocked the bot); it waits until they write again.
``dead``: the channel refused this very message for good; the reason says why."""


REMINDER = "reminder"
RETENTION = "retention"
FOLLOWUP = "followup"
NEWS = "news"
UNREACHED = "unreached"
AUTOMATIC = frozenset({REMINDER, RETENTION, FOLLOWUP, NEWS, UNREACHED})
"""Channels of turns that nobody took: something fell due."""


@dataclass(frozen=True)
class Queued:
    """A reply in the outbox."""

    id: int
    """Rises with every reply; replies of one chat are sent in this order."""
    turn: int
    chat: str
    reply: Reply
    rev: int | None
    """Revision of the session that its choices answer; None where each choice carries its own words."""
    state: ReplyState = "waiting"
    reason: str = ""
    """Why it is held or dead, for the operator."""
    parts_sent: int = 0
    """A channel may cut a reply into several messages; these have arrived already."""


@dataclass(frozen=True)
class Held:
    """Something that staff told an applicant who cannot be reached now."""

    number: int
    """Of the reply."""
    person: str
    at: datetime
    """When staff did what it tells of."""


@dataclass(frozen=True)
class Exchange:
    """What a person did, and what they were told in their own chats."""

    number: int
    """Of the turn; rises."""
    at: datetime
    turn: Turn | None
    """None where something came by itself: news from staff, a reminder."""
    replies: tuple[Queued, ...]


AccessKind = Literal["sign-in", "sign-out", "open", "reveal", "export", "file", "pack", "withdraw"]


@dataclass(frozen=True)
class Access:
    """That a member of staff looked at something, took it out, or took it back."""

    at: datetime
    staff: str
    """Id of the member."""
    what: AccessKind
    receipt: str | None = None
    """The case; None for lists."""
    detail: str = ""
    """What of it, and for what reason."""


@dataclass(frozen=True)
class Overtaken:
    """What of a region is not over and was made under other words than today's."""

    cases: int
    drafts: int
    """Not handed in yet."""
    some: tuple[Draft, ...]
    """Of the cases those that have waited longest; what cannot be read is left out."""
