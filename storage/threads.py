"""Threads of the staff's chat: each case has one of its own where the chat has topics, and one card that shows it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Thread:
    """What the staff's chat shows of a case, as the channel was last told."""

    receipt: str
    chat: str
    topic: str | None = None
    """The channel's id of the topic; None where the chat has none, or where it is not known what became of the order
    to make one."""
    ordered: bool = False
    """A topic was ordered and nothing is known of it yet: it may be there all the same."""
    title: str = ""
    over: bool = False
    """The topic is closed."""
    card: str | None = None
    """The message that shows the case and carries its buttons."""
    pinned: bool = False
    """The card is pinned."""
    actions: str = ""
    """The buttons of the card, as the channel shows them."""


class Threads(Protocol):
    """Written outside turns, like the rest of sending."""

    def thread(self, receipt: str, chat: str) -> Thread | None:
        """The thread of a case in a chat; None where it has none there."""

    def keep_thread(self, thread: Thread) -> None:
        """Keep a thread in place of the one that its case had."""

    def drop_thread(self, receipt: str) -> None:
        """The case has no thread any more."""

    def receipt_in(self, chat: str, topic: str) -> str | None:
        """The receipt of the case that a topic of a chat belongs to."""
