"""Grounds that decide a review whatever the points."""

from __future__ import annotations

from pydantic import Field

from knowledge.model import Bound


class VetoGround(Bound):
    """A single ground and the words that name it."""

    fact: str


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
