"""What must not be kept: identity numbers and control characters are taken out before a turn exists.

An 18-digit identity number (公民身份号码) is known by its check digit and its birth date, however it is dressed up:
full-width digits, spaces, dashes, broken lines. What only looks like one (a bank card, a 文号, a long amount) stays.
"""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.forms.identity_numbers import fault

LONGEST = 65_536
"""Characters of one message that are taken in at all; far more than any channel of ours carries."""

MASK = "〔身份证号已隐去〕"

_GAP = r"[\s.,·、，。_\-‐-―－]{0,3}"
_NUMBER = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}\d){{9}}{_GAP}[\dXx])(?!\d))")
"""Six digits of the place, a year of the 20th or 21st century, and the rest; no digit directly before or after."""
_TOKEN = re.compile(r"\d+:[\w-]{30,}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories without a printed form: control and format characters, lone surrogates."""


@dataclass(frozen=True)
class Cleaned:
    """Words fit to be kept."""

    text: str
    masked: bool
    """An identity number was taken out."""


def clean(text: str) -> Cleaned:
    """Cut to length, drop NUL and lone surrogates, mask identity numbers."""
    plain = "".join(char for char in text[:LONGEST] if char != "\x00" and not "\ud800" <= char <= "\udfff")
    masked = mask_identity_numbers(plain)
    return Cleaned(text=masked, masked=masked != plain)


def mask_identity_numbers(text: str) -> str:
    """Every valid identity number, in any disguise, replaced by a mark; all other words untouched."""
    folded, places = _folded(text)
    pieces: list[str] = []
    end = 0
    for start, stop in _numbers(folded):
        pieces += [text[end : places[start]], MASK]
        end = places[stop - 1] + 1
    return "".join([*pieces, text[end:]])


def mask_tokens(text: str) -> str:
    """Anything that looks like a bot's token, replaced."""
    return _TOKEN.sub("<token>", text)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with digits and letters made plain and unseen characters gone, and where each character came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isascii():
            folded.append(char)
        elif unicodedata.category(char) in _UNSEEN:
            continue
        else:
            digit = unicodedata.digit(char, None)
            folded.append(str(digit) if digit is not None else unicodedata.normalize("NFKC", char)[:1] or char)
        places.append(place)
    return "".join(folded), places


def _numbers(text: str) -> list[tuple[int, int]]:
    """Where valid numbers stand, without overlap."""
    found: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text):
        start, stop = match.span(1)
        if (not found or start >= found[-1][1]) and _is_identity_number(match[1]):
            found.append((start, stop))
    return found


def _is_identity_number(written: str) -> bool:
    """Province, birth date and check digit hold."""
    return fault(re.sub(r"[^\dXx]", "", written).upper()) is None
