"""A button, as the conversation thinks of it."""

from knowledge.model import Frozen


class Choice(Frozen):
    """A button. Pressing it is the same as typing ``says``."""

    label: str
    says: str
    control: bool = False
    """上一题, 帮助 …: never numbered. Typing ``2`` picks the second choice that is no control."""
    lasting: bool = False
    """Stays valid however the conversation goes on: on a staff card, where it is checked against the case, and under
    an answer. It carries its own words."""
    once: bool = False
    """Of a lasting choice: its button goes when it is pressed."""
    about: str | None = None
    """The answer that a lasting choice belongs to (``Asked.id``)."""
