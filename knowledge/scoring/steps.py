"""How a row of a score sheet is worked out: a closed list of steps, each bound by a quote to the row's own words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from knowledge.model import Frozen
from knowledge.vocabulary.conditions import Condition

Points = Annotated[Decimal, Field(gt=0)]
Expected = Literal["full", "half", "none"]
"""Of what a deduction at discretion may take away, how much is expected to stay."""


class Zero(Frozen):
    """The row earns nothing: 无场地不得分."""

    op: Literal["zero"]
    when: Condition
    quote: str


class Cut(Frozen):
    """A fixed deduction: 标牌不明显扣2分."""

    op: Literal["cut"]
    points: Points
    when: Condition
    quote: str


class Short(Frozen):
    """A deduction for each one missing of a number: 每少培养1人扣1.5分. A part of one leaves a range."""

    op: Literal["short"]
    points: Points
    fact: str
    of: int = Field(gt=0)
    """How many there should be; printed in the row."""
    quote: str


class Discretion(Frozen):
    """A deduction that the text leaves to the assessors: 视情况酌情扣分. Anything from nothing to all."""

    op: Literal["discretion"]
    when: Condition | None = None
    """When it may be made; None: always."""
    expect: Expected = "full"
    quote: str


class Earn(Frozen):
    """Points for each one, up to the row's most: 培养技师1人得1分."""

    op: Literal["earn"]
    points: Points
    fact: str
    quote: str


class Claim(Frozen):
    """Points for something that papers prove, where the text does not say how many: up to the row's most."""

    op: Literal["claim"]
    when: Condition
    quote: str


Step = Annotated[Zero | Cut | Short | Discretion | Earn | Claim, Field(discriminator="op")]
GIVING = (Earn, Claim)
"""Steps of rows that begin with nothing; all others begin with the row's most."""
