"""How like the provisions of two texts are: by their words, and where these do not tell, by number and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from knowledge.model import Provision
from knowledge.texts.numbering import marker
from knowledge.texts.outline import ANNEX
from knowledge.texts.text import fold

NUMBERED = frozenset({"chapter", "article", "section", "item"})
PROSE = frozenset({"article", "section", "item", "paragraph", "note"})
"""Kinds that may become one another when a text is numbered in another way."""

Grades = npt.NDArray[np.float64]
Weights = npt.NDArray[np.int64]

SAME = 0.5
"""Part of their characters that two provisions must share. Unrelated ones of one text hardly ever share so much."""
SAME_IN_PLACE = 0.4
"""The same, where number and place are the same too."""
SHORT = 8
"""Characters below which words are a mere name (性别, 盖章)."""
SAME_NAME = 0.7
GROWN = 0.85
"""Part of the shorter provision's characters that stand in the longer one, in order, where it has only grown."""
GROWN_TIMES = 5
"""So many times longer at most: in a long text nearly any few characters can be found."""
GROWN_WORTH = 0.6
WHOLE = 1000
"""Weight of a character that is the same."""
SAME_NUMBER, SAME_PLACE = 300, 200
"""Weight of what only decides between provisions of the same words."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A provision taken apart: the number that is printed before its words, and these."""

    number: str
    """Folded; empty where none is printed."""
    words: str
    """As printed."""
    folded: str

    @classmethod
    def of(cls, provision: Provision) -> Numbered:
        """The provision taken apart."""
        text = provision.text
        number = ""
        if provision.kind in NUMBERED and (found := marker(text)):
            number = found.printed
        elif provision.kind == "annex" and (head := ANNEX.match(text)):
            number = head[0]
        words = text[len(number) :].lstrip(" 　.．、:：")
        return cls(fold(number), words, fold(words))


def weigh(old: Sequence[Provision], new: Sequence[Provision]) -> Weights:
    """What it is worth to take two provisions for the same: the characters that they share, the more so the more alike.

    0 where they are not the same. The worth is highest for the same words, then number, then place.
    """
    left, right = [Numbered.of(one) for one in old], [Numbered.of(one) for one in new]
    if not left or not right:
        return np.zeros((len(left), len(right)), np.int64)
    lengths = np.array([len(one.folded) for one in left])[:, None], np.array([len(one.folded) for one in right])[None]
    far = cdist([one.folded for one in left], [one.folded for one in right], scorer=Indel.distance, dtype=np.int32)
    common = (lengths[0] + lengths[1] - far) / 2
    number = _equal([one.number for one in left], [one.number for one in right])
    place = _equal([one.eid for one in old], [one.eid for one in new])
    alike = _alike(common, np.minimum(*lengths), np.maximum(*lengths))
    needed = np.where(np.maximum(*lengths) < SHORT, SAME_NAME, SAME)
    needed = np.where(number & place, SAME_IN_PLACE, needed)
    fitting = (alike >= needed) & _equal([_class(one) for one in old], [_class(one) for one in new])
    worth = np.rint(WHOLE * alike * (common + 1)).astype(np.int64)
    return np.where(fitting, worth + SAME_NUMBER * number + SAME_PLACE * place, 0)


def _alike(common: Grades, shorter: npt.NDArray[np.int_], longer: npt.NDArray[np.int_]) -> Grades:
    """The part of all characters that are common; more for a provision that another has only added to."""
    alike = 2 * common / np.maximum(shorter + longer, 1)
    alike = np.where(longer == 0, 1.0, alike)
    grown = (shorter >= SHORT) & (common >= GROWN * shorter) & (longer <= GROWN_TIMES * shorter)
    return np.where(grown, np.maximum(alike, GROWN_WORTH), alike)


def _equal(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.bool_]:
    places = {word: at for at, word in enumerate(dict.fromkeys((*left, *right)))}
    return np.equal.outer([places[one] for one in left], [places[one] for one in right])


def _class(provision: Provision) -> str:
    """Only provisions of one class can be the same."""
    return "prose" if provision.kind in PROSE else provision.kind
