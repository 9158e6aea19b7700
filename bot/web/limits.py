"""How much may be said in a minute: by one person, and by all together."""

import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PERSON, EVERYBODY = "60 per 3 minute", "600 per 1 minute"
"""Twenty a minute, but somebody who answers quick questions quickly is not stopped after the twentieth."""


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
    """Counts what is said."""

    def __init__(self, person: str = PERSON, everybody: str = EVERYBODY) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._person, self._everybody = parse(person), parse(everybody)

    def refusal(self, person: str) -> Refusal | None:
        """None for what may be said, which is then counted."""
        if not self._window.hit(self._person, person):
            return Refusal(True, self._wait(self._person, person))
        return self.crowding()

    def crowding(self) -> Refusal | None:
        """None while there is room for one more of whomever, which is then counted."""
        if not self._window.hit(self._everybody):
            return Refusal(False, self._wait(self._everybody))
        return None

    def _wait(self, limit: RateLimitItem, *names: str) -> int:
        return max(1, round(self._window.get_window_stats(limit, *names).reset_time - time.time()))
