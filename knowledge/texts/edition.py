"""The name of an edition of a regulation: a hash of the words of its text, and one of all that its folder holds.

A case keeps the name of the edition that it was made under. Where the name is another one today, it also tells
whether the words are others or only what is said of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from knowledge.model import Provision
from knowledge.texts.text import fold

WORDS_LENGTH, FILES_LENGTH = 8, 12
MARK = "-"


def edition_name(provisions: Sequence[Provision], files: str) -> str:
    """The name for these provisions; ``files`` is a hash, in hexadecimal digits, of the folder's files."""
    words = "\n".join(fold(one.text) for one in provisions)
    return f"{hashlib.sha256(words.encode()).hexdigest()[:WORDS_LENGTH]}{MARK}{files[:FILES_LENGTH]}"


def words_of(name: str) -> str:
    """The part of a name that stands for the words alone; empty for a name from before names told it."""
    return name.partition(MARK)[0] if MARK in name else ""


def same_edition(one: str, other: str) -> bool:
    """Whether two names, of whichever time, are of the same files."""
    return one.rpartition(MARK)[2] == other.rpartition(MARK)[2]


def same_words(one: str, other: str) -> bool | None:
    """Whether two editions have the same words; None for a name from before names told it."""
    if not words_of(one) or not words_of(other):
        return None
    return words_of(one) == words_of(other)
