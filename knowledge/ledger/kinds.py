"""``ledger.yaml``: what a workshop may enter in its ledger, and which facts of the year it settles."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.model import Frozen


class Feed(Frozen):
    """A fact that entries of a kind settle."""

    fact: str
    how: Literal["sum", "yes", "day", "choice"]
    """The numbers added up; 是 as soon as there is one; the day of the first one; the choice ``value`` once every part
    of it was done in every year."""
    years: int = Field(default=1, ge=1, le=3)
    """Over how many years, the one at hand and those before it."""
    value: str = ""
    """The choice that is earned."""
    part: str = ""
    """What of it entries of the kind are; several kinds may be the same part."""
    early: int | None = Field(default=None, ge=2, le=12)
    """Month from which a paper that is handed in is taken for the coming year."""
    reading: str = ""
    """How we read the fact where that is not plain (Chinese)."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse a choice that is not named, and what only belongs to another way."""
        if (self.how == "choice") != bool(self.value):
            raise ValueError("how 是 choice 的要写 value，别的不写")
        if (self.part and self.how != "choice") or (self.early is not None and self.how != "day"):
            raise ValueError("part 只和 choice 一起写，early 只和 day 一起写")
        return self


class Kind(Frozen):
    """Something that is done on a day."""

    id: str
    title: str
    unit: str
    """What is counted: 人, 次, 份 …"""
    counters: tuple[str, ...] = Field(min_length=1)
    """Words that stand behind such a number: 名, 位 …"""
    words: tuple[str, ...] = Field(min_length=1)
    """How people say it; the parts of one entry, set apart by spaces, must all be said, in any order."""
    ask: str = ""
    """The question for a number that was not said (Chinese); empty where the number does not matter."""
    hint: str = ""
    """What counts and what does not, told before anything is written (Chinese)."""
    evidence: str
    """What to keep (Chinese)."""
    feeds: tuple[Feed, ...] = ()

    @model_validator(mode="after")
    def _asked(self) -> Self:
        """Refuse a kind whose numbers are added up and not asked for."""
        if any(feed.how == "sum" for feed in self.feeds) and not self.ask:
            raise ValueError("要相加的数要写 ask")
        return self


class Kinds(Frozen):
    """``ledger.yaml``."""

    kinds: tuple[Kind, ...] = ()

    def get(self, kind: str) -> Kind | None:
        """The kind of that id; None where it is not known (any longer)."""
        return next((one for one in self.kinds if one.id == kind), None)
