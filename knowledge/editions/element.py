"""One thing that the folder of a regulation says, to be held beside the same thing of another edition.

It has an id, a title, the words that it rests on, and aspects: what it demands, gives or asks for, in words or as a
condition. What is only our way of putting things (hints, repairs, lay questions) is no aspect.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.model import Bound, Frozen
from knowledge.vocabulary.conditions import Condition

File = Literal["rules", "form", "procedure", "rubric", "obligations", "funding", "deadlines", "changes"]
"""A file of the folder that need not be there, without its ending."""
Kind = Literal[
    "fact",
    "criterion",
    "path",
    "notice",
    "field",
    "material",
    "procedure",
    "step",
    "row",
    "mark",
    "duty",
    "veto",
    "money",
    "deadline",
    "change",
]
YES = "是"
"""The value of an aspect that is there or not."""
Aspects = dict[str, Condition | str]


class Element(Frozen):
    """One thing that a folder says."""

    kind: Kind
    id: str
    title: str
    """Chinese; of a fact its id, for which the vocabulary has the words."""
    sources: tuple[Bound, ...] = ()
    aspects: Aspects = Field(default_factory=dict)
    """By name; one that is empty is left out."""


def aspects(**given: Condition | str | int | None) -> Aspects:
    """The aspects that there are."""
    return {
        name: value if isinstance(value, Condition) else str(value)
        for name, value in given.items()
        if value is not None and value != ""
    }
