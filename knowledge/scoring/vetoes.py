"""Grounds that decide a review whatever the points."""

from __future__ import annotations

from pydantic import Field

from knowledge.model import Bound
from knowledge.vocabulary.case import Case, truth
from knowledge.vocabulary.conditions import Condition


class VetoGround(Bound):
    """A single ground and the words that name it."""

    fact: str
    unless: Condition | None = None
    """The exception that the words make."""

    @property
    def excepted_by(self) -> frozenset[str]:
        """The facts that the exception reads."""
        return frozenset(leaf.fact for leaf in (self.unless.leaves() if self.unless else ()) if leaf.fact)

    def applies(self, case: Case) -> bool:
        """Whether it is given, as far as is known, and not excepted."""
        excepted = self.unless is not None and truth(self.unless, case) is True
        return bool(case.answers.get(self.fact)) and not excepted


class Veto(Bound):
    """Grounds of which any one decides, with the words that say so."""

    id: str
    fact: str
    """The fact that any of the grounds is given; its parts are the single ones."""
    grounds: tuple[VetoGround, ...] = Field(min_length=1)
    grade: str = ""
    """The grade that follows, as the quote names it; empty where the text names none."""
    text: str
    """What follows (Chinese)."""
