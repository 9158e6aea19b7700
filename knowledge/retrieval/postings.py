"""Which texts hold which gram and how much it counts there: sparse columns, summed by numpy, kept as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.grams import SINGLES, Grams, firsts

Arrays = Mapping[str, NDArray[Any]]
Floats = NDArray[np.float32]
HALF, LOW = np.uint64(32), np.uint64(2**32 - 1)


@dataclass(frozen=True, slots=True)
class Postings:
    """For each row (a gram) the texts that hold it, in their order, with an amount each."""

    starts: NDArray[np.int64]
    """Where each row begins; one more than there are rows."""
    texts: NDArray[Any]
    amounts: NDArray[Any]
    size: int
    """How many texts there are."""

    @classmethod
    def of(cls, rows: NDArray[Any], texts: NDArray[Any], amounts: NDArray[Any], size: int) -> Postings:
        """From one entry for each row and text, in any order."""
        order = np.lexsort((texts, rows))
        starts = (
            np.concatenate([[0], np.cumsum(np.bincount(rows))]).astype(np.int64) if len(rows) else np.zeros(1, np.int64)
        )
        return cls(starts, texts[order].astype(np.min_scalar_type(size)), amounts[order], size)

    def sums(self, rows: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
        """For each text the weighted sum of the amounts of some rows, each named once."""
        sums = np.zeros(self.size, self.amounts.dtype)
        starts, ends = self.starts[rows].tolist(), self.starts[rows + 1].tolist()
        for start, end, weight in zip(starts, ends, weights.tolist(), strict=True):
            sums[self.texts[start:end]] += weight * self.amounts[start:end]
        return sums


@dataclass(frozen=True, slots=True)
class Shape:
    """How a field weighs what it holds (BM25)."""

    saturation: float = 1.5
    """How soon further occurrences of a gram in a text stop counting (k1)."""
    length: float = 0.75
    """How far longer texts are held against (b)."""
    single: float = 1.0
    """What a single character counts beside a pair."""


class Field:
    """Texts of one kind, searched by the numbers of their grams."""

    def __init__(self, keys: NDArray[np.uint64], postings: Postings, shape: Shape) -> None:
        self._keys, self._postings = keys, postings
        self._shape = shape

    @classmethod
    def of(cls, found: Grams, size: int, shape: Shape) -> Field:
        """Built from the grams of ``size`` texts."""
        packed = (found.rows.astype(np.uint64) << HALF) | found.owners.astype(np.uint64)
        packed.sort()
        heads = np.flatnonzero(firsts(packed))
        counts = np.diff(np.append(heads, len(packed))).astype(np.float32)
        rows, owners = (packed[heads] >> HALF).astype(np.int64), (packed[heads] & LOW).astype(np.int64)
        lengths = np.bincount(found.owners, minlength=size).astype(np.float32)
        mean = max(float(lengths.sum()) / max(size, 1), 1.0)
        stretch = shape.saturation * (1 - shape.length + shape.length * lengths / mean)
        amounts = counts * (shape.saturation + 1) / (counts + stretch.astype(np.float32)[owners])
        starts = np.searchsorted(rows, np.arange(len(found.keys) + 1))
        return cls(found.keys, Postings(starts, owners.astype(np.min_scalar_type(size)), amounts, size), shape)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that the field is made of."""
        held = self._postings
        return {"keys": self._keys, "starts": held.starts, "texts": held.texts, "amounts": held.amounts}

    @classmethod
    def from_arrays(cls, arrays: Arrays, size: int, shape: Shape) -> Field:
        """The field that ``arrays`` came from; nothing is copied."""
        return cls(arrays["keys"], Postings(arrays["starts"], arrays["texts"], arrays["amounts"], size), shape)

    def scores(self, keys: NDArray[np.uint64], counts: NDArray[Any] | None = None) -> Floats:
        """BM25 of every text for a query of grams, each named once, with how often it stands there."""
        rows, known = self._rows(keys)
        weights = self._weights(rows, keys[known])
        scores: Floats = self._postings.sums(rows, weights if counts is None else weights * counts[known])
        return scores

    def _rows(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The rows of the grams that some text holds, and which those are."""
        if not len(self._keys):
            return np.zeros(0, np.int64), np.zeros(len(keys), bool)
        rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known: NDArray[np.bool_] = self._keys[rows] == keys
        return rows[known], known

    def _weights(self, rows: NDArray[np.int64], keys: NDArray[np.uint64]) -> NDArray[Any]:
        size = self._postings.size
        spread = self._postings.starts[rows + 1] - self._postings.starts[rows]
        rarity = np.log(1 + (size - spread + 0.5) / (spread + 0.5))
        weights: NDArray[Any] = np.where(keys < SINGLES, self._shape.single * rarity, rarity)
        return weights
