"""How much may be done in a minute: said, by one person and by all together; and on the pages of drafts, by one."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PERSON, EVERYBODY = "60 per 3 minute", "600 per 1 minute"
"""Twenty a minute, but somebody who answers quick questions quickly is not stopped after the twentieth."""
Work = Literal["save", "pack", "upload"]
"""What is done on the pages of a draft: its form saved, by itself or not; its documents made; a file added."""
PAGES: Final[Mapping[Work, str]] = MappingProxyType(
    {"save": "120 per 1 minute", "pack": "10 per 1 minute", "upload": "30 per 1 minute"}
)

TOO_OFTEN = "您发得太快了，这一次没有处理。请过{seconds}秒再试。"
CROWDED = "现在用的人太多，这一次没有处理。请过{seconds}秒再试。"


@dataclass(frozen=True)
class Refusal:
    """Too much."""

    own: bool
    """By this person alone."""
    seconds: int
    """Until there is room again."""

    @property
    def words(self) -> str:
        """As people are told."""
        return (TOO_OFTEN if self.own else CROWDED).format(seconds=self.seconds)

    @property
    def headers(self) -> dict[str, str]:
        """As programs are told."""
        return {"Retry-After": str(self.seconds)}


class Limits:
    """Counts what is done."""

    def __init__(self, person: str = PERSON, everybody: str = EVERYBODY, work: Mapping[Work, str] = PAGES) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._person, self._everybody = parse(person), parse(everybody)
        self._work = {kind: parse(most) for kind, most in work.items()}

    def refusal(self, person: str) -> Refusal | None:
        """None for what may be said, which is then counted."""
        if not self._window.hit(self._person, person):
            return Refusal(True, self._wait(self._person, person))
        return self.crowding()

    def overdone(self, work: Work, person: str) -> Refusal | None:
        """None for what may be done on the pages of a draft, which is then counted."""
        limit = self._work[work]
        return None if self._window.hit(limit, work, person) else Refusal(True, self._wait(limit, work, person))

    def crowding(self) -> Refusal | None:
        """None while there is room for one more of whomever, which is then counted."""
        if not self._window.hit(self._everybody):
            return Refusal(False, self._wait(self._everybody))
        return None

    def _wait(self, limit: RateLimitItem, *names: str) -> int:
        return max(1, round(self._window.get_window_stats(limit, *names).reset_time - time.time()))
