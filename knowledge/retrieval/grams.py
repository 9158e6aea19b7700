"""Texts as numbers: every character and every pair of neighbouring characters is one, of many texts at once.

A latin word or a number counts as one character. A character's number is its code point, a word's a hash above all code
points; a pair's is made of both. So the numbers depend on nothing but the text: indexes built apart can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORDS = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?")
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
POINTS = 0x110000
"""One above the last code point."""
PAIR = np.uint64(32)
"""Bits by which the first character of a pair is moved up."""
SINGLES = np.uint64(1 << 32)
"""One above the last number of a single character."""


class Grams(NamedTuple):
    """Every gram of some texts, with the text that it stands in; in no order."""

    keys: NDArray[np.uint64]
    """The numbers of the grams that occur, ascending."""
    rows: NDArray[np.int64]
    """For each occurrence the place of its number in ``keys``."""
    owners: NDArray[np.int32]
    """For each occurrence the number of its text."""


def query(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The grams of one text, ascending, and how often each stands there."""
    return np.unique(_occurrences([text])[0], return_counts=True)


def grams(texts: Sequence[str]) -> Grams:
    """The grams of the texts."""
    found, owners = _occurrences(texts)
    ordered = np.sort(found)
    keys = ordered[firsts(ordered)]
    return Grams(keys, np.searchsorted(keys, found), owners)


def firsts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some ordered values differ from the one before them."""
    found = np.ones(len(ordered), bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def _occurrences(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The number of every gram of the texts, and of the text that it stands in."""
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    plain = unicodedata.normalize("NFKC", joined).lower()
    symbols = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owners = np.cumsum(symbols == ord("\n"), dtype=np.int32)
    kept = (symbols >= FIRST_HAN) & (symbols <= LAST_HAN)
    ends = np.arange(1, len(symbols) + 1)
    for run in WORDS.finditer(plain):
        kept[run.start()] = True
        ends[run.start()] = run.end()
        symbols[run.start()] = POINTS + crc32(run.group().encode()) % (2**32 - POINTS)
    places = np.flatnonzero(kept)
    symbols, owners = symbols[places], owners[places]
    joins = ends[places][:-1] == places[1:]
    pairs = (symbols[:-1][joins] << PAIR) | symbols[1:][joins]
    return np.concatenate([symbols, pairs]), np.concatenate([owners, owners[:-1][joins]])
