"""From a question to what answers it: entries and provisions, ranked for each region.

An entry is found by the lay questions that are asked of it and by the words of its provisions; a provision that no
entry names is found by its own words alone. Nothing is learnt and nothing is random: the same question always finds
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.answering.grams import Field, Weights, grams, heaviest, rarities, weigh
from knowledge.answering.normal import Normaliser, plain
from knowledge.answering.phrases import any_of
from knowledge.answering.places import Gazetteer
from knowledge.answering.questions import Silent
from knowledge.answering.sentences import Part, content, looks_like_question, nearest
from knowledge.answering.speech import Lexicon, Speech
from knowledge.answering.targets import Target, own_questions, targets, words
from knowledge.library import Library
from knowledge.model import Citation

__all__ = ["Hit", "Index", "Ranking", "Target", "index_of", "looks_like_question"]

CONTEXT = 0.3
"""What the telling part of a message counts beside its question."""
THIN = 14
"""Characters with a meaning below which a question leans on what was told before it."""
THIN_CONTEXT = 0.6
BESIDE = 0.45
"""What the clauses count that stand beside the asking ones in the same sentence."""
LEANING = 0.9
"""The same where what is asked is not clear by itself."""
CLEAR = 0.45
"""How near a lay question must come to what is asked for it to be clear by itself."""
SAME_AIM = 1.4
"""What a lay question counts that asks for the same kind of thing (a sum, a date)."""
OTHER = 0.75
"""The same for one that asks for another, or is about other people."""
UNASKED = 0.95
"""The same for one that asks for some such thing where nothing of the kind is asked for."""
LAW_WORD = 0.5
"""What a word of the law counts that an everyday word stands for."""
TERM = 2.5
"""What a word of the field counts beside any other."""
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


_NUMBER = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A target and how well it fits."""

    target: Target
    score: float
    asked: float
    """How near the nearest lay questions come (0–1)."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one question finds."""

    hits: Mapping[str, tuple[Hit, ...]]
    """For each region, best first."""
    topics: Mapping[str, float]
    """How near each topic's lay questions come, whether or not a region speaks of it."""
    foreign: float
    """How near it comes to questions on other subjects."""
    familiar: float
    """Share of its pairs of characters that our questions and texts know (0–1)."""
    ours: bool
    """Whether it has a word of our subject at all."""

    def best(self, region: str) -> Hit | None:
        """The best of a region."""
        return next(iter(self.hits.get(region, ())), None)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something people say, for comparing."""

    grams: Weights
    aims: frozenset[str] = frozenset()
    """The kinds of thing that it asks for."""
    people: frozenset[str] = frozenset()
    """Whom it is about."""


class _Asked:
    """Lay questions, each with the name of what it is asked of."""

    def __init__(self, questions: Sequence[tuple[Spoken, str]], rarity: Weights) -> None:
        ordered = sorted(questions, key=lambda one: one[1])
        owners = [owner for _, owner in ordered]
        kinds: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        numbers = [kinds.setdefault((text.aims, text.people), len(kinds)) for text, _ in ordered]
        self._kinds, self._kind = list(kinds), np.array(numbers, np.int64)
        self._owners = list(dict.fromkeys(owners))
        self._starts = np.flatnonzero([owner != before for before, owner in zip([None, *owners], owners, strict=False)])
        self._field = Field([text.grams for text, _ in ordered], rarity)

    def near(self, query: Spoken) -> dict[str, list[float]]:
        """How near the two nearest questions come, by what they are asked of."""
        if not self._owners:
            return {}
        fits = [_fit(query.aims, aims, SAME_AIM) * _fit(query.people, people, 1.0) for aims, people in self._kinds]
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


class _Region:
    """What is searched for one region."""

    def __init__(self, found: Sequence[Target], index: Index, rarity: Weights) -> None:
        self.targets = found
        self.asked = _Asked([(text, one.topic) for one in found for text in index.own[one]], rarity)
        self.worded = Field([index.worded[one] for one in found], rarity)

    def hits(self, query: Spoken, topics: Mapping[str, list[float]]) -> tuple[Hit, ...]:
        """The region's targets by fit; ``topics`` as the shared questions come near."""
        own, worded = self.asked.near(query), self.worded.coverage(query.grams).tolist()
        scored = []
        for number, target in enumerate(self.targets):
            likeness = _two_best([*topics.get(target.topic, ()), *own.get(target.topic, ())])
            trust = SILENT if isinstance(target.entry, Silent) else 1.0
            score = (likeness + WORDS * worded[number]) * trust
            if score > NOTHING:
                scored.append(Hit(target, score, likeness))
        return tuple(sorted(scored, key=lambda hit: -hit.score))


class Index:
    """All that is searched, made once for a library."""

    def __init__(self, library: Library) -> None:
        speech = library.speech
        self.places = Gazetteer(library)
        found = {slug: tuple(targets(library, one)) for slug, one in library.regulations.items()}
        every = [target for some in found.values() for target in some]
        shared = [(text, name) for name, topic in speech.topics.items() for text in (topic.title, *topic.ask)]
        said = {target: words(library, target) for target in every}
        lay = (*(text for text, _ in shared), *(text for target in every for text in own_questions(target)))
        self.normaliser = Normaliser(speech.lexicon, self.places.names, (*lay, *self.places.all, *said.values()))
        self._lay = self._lay_words(speech.lexicon)
        self._aims = _kinds(speech.lexicon.aims)
        self._people = _kinds(speech.lexicon.people)
        self._subject = speech.lexicon.ours
        self._whole = {
            slug: plain("".join(p.text for p in one.provisions)) for slug, one in library.regulations.items()
        }
        self.worded: dict[Target, Weights] = {one: grams(self.normaliser.alike(text)) for one, text in said.items()}
        self.own = {target: [self._placeless(text) for text in own_questions(target)] for target in every}
        topics = [(self._placeless(text), name) for text, name in shared]
        foreign = [(self._placeless(text), "") for text in speech.other.foreign]
        ours = [*(text.grams for text, _ in topics), *(text.grams for some in self.own.values() for text in some)]
        self._known = frozenset(gram for text in (*ours, *self.worded.values()) for gram in text)
        self._rarity = self._weighted(rarities([*ours, *self.worded.values()]), speech)
        self._topics, self._foreign = _Asked(topics, self._rarity), _Asked(foreign, self._rarity)
        self._regions = {slug: _Region(some, self, self._rarity) for slug, some in found.items()}

    def rank(self, part: Part, scope: Iterable[str]) -> Ranking:
        """What a question finds in some regions, with its names of places taken out already."""
        query = self._query(part)
        topics = self._topics.near(query)
        return Ranking(
            hits={slug: self._regions[slug].hits(query, topics) for slug in scope},
            topics={name: _two_best(found) for name, found in topics.items()},
            foreign=_two_best(self._foreign.near(Spoken(query.grams)).get("", [])),
            familiar=self._familiar(part),
            ours=any(word in part.asks or word in part.context for word in self._subject),
        )

    def uses(self, region: str, word: str) -> bool:
        """Whether a region's text has a word."""
        return word in self._whole[region]

    def topic_at(self, shown: Citation) -> str | None:
        """What was asked when a provision was shown, as a question that can be put to another region."""
        here = [one for one in self._regions[shown.region].targets if any(s.at == shown.eid for s in one.sources)]
        first = [one for one in here if one.sources[0].at == shown.eid]
        quoted = [one for one in (*first, *here) if any(plain(s.quote) in plain(shown.quote) for s in one.sources)]
        return next((one.title for one in (*quoted, *first, *here)), None)

    def _lay_words(self, lexicon: Lexicon) -> list[tuple[str, set[str]]]:
        """Everyday words, each with the pairs of the law's words that it stands for."""
        return [
            (self.normaliser.alike(word), self._pairs(law.split()))
            for law, many in lexicon.lay.items()
            for word in many
        ]

    def _weighted(self, rarity: dict[str, float], speech: Speech) -> dict[str, float]:
        """The rarities, with those of the field's words raised, and of other fields' words that ours do not have."""
        pairs = self._pairs(speech.lexicon.terms) | (self._pairs(speech.other.terms) - self._known)
        return rarity | {gram: rarity.get(gram, rarity[""]) * TERM for gram in pairs}

    def _pairs(self, terms: Iterable[str]) -> set[str]:
        return {gram for term in terms for gram in grams(self.normaliser.alike(term)) if len(gram) > 1}

    def _placeless(self, text: str) -> Spoken:
        return self._spoken(self.places.read(text).rest)

    def _query(self, part: Part) -> Spoken:
        """The question's grams and those of what is told around it, weighted."""
        asks = self._spoken(part.asks)
        weights = dict(asks.grams)
        light = THIN_CONTEXT if content(part.asks) < THIN else CONTEXT
        leans = bool(part.beside or part.before or part.context) and not self._clear(asks)
        around = [(part.beside, BESIDE), (part.context, light)]
        if leans:
            near = part.beside or nearest(part.context)
            around = [(near, LEANING), (part.before, THIN_CONTEXT), *around]
        for text, weight in around:
            for gram, amount in self._spoken(text).grams.items():
                weights.setdefault(gram, weight * amount)
        return Spoken(heaviest(weights, self._rarity), asks.aims, asks.people)

    def _clear(self, asks: Spoken) -> bool:
        """Whether what is asked can be understood without what is told around it."""
        return max(map(_two_best, self._topics.near(asks).values()), default=0.0) >= CLEAR

    def _spoken(self, text: str) -> Spoken:
        """Something people say, with the grams of the law's words for its everyday ones."""
        alike = self.normaliser.alike(text)
        weights: dict[str, float] = dict.fromkeys(grams(alike), 1.0)
        for word, law in self._lay:
            if word in alike:
                for gram in law:
                    weights.setdefault(gram, LAW_WORD)
        return Spoken(weights, _named(self._aims, alike), _named(self._people, alike))

    def _familiar(self, part: Part) -> float:
        """The share of a question's pairs that ours know, by weight."""
        pairs = [gram for gram in grams(self.normaliser.alike(part.asks)) if len(gram) > 1 and not _NUMBER.search(gram)]
        weights = {gram: weigh(gram, self._rarity) for gram in pairs}
        whole = sum(weights.values())
        return sum(weights[gram] for gram in pairs if gram in self._known) / whole if whole else 0.0


def _kinds(words: Mapping[str, tuple[str, ...]]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, any_of(listed)) for name, listed in words.items()]


def _named(kinds: list[tuple[str, re.Pattern[str]]], text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in kinds if pattern.search(text))


@lru_cache(maxsize=2)
def index_of(library: Library) -> Index:
    """The index of a library, made at the first question."""
    return Index(library)


def _two_best(found: list[float]) -> float:
    """One figure from the two that come nearest; 0 for none."""
    if not found:
        return 0.0
    ranked = sorted(found, reverse=True)
    return BEST * ranked[0] + SECOND * (ranked[1] if len(ranked) > 1 else LONE * ranked[0])
