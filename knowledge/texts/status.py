"""How far a text can be relied on, on a given day."""

from __future__ import annotations

from datetime import date

from knowledge.model import Frozen, StatusKind, Validity


class Status(Frozen):
    """What the text's own words on its force amount to on a day."""

    kind: StatusKind
    on: date
    effective: date | None = None
    until: date | None = None
    """Last day of the term that the text gives itself."""
    trial: bool = False

    @property
    def term_over(self) -> bool:
        """Whether the term that the text gives itself has run out, draft or not."""
        return self.until is not None and self.on > self.until


def status_on(validity: Validity, on: date) -> Status:
    """The status on a day. A draft stays a draft whatever its dates; a text without an end is never called 现行."""
    if validity.draft:
        kind = StatusKind.DRAFT
    elif validity.effective is not None and on < validity.effective:
        kind = StatusKind.NOT_YET
    elif validity.until is None:
        kind = StatusKind.NO_END_STATED
    else:
        kind = StatusKind.EXPIRED if on > validity.until else StatusKind.IN_FORCE
    return Status(kind=kind, on=on, effective=validity.effective, until=validity.until, trial=validity.trial)
