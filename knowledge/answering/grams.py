"""Texts as weighted bags of single characters and pairs, and the search over them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.postings import Postings

PIECES = re.compile(r"[\u4e00-\u9fff]|[a-z]+|[0-9]+(?:\.[0-9]+)?")
RUNS = re.compile(f"(?:{PIECES.pattern})+")
SINGLE = 0.35
"""What a single character counts beside a pair."""
MOST_GRAMS = 45
"""Grams of one question that are searched, the heaviest first."""
SATURATION = 0.8
"""How soon further occurrences of a gram in a text stop counting (BM25's k1)."""
LENGTH = 0.35
"""How far longer texts are held against (BM25's b)."""

Weights = Mapping[str, float]


def grams(text: str) -> Counter[str]:
    """Characters and pairs of neighbouring characters; latin words and numbers are one each. What follows a number is
    paired with any number too, so that 是不是20万 comes near 有15万吗."""
    found: list[str] = []
    for run in RUNS.findall(text):
        pieces = PIECES.findall(run)
        found.append(pieces[0])
        for before, piece in pairwise(pieces):
            found += (piece, before + piece)
            if before[0].isdigit():
                found.append(f"#{piece}")
    return Counter(found)


class Field:
    """Texts of one kind, searched by grams."""

    def __init__(self, texts: Sequence[Weights], rarity: Weights) -> None:
        self._rarity = rarity
        self._rows: dict[str, int] = {}
        held = [(self._rows.setdefault(gram, len(self._rows)), count) for text in texts for gram, count in text.items()]
        owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        rows, counts = np.array([row for row, _ in held], np.int64), np.array([count for _, count in held])
        lengths = np.bincount(owners, counts, minlength=len(texts))
        stretch = SATURATION * (1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()) if len(texts) else 0, 1e-9))
        amounts = counts * (SATURATION + 1) / (counts + stretch[owners])
        self._covering = Postings.of(rows, owners, amounts, len(texts))
        present = np.minimum(counts, 1.0)
        self._alike = Postings.of(rows, owners, present, len(texts))
        weights = np.array([weigh(gram, rarity) for gram in self._rows])
        squares = np.bincount(owners, (present * weights[rows]) ** 2, minlength=len(texts)) if held else 0.0
        self._norms = np.sqrt(np.where(squares, squares, 1.0))

    def likeness(self, query: Weights) -> NDArray[np.float64]:
        """Cosine (0–1) of each text to the query; for short texts."""
        weights = {gram: weigh(gram, self._rarity) for gram in query}
        square = sum((amount * weights[gram]) ** 2 for gram, amount in query.items())
        sums = self._sums(self._alike, {gram: amount * weights[gram] ** 2 for gram, amount in query.items()})
        likeness: NDArray[np.float64] = sums / ((math.sqrt(square) or 1.0) * self._norms)
        return likeness

    def coverage(self, query: Weights) -> NDArray[np.float64]:
        """How much of the query's weight (about 0–1) each text holds; for longer texts."""
        weights = {gram: amount * weigh(gram, self._rarity) for gram, amount in query.items()}
        whole = sum(weights.values())
        coverage: NDArray[np.float64] = self._sums(self._covering, weights) / (whole or 1.0)
        return coverage

    def _sums(self, postings: Postings, weights: Weights) -> NDArray[np.float64]:
        known = [gram for gram in weights if gram in self._rows]
        rows = np.array([self._rows[gram] for gram in known], np.int64)
        return postings.sums(rows, np.array([weights[gram] for gram in known]))


def weigh(gram: str, rarity: Weights) -> float:
    """What a gram counts: rare ones more, single characters less."""
    known = rarity.get(gram)
    weight = known if known is not None else rarity.get("", 1.0)
    return weight * SINGLE if len(gram) == 1 else weight


def rarities(texts: Iterable[Weights]) -> dict[str, float]:
    """How rare each gram is (inverse document frequency); under "" what an unseen one counts."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(text.keys())
    rare = {gram: math.log(1 + (total - count + 0.5) / (count + 0.5)) for gram, count in counts.items()}
    rare[""] = math.log(1 + (total + 0.5) / 0.5)
    return rare


def heaviest(query: Weights, rarity: Weights) -> dict[str, float]:
    """The grams of a question that say most."""
    if len(query) <= MOST_GRAMS:
        return dict(query)
    ranked = sorted(query, key=lambda gram: query[gram] * weigh(gram, rarity), reverse=True)
    return {gram: query[gram] for gram in ranked[:MOST_GRAMS]}
