"""What is known of each provision that may answer a question: the figures by which the best are put in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.engine import Engine, Evidence, best
from knowledge.retrieval.memory import Memory, Votes
from knowledge.retrieval.postings import Floats

CANDIDATES = 250
"""How many provisions are put in order."""
VOTE, BLOCK_VOTE, LAW_VOTE = 80.0, 40.0, 20.0
"""What the known questions' votes count beside what is found without them."""

NAMES = (
    *("words", "words of best", "heading", "around", "everyday", "law name", "neighbours", "score", "score of best"),
    *("law size", "law namings", "law rank", "length"),
    *("nearest", "strong", "shared", "wide", "law votes", "block votes", "block nearest", "beside", "top"),
    *("asked", "law asked", "block asked", "question", "place by score", "place by votes"),
)
"""The figures, in the order of the columns."""


class Candidates(NamedTuple):
    """Provisions that may answer, best first by a fixed sum, with a row of figures each."""

    numbers: NDArray[np.int64]
    figures: Floats


def fixed(engine: Engine, evidence: Evidence, votes: Votes) -> Floats:
    """The sum of all that speaks for each provision, by fixed weights."""
    around = (BLOCK_VOTE * votes.block)[engine.block] + (LAW_VOTE * votes.law)[engine.law]
    total: Floats = evidence.score + VOTE * votes.strong + around
    return total


def candidates(engine: Engine, memory: Memory, question: str) -> Candidates:
    """The provisions that come first by the fixed sum, with their figures."""
    evidence, votes = engine.evidence(question), memory.votes(question)
    found = best(fixed(engine, evidence, votes), CANDIDATES)
    block, law = engine.block[found], engine.law[found]
    words, score = evidence.words, evidence.score
    columns = (
        *(words[found], words[found] / max(float(words.max()), 1e-6), evidence.heading[block], evidence.around[block]),
        *(evidence.everyday[found], evidence.law[law], _beside(engine, words, found)),
        *(score[found], score[found] / max(float(score.max()), 1e-6)),
        *(engine.size[law], engine.namings[law], engine.ranks[law], np.log1p(engine.length[found])),
        *(votes.nearest[found], votes.strong[found], votes.shared[found], votes.wide[found]),
        *(votes.law[law], votes.block[block], votes.block_nearest[block], votes.neighbour[found]),
        np.full(len(found), votes.top),
        *(memory.asked[found], memory.law_asked[law], memory.block_asked[block], np.full(len(found), len(question))),
        *(_places(score[found]), _places(votes.strong[found])),
    )
    return Candidates(found, np.stack(columns, axis=1).astype(np.float32))


def _beside(engine: Engine, words: Floats, found: NDArray[np.int64]) -> Floats:
    """How well the provisions before and after each fit, where they are of the same law."""
    beside = np.zeros(len(found), np.float32)
    for step in (-1, 1):
        other = np.clip(found + step, 0, len(words) - 1)
        same = (engine.law[other] == engine.law[found]) & (other != found)
        beside += np.where(same, words[other], 0)
    return beside


def _places(values: Floats) -> NDArray[np.int64]:
    return np.argsort(np.argsort(-values, kind="stable"), kind="stable")
