"""From a question to what answers it: entries and provisions, ranked for each region.

An entry is found by the lay questions that are asked of it and by the words of its provisions; a provision that no
entry names is found by its own words alone. Nothing is learnt and nothing is random: the same question always finds
the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.grams import Field, Weights, grams, heaviest, rarities, weigh
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.normal import Normaliser, plain
from knowledge.places import Gazetteer
from knowledge.questions import Silent
from knowledge.sentences import Part, content, looks_like_question
from knowledge.speech import Lexicon, Speech
from knowledge.targets import Target, own_questions, targets, words

__all__ = ["Hit", "Index", "Ranking", "Target", "index_of", "looks_like_question"]

CONTEXT = 0.3
"""What the telling part of a message counts beside its question."""
THIN = 14
"""Characters with a meaning below which a question leans on what was told before it."""
THIN_CONTEXT = 0.6
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


class _Asked:
    """Lay questions, each with the name of what it is asked of."""

    def __init__(self, questions: Sequence[tuple[Weights, str]], rarity: Weights) -> None:
        self._owners = [owner for _, owner in questions]
        self._field = Field([text for text, _ in questions], rarity)

    def near(self, query: Weights) -> dict[str, list[float]]:
        """How near the questions come, by what they are asked of."""
        found: dict[str, list[float]] = {}
        for number, likeness in self._field.likeness(query).items():
            found.setdefault(self._owners[number], []).append(likeness)
        return found


class _Region:
    """What is searched for one region."""

    def __init__(self, found: Sequence[Target], index: Index, rarity: Weights) -> None:
        self.targets = found
        self.asked = _Asked([(text, one.topic) for one in found for text in index.own[one]], rarity)
        self.worded = Field([index.worded[one] for one in found], rarity)

    def hits(self, query: Weights, topics: Mapping[str, list[float]]) -> tuple[Hit, ...]:
        """The region's targets by fit; ``topics`` as the shared questions come near."""
        own, worded = self.asked.near(query), self.worded.coverage(query)
        scored = []
        for number, target in enumerate(self.targets):
            likeness = _two_best([*topics.get(target.topic, ()), *own.get(target.topic, ())])
            trust = SILENT if isinstance(target.entry, Silent) else 1.0
            score = (likeness + WORDS * worded.get(number, 0.0)) * trust
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
        self._subject = speech.lexicon.ours
        self._whole = {
            slug: plain("".join(p.text for p in one.provisions)) for slug, one in library.regulations.items()
        }
        self.worded: dict[Target, Weights] = {one: grams(self.normaliser.alike(text)) for one, text in said.items()}
        self.own = {target: [self._placeless(text) for text in own_questions(target)] for target in every}
        topics = [(self._placeless(text), name) for text, name in shared]
        foreign = [(self._placeless(text), "") for text in speech.other.foreign]
        ours = [*(text for text, _ in topics), *(text for some in self.own.values() for text in some)]
        self._known = frozenset(gram for text in (*ours, *self.worded.values()) for gram in text)
        self._rarity = self._weighted(rarities([*ours, *self.worded.values()]), speech)
        self._topics, self._foreign = _Asked(topics, self._rarity), _Asked(foreign, self._rarity)
        self._regions = {slug: _Region(some, self, self._rarity) for slug, some in found.items()}

    def rank(self, part: Part, scope: Iterable[str]) -> Ranking:
        """What a question finds in some regions, with its names of places taken out already."""
        query = heaviest(self._query(part), self._rarity)
        topics = self._topics.near(query)
        return Ranking(
            hits={slug: self._regions[slug].hits(query, topics) for slug in scope},
            topics={name: _two_best(found) for name, found in topics.items()},
            foreign=_two_best(self._foreign.near(query).get("", [])),
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

    def _placeless(self, text: str) -> Weights:
        return self._spoken(self.places.read(text).rest)

    def _query(self, part: Part) -> Weights:
        """The question's grams and those of its context, weighted."""
        weights = self._spoken(part.asks)
        light = THIN_CONTEXT if content(part.asks) < THIN else CONTEXT
        for gram in grams(self.normaliser.alike(part.context)):
            weights.setdefault(gram, light)
        return weights

    def _spoken(self, text: str) -> dict[str, float]:
        """The grams of something people say, with those of the law's words for its everyday ones."""
        alike = self.normaliser.alike(text)
        weights: dict[str, float] = dict.fromkeys(grams(alike), 1.0)
        for word, law in self._lay:
            if word in alike:
                for gram in law:
                    weights.setdefault(gram, LAW_WORD)
        return weights

    def _familiar(self, part: Part) -> float:
        """The share of a question's pairs that ours know, by weight."""
        pairs = [gram for gram in grams(self.normaliser.alike(part.asks)) if len(gram) > 1]
        weights = {gram: weigh(gram, self._rarity) for gram in pairs}
        whole = sum(weights.values())
        return sum(weights[gram] for gram in pairs if gram in self._known) / whole if whole else 0.0


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
