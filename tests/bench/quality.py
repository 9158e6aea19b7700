"""How good a ranking is: the share of right provisions among the first, and how far up the first right one stands."""

from __future__ import annotations

from collections.abc import Sequence

DEPTHS = (1, 3, 10, 100)


def quality(ranked: Sequence[Sequence[str]], gold: Sequence[Sequence[str]]) -> dict[str, float]:
    """R@k, the mean share of a question's right provisions among its first k, and MRR@10."""
    judged = [(list(found), set(right)) for found, right in zip(ranked, gold, strict=True) if right]
    if not judged:
        return {}
    figures = {
        f"R@{depth}": sum(len(right & set(found[:depth])) / len(right) for found, right in judged) / len(judged)
        for depth in DEPTHS
    }
    places = [next((at for at, one in enumerate(found[:10], start=1) if one in right), 0) for found, right in judged]
    figures["MRR@10"] = sum(1 / place for place in places if place) / len(judged)
    return {name: round(value, 4) for name, value in figures.items()}
