"""Everything that the folder of an edition says, thing by thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from knowledge.editions import applying, running
from knowledge.editions.edition import Edition
from knowledge.editions.element import Aspects, Element, File, aspects
from knowledge.library import Regulation
from knowledge.scoring.obligations import Obligations
from knowledge.usage import facts_by_purpose

READERS: Mapping[File, str] = {
    "rules": "rules",
    "rubric": "review",
    "obligations": "review",
    "funding": "funding",
    "deadlines": "deadlines",
    "changes": "changes",
}
"""For what the facts of a file are read."""
TELLERS: Mapping[File, Callable[[Regulation], Iterator[Element]]] = {
    "rules": applying.tell_rules,
    "form": applying.tell_form,
    "procedure": applying.tell_procedure,
    "rubric": running.tell_rubric,
    "obligations": running.tell_obligations,
    "funding": running.tell_funding,
    "deadlines": running.tell_deadlines,
    "changes": running.tell_changes,
}
"""What tells the things of a file, in the order in which they are told."""


def written(regulation: Regulation) -> frozenset[File]:
    """The files that a folder has."""
    there: dict[File, bool] = {
        "rules": regulation.rules is not None,
        "form": regulation.form is not None,
        "procedure": regulation.procedure is not None,
        "rubric": regulation.rubric is not None,
        "obligations": regulation.obligations != Obligations(),
        "funding": regulation.funding is not None,
        "deadlines": regulation.deadlines is not None,
        "changes": regulation.changes is not None,
    }
    return frozenset(file for file, is_there in there.items() if is_there)


def elements(edition: Edition, files: Collection[File], purposes: Collection[str]) -> Iterator[Element]:
    """Everything that these files say, in their order; first the facts that are read for these purposes."""
    read = facts_by_purpose(edition.library, edition.slug)
    for fact in edition.library.facts:
        if any(fact in read[purpose] for purpose in purposes):
            yield Element(kind="fact", id=fact, title=fact, aspects=_asked(edition, fact))
    for file, tell in TELLERS.items():
        if file in files:
            yield from tell(edition.regulation)


def _asked(edition: Edition, fact: str) -> Aspects:
    """How a fact is asked for."""
    asked = edition.library.facts[fact]
    return aspects(question=asked.question, choices="、".join(choice.value for choice in asked.choices))
