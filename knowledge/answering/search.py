"""From a question to what answers it: entries and provisions, ranked for each region.

An entry is found by the lay questions that are asked of it and by the words of its provisions; a provision that no
entry names is found by its own words alone. Nothing is learnt and nothing is random: the same question always finds
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.answering.grams import Weights, grams, heaviest, rarities, weigh
from knowledge.answering.normal import Normaliser, plain
from knowledge.answering.phrases import any_of
from knowledge.answering.places import Gazetteer
from knowledge.answering.questions import entries
from knowledge.answering.regions import Asked, Hit, Region, Spoken, two_best
from knowledge.answering.sentences import Part, content, looks_like_question, nearest
from knowledge.answering.speech import Lexicon, Speech
from knowledge.answering.targets import Target, own_questions, targets, words
from knowledge.answering.wide import MANY, Wide
from knowledge.library import Library, Regulation
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
BEFORE = 0.3
"""What the question before counts beside a short one that is clear by itself and asks for something else
(考核优秀给多少钱，有多少名额)."""
LAW_WORD = 0.5
"""What a word of the law counts that an everyday word stands for."""
TERM = 2.5
"""What a word of the field counts beside any other."""


_NUMBER = re.compile("[0-9]")


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


class Index:
    """All that is searched, made once for a library.

    Of many regulations, those that answer none of the shared topics are looked at only when a question comes near them.
    """

    def __init__(self, library: Library, cache: Path | None = None) -> None:
        speech = library.speech
        self._library = library
        self.places = Gazetteer(library)
        others = _others(library)
        self._wide = Wide(others, speech, cache) if others else None
        apart = {one.slug for one in others}
        self._read = tuple(slug for slug in library.regulations if slug not in apart)
        unread = [provision.text for one in others for provision in one.provisions]
        found = {slug: tuple(targets(library, library.get(slug))) for slug in self._read}
        every = [target for some in found.values() for target in some]
        shared = [(text, name) for name, topic in speech.topics.items() for text in (topic.title, *topic.ask)]
        said = {target: words(library, target) for target in every}
        lay = (*(text for text, _ in shared), *(text for target in every for text in own_questions(library, target)))
        self.normaliser = Normaliser(
            speech.lexicon, self.places.names, (*lay, *self.places.all, *said.values(), *unread)
        )
        self._lay = self._lay_words(speech.lexicon)
        self._aims = _kinds(speech.lexicon.aims)
        self._people = _kinds(speech.lexicon.people)
        self._apart = _kinds(speech.lexicon.apart)
        self._subject = speech.lexicon.ours
        self._whole: dict[str, str] = {}
        worded: dict[Target, Weights] = {one: grams(self.normaliser.alike(text)) for one, text in said.items()}
        own = {target: self._own(target) for target in every}
        topics = [(self._placeless(text), name) for text, name in shared]
        foreign = [(self._placeless(text), "") for text in speech.other.foreign]
        ours = [*(text.grams for text, _ in topics), *(text.grams for some in own.values() for text in some)]
        self._known = frozenset(gram for text in (*ours, *worded.values()) for gram in text)
        self._rarity = self._weighted(rarities([*ours, *worded.values()]), speech)
        self._known |= frozenset(gram for text in unread for gram in grams(plain(text)))
        self._topics, self._foreign = Asked(topics, self._rarity), Asked(foreign, self._rarity)
        self._regions = {
            slug: Region(some, [own[one] for one in some], [worded[one] for one in some], self._rarity)
            for slug, some in found.items()
        }

    def rank(self, part: Part, scope: Iterable[str]) -> Ranking:
        """What a question finds in some regions, with its names of places taken out already."""
        query = self._query(part)
        topics = self._topics.near(query)
        return Ranking(
            hits={slug: self._region(slug).hits(query, topics) for slug in self._looked_at(part, tuple(scope))},
            topics={name: two_best(found) for name, found in topics.items()},
            foreign=two_best(self._foreign.near(Spoken(query.grams)).get("", [])),
            familiar=self._familiar(part),
            ours=any(word in part.asks or word in part.context for word in self._subject),
        )

    def uses(self, region: str, word: str) -> bool:
        """Whether a region's text has a word."""
        if region not in self._whole:
            self._whole[region] = plain("".join(one.text for one in self._library.get(region).provisions))
        return word in self._whole[region]

    def topic_at(self, shown: Citation) -> str | None:
        """What was asked when a provision was shown, as a question that can be put to another region."""
        here = [one for one in self._region(shown.region).targets if any(s.at == shown.eid for s in one.sources)]
        first = [one for one in here if one.sources[0].at == shown.eid]
        quoted = [one for one in (*first, *here) if any(plain(s.quote) in plain(shown.quote) for s in one.sources)]
        return next((one.title for one in (*quoted, *first, *here)), None)

    def _looked_at(self, part: Part, scope: tuple[str, ...]) -> tuple[str, ...]:
        """The regulations of a scope that a question is put to: all, or of many those that it comes near."""
        if self._wide is None or len(scope) <= MANY:
            return scope
        near = self._wide.nearest(part, scope)
        return tuple(slug for slug in scope if slug in near or slug in self._read)

    def _region(self, slug: str) -> Region:
        if slug not in self._regions:
            found = tuple(targets(self._library, self._library.get(slug)))
            worded = [grams(self.normaliser.alike(words(self._library, one))) for one in found]
            self._regions[slug] = Region(found, [self._own(one) for one in found], worded, self._rarity)
        return self._regions[slug]

    def _own(self, target: Target) -> list[Spoken]:
        return [self._placeless(text) for text in own_questions(self._library, target)]

    def _lay_words(self, lexicon: Lexicon) -> Mapping[str, list[tuple[str, set[str]]]]:
        """Everyday words by their first character, each with the pairs of the law's words that it stands for."""
        found: dict[str, list[tuple[str, set[str]]]] = {}
        for law, many in lexicon.lay.items():
            pairs = self._pairs(law.split())
            for word in map(self.normaliser.alike, many):
                found.setdefault(word[0], []).append((word, pairs))
        return found

    def _weighted(self, rarity: dict[str, float], speech: Speech) -> dict[str, float]:
        """The rarities, with those of the field's words raised, and of other fields' words that ours do not have."""
        pairs = self._pairs(speech.lexicon.terms) | (self._pairs(speech.other.terms) - self._known)
        return rarity | {gram: rarity.get(gram, rarity[""]) * TERM for gram in pairs}

    def _pairs(self, terms: Iterable[str]) -> set[str]:
        return {gram for term in terms for gram in grams(self.normaliser.alike(term)) if len(gram) > 1}

    def _placeless(self, text: str) -> Spoken:
        return self._spoken(self.places.without(text))

    def _query(self, part: Part) -> Spoken:
        """The question's grams and those of what is told around it, weighted."""
        asks = self._spoken(part.asks)
        weights = dict(asks.grams)
        light = THIN_CONTEXT if content(part.asks) < THIN else CONTEXT
        leans = bool(part.beside or part.before or part.context or part.there) and not self._clear(asks)
        around = [(part.beside, BESIDE), (part.context, light)]
        if leans:
            near = part.beside or nearest(part.context)
            around = [(near, LEANING), (part.there, LEANING), (part.before, THIN_CONTEXT), *around]
        elif content(part.asks) < THIN and self._spoken(part.before).aims != asks.aims:
            around.append((part.before, BEFORE))
        for text, weight in around:
            for gram, amount in self._spoken(text).grams.items():
                weights.setdefault(gram, weight * amount)
        return Spoken(heaviest(weights, self._rarity), *asks.kind)

    def _clear(self, asks: Spoken) -> bool:
        """Whether what is asked can be understood without what is told around it."""
        return max(map(two_best, self._topics.near(asks).values()), default=0.0) >= CLEAR

    def _spoken(self, text: str) -> Spoken:
        """Something people say, with the grams of the law's words for its everyday ones."""
        alike = self.normaliser.alike(text)
        weights: dict[str, float] = dict.fromkeys(grams(alike), 1.0)
        for at, character in enumerate(alike):
            for word, law in self._lay.get(character, ()):
                if alike.startswith(word, at):
                    for gram in law:
                        weights.setdefault(gram, LAW_WORD)
        return Spoken(weights, *(_named(kinds, alike) for kinds in (self._aims, self._people, self._apart)))

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


def _others(library: Library) -> list[Regulation]:
    """Of many regulations those that answer none of the shared topics; none of few."""
    if len(library.regulations) <= MANY:
        return []
    return [one for one in library.regulations.values() if not any(entry.topic for entry in entries(one.enquiries))]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The index of a library; wherever it may be kept, it is the same."""

    library: Library
    cache: Path | None = field(compare=False)


@lru_cache(maxsize=2)
def _made(wanted: _Wanted) -> Index:
    return Index(wanted.library, wanted.cache)


def index_of(library: Library, cache: Path | None = None) -> Index:
    """The index of a library, made at the first question; ``cache``: a folder for what takes long to make."""
    return _made(_Wanted(library, cache))
