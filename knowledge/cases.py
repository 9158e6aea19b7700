"""From answers to a case: what was said and all that follows from it, in the vocabulary of a library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from knowledge.library import Library
from knowledge.vocabulary.case import Case
from knowledge.vocabulary.derive import Vocabulary
from knowledge.vocabulary.facts import Value


def case_of(library: Library, answers: Mapping[str, Value], on: date) -> Case:
    """The case of these answers on that day. A fact absent from ``answers`` was not said; None is 不清楚."""
    return Case.of(_vocabulary(library), library.retirement, on, answers)


@lru_cache(maxsize=8)
def _vocabulary(library: Library) -> Vocabulary:
    """The library's facts with what they imply; a library never changes."""
    return Vocabulary(library.facts)
