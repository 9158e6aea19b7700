"""What a law weighs before anything is asked: people ask about basic laws more often than about narrow ones.

Read off the texts alone: how many provisions a law has, how often other laws name it, what its name says of its rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

NAMED = re.compile("《([^《》]{2,60})》")
ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|^中华人民共和国")
"""What one name of a law has and another lacks: 中华人民共和国, （2021年修正）."""
BASIC = re.compile("法典?$")
SECOND = re.compile("条例|解释")
SIZE, NAMINGS, RANK = 4.0, 0.5, 1.5
"""What each counts, beside a BM25 score."""


def bare(name: str) -> str:
    """A law's name as other laws name it."""
    return ASIDE.sub("", name)


def namings(names: Sequence[str], texts: Iterable[tuple[int, str]]) -> NDArray[np.float32]:
    """How many provisions of other laws name each; ``texts`` are provisions, each with the number of its law."""
    numbers = {bare(name): number for number, name in enumerate(names)}
    counts: Counter[int] = Counter()
    for law, text in texts:
        meant = {numbers.get(bare(found)) for found in NAMED.findall(text)} if "《" in text else set()
        counts.update(number for number in meant if number is not None and number != law)
    return np.array([counts[number] for number in range(len(names))], np.float32)


def ranks(names: Sequence[str]) -> NDArray[np.float32]:
    """2 for a law, 1 for what the state council or the highest court makes of it, 0 for the rest."""
    return np.array([2 if BASIC.search(bare(name)) else 1 if SECOND.search(name) else 0 for name in names], np.float32)
