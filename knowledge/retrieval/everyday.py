"""Everyday words for the words of the law: a question about 老板 is also one about 用人单位."""

from __future__ import annotations

from collections.abc import Mapping


class Everyday:
    """Knows for each everyday word the words of the law."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = [(word, law.split()) for law, many in words.items() for word in many]

    def law_words(self, question: str) -> str:
        """The words of the law for the everyday ones of a question, without those that it has itself."""
        found = dict.fromkeys(law for word, many in self._words if word in question for law in many)
        return " ".join(law for law in found if law not in question)
