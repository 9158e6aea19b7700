"""What an examination of a case yields: a finding for each criterion, and the verdict."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from knowledge.model import Citation, Frozen
from knowledge.vocabulary.facts import Value


class Outcome(StrEnum):
    """How a criterion stands."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    DISCRETIONARY = "discretionary"


class Conclusion(StrEnum):
    """How the whole application stands by the text."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEEDS_REVIEW = "needs_review"
    INCOMPLETE = "incomplete"


class Finding(Frozen):
    """One criterion and how the case stands with it."""

    id: str
    title: str
    sources: tuple[Citation, ...]
    outcome: Outcome
    judged_by: str = ""
    """People who decide it in the end; the applicant's statement was taken as stated."""
    obstacle: bool = False
    """Not a condition of application, but a ground for losing the title."""
    normally: str = ""
    """The word that softens it (原则上, 一般应)."""
    reason: str
    """Why, in one or two Chinese sentences."""
    facts: tuple[str, ...] = ()
    """The facts that the outcome rests on or waits for."""


class Repair(Frozen):
    """What would bring a criterion to be met; without ``changes`` it says why nothing would."""

    criterion: str
    label: str
    """Label of the provision that asks for it."""
    text: str
    """What to do (Chinese)."""
    changes: dict[str, Value] = Field(default_factory=dict)
    """The answers that would then be different."""


class Verdict(Frozen):
    """The examination of one case under one regulation on one day."""

    region: str
    outcome: Conclusion
    on: date
    path: str
    """Title of the way of applying that the findings belong to."""
    findings: tuple[Finding, ...]
    instead: str = ""
    """Where it is eligible by a way that needs no application: the sentence that says so (Chinese)."""
    missing_facts: tuple[str, ...] = ()
    """Facts that could change the conclusion and are not known; empty unless ``incomplete``."""
    repairs: tuple[Repair, ...] = ()
    """The smallest set of changes found; all of them are needed."""
    after_repairs: Conclusion | None = None
    """The outcome once every change in ``repairs`` is made; None where there is none to make."""
    assumptions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """What the text adds and the verdict does not turn on, with its label (Chinese)."""
    settled: bool
    """No answer still open can change the outcome."""
