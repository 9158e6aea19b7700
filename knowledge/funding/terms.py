"""``funding.yaml``: what a text gives a workshop, on what condition, and what it asks for in return or takes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.model import Bound, Frozen
from knowledge.vocabulary.conditions import Condition, Notice

YUAN_IN_WAN = 10_000

Range = tuple[float, float | None]
"""Least and most, in 万元; None where the text sets no upper limit."""


class Amount(Frozen):
    """A sum as the text states it: exactly, at most (不高于), at least (不低于), or from … to. One of the four."""

    exactly: int | None = None
    up_to: int | None = None
    at_least: int | None = None
    from_to: tuple[int, int] | None = None
    unit: Literal["万元", "元"] = "万元"

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        """Refuse a sum stated in no way or in two."""
        if sum(form is not None for form in (self.exactly, self.up_to, self.at_least, self.from_to)) != 1:
            raise ValueError("one of exactly, up_to, at_least, from_to is needed, and only one")
        return self

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that the text must print."""
        return self.from_to or tuple(one for one in (self.exactly, self.up_to, self.at_least) if one is not None)

    @property
    def wan(self) -> Range:
        """Least and most, in 万元."""
        scale = YUAN_IN_WAN if self.unit == "元" else 1
        if self.from_to is not None:
            low, high = self.from_to
            return low / scale, high / scale
        if self.up_to is not None:
            return 0, self.up_to / scale
        if self.at_least is not None:
            return self.at_least / scale, None
        return (self.exactly or 0) / scale, (self.exactly or 0) / scale


class Count(Frozen):
    """How often a sum is given: the value of a number, or how many results of a series are among those named."""

    fact: str
    among: tuple[str, ...] = ()
    skip: int = 0
    """Results at the beginning that do not count (an earlier term)."""
    first: int | None = None
    """Only so many results count (a term of so many years)."""
    full_years_since: str | None = None
    """Event since which there can be no more results than full years."""


class Given(Frozen):
    """Something taken for granted when nothing was said of it, and then told."""

    need: Condition
    assume: str


class Grant(Frozen):
    """A sum that the text gives."""

    id: str
    title: str
    sources: tuple[Bound, ...] = Field(min_length=1)
    amount: Amount | None = None
    """None where the text promises money and states no sum."""
    times: Count | None = None
    given: tuple[Given, ...] = ()
    when: Condition | None = None
    """What must have happened; None where nothing but what is given."""
    never: Condition | None = None
    """What rules the sum out for good."""
    ends: Condition | None = None
    """What ends it: what was earned stays, nothing more comes."""
    condition: str
    """The condition in words (Chinese)."""
    reading: str = ""
    """What the text does not say, and the reading taken (Chinese)."""
    either: str = ""
    """Grants with the same word here are alternatives: only one of them is given."""
    actual: str | None = None
    """Fact that holds the sum really granted, within the limits of the text."""

    def conditions(self) -> Iterator[Condition]:
        """Every condition of it."""
        yield from (one.need for one in self.given)
        yield from (one for one in (self.never, self.when, self.ends) if one)


class OwnMatch(Frozen):
    """What the unit itself must put in."""

    id: str
    title: str
    sources: tuple[Bound, ...] = Field(min_length=1)
    amount: Amount | None = None
    fact: str | None = None
    """Fact that holds what it puts in."""
    condition: str
    reading: str = ""


class Clawback(Frozen):
    """What may be taken back."""

    id: str
    title: str
    sources: tuple[Bound, ...] = Field(min_length=1)
    of: tuple[str, ...] = ()
    """Grants that are taken back; empty where it is things and not money."""
    when: Condition
    """What brings it about."""
    over: Condition | None = None
    """What ends the danger of it."""
    unsettled: bool = False
    """The text leaves open whether, or how much: anything from nothing to all."""
    condition: str
    reading: str = ""

    @property
    def lapses(self) -> bool:
        """Whether time ends the danger, so that it may still have come about before."""
        return any(leaf.years_passed is not None for leaf in (self.over.leaves() if self.over else ()))

    def conditions(self) -> Iterator[Condition]:
        """Every condition of it."""
        yield from (one for one in (self.when, self.over) if one)


class Unsaid(Frozen):
    """Something about money that the text does not say, with the provision that comes nearest."""

    at: str
    quote: str
    text: str


class Funding(Frozen):
    """``funding.yaml`` of one regulation."""

    grants: tuple[Grant, ...] = ()
    own_match: tuple[OwnMatch, ...] = ()
    clawback: tuple[Clawback, ...] = ()
    not_stated: tuple[Unsaid, ...] = ()
    notices: tuple[Notice, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the file."""
        for grant in self.grants:
            yield from grant.conditions()
        for one in self.clawback:
            yield from one.conditions()
        yield from (notice.when for notice in self.notices if notice.when)
