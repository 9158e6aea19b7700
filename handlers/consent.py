"""Consent to the use of personal data: given, refused or taken back, each time to one edition of the notice."""

from datetime import datetime
from typing import Literal

from knowledge.model import Frozen

ConsentKind = Literal["form", "sensitive"]
"""For the form as a whole; and apart from it, for the fields that hold sensitive data."""


class Decision(Frozen):
    """What a person decides on a page that shows a notice."""

    kind: ConsentKind
    edition: str
    """Of the notice on the page."""
    granted: bool


class Consent(Frozen):
    """A person's last word on one kind of use."""

    kind: ConsentKind
    edition: str
    """The edition of the notice that was shown."""
    at: datetime
    granted: bool
