"""What somebody typed, made ready to be understood: unseen signs taken out, a button's words or number taken for it."""

import unicodedata

from handlers.model import Mode, Session

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\t\r\u200c\u200d")
"""Joiners belong to the spelling of some names."""


def visible(text: str) -> str:
    """Text without NUL, zero-width and direction marks, which copying and some keyboards leave behind."""
    return "".join(sign for sign in text if sign in _KEPT or unicodedata.category(sign) not in _UNSEEN)


def picked(session: Session, text: str) -> str:
    """A button's words, typed, are the button; a number where choices stand open is the choice of that number."""
    for choice in session.offered:
        if text.strip("。. ") == choice.label:
            return choice.says
    if session.mode in {Mode.REVIEW, Mode.ANSWERS, Mode.DRAFTS}:
        return text  # these steps number their own lists
    numbered = [choice for choice in session.offered if not choice.control]
    plain = text.strip("。.、 ")
    if plain.isascii() and plain.isdigit() and 1 <= int(plain[:4]) <= len(numbered):
        return numbered[int(plain[:4]) - 1].says
    return text
