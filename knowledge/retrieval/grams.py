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

MIX = np.uint64(0x9E3779B97F4A7C15)
"""By which the characters of a triple are mixed: three do not fit into one number side by side."""


class Grams(NamedTuple):
    """Every gram of some texts, with the text that it stands in; in no order."""

    keys: NDArray[np.uint64]
    """The numbers of the grams that occur, ascending."""
    rows: NDArray[np.int64]
    """For each occurrence the place of its number in ``keys``."""
    owners: NDArray[np.int32]
    """For each occurrence the number of its text."""


class Symbols(NamedTuple):
    """The characters of some texts, one after the other, without those that separate words."""

    codes: NDArray[np.uint64]
    owners: NDArray[np.int32]
    """For each the number of its text."""
    joins: NDArray[np.bool_]
    """For each but the last, whether the next one stands directly behind it."""


def query(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The grams of one text, ascending, and how often each stands there."""
    return np.unique(_grams(symbols([text]))[0], return_counts=True)


def query_triples(text: str) -> NDArray[np.uint64]:
    """The triples of one text, ascending."""
    return np.unique(_triples(symbols([text]))[0])


def grams(read: Symbols) -> Grams:
    """The characters and pairs of the texts."""
    return _placed(*_grams(read))


def triples(read: Symbols) -> Grams:
    """Every three neighbouring characters of the texts."""
    return _placed(*_triples(read))


def symbols(texts: Sequence[str]) -> Symbols:
    """The characters of the texts."""
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    plain = unicodedata.normalize("NFKC", joined).lower()
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owners = np.cumsum(codes == ord("\n"), dtype=np.int32)
    kept = (codes >= FIRST_HAN) & (codes <= LAST_HAN)
    ends = np.arange(1, len(codes) + 1)
    for run in WORDS.finditer(plain):
        kept[run.start()] = True
        ends[run.start()] = run.end()
        codes[run.start()] = POINTS + crc32(run.group().encode()) % (2**32 - POINTS)
    places = np.flatnonzero(kept)
    return Symbols(codes[places], owners[places], ends[places][:-1] == places[1:])


def firsts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some ordered values differ from the one before them."""
    found = np.ones(len(ordered), bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def _grams(read: Symbols) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    pairs = (read.codes[:-1][read.joins] << PAIR) | read.codes[1:][read.joins]
    return np.concatenate([read.codes, pairs]), np.concatenate([read.owners, read.owners[:-1][read.joins]])


def _triples(read: Symbols) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    whole = read.joins[:-1] & read.joins[1:]
    first, second, third = (read.codes[at : len(read.codes) - 2 + at][whole] for at in range(3))
    return (first * MIX + second) * MIX + third, read.owners[: len(whole)][whole]


def _placed(found: NDArray[np.uint64], owners: NDArray[np.int32]) -> Grams:
    ordered = np.sort(found)
    keys = ordered[firsts(ordered)]
    return Grams(keys, np.searchsorted(keys, found), owners)
