"""What a channel must offer so that the outbox can send through it, and all that can become of a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from storage.records import Queued


@dataclass(frozen=True)
class Delivered:
    """It has arrived, as this message of the channel."""

    message: str


@dataclass(frozen=True)
class Wait:
    """The channel asks for patience with this chat; nothing was sent."""

    seconds: float


@dataclass(frozen=True)
class Again:
    """It may or may not have arrived; to be sent again after a while."""

    why: str


@dataclass(frozen=True)
class OutOfReach:
    """The person has shut the bot out; what is for them is held until they write again."""

    why: str


@dataclass(frozen=True)
class Renamed:
    """The chat goes by another id now."""

    chat: str


@dataclass(frozen=True)
class Refused:
    """The channel will never take this message."""

    why: str


@dataclass(frozen=True)
class Stopped:
    """The channel refuses us as a whole; going on is pointless."""

    why: str


Delivery = Delivered | Wait | Again | OutOfReach | Renamed | Refused | Stopped

Part = TypeVar("Part")


class Sender(Protocol[Part]):
    """A channel's way out."""

    def parts(self, queued: Queued) -> Sequence[Part]:
        """The messages that show the reply, in order; always the same ones for the same reply."""

    async def is_needed(self, chat: str, part: Part) -> bool:
        """Whether sending it would change anything; if not, it counts as sent."""

    async def send(self, chat: str, part: Part) -> Delivery:
        """Send one message."""

    def in_group(self, chat: str) -> bool:
        """Whether several people read the chat, which makes the channel slower."""


class ChannelStoppedError(Exception):
    """The channel refuses us as a whole. The message is Chinese, for the operator."""
