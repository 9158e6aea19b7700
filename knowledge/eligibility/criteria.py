"""Criteria, paths and notices: the form of ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.model import Bound, Frozen
from knowledge.vocabulary.conditions import Condition, Notice
from knowledge.vocabulary.facts import Fact


class Normally(Frozen):
    """A word that makes a criterion less than absolute (原则上, 一般应): its failure is never 不符合 by itself."""

    word: str
    at: str
    quote: str
    shown: Literal["discretionary", "unmet"] = "discretionary"
    """Outcome shown for the failed criterion; ``unmet`` where only the verdict is softened."""


class Unclear(Frozen):
    """A situation that the text does not settle."""

    when: Condition
    text: str
    """What the text leaves open and the reading taken (Chinese)."""
    who: str = ""
    """Who may settle it."""


class Reading(Frozen):
    """How we read the text where it is silent, told as an assumption once it has decided something."""

    told_when: Literal["met", "unmet"]
    text: str


class Criterion(Frozen):
    """One condition of the text, bound to it by quotes."""

    id: str
    title: str
    sources: tuple[Bound, ...] = Field(min_length=1)
    need: Condition
    normally: Normally | None = None
    judged_by: str = ""
    """People who judge it in the end (专家评审): the applicant's statement is taken as stated and listed as such."""
    unclear: Unclear | None = None
    obstacle: bool = False
    """No condition of application but a ground for losing the title: known failure bars, silence does not."""
    reading: Reading | None = None
    assumption: str = ""
    """What is assumed of an ``obstacle`` about which nothing was said (Chinese)."""
    repair: str = ""
    """What to do when unmet (Chinese); ``{gap}`` is the number missing, ``{lacking}`` names what is not there."""
    beyond_repair: str = ""
    """What to say when nothing that the applicant can change would meet it (Chinese)."""

    @model_validator(mode="after")
    def _obstacle_assumed(self) -> Self:
        """An obstacle must say what is assumed when nothing is known; nothing else may."""
        if self.obstacle != bool(self.assumption):
            raise ValueError("an obstacle needs an assumption, and only an obstacle has one")
        return self

    def conditions(self) -> Iterator[Condition]:
        """The condition needed and, where there is one, the situation that is unclear."""
        yield self.need
        if self.unclear:
            yield self.unclear.when


class Path(Frozen):
    """A way to be eligible: the ordinary one (no ``when``) or an exception that ``when`` opens."""

    id: str
    title: str
    when: Condition | None = None
    criteria: tuple[str, ...] = Field(min_length=1)
    instead: str = ""
    """What to say in place of 可以申报 where this way needs no application at all (Chinese)."""


class Rules(Frozen):
    """``rules.yaml`` of one regulation."""

    facts: tuple[Fact, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    paths: tuple[Path, ...] = Field(min_length=1)
    notices: tuple[Notice, ...] = ()
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """For a common fact the names under which this region's sheets state it: an alias, or the parts of the fact."""

    def names_on_sheets(self, fact: str) -> tuple[str, ...]:
        """What the region's sheets call the fact."""
        return self.names.get(fact, (fact,))

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id. Raises ``KeyError`` where there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition with the id of the criterion, path or notice that holds it."""
        for criterion in self.criteria:
            yield from ((criterion.id, condition) for condition in criterion.conditions())
        yield from ((path.id, path.when) for path in self.paths if path.when)
        yield from ((notice.id, notice.when) for notice in self.notices if notice.when)

    def bounds(self) -> Iterator[tuple[str, Bound]]:
        """Every quote with the id of the criterion or notice that it binds."""
        for criterion in self.criteria:
            yield from ((criterion.id, source) for source in criterion.sources)
            if criterion.normally:
                yield criterion.id, Bound(at=criterion.normally.at, quote=criterion.normally.quote)
        yield from ((notice.id, notice.source) for notice in self.notices)
