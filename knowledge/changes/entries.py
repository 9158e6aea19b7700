"""What follows when something changes, as data: ``changes.yaml`` of one regulation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from knowledge.model import Bound, Frozen
from knowledge.statements import Statement
from knowledge.vocabulary.conditions import Condition

CHANGE = "change"
"""The fact that says what has changed; its answers are the entries."""

About = Literal["title", "plaque", "assessment", "money", "filing", "reapply"]
"""What a sentence is about: 称号, 牌匾, 考核, 钱和设备, 要办的事, 再申报. In this order they are told."""


class Term(Frozen):
    """Years that run from a day that the person knows."""

    since: str
    """Fact of kind event."""
    years: int
    """As the quote prints them."""
    kind: Literal["ban", "within"]
    """``ban``: until they are over nobody may apply; ``within``: the rule applies for so long."""
    reading: str
    """From which day we count, where the text does not say (Chinese)."""


class Effect(Statement):
    """One sentence about what follows, or about what the text leaves unsaid."""

    about: About
    term: Term | None = None


class Conflict(Frozen):
    """Two provisions of one text that lead to different ends; both are shown, neither is chosen."""

    text: str
    sources: tuple[Bound, ...] = Field(min_length=2)
    who: str
    """Who may settle it."""


class Consequences(Frozen):
    """What follows, what contradicts itself, and how we read what is not written."""

    effects: tuple[Effect, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    readings: tuple[str, ...] = ()


class Case(Consequences):
    """What follows in one situation only."""

    title: str
    """The situation in a few words (Chinese)."""
    when: Condition


class Entry(Consequences):
    """One change: what follows in any case, and what in some."""

    change: str
    """An answer of the fact ``change``."""
    aspects: tuple[About, ...] = ("title", "plaque", "money", "filing", "reapply")
    """What people want to know of it; where nothing is said of one, the silence is told."""
    cases: tuple[Case, ...] = ()

    def parts(self) -> Iterator[Consequences]:
        """The entry itself and its cases."""
        yield self
        yield from self.cases


class Changes(Frozen):
    """``changes.yaml``."""

    silences: tuple[Effect, ...]
    """For each aspect what is said where an entry has nothing on it, bound to the nearest provision."""
    entries: tuple[Entry, ...] = Field(min_length=1)

    def entry(self, change: str) -> Entry | None:
        """The entry of a change."""
        return next((entry for entry in self.entries if entry.change == change), None)

    def silence(self, about: About) -> Effect:
        """What is said where nothing is written. Raises ``StopIteration`` for an aspect without a silence."""
        return next(effect for effect in self.silences if effect.about == about)
