"""One search over the provisions of any number of laws, built once.

A provision is found by its own words, by those of its heading and of what stands around it, and by the words of the law
for the everyday ones of the question; its law weighs in beforehand. Nothing is random: the same question always finds
the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.everyday import Everyday
from knowledge.retrieval.grams import SINGLES, grams, query
from knowledge.retrieval.laws import NAMINGS, RANK, SIZE, namings, ranks
from knowledge.retrieval.postings import Arrays, Field, Floats, Shape

FORM = 1
"""The form of the arrays; another number wherever an engine built before could not be used any more."""
WORDS = Shape()
HEADINGS = Shape(length=0.3)
HEADING, AROUND, EVERYDAY = 0.15, 0.3, 0.45
"""What a field counts beside a provision's own words."""
BLOCK = 12
"""How many provisions stand together where a law has no headings."""


class Article(NamedTuple):
    """A provision as the search takes it."""

    id: str
    law: str
    """The law's name."""
    text: str
    heading: str = ""
    """The headings that it stands under; empty where there are none."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a question finds before it is ranked: one figure for each provision, unless said otherwise."""

    words: Floats
    heading: Floats
    """For each block."""
    around: Floats
    """For each block."""
    everyday: Floats
    law: Floats
    """For each law, by its name."""
    score: Floats
    """All of them in one."""


class Engine:
    """Provisions, ready to be searched."""

    def __init__(self, ids: Sequence[str], arrays: Mapping[str, Arrays], everyday: Everyday) -> None:
        self.ids = ids
        """The provisions' ids; all else speaks of their numbers in this order."""
        self.arrays = arrays
        """All that the engine is made of, by field."""
        places = arrays["places"]
        self.block: NDArray[np.int32] = places["block"]
        self.law: NDArray[np.int32] = places["law"]
        self.length: NDArray[np.int32] = places["length"]
        """Characters of each provision."""
        self.blocks = int(self.block.max(initial=-1)) + 1
        laws = arrays["laws"]
        self.size: Floats = laws["size"]
        """Logarithm of the number of provisions of each law."""
        self.namings: Floats = laws["namings"]
        """Logarithm of the number of provisions of other laws that name each."""
        self.ranks: Floats = laws["ranks"]
        self._everyday = everyday
        self._words = Field.from_arrays(arrays["words"], len(ids), WORDS)
        self._headings = Field.from_arrays(arrays["headings"], self.blocks, HEADINGS)
        self._around = Field.from_arrays(arrays["around"], self.blocks, WORDS)
        self._names = Field.from_arrays(arrays["names"], len(self.size), HEADINGS)
        self._prior: Floats = (SIZE * self.size + NAMINGS * self.namings + RANK * self.ranks)[self.law]

    @classmethod
    def build(cls, articles: Sequence[Article], everyday: Everyday) -> Engine:
        """From provisions; those of one law and heading stand together."""
        names = list(dict.fromkeys(one.law for one in articles))
        numbers = {name: number for number, name in enumerate(names)}
        law = np.array([numbers[one.law] for one in articles], np.int32)
        block, headings = _blocks(articles)
        texts = [one.text for one in articles]
        words = grams(texts)
        named = namings(names, zip(law.tolist(), texts, strict=True))
        arrays: dict[str, Arrays] = {
            "words": Field.of(words, len(texts), WORDS).arrays(),
            "around": Field.of(words._replace(owners=block[words.owners]), len(headings), WORDS).arrays(),
            "headings": Field.of(grams(headings), len(headings), HEADINGS).arrays(),
            "names": Field.of(grams(names), len(names), HEADINGS).arrays(),
            "places": {"block": block, "law": law, "length": np.array([len(text) for text in texts], np.int32)},
            "laws": {
                "size": np.log(np.bincount(law, minlength=len(names))).astype(np.float32),
                "namings": np.log1p(named),
                "ranks": ranks(names),
            },
        }
        return cls([one.id for one in articles], arrays, everyday)

    def evidence(self, question: str) -> Evidence:
        """What a question finds."""
        keys, counts = query(question)
        law_words, _ = query(self._everyday.law_words(question))
        words, heading, around = (
            self._words.scores(keys, counts),
            self._headings.scores(keys),
            self._around.scores(keys),
        )
        everyday = self._words.scores(law_words[law_words >= SINGLES])
        score = words + EVERYDAY * everyday + (HEADING * heading + AROUND * around)[self.block] + self._prior
        return Evidence(words, heading, around, everyday, self._names.scores(keys), score)


def best(scores: Floats, most: int) -> NDArray[np.int64]:
    """The numbers of the highest scores, best first; equal ones in their own order."""
    if len(scores) > most:
        cut = np.partition(scores, len(scores) - most)[len(scores) - most]
        above, level = np.flatnonzero(scores > cut), np.flatnonzero(scores == cut)
        found = np.concatenate([above, level[: most - len(above)]])
    else:
        found = np.arange(len(scores))
    return found[np.argsort(-scores[found], kind="stable")]


def _blocks(articles: Sequence[Article]) -> tuple[NDArray[np.int32], list[str]]:
    """The block of each provision, and the blocks' headings; blocks are numbered in the order of the provisions."""
    blocks: dict[tuple[str, str, int], int] = {}
    places: dict[str, int] = {}
    found = []
    for one in articles:
        place = places[one.law] = places.get(one.law, -1) + 1
        name = (one.law, one.heading, -1 if one.heading else place // BLOCK)
        found.append(blocks.setdefault(name, len(blocks)))
    return np.array(found, np.int32), [heading for _, heading, _ in blocks]
