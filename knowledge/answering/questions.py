"""What people ask, bound to what the law says: topics, answers, silences and the names of places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from knowledge.model import Bound, Frozen


def _yes_or_no(value: object) -> object:
    """``true`` and ``false`` as strict YAML reads them: as text."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_yes_or_no)]


class Topic(Frozen):
    """A thing that is asked about every regulation, and how people ask for it."""

    title: str
    """A noun phrase: heads comparisons, completes 没有写明……"""
    ask: tuple[str, ...] = Field(min_length=1)
    overview: Flag = False
    """It has a place in the table of all regulations."""


class Topics(Frozen):
    """``topics.yaml``: the shared topics by id."""

    topics: dict[str, Topic]


class Entry(Frozen):
    """What every entry has: a topic of the shared list or a title of its own, and more ways of asking."""

    topic: str | None = None
    title: str = ""
    ask: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Entry:
        if (self.topic is None) == (not self.title):
            raise ValueError("topic 和 title 要有且只有一个")
        return self


class Answered(Entry):
    """An answer that the text gives."""

    sources: tuple[Bound, ...] = Field(min_length=1)
    """Best first; each quote stands in its provision's own words."""
    say: str = ""
    """The answer in a sentence; each of its numbers and modal words stands in the quotes. Empty: the quotes alone."""
    brief: str = ""
    """The same in a few words, for a table beside other regulations; it passes the same gate."""
    both_sides: Flag = False
    """The text has two rules for this, or contradicts itself: all sources are shown, always."""


class Silent(Entry):
    """Something that the text leaves unsaid."""

    text: str
    """What is not written."""
    sources: tuple[Bound, ...] = ()
    """The provisions that come nearest, best first."""
    who: str = ""
    """Whom to ask, from the text's own bodies; empty: the regulation's contact."""


class Answers(Frozen):
    """``questions.yaml``."""

    entries: tuple[Answered, ...] = ()


class Silences(Frozen):
    """``silences.yaml``."""

    entries: tuple[Silent, ...] = ()


class Places(Frozen):
    """``places.yaml``: what makes a question one about this region."""

    names: tuple[str, ...] = ()
    """The region and its places: cities, districts, towns, streets, nicknames."""
    words: tuple[str, ...] = ()
    """Terms that of all the texts only this one uses."""
    beyond: tuple[str, ...] = ()
    """Places within the region that have a text of their own, which is not here: the answer says so."""
    within: str = ""
    """Slug of the regulation of the larger place that the region belongs to; empty where none is here."""
    level: tuple[str, ...] = ()
    """Words for the region's own level: 市级, 市里."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question that staff answered by naming a provision."""

    region: str
    eid: str
    question: str


@dataclass(frozen=True, slots=True)
class Enquiries:
    """All that a regulation's folder tells about questions; empty where it tells nothing yet."""

    answers: tuple[Answered, ...] = ()
    silences: tuple[Silent, ...] = ()
    places: Places = field(default_factory=Places)


def entries(enquiries: Enquiries) -> Iterator[Answered | Silent]:
    """Answers and silences, in the order of their files."""
    yield from enquiries.answers
    yield from enquiries.silences
