"""The vocabulary of facts: things that we may ask about a unit or its workshop, one name for one fact.

Common facts stand in the files ``FACT_FILES``; a regulation that needs one of its own adds it in its ``rules.yaml``.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from knowledge.model import Frozen

FactKind = Literal["yes_no", "choice", "choices", "series", "number", "month", "event"]
"""``month``: a birth month (a full date is understood too); ``event``: a date, or that it never happened; ``series``:
one choice after the other, in the order of time, the same one as often as it came (合格、合格、不合格)."""

Value = bool | int | float | str | tuple[str, ...] | None
"""An answer. ``None`` is 不清楚: said to be unknown. A fact absent from the answers has not been asked.

yes_no → bool; choice → the choice's ``value``; choices and series → a tuple of values (empty: 都没有, 还没有过);
number → int or float; month → ``YYYY-MM`` or ``YYYY-MM-DD``; event → the same, or ``NEVER``.
"""

Answers = dict[str, Value]

NEVER = "没有"
"""The value of an ``event`` fact that never happened."""

YES, NO = "是", "否"
"""How the two answers of a ``yes_no`` fact are written in rules and choices."""

LEADER = "领办人"
"""The vocabulary's own word for the leader; each regulation has another one, put in by ``worded``."""


class FactChoice(Frozen):
    """One possible answer; for a ``yes_no`` fact ``value`` is 是 or 否 and the choice only adds words to it."""

    value: str
    also: tuple[str, ...] = ()
    """Other words for the same answer, as people type them."""
    implies: dict[str, str] = Field(default_factory=dict)
    """Facts that this answer settles as well, by fact id (个体工商户 ⇒ the applicant is a unit: 是)."""
    offered: bool = True
    """Shown among the answers; an answer that is only understood when typed is not."""
    yes: bool = False
    """What a plain 是 or 有 stands for."""
    no: bool = False
    """What a plain 否 or 没有 stands for."""
    other: bool = False
    """The catch-all: words that match no other choice count as this one."""


class Fact(Frozen):
    """A thing we may ask."""

    id: str
    kind: FactKind
    question: str
    """The question as put to the applicant (Chinese)."""
    short: str
    """A few words for lists of answers (Chinese)."""
    hint: str = ""
    """What to count, what an answer looks like (Chinese)."""
    unit: str = ""
    """人, 万元, …"""
    decimal: bool = False
    """A number that need not be whole (money)."""
    minimum: int | None = None
    """Lowest number; for ``month`` and ``event`` the earliest year."""
    maximum: int | None = None
    """Highest number; for ``month`` and ``event`` the latest year."""
    choices: tuple[FactChoice, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other ids that fact sheets may use for this fact."""
    all_of: tuple[str, ...] = ()
    """Facts that together make this one: true when all are, false when any is not."""
    any_of: tuple[str, ...] = ()
    """Facts any of which makes this one true; false when none is."""
    future: bool = False
    """A date that may lie ahead (期满日)."""
    not_before: tuple[str, ...] = ()
    """Events that must have come first, or on the same day."""
    fixed: bool = False
    """Cannot be changed by the applicant (birth, sex, place): never offered as a repair."""
    sensitivity: Literal["none", "health", "birth"] = "none"

    @property
    def offered(self) -> tuple[FactChoice, ...]:
        """The choices to show, in order."""
        return tuple(choice for choice in self.choices if choice.offered)

    @property
    def parts(self) -> tuple[str, ...]:
        """Facts that this one is made of."""
        return self.all_of or self.any_of


class FactSheet(Frozen):
    """One of the files of facts common to several regulations."""

    facts: tuple[Fact, ...] = Field(min_length=1)


def by_name(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Every fact under its id and under each of its aliases."""
    named = {alias: fact for fact in facts.values() for alias in fact.aliases}
    return named | dict(facts)


def worded(fact: Fact, leader: str) -> Fact:
    """The fact asked in a regulation's own word for the leader (领衔人, 首席技师, …)."""
    texts = {name: getattr(fact, name).replace(LEADER, leader) for name in ("question", "short", "hint")}
    return fact.model_copy(update=texts)
