"""Conditions on facts: a closed list of operators, no expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from knowledge.model import Bound, Frozen

_OPERATORS = ("all_", "any_", "not_", "fact", "years_to_retirement")
_TESTS = ("is_", "in_", "has_any", "years_since", "years_passed", "within", "latest", "in_a_row")


class Within(Frozen):
    """No later than so many years after another event."""

    years: int
    of: str
    """Fact (kind event) from which the years run."""


class Condition(Frozen):
    """Exactly one operator a node.

    ``{all: […]}``, ``{any: […]}``, ``{not: …}``; ``{fact: f, is: 是|否|value}``; ``{fact: f, in: [values]}``;
    ``{fact: f, has_any: [values]}`` (kind choices); ``{fact: f, at_least: n}``, ``{fact: f, at_most: n}`` (both may
    stand together); ``{fact: f, years_since: n}`` (kind event: never, or at least n full years before the day asked);
    ``{years_to_retirement: n}`` (at least n years from the day asked to statutory retirement, n itself included).

    Of an event also ``years_passed: n`` (it happened, at least n full years before the day asked; 0: it happened) and
    ``within: {years: n, of: event}``. Of a series ``among: [values]`` with ``at_least`` and ``at_most`` (how often one
    of them came) or ``in_a_row: n`` (so often without a break), and ``latest: [values]`` (the last one is of these).
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
    years_passed: int | None = None
    within: Within | None = None
    among: tuple[str, ...] = ()
    in_a_row: int | None = None
    latest: tuple[str, ...] = ()
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
            raise ValueError("a fact needs one test: is, in, has_any, at_least/at_most, years_since …")
        if self.in_a_row is not None and not self.among:
            raise ValueError("in_a_row needs among")
        return self

    @property
    def children(self) -> tuple[Condition, ...]:
        """The conditions that this one is made of; empty for a leaf."""
        return self.all_ or self.any_ or ((self.not_,) if self.not_ else ())

    @property
    def depends_on_day(self) -> bool:
        """Whether a test of an event may need its day where only the month is known."""
        return any(test is not None for test in (self.years_since, self.years_passed, self.within))

    def leaves(self) -> Iterator[Condition]:
        """Every test of a fact, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Notice(Frozen):
    """Something to tell with a result that decides nothing (quota, priority, money)."""

    id: str
    source: Bound
    text: str
    when: Condition | None = None
