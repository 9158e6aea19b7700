"""Identity numbers taken out of words: known by their check digit and birth date, however they are dressed up.

Full-width digits, spaces, dashes, broken lines hide none. What only looks like one (a bank card, a 文号, a long amount)
stays.
"""

import re
import unicodedata

from knowledge.forms.identity_numbers import fault

MASK = "〔身份证号已隐去〕"

_GAP = r"[\s.,·、，。_\-‐-―－]{0,3}"
_NUMBER = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}\d){{9}}{_GAP}[\dXx])(?!\d))")
"""Six digits of the place, a year of the 20th or 21st century, and the rest; no digit directly before or after."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories without a printed form: control and format characters, lone surrogates."""


def mask_identity_numbers(text: str) -> str:
    """Every valid identity number, in any disguise, replaced by a mark; all other words untouched."""
    folded, places = _folded(text)
    pieces: list[str] = []
    end = 0
    for start, stop in _numbers(folded):
        pieces += [text[end : places[start]], MASK]
        end = places[stop - 1] + 1
    return "".join([*pieces, text[end:]])


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
