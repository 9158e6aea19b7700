"""Patterns from lists of words: the longest first, ``…`` for a few characters between, ``#`` for a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

GAP = "[^，。,.!?；;|\\s]{0,5}?"
"""What ``…`` in a listed word stands for: up to five characters of the same clause."""

NUMBER = r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?"
"""What ``#`` stands for."""


def alternatives(words: Iterable[str]) -> str:
    """The source of a pattern of any of the words; of one that matches nothing where there are none."""
    return "|".join(_spelled(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@lru_cache(maxsize=32)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of any of the words."""
    return re.compile(alternatives(words))


def _spelled(word: str) -> str:
    """One word; latin ones only whole."""
    spelled = GAP.join(NUMBER.join(map(re.escape, piece.split("#"))) for piece in word.split("…"))
    return rf"(?<![a-z]){spelled}(?![a-z])" if word.isascii() else spelled
