"""Points that are not one number: from the fewest to the most, and what is expected between."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Span:
    """Fewest, expected and most points."""

    low: Decimal
    expected: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, points: Decimal | int) -> Span:
        """A number of points that is certain."""
        value = Decimal(points)
        return cls(value, value, value)

    @property
    def width(self) -> Decimal:
        """How much is open."""
        return self.high - self.low

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def less(self, taken: Span) -> Span:
        """What is left where ``taken`` is taken away."""
        return Span(self.low - taken.high, self.expected - taken.expected, self.high - taken.low)

    def within(self, most: Decimal | int) -> Span:
        """The same with nothing below 0 and nothing above the most that can be earned."""
        top = Decimal(most)
        return Span(*(min(max(value, NOTHING), top) for value in (self.low, self.expected, self.high)))


NO_POINTS = Span(NOTHING, NOTHING, NOTHING)


def total(spans: list[Span]) -> Span:
    """All of them together."""
    return sum(spans, NO_POINTS)


def shown(points: Decimal) -> str:
    """Points as people write them: 9, 1.5."""
    return f"{plain(points):g}"


def plain(points: Decimal) -> int | float:
    """Points as JSON has them: whole where they are whole."""
    return int(points) if points == points.to_integral_value() else float(points)
