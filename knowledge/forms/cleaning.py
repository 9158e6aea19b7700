"""What is taken out of a typed text before it is kept: signs that have no printed form."""

import unicodedata
from typing import NamedTuple

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\t\r\u200c\u200d")
"""Joiners belong to the spelling of some names, and to some emoji."""
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTERS = 0xFFFE
"""The last two code points of every plane are no characters, and no document may hold them."""
_NO_CHARACTERS_EITHER = range(0xFDD0, 0xFDF0)


class Cleaned(NamedTuple):
    """A text fit to be kept, shown and printed, and what was taken out (Chinese, by kind)."""

    text: str
    removed: tuple[str, ...]


def clean(text: str) -> Cleaned:
    """Text without NUL and other control characters, direction marks and the like. Words are never touched."""
    lost = [sign for sign in text if _unseen(sign)]
    if not lost:
        return Cleaned(text, ())
    return Cleaned("".join(sign for sign in text if not _unseen(sign)), tuple(dict.fromkeys(map(_called, lost))))


def _unseen(sign: str) -> bool:
    code = ord(sign)
    no_character = code & _NO_CHARACTERS == _NO_CHARACTERS or code in _NO_CHARACTERS_EITHER
    return sign not in _KEPT and (no_character or unicodedata.category(sign) in _UNSEEN)


def _called(sign: str) -> str:
    """The kind of a sign that was taken out."""
    if sign in _DIRECTION:
        return "改变文字方向的符号"
    return "控制字符" if unicodedata.category(sign) == "Cc" else "看不见的符号"
