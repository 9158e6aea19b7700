"""Telling small talk from questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.speech import OtherTalk

LONGEST = 40
"""Characters from which a message is no small talk."""
_SIGNS = re.compile(r"[^\u4e00-\u9fffa-z]+")


def is_chat(other: OtherTalk, text: str) -> bool:
    """Whether a message (in plain words) is nothing but greetings, thanks and the like."""
    if len(text) > LONGEST:
        return False
    bare = _SIGNS.sub("|", text)
    if not bare.strip("|"):
        return True
    rest = _any_of(other.chat).sub("|", bare)
    return rest != bare and not _any_of(other.filler).sub("", rest).strip("| ")


def is_order(other: OtherTalk, text: str) -> bool:
    """Whether a message (in plain words) insults, or tells the assistant what to be or to make up."""
    return any(word in text for word in other.orders)


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_escaped(words)) or r"(?!)")


def _escaped(words: Iterable[str]) -> Iterable[str]:
    """The longest first; latin words only whole."""
    for word in sorted(words, key=len, reverse=True):
        yield rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
