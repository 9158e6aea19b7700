"""Questions that were answered before, each with its provisions: the ones most like a new question vote for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.engine import Engine
from knowledge.retrieval.grams import SINGLES, grams, query
from knowledge.retrieval.postings import Floats, Postings

SINGLE = 0.6
"""What a single character counts beside a pair."""
NEAREST, NEAR = 50, 20
"""How many questions vote, and how many of them with the stronger vote."""
REACH = 3
"""How many provisions away a vote still counts for a neighbour, less the farther."""
HALF, LOW = np.uint64(32), np.uint64(2**32 - 1)


@dataclass(frozen=True, slots=True)
class Votes:
    """What the known questions say of one question; for each provision unless said otherwise."""

    nearest: Floats
    """Likeness of the nearest question that has it."""
    strong: Floats
    """Sum of the likenesses of the nearest twenty."""
    shared: Floats
    """The same, squared, and less for those that have many provisions."""
    wide: Floats
    """Sum of the likenesses of the nearest fifty."""
    neighbour: Floats
    """Likeness of the nearest question that has a neighbour."""
    law: Floats
    """For each law, its share of all votes."""
    block: Floats
    """For each block, its share of all votes."""
    block_nearest: Floats
    """For each block, likeness of its nearest question."""
    top: float
    """Likeness of the nearest question of all."""


class Memory:
    """Known questions over the provisions of an engine."""

    def __init__(self, engine: Engine, pairs: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``pairs`` of a question and ids of provisions; ids that the engine does not have are left out."""
        self._engine = engine
        numbers = {name: number for number, name in enumerate(engine.ids)}
        known = [(asked, [numbers[one] for one in gold if one in numbers]) for asked, gold in pairs]
        self._gold = [gold for _, gold in known if gold]
        self.size = len(self._gold)
        self._postings, self._keys, self._rarity = _compared([asked for asked, gold in known if gold])
        self.asked, self.law_asked, self.block_asked = self._popularity()

    def votes(self, question: str) -> Votes:
        """What the known questions say of a question."""
        engine, likeness = self._engine, self._likeness(question)
        order = np.argsort(-likeness, kind="stable")[:NEAREST]
        nearest, strong, shared, wide = (np.zeros(len(engine.ids), np.float32) for _ in range(4))
        law, block = np.zeros(len(self.law_asked), np.float32), np.zeros(len(self.block_asked), np.float32)
        block_nearest = np.zeros_like(block)
        for place, number in enumerate(order.tolist()):
            like, gold = likeness[number], self._gold[number]
            nearest[gold] = np.maximum(nearest[gold], like)
            wide[gold] += like
            if place < NEAR:
                strong[gold] += like
                shared[gold] += like * like / np.sqrt(len(gold))
            law[np.unique(engine.law[gold])] += like * like
            blocks = np.unique(engine.block[gold])
            block[blocks] += like * like
            block_nearest[blocks] = np.maximum(block_nearest[blocks], like)
        top = float(likeness[order[0]]) if len(order) else 0.0
        beside = self._beside(nearest)
        return Votes(nearest, strong, shared, wide, beside, _shares(law), _shares(block), block_nearest, top)

    def _likeness(self, question: str) -> Floats:
        """Cosine of each known question to a new one."""
        keys, _ = query(question)
        rows = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        known = self._keys[rows] == keys if len(self._keys) else np.zeros(len(keys), bool)
        unseen = np.where(keys < SINGLES, SINGLE, 1.0) * np.log(1 + 2 * (self.size + 0.5))
        weights = np.where(known, self._rarity[rows], unseen) if len(self._keys) else unseen
        sums = self._postings.sums(rows[known], weights[known])
        likeness: Floats = (sums / max(float(np.sqrt((weights**2).sum())), 1e-9)).astype(np.float32)
        return likeness

    def _beside(self, nearest: Floats) -> Floats:
        """The votes of the neighbours in the same law."""
        law = self._engine.law
        beside = np.zeros_like(nearest)
        for step in range(1, REACH + 1):
            same = law[step:] == law[:-step]
            beside[step:] = np.maximum(beside[step:], nearest[:-step] * same / step)
            beside[:-step] = np.maximum(beside[:-step], nearest[step:] * same / step)
        return beside

    def _popularity(self) -> tuple[Floats, Floats, Floats]:
        """How often each provision, and for a thousand questions each law and block, was asked about."""
        engine = self._engine
        asked = np.zeros(len(engine.ids), np.float32)
        law = np.zeros(len(engine.size), np.float32)
        block = np.zeros(engine.blocks, np.float32)
        for gold in self._gold:
            asked[gold] += 1
            law[np.unique(engine.law[gold])] += 1000 / self.size
            block[np.unique(engine.block[gold])] += 1000 / self.size
        return asked, law, block


def _shares(votes: Floats) -> Floats:
    return votes / max(float(votes.sum()), 1e-6)


def _compared(questions: Sequence[str]) -> tuple[Postings, NDArray[np.uint64], NDArray[np.float64]]:
    """Questions ready to be compared: amounts of length 1, their grams, and what each gram counts."""
    found = grams(questions)
    packed = np.unique((found.rows.astype(np.uint64) << HALF) | found.owners.astype(np.uint64))
    rows, owners = (packed >> HALF).astype(np.int64), (packed & LOW).astype(np.int64)
    spread = np.bincount(rows, minlength=len(found.keys))
    rarity = np.log(1 + (len(questions) - spread + 0.5) / (spread + 0.5))
    rarity *= np.where(found.keys < SINGLES, SINGLE, 1.0)
    lengths = np.sqrt(np.bincount(owners, rarity[rows] ** 2, minlength=len(questions)))
    amounts = rarity[rows] / np.maximum(lengths, 1e-9)[owners]
    starts = np.searchsorted(rows, np.arange(len(found.keys) + 1))
    return Postings(starts, owners, amounts, len(questions)), found.keys, rarity
