"""What happens after an eligible verdict: ``procedure.yaml``, every sentence bound to the text or to its silence."""

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.model import Frozen
from knowledge.statements import Statement


class Step(Statement):
    """One step on the way to the title, in the order of the text."""

    who: str = ""
    """Who acts, in the words of the provisions quoted; empty where the text names nobody."""


class Office(Step):
    """The first step: where the papers go, and which applicants send them there."""

    applicant: str = ""
    """Which applicants go there (Chinese); empty where the text makes no difference."""


class Counted(Statement):
    """A statement that gives a number, as the quote prints it."""

    number: int | None = None
    """None exactly where the text is silent."""

    @model_validator(mode="after")
    def _number_or_silence(self) -> Self:
        """A number is the text's, never ours."""
        if (self.number is None) != self.not_stated:
            raise ValueError("要么写 number，要么写 not_stated")
        return self


class Material(Statement):
    """One item of the papers to hand in."""

    id: str
    title: str
    """A few words for a checklist (Chinese)."""
    kind: Literal["form", "report", "copy", "evidence", "statement", "media"]
    """``copy``: photocopies as the text says; ``evidence``: proof of which the text does not say in what form."""
    optional: bool = False
    """The text says 可: not needed for a complete set."""


class HandingIn(Frozen):
    """How the papers are made up; silence is stated, never guessed."""

    copies: Counted
    """How many sets."""
    paper: Statement
    binding: Statement
    electronic: Statement
    seal: Statement
    signatures: Statement
    """Who signs, and whose opinions the form has room for."""
    originals: Statement
    exemptions: Statement
    """What need not be handed in."""
    media: Statement
    """Photos and videos."""
    online: Statement
    window: Statement
    """When applications are taken."""


class Procedure(Frozen):
    """``procedure.yaml`` of one regulation."""

    offices: tuple[Office, ...] = Field(min_length=1)
    """The first office; more than one where the text sends applicants different ways."""
    steps: tuple[Step, ...] = Field(min_length=1)
    decider: Statement
    """Who decides in the end."""
    publicity: Counted
    """公示: for how many days the list is shown to the public before it counts."""
    results: tuple[Statement, ...] = Field(min_length=1)
    """牌匾, 铭牌, 称号."""
    materials: tuple[Material, ...] = Field(min_length=1)
    handing_in: HandingIn
    notes: tuple[Statement, ...] = ()
    """What is easily overlooked in the papers or on the way."""
