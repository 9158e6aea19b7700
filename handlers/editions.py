"""Editions of the texts that have been here: which one is new, and what lies between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from knowledge.editions.change import ProvisionChange
from knowledge.editions.comparing import compare_texts
from knowledge.library import Library
from knowledge.model import Frozen, Provision
from knowledge.texts.edition import same_edition, same_words
from knowledge.texts.provisions import Provisions


class Seen(Frozen):
    """An edition of a region's text as it was when a start found it. Another one has other words."""

    region: str
    name: str
    found: datetime
    """When it was found; with the region it tells it from all others."""
    provisions: tuple[Provision, ...]
    told: datetime | None = None
    """When staff were told of it; of the first one there is nothing to tell."""


def to_note(library: Library, seen: Sequence[Seen], at: datetime) -> Iterator[Seen]:
    """What has to be kept of the editions that are here now, besides what has been ``seen``, oldest first.

    Where only our data is another, the edition keeps its place: nothing happened that people need to hear of. A region
    that is gone stays as it was seen, and counts as that when it comes back.
    """
    last = {one.region: one for one in seen}
    for slug, regulation in library.regulations.items():
        before = last.get(slug)
        here = {"name": regulation.edition, "provisions": regulation.provisions}
        if before is None:
            yield Seen(region=slug, found=at, told=at, **here)
        elif same_words(before.name, regulation.edition) is False:
            yield Seen(region=slug, found=at, **here)
        elif not same_edition(before.name, regulation.edition):
            yield before.model_copy(update=here)


def newest(seen: Sequence[Seen], region: str) -> Seen | None:
    """The edition of a region that was found last."""
    return next((one for one in reversed(seen) if one.region == region), None)


def before(library: Library, seen: Sequence[Seen], region: str, moment: datetime) -> Seen | None:
    """The edition that somebody knew at a moment, where the words are others today."""
    if region not in library.regulations:
        return None
    own = [one for one in seen if one.region == region]
    known = next((one for one in reversed(own) if one.found <= moment), next(iter(own), None))
    if known is None or same_words(known.name, library.get(region).edition) is not False:
        return None
    return known


@lru_cache(maxsize=16)
def changes(library: Library, old: Seen) -> tuple[ProvisionChange, ...]:
    """The provisions to which something has happened since, in the order of today's text."""
    found = compare_texts(Provisions(old.provisions), library.get(old.region).text)
    return tuple(one for one in found if one.what)
