"""The place to which Telegram brings updates by itself: our web server stands there, the channel is behind it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Self

PREFIX = "/telegram/"
Take = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class Webhook:
    """An address that nobody can guess, and a word that must be said there."""

    url: str
    path: str = field(repr=False)
    secret: str = field(repr=False)
    take: Take | None = None
    """Has an update handled and returns once that is committed; None until the channel is ready."""

    @classmethod
    def at(cls, public_url: str) -> Self:
        """A new one, which lasts as long as the program runs; Telegram is told of it at each start."""
        path = PREFIX + token_urlsafe(32)
        return cls(url=public_url + path, path=path, secret=token_urlsafe(32))
