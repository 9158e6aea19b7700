"""What changed between two editions as the plain data that the command line prints: a summary, then row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.editions.change import EditionChange, ElementChange, ProvisionChange
from knowledge.model import Provision
from knowledge.vocabulary.conditions import Condition

Row = dict[str, object]


def as_rows(change: EditionChange) -> Iterator[Row]:
    """One row for the whole, then one for each provision and for each thing of the folders that changed."""
    yield _summary(change)
    yield from map(_provision, change.provisions)
    yield from map(_element, change.elements)
    for seen in change.unrevised:
        yield {
            "row": "unrevised",
            "kind": seen.element.kind,
            "id": seen.element.id,
            "title": seen.element.title,
            "provisions": list(seen.provisions),
        }
    for lost in change.unbound:
        yield {
            "row": "unbound",
            "file": lost.file,
            "kind": lost.element.kind,
            "id": lost.element.id,
            "title": lost.element.title,
            "label": lost.label,
            "quote": lost.quote,
            "found": lost.found or None,
        }


def counted(change: EditionChange) -> Counter[str]:
    """How many provisions were changed, renumbered, moved, new, repealed, and how many kept as they were."""
    return Counter(what for one in change.provisions for what in one.what or ("kept",))


def _summary(change: EditionChange) -> Row:
    return {
        "row": "summary",
        "old": change.old.model_dump(mode="json"),
        "new": change.new.model_dump(mode="json"),
        "words_changed": change.words_changed,
        "provisions": dict(counted(change)),
        "numbers": [
            {"label": one.new.label, "was": number.was or None, "now": number.now or None}
            for one in change.provisions
            if one.new and one.difference
            for number in one.difference.numbers
        ],
        "identity": {one.name: [_plain(one.was), _plain(one.now)] for one in change.identity},
        "unwritten": [{"file": file, "in": side} for file, side in change.unwritten],
    }


def _provision(one: ProvisionChange) -> Row:
    pieces = one.difference.pieces if one.difference else ()
    return {
        "row": "provision",
        "what": list(one.what),
        "old": _cited(one.old),
        "new": _cited(one.new),
        "pieces": [[piece.kind, piece.words] for piece in pieces],
    }


def _cited(provision: Provision | None) -> Row | None:
    return {"eid": provision.eid, "label": provision.label, "text": provision.text} if provision else None


def _element(one: ElementChange) -> Row:
    return {
        "row": "data",
        "what": one.kind,
        "kind": one.element.kind,
        "id": one.element.id,
        "title": one.element.title,
        "aspects": {each.name: [_plain(each.was), _plain(each.now)] for each in one.aspects},
    }


def _plain(value: Condition | str | None) -> object:
    """A condition as ``rules.yaml`` writes it."""
    return value.model_dump(by_alias=True, exclude_defaults=True) if isinstance(value, Condition) else value
