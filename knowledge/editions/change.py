"""What changed between two editions of a regulation, as plain data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from knowledge.editions.differences import Difference
from knowledge.editions.element import Element, File
from knowledge.model import Frozen, Provision
from knowledge.vocabulary.conditions import Condition


class Named(Frozen):
    """Which edition it is, as far as people know it."""

    slug: str
    short: str
    title: str
    number: str | None
    issued: date | None
    name: str
    """The hash by which cases are pinned to it."""
    files: tuple[File, ...]
    """What its folder has beside the text."""


class AspectChange(Frozen):
    """One aspect of a thing that is another one now; None where there was or is none."""

    name: str
    was: Condition | str | None
    now: Condition | str | None


class ProvisionChange(Frozen):
    """A provision in both editions, or in the one that alone has it. Those that nothing happened to are here too."""

    old: Provision | None
    new: Provision | None
    changed: bool = False
    renumbered: bool = False
    moved: bool = False
    difference: Difference | None = None
    """Of the words, where they changed."""

    @property
    def what(self) -> tuple[str, ...]:
        """What happened to it: ``new``, ``repealed``, or any of ``changed``, ``renumbered`` and ``moved``."""
        if self.old is None:
            return ("new",)
        if self.new is None:
            return ("repealed",)
        return tuple(word for word in ("changed", "renumbered", "moved") if getattr(self, word))


class ElementChange(Frozen):
    """Something that a folder says and the other one does not, or not so."""

    kind: Literal["added", "dropped", "changed"]
    old: Element | None
    new: Element | None
    aspects: tuple[AspectChange, ...] = ()

    @property
    def element(self) -> Element:
        """The thing as it is now, or as it was where it is no more."""
        found = self.new or self.old
        if found is None:
            raise AssertionError("one of the two is there")
        return found


class Unrevised(Frozen):
    """Something that both folders say in the same way though the words of its provision changed: worth a look."""

    element: Element
    provisions: tuple[str, ...]
    """Labels in the new text."""


class Unbound(Frozen):
    """Words that a file of the old folder relies on and that have left their place; the new folder lacks the file."""

    file: File
    element: Element
    label: str
    """In the old text."""
    quote: str
    found: str
    """Label of a provision of the new text that has the words; empty where none has."""


class EditionChange(Frozen):
    """Everything that changed."""

    old: Named
    new: Named
    identity: tuple[AspectChange, ...]
    """Of what is known of the document: title, number, dates."""
    provisions: tuple[ProvisionChange, ...]
    """Every provision of both texts once, in the order of the new one."""
    elements: tuple[ElementChange, ...]
    """Of the files that both folders have."""
    unrevised: tuple[Unrevised, ...]
    unwritten: tuple[tuple[File, Literal["old", "new"]], ...]
    """Files that only one folder has, and which one lacks them."""
    unbound: tuple[Unbound, ...]

    @property
    def words_changed(self) -> bool:
        """Whether the text itself is another one; if not, only what is said of it may be."""
        return any(one.what for one in self.provisions)

    @property
    def nothing(self) -> bool:
        """Whether nothing changed that is told here."""
        return not (self.words_changed or self.identity or self.elements or self.unwritten)
