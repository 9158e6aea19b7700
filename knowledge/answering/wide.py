"""Over many regulations: which of them a question is about, by one search over all their provisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from knowledge.answering.questions import entries
from knowledge.answering.sentences import Part
from knowledge.answering.speech import Speech
from knowledge.library import Regulation
from knowledge.model import Provision
from knowledge.retrieval.engine import Article, Engine
from knowledge.retrieval.everyday import Everyday
from knowledge.retrieval.search import Search
from knowledge.retrieval.storing import kept

MANY = 12
"""Regulations up to which each is looked at for itself; of more, as many as this that come nearest."""
FIRST = 200
"""How many provisions tell which regulations are meant."""


class Wide:
    """One search over the provisions of some regulations, kept in the cache folder where there is one."""

    def __init__(self, regulations: Sequence[Regulation], speech: Speech, cache: Path | None) -> None:
        everyday = Everyday(speech.everyday.words)

        def build() -> Engine:
            return Engine.build([each for one in regulations for each in _articles(one)], everyday)

        engine = kept(cache, _edition(regulations), build, everyday)
        self._search = Search(engine, [pair for one in regulations for pair in _known(one)], speech.order)

    def nearest(self, part: Part, scope: Iterable[str]) -> tuple[str, ...]:
        """Those regulations of a scope that come nearest to a question, nearest first."""
        allowed = frozenset(scope)
        question = " ".join(text for text in (part.asks, part.beside, part.before, part.context) if text)
        found = dict.fromkeys(one.id.partition("/")[0] for one in self._search.find(question, FIRST))
        return tuple(slug for slug in found if slug in allowed)[:MANY]


def _articles(regulation: Regulation) -> Iterator[Article]:
    for one in regulation.provisions:
        if one.text:
            name = f"{regulation.slug}/{one.eid}"
            yield Article(name, regulation.identity.title, one.text, _heading(regulation, one))


def _heading(regulation: Regulation, provision: Provision) -> str:
    """The words that a provision stands under."""
    return regulation.get(provision.parent).text if provision.parent else ""


def _known(regulation: Regulation) -> Iterator[tuple[str, list[str]]]:
    """The lay questions of its folder, each with its provisions."""
    for entry in entries(regulation.enquiries):
        gold = [f"{regulation.slug}/{source.at}" for source in entry.sources]
        yield from ((asked, gold) for asked in (entry.title, *entry.ask))


def _edition(regulations: Sequence[Regulation]) -> str:
    """A name for the texts as they are now."""
    told = "\n".join(f"{one.slug} {one.edition}" for one in regulations)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
