"""Train the order of the search from questions with their right provisions, or judge it by cross-validation.

Run: ``python -m tests.bench.training --corpus C.jsonl --learn TRAIN.jsonl --out knowledge/retrieval/order.json``
or:  ``python -m tests.bench.training --corpus C.jsonl --learn TRAIN.jsonl --cross 5``

What the memory says of a training question is taken from the other parts of the questions only: a memory that holds the
question itself would tell the answer.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from knowledge.retrieval.engine import Engine
from knowledge.retrieval.features import NAMES, candidates
from knowledge.retrieval.memory import Memory
from knowledge.retrieval.search import Search
from knowledge.retrieval.trees import TreeData, TreesData
from tests.bench.files import Question, articles, lay_words, questions
from tests.bench.quality import quality

PARTS = 8
"""Into how many parts the questions are split to learn from the others' memory."""
CLOSE, EVERY = 60, 4
"""How many of the first are all learnt from, and of the wrong ones behind them every how manieth."""
ROUNDS = 300
OPTIONS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 15,
    "num_leaves": 7,
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 0,
    "num_threads": 1,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def pairs(known: Sequence[Question]) -> list[tuple[str, tuple[str, ...]]]:
    """Questions as the search remembers them."""
    return [(one.question, one.gold) for one in known]


def split(known: Sequence[Question], parts: int) -> list[tuple[list[Question], list[Question]]]:
    """Each part of the questions with all others; the same split for the same questions."""
    of = np.random.default_rng(1).permutation(len(known)) % parts
    return [
        (
            [one for one, its in zip(known, of, strict=True) if its == part],
            [one for one, its in zip(known, of, strict=True) if its != part],
        )
        for part in range(parts)
    ]


def trained(engine: Engine, known: Sequence[Question], parts: int = PARTS) -> TreesData:
    """The order learnt from known questions."""
    figures, right, sizes = [], [], []
    for some, others in split(known, parts):
        memory = Memory(engine, pairs(others))
        for one in some:
            found = candidates(engine, memory, one.question)
            answers = np.array([engine.ids[number] in one.gold for number in found.numbers])
            kept = answers | (np.arange(len(answers)) < CLOSE) | (np.arange(len(answers)) % EVERY == 0)
            figures.append(found.figures[kept])
            right.append(answers[kept].astype(np.int32))
            sizes.append(int(kept.sum()))
    data = lightgbm.Dataset(np.concatenate(figures), np.concatenate(right), group=sizes)
    return plain(lightgbm.train(OPTIONS, data, ROUNDS))


def plain(model: lightgbm.Booster) -> TreesData:
    """A trained model as plain data."""
    return TreesData(names=NAMES, trees=tuple(_tree(one["tree_structure"]) for one in model.dump_model()["tree_info"]))


def _tree(root: dict[str, Any]) -> TreeData:
    nodes: list[dict[str, Any]] = []
    leaves: list[float] = []

    def place(node: dict[str, Any]) -> int:
        """Number a node before what hangs under it; a leaf has its own row of numbers, below zero."""
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)
        mine = len(nodes)
        nodes.append(node)
        node["sides"] = (place(node["left_child"]), place(node["right_child"]))
        return mine

    place(root)
    return TreeData(
        figure=tuple(node["split_feature"] for node in nodes),
        limit=tuple(node["threshold"] for node in nodes),
        left=tuple(node["sides"][0] for node in nodes),
        right=tuple(node["sides"][1] for node in nodes),
        leaf=tuple(leaves),
    )


def crossed(engine: Engine, known: Sequence[Question], parts: int) -> dict[str, Any]:
    """The quality over all questions, each ranked by what the other parts teach."""
    ranked: dict[str, list[str]] = {}
    plainly: dict[str, list[str]] = {}
    new: set[str] = set()
    for some, others in split(known, parts):
        search, simple = Search(engine, pairs(others), trained(engine, others)), Search(engine, pairs(others))
        asked = {name for one in others for name in one.gold}
        for one in some:
            ranked[one.id] = [found.id for found in search.find(one.question)]
            plainly[one.id] = [found.id for found in simple.find(one.question)]
            if asked.isdisjoint(one.gold):
                new.add(one.id)

    def judged(found: dict[str, list[str]], only: Sequence[Question]) -> dict[str, float]:
        return quality([found[one.id] for one in only], [one.gold for one in only])

    fresh = [one for one in known if one.id in new]
    bare = Search(engine)
    unlearnt = {one.id: [found.id for found in bare.find(one.question)] for one in known}
    return {
        "questions": len(known),
        "never asked about": len(fresh),
        **{
            name: {"all": judged(found, known), "never asked about": judged(found, fresh)}
            for name, found in (("unlearnt", unlearnt), ("fixed sum", plainly), ("trained", ranked))
        },
    }


def main() -> None:
    """Train and write the order, or print how good it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--learn", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="where the trained order is written")
    parser.add_argument("--cross", type=int, help="judge by this many parts instead")
    given = parser.parse_args()
    engine = Engine.build(articles(given.corpus), lay_words())
    known = questions(given.learn)
    if given.cross:
        print(json.dumps(crossed(engine, known, given.cross), ensure_ascii=False, indent=2))
    if given.out:
        given.out.write_text(trained(engine, known).model_dump_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
