"""How fast a channel may send: the generic cell rate algorithm, for a chat and for the whole bot.

Telegram's limits: about one message a second in a chat (short bursts pass), 20 a minute in a group,
30 a second overall.
"""

from dataclasses import dataclass, field

ROOM = 10_000
"""Chats remembered at once; those whose time has passed are forgotten first."""


@dataclass(frozen=True)
class Rate:
    """One message every so many seconds, and how many may go at once after a silence."""

    every: float
    burst: int = 1


@dataclass(frozen=True)
class Pace:
    """The three limits."""

    chat: Rate = Rate(every=1.0, burst=3)
    group: Rate = Rate(every=60 / 18, burst=2)
    """18 a minute and a burst of 2 never make more than 20 in any minute."""
    overall: Rate = Rate(every=1 / 28, burst=2)
    """Of people's chats together. A group does not wait for it: with 18 a minute more it is below 30 a second still."""


@dataclass
class Limiter:
    """Gives out times, per name, no closer together than the rate allows."""

    due: dict[str, float] = field(default_factory=dict)
    """Theoretical arrival time of the next message, per name."""

    def reserve(self, name: str, rate: Rate, now: float) -> float:
        """Seconds from ``now`` until the next message may go; that time counts as used."""
        if len(self.due) > ROOM:
            self.due = {other: due for other, due in self.due.items() if due > now}
        due = max(self.due.get(name, now), now)
        self.due[name] = due + rate.every
        return max(0.0, due - now - (rate.burst - 1) * rate.every)
