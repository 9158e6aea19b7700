"""A remark on something that was filled in."""

from typing import Literal

from knowledge.model import Bound, Frozen


class Remark(Frozen):
    """What is wrong or odd, and what to write. What was typed is kept all the same."""

    key: str
    """Key of the blank, or the id of a repeated group."""
    kind: Literal["error", "warning"]
    """``error``: will surely be refused on paper; ``warning``: looks odd and may yet be right."""
    text: str
    """One or two sentences (Chinese)."""
    source: Bound | None = None
    """The words of the regulation that it rests on, where it does."""
