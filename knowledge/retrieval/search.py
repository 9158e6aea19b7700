"""The search itself: what a question finds, put in order by what is known of each provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.retrieval.engine import Engine, best
from knowledge.retrieval.features import NAMES, candidates, fixed
from knowledge.retrieval.memory import Memory
from knowledge.retrieval.trees import Trees, TreesData

ENOUGH = 300
"""Known questions from which the trained order is better than the fixed sum."""


@dataclass(frozen=True, slots=True)
class Found:
    """A provision with the figure by which it stands where it does."""

    id: str
    score: float


class Search:
    """An engine with the questions that were answered before."""

    def __init__(
        self, engine: Engine, known: Sequence[tuple[str, Sequence[str]]] = (), trained: TreesData | None = None
    ) -> None:
        """``known``: questions, each with the ids of its provisions. Raises ``ValueError`` for a foreign model."""
        if trained is not None and trained.names != NAMES:
            raise ValueError("the trained order is made for other figures")
        self._engine = engine
        self._memory = Memory(engine, known)
        self._trees = Trees.of(trained) if trained is not None and self._memory.size >= ENOUGH else None

    def find(self, question: str, most: int = 100) -> list[Found]:
        """The provisions that answer a question, best first."""
        engine = self._engine
        if self._trees is None:
            votes = self._memory.votes(question) if self._memory.size else None
            evidence = engine.evidence(question)
            scores = evidence.score if votes is None else fixed(engine, evidence, votes)
            return [Found(engine.ids[number], float(scores[number])) for number in best(scores, most).tolist()]
        numbers, figures = candidates(engine, self._memory, question)
        order = self._trees.scores(figures)
        ranked = np.argsort(-order, kind="stable")[:most]
        return [Found(engine.ids[numbers[place]], float(order[place])) for place in ranked.tolist()]
