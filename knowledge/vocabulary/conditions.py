"""Conditions on facts: a closed list of operators, no expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from knowledge.model import Frozen

_OPERATORS = ("all_", "any_", "not_", "fact", "years_to_retirement")
_TESTS = ("is_", "in_", "has_any", "years_since")


class Condition(Frozen):
    """Exactly one operator a node.

    ``{all: […]}``, ``{any: […]}``, ``{not: …}``; ``{fact: f, is: 是|否|value}``; ``{fact: f, in: [values]}``;
    ``{fact: f, has_any: [values]}`` (kind choices); ``{fact: f, at_least: n}``, ``{fact: f, at_most: n}`` (both may
    stand together); ``{fact: f, years_since: n}`` (kind event: never, or at least n full years before the day asked);
    ``{years_to_retirement: n}`` (at least n years from the day asked to statutory retirement, n itself included).
    """

    model_config = ConfigDict(populate_by_name=True)

    all_: tuple[Condition, ...] = Field(default=(), alias="all")
    any_: tuple[Condition, ...] = Field(default=(), alias="any")
    not_: Condition | None = Field(default=None, alias="not")
    fact: str | None = None
    is_: str | None = Field(default=None, alias="is")
    in_: tuple[str, ...] = Field(default=(), alias="in")
    has_any: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    years_since: int | None = None
    years_to_retirement: int | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        """Refuse a node with no operator or two, and a fact that is tested in no way or in two."""
        given = [name for name in _OPERATORS if getattr(self, name) not in (None, ())]
        if len(given) != 1:
            raise ValueError("one of all, any, not, fact, years_to_retirement is needed, and only one")
        tests = [name for name in _TESTS if getattr(self, name) not in (None, ())]
        bounded = self.at_least is not None or self.at_most is not None
        if len(tests) + bounded != (self.fact is not None):
            raise ValueError("a fact needs one test: is, in, has_any, at_least/at_most or years_since")
        return self

    @property
    def children(self) -> tuple[Condition, ...]:
        """The conditions that this one is made of; empty for a leaf."""
        return self.all_ or self.any_ or ((self.not_,) if self.not_ else ())

    def leaves(self) -> Iterator[Condition]:
        """Every test of a fact, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()
