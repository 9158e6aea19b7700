"""What is searched for one region: its targets, by the lay questions asked of them and by their own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering.grams import Field, Weights
from knowledge.answering.questions import Silent
from knowledge.answering.targets import Target

SAME_AIM = 1.4
"""What a lay question counts that asks for the same kind of thing (a sum, a date)."""
OTHER = 0.75
"""The same for one that asks for another, or is about other people."""
UNASKED = 0.95
"""The same for one that asks for some such thing where nothing of the kind is asked for."""
LACKING = 0.75
"""The same for one without what sets the thing asked about apart (旧办法, 续建)."""
NARROWER = 0.85
"""The same for one about a thing set apart, where it is not asked about."""
BEST, SECOND = 0.8, 0.2
"""Weights of the two lay questions that come nearest."""
LONE = 0.5
"""What the nearest counts for the second where there is only one."""
WORDS = 0.6
"""What the provision's own words count beside the lay questions."""
SILENT = 0.85
"""What a silence counts beside an answer: where both fit, what is written comes first."""
NOTHING = 0.05
"""Score up to which a target is left out."""


Kind = tuple[frozenset[str], frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A target and how well it fits."""

    target: Target
    score: float
    asked: float
    """How near the nearest lay questions come (0–1)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something people say, for comparing."""

    grams: Weights
    aims: frozenset[str] = frozenset()
    """The kinds of thing that it asks for."""
    people: frozenset[str] = frozenset()
    """Whom it is about."""
    apart: frozenset[str] = frozenset()
    """What sets the thing apart that it is about."""

    @property
    def kind(self) -> Kind:
        """What it asks for, of whom, of what."""
        return self.aims, self.people, self.apart


class Asked:
    """Lay questions, each with the name of what it is asked of."""

    def __init__(self, questions: Sequence[tuple[Spoken, str]], rarity: Weights) -> None:
        ordered = sorted(questions, key=lambda one: one[1])
        owners = [owner for _, owner in ordered]
        kinds: dict[Kind, int] = {}
        numbers = [kinds.setdefault(text.kind, len(kinds)) for text, _ in ordered]
        self._kinds, self._kind = list(kinds), np.array(numbers, np.int64)
        self._owners = list(dict.fromkeys(owners))
        self._starts = np.flatnonzero([owner != before for before, owner in zip([None, *owners], owners, strict=False)])
        self._field = Field([text.grams for text, _ in ordered], rarity)

    def near(self, query: Spoken) -> dict[str, list[float]]:
        """How near the two nearest questions come, by what they are asked of."""
        if not self._owners:
            return {}
        fits = [
            _fit(query.aims, aims, SAME_AIM) * _fit(query.people, people, 1.0) * _set_apart(query.apart, apart)
            for aims, people, apart in self._kinds
        ]
        near = self._field.likeness(query.grams) * np.array(fits)[self._kind]
        first = np.maximum.reduceat(near, self._starts)
        places = np.flatnonzero(near == np.repeat(first, np.diff(self._starts, append=len(near))))
        # of each owner's nearest only one is taken out, so that another equally near stays as the second
        _, lone = np.unique(np.searchsorted(self._starts, places, "right"), return_index=True)
        near[places[lone]] = 0.0
        second = np.maximum.reduceat(near, self._starts)
        both = zip(self._owners, first.tolist(), second.tolist(), strict=True)
        return {owner: [one, two] if two else [one] for owner, one, two in both if one}


def _fit(asked: frozenset[str], lay: frozenset[str], same: float) -> float:
    """What a lay question counts by what it asks for, or whom it is about, beside what is asked."""
    if not lay or not asked:
        return UNASKED if lay else 1.0
    return OTHER if asked.isdisjoint(lay) else same


def _set_apart(asked: frozenset[str], lay: frozenset[str]) -> float:
    """What a lay question counts by what sets its thing apart, beside that of what is asked."""
    return (1.0 if asked <= lay else LACKING) * (1.0 if lay <= asked else NARROWER)


class Region:
    """What is searched for one region."""

    def __init__(
        self, found: Sequence[Target], own: Sequence[Sequence[Spoken]], worded: Sequence[Weights], rarity: Weights
    ) -> None:
        """``own``: the lay questions of each target; ``worded``: the words of each."""
        self.targets = found
        self.asked = Asked([(text, one.topic) for one, some in zip(found, own, strict=True) for text in some], rarity)
        self.worded = Field(worded, rarity)

    def hits(self, query: Spoken, topics: Mapping[str, list[float]]) -> tuple[Hit, ...]:
        """The region's targets by fit; ``topics`` as the shared questions come near."""
        own, worded = self.asked.near(query), self.worded.coverage(query.grams).tolist()
        scored = []
        for number, target in enumerate(self.targets):
            likeness = two_best([*topics.get(target.topic, ()), *own.get(target.topic, ())])
            trust = SILENT if isinstance(target.entry, Silent) else 1.0
            score = (likeness + WORDS * worded[number]) * trust
            if score > NOTHING:
                scored.append(Hit(target, score, likeness))
        return tuple(sorted(scored, key=lambda hit: -hit.score))


def two_best(found: list[float]) -> float:
    """One figure from the two that come nearest; 0 for none."""
    if not found:
        return 0.0
    ranked = sorted(found, reverse=True)
    return BEST * ranked[0] + SECOND * (ranked[1] if len(ranked) > 1 else LONE * ranked[0])
