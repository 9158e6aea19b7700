"""Actions in words: what staff write after pressing 需补正, 不予受理 or 裁量结论."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from handlers.cases import ruling
from handlers.cases.fields import named_fields
from handlers.draft import Draft
from handlers.member import Action, ActionName
from handlers.wording import desk as wording
from knowledge.library import Library, Regulation

ASKS: Final[Mapping[ActionName, Callable[[Draft], str]]] = {
    "correct": wording.what_to_correct,
    "refuse": wording.which_article,
    "rule": wording.which_ruling,
}
"""Asks for the words of an action."""


def meant(library: Library, case: Draft, name: ActionName, text: str, on: date) -> Action | None:
    """The action that words make; None where they lack something."""
    receipt = case.receipt or ""
    if name == "correct":
        fields, note = named_fields(library, case, text)
        return Action(name=name, receipt=receipt, note=note, fields=fields)
    if name == "answer":
        return Action(name=name, receipt=receipt, note=text)
    provision, rest = article(library, case, text)
    if not provision:
        return None
    if name == "rule":
        return ruling.in_words(case, provision, rest, on)
    return Action(name=name, receipt=receipt, note=rest, provision=provision)


def article(library: Library, case: Draft, text: str) -> tuple[str, str]:
    """The provision that a text begins with, as people cite it (第九条第1项), and the rest; empty where none does."""
    if case.region not in library.regulations:
        return "", text
    regulation = library.get(case.region)
    bare = text.removeprefix(regulation.identity.short).lstrip()
    found = max(_labelled(regulation, bare), key=lambda one: len(one[1]), default=None)
    if found is None:
        return "", text
    return found[0], bare[len(found[1]) :].lstrip(" ，,。:：\n")


def _labelled(regulation: Regulation, text: str) -> list[tuple[str, str]]:
    return [(one.eid, one.label) for one in regulation.provisions if one.label and text.startswith(one.label)]
