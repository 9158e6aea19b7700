"""People made up to show what a regulation's rules mean: ``personas.yaml``, checked whenever the library is."""

from datetime import date

from pydantic import Field

from knowledge.eligibility.verdict import Conclusion, Outcome
from knowledge.model import Frozen


class Persona(Frozen):
    """Somebody with a story, the facts as that person would give them, and what the rules must find."""

    name: str
    story: str
    """One line (Chinese)."""
    on: date
    facts: dict[str, str | int | tuple[str, ...]]
    verdict: Conclusion
    path: str = ""
    """Id of the path whose findings must be shown; empty where it is the first."""
    criteria: dict[str, Outcome] = Field(default_factory=dict)
    """Outcomes of the criteria that matter to the story."""
    missing: tuple[str, ...] = ()
    """Facts that must be named as missing, all of them; only for ``incomplete``."""
    repairs: tuple[str, ...] = ()
    """Criteria for which a change must be proposed, all of them, in order."""


class Personas(Frozen):
    """``personas.yaml`` of one regulation."""

    personas: tuple[Persona, ...] = Field(min_length=1)
