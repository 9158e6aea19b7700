"""Boosted trees, trained elsewhere and read from plain data: many small decisions whose outcomes are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator


class TreeData(BaseModel):
    """One tree. Node 0 is the root; a step to ``-n`` ends at leaf ``n - 1``. Without nodes it is its only leaf."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figure: tuple[int, ...]
    """For each node the column that it looks at."""
    limit: tuple[float, ...]
    """What goes left: all up to it."""
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]


class TreesData(BaseModel):
    """A trained model, with the columns that it was trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    trees: tuple[TreeData, ...]

    @model_validator(mode="after")
    def _whole(self) -> TreesData:
        for tree in self.trees:
            nodes = {len(tree.figure), len(tree.limit), len(tree.left), len(tree.right)}
            if nodes != {len(tree.leaf) - 1}:
                raise ValueError("a tree has one leaf more than nodes")
        return self


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees side by side, as one array for each property, filled up to the largest."""

    figure: NDArray[np.int64]
    limit: NDArray[np.float64]
    step: NDArray[np.int64]
    """For each tree and node where it goes left, then where it goes right."""
    leaf: NDArray[np.float64]

    @classmethod
    def of(cls, data: TreesData) -> Trees:
        """From plain data."""
        nodes = max((len(tree.figure) for tree in data.trees), default=0)
        shape = (len(data.trees), max(nodes, 1))
        figure, limit = np.zeros(shape, np.int64), np.full(shape, np.inf)
        step, leaf = np.full((*shape, 2), -1), np.zeros((shape[0], shape[1] + 1))
        for number, tree in enumerate(data.trees):
            size = len(tree.figure)
            figure[number, :size], limit[number, :size] = tree.figure, tree.limit
            step[number, :size, 0], step[number, :size, 1] = tree.left, tree.right
            leaf[number, : size + 1] = tree.leaf
        return cls(figure, limit, step, leaf)

    def scores(self, figures: NDArray[Any]) -> NDArray[np.float64]:
        """The sum of the outcomes for each row of figures."""
        trees = np.arange(len(self.figure))[:, None]
        rows = np.arange(len(figures))[None, :]
        at = np.zeros((len(self.figure), len(figures)), np.int64)
        while (at >= 0).any():
            node = np.maximum(at, 0)
            right = (figures[rows, self.figure[trees, node]] > self.limit[trees, node]).astype(np.int64)
            at = np.where(at >= 0, self.step[trees, node, right], at)
        scores: NDArray[np.float64] = self.leaf[trees, -at - 1].sum(axis=0)
        return scores
