"""Texts as weighted bags of single characters and pairs, and the search over them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

PIECES = re.compile(r"[\u4e00-\u9fff]|[a-z]+|[0-9]+(?:\.[0-9]+)?")
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
    """Characters and pairs of neighbouring characters; latin words and numbers are one each."""
    found: Counter[str] = Counter()
    before = ("", -1)
    for run in PIECES.finditer(text):
        piece = run.group()
        found[piece] += 1
        if before[1] == run.start():
            found[before[0] + piece] += 1
        before = (piece, run.end())
    return found


class Field:
    """Texts of one kind, searched by grams."""

    def __init__(self, texts: Sequence[Weights], rarity: Weights) -> None:
        self._rarity = rarity
        self._postings: dict[str, list[tuple[int, float, float]]] = {}
        self._norms = [0.0] * len(texts)
        lengths = [sum(text.values()) for text in texts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        for number, text in enumerate(texts):
            stretch = SATURATION * (1 - LENGTH + LENGTH * lengths[number] / mean)
            square = 0.0
            for gram, count in text.items():
                amount = min(count, 1.0)
                square += (amount * weigh(gram, rarity)) ** 2
                held = count * (SATURATION + 1) / (count + stretch)
                self._postings.setdefault(gram, []).append((number, amount, held))
            self._norms[number] = math.sqrt(square) or 1.0

    def likeness(self, query: Weights) -> dict[int, float]:
        """Cosine (0–1) of each text that shares a gram with the query; for short texts."""
        sums: dict[int, float] = {}
        square = 0.0
        for gram, amount in query.items():
            weight = weigh(gram, self._rarity)
            square += (amount * weight) ** 2
            step = amount * weight * weight
            for number, held, _ in self._postings.get(gram, ()):
                sums[number] = sums.get(number, 0.0) + step * held
        length = math.sqrt(square) or 1.0
        norms = self._norms
        return {number: total / (length * norms[number]) for number, total in sums.items()}

    def coverage(self, query: Weights) -> dict[int, float]:
        """How much of the query's weight (about 0–1) each text holds; for longer texts."""
        sums: dict[int, float] = {}
        whole = 0.0
        for gram, amount in query.items():
            step = amount * weigh(gram, self._rarity)
            whole += step
            for number, _, held in self._postings.get(gram, ()):
                sums[number] = sums.get(number, 0.0) + step * held
        return {number: total / whole for number, total in sums.items()} if whole else {}


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
