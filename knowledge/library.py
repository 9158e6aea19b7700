"""The regulations, ready for use: what each says and what its folder tells about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from knowledge.answering.questions import Confirmed, Enquiries
from knowledge.answering.speech import Speech
from knowledge.calendar.terms import Deadlines
from knowledge.changes.entries import Changes
from knowledge.eligibility.criteria import Rules
from knowledge.eligibility.personas import Persona
from knowledge.forms.form import Form
from knowledge.forms.procedure import Procedure
from knowledge.funding.terms import Funding
from knowledge.ledger.kinds import Kinds
from knowledge.model import Identity, Provision
from knowledge.scoring.obligations import Obligations
from knowledge.scoring.rubric import Rubric
from knowledge.texts.provisions import Provisions
from knowledge.texts.status import Status, status_on
from knowledge.vocabulary.facts import Fact
from knowledge.vocabulary.retirement import RetirementRule

Part = TypeVar("Part", Rules, Form, Procedure)


class NotWrittenError(LookupError):
    """A part of a regulation that nobody has written."""


def written(part: Part | None) -> Part:
    """A part of a regulation that is known to be there. Raises ``NotWrittenError`` where it is not."""
    if part is None:
        raise NotWrittenError
    return part


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation: its text and what its folder says of it. Never changed after loading."""

    identity: Identity
    edition: str
    """Names the words of the text and all of the folder's files; a draft is pinned to the edition it was made under."""
    text: Provisions
    rules: Rules | None = None
    """None where nobody has written them: then nothing is said on who qualifies."""
    form: Form | None = None
    """None where nobody has written it: then no draft can be made."""
    procedure: Procedure | None = None
    """None where nobody has written it."""
    rubric: Rubric | None = None
    """None where the text has no score sheet."""
    funding: Funding | None = None
    """None where nobody has yet read the text for its money."""
    deadlines: Deadlines | None = None
    """None where nobody has yet read the text for its dates."""
    obligations: Obligations = field(default_factory=Obligations)
    """What must be done every year, and what the text says of the review."""
    enquiries: Enquiries = field(default_factory=Enquiries)
    """What people ask about this text, bound to its provisions."""
    personas: tuple[Persona, ...] = ()
    """Made-up applicants that show what the rules mean; every check of the library judges them."""
    changes: Changes | None = None
    """What follows when something changes; None where that has not been written down."""

    @property
    def slug(self) -> str:
        """The folder's name, by which all else refers to the regulation."""
        return self.identity.slug

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Every provision, in the order of the text."""
        return self.text.all

    @property
    def reviewed(self) -> bool:
        """Whether somebody has written how the yearly review goes: a score sheet, or duties, or what the text says."""
        return self.rubric is not None or self.obligations != Obligations()

    def get(self, eid: str) -> Provision:
        """The provision of that eId. Raises ``KeyError`` where there is none."""
        return self.text.get(eid)

    def find(self, label: str) -> Provision | None:
        """The provision that a citation means, printed or normalised, in any width and numerals; None if none."""
        return self.text.find(label)

    def children(self, eid: str) -> tuple[Provision, ...]:
        """What hangs directly under a provision. Raises ``KeyError`` for an unknown eId."""
        return self.text.children(eid)

    def whole(self, eid: str) -> str:
        """A provision's own words and all below it, a paragraph a line. Raises ``KeyError`` for an unknown eId."""
        return self.text.whole(eid)

    def introduction(self, eid: str) -> str:
        """The words that introduce the list of which a provision is an item; empty for any other, and for none."""
        parent = self.get(eid).parent if eid in self.text else None
        text = self.get(parent).text.rstrip() if parent and parent in self.text else ""
        return text if text.endswith(("：", ":")) else ""

    def status(self, on: date) -> Status:
        """How far the text can be relied on, on that day."""
        return status_on(self.identity.validity, on)


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All regulations and the vocabulary that they share. Equal only to itself, so that an index can be kept for it."""

    regulations: Mapping[str, Regulation]
    """By slug, in alphabetical order."""
    facts: Mapping[str, Fact]
    """By id: the common ones first, then those of single regulations."""
    retirement: RetirementRule
    """The national rule on the retirement age, to which the texts only refer."""
    speech: Speech = field(default_factory=Speech)
    """How people talk about all of them."""
    ledger: Kinds = field(default_factory=Kinds)
    """What may be entered in a year's ledger."""
    confirmed: tuple[Confirmed, ...] = ()
    """Questions that staff answered: lay questions that come from use."""

    @property
    def judging(self) -> tuple[str, ...]:
        """Slugs of the regulations that have rules, by which somebody can be judged."""
        return tuple(slug for slug, one in self.regulations.items() if one.rules is not None)

    def get(self, slug: str) -> Regulation:
        """The regulation of that slug. Raises ``KeyError`` where there is none."""
        return self.regulations[slug]
