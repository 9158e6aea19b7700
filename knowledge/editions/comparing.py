"""Two editions of a regulation held beside one another: the text, and what the folders make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from knowledge.editions.change import (
    AspectChange,
    EditionChange,
    ElementChange,
    Named,
    ProvisionChange,
    Unbound,
    Unrevised,
)
from knowledge.editions.differences import difference
from knowledge.editions.edition import Edition
from knowledge.editions.element import Aspects, Element, File, aspects
from knowledge.editions.elements import READERS, TELLERS, elements, written
from knowledge.library import Regulation
from knowledge.model import Bound, Identity
from knowledge.texts.alignment import Aligned, align
from knowledge.texts.likeness import Numbered
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains, fold

BY_PLACE = frozenset({"field", "step"})
"""Kinds of which another thing in the same place is the same one, put otherwise."""

Counterparts = Mapping[str, str]
"""For the eId of an old provision that of the same in the new text."""


def compare(old: Edition, new: Edition) -> EditionChange:
    """What changed from the old edition to the new one. Either folder may have nothing but the text."""
    aligned = align(old.regulation.text, new.regulation.text)
    files = written(old.regulation), written(new.regulation)
    shared, apart = files[0] & files[1], files[0] ^ files[1]
    purposes = {READERS[one] for one in shared & READERS.keys()} - {READERS[one] for one in apart & READERS.keys()}
    was, now = (list(elements(edition, shared, purposes)) for edition in (old, new))
    comparison = _Comparison(old.regulation, new.regulation, aligned)
    pairs = comparison.pairs(was, now)
    return EditionChange(
        old=_named(old.regulation),
        new=_named(new.regulation),
        identity=tuple(_differing(_known(old.regulation.identity), _known(new.regulation.identity))),
        provisions=_told(aligned),
        elements=tuple(comparison.changes(pairs)),
        unrevised=tuple(comparison.unrevised(pairs)),
        unwritten=tuple((file, "new" if file in files[0] else "old") for file in TELLERS if file in apart),
        unbound=tuple(
            lost
            for file in TELLERS
            if file in files[0] - files[1]
            for one in elements(old, {file}, ())
            for lost in comparison.unbound(file, one)
        ),
    )


def compare_texts(old: Provisions, new: Provisions) -> tuple[ProvisionChange, ...]:
    """What became of the provisions alone: every one of both texts once, in the order of the new one."""
    return _told(align(old, new))


class _Comparison:
    """What the folders of two editions say, held together by what became of the provisions."""

    def __init__(self, old: Regulation, new: Regulation, aligned: Sequence[Aligned]) -> None:
        self.old, self.new = old, new
        self.there: Counterparts = {one.old.eid: one.new.eid for one in aligned if one.old and one.new}
        self.reworded = frozenset(one.new.eid for one in aligned if one.old and one.new and one.changed)

    def pairs(self, was: Sequence[Element], now: Sequence[Element]) -> list[tuple[Element | None, Element | None]]:
        """The same things of both, in the order of the new ones; what is no more comes last."""
        ids = {(one.kind, one.id): one for one in was}
        rest = [one for one in was if (one.kind, one.id) not in {(each.kind, each.id) for each in now}]
        found: list[tuple[Element | None, Element | None]] = []
        for one in now:
            same = ids.get((one.kind, one.id)) or next((each for each in rest if self._is_same(each, one)), None)
            if same in rest:
                rest.remove(same)
            found.append((same, one))
        return found + [(one, None) for one in rest]

    def _is_same(self, old: Element, new: Element) -> bool:
        """Whether two things of different ids are one: in the same place, and of the same words where that matters."""
        if old.kind != new.kind or not old.sources or not new.sources:
            return False
        if self.there.get(old.sources[0].at) != new.sources[0].at:
            return False
        same_words = old.title == new.title or fold(old.sources[0].quote) == fold(new.sources[0].quote) != ""
        return old.kind in BY_PLACE or same_words

    def changes(self, pairs: Sequence[tuple[Element | None, Element | None]]) -> Iterator[ElementChange]:
        """Everything that is not as it was."""
        for old, new in pairs:
            kind: Literal["added", "dropped", "changed"] = "changed" if old and new else "dropped" if old else "added"
            was, now = self._bound(old, self.old), self._bound(new, self.new)
            found = tuple(_differing(was, now))
            if found or kind != "changed":
                yield ElementChange(kind=kind, old=old, new=new, aspects=found)

    def _bound(self, one: Element | None, regulation: Regulation) -> Aspects:
        """The aspects of a thing with its words and, as another aspect, the provisions where these stand."""
        if one is None:
            return {}
        places = "、".join(dict.fromkeys(regulation.get(source.at).label for source in one.sources))
        quotes = "；".join(source.quote for source in one.sources if source.quote)
        return {**one.aspects, **aspects(quote=quotes, place=places)}

    def unrevised(self, pairs: Sequence[tuple[Element | None, Element | None]]) -> Iterator[Unrevised]:
        """Things said in the same way of provisions whose words changed."""
        for old, new in pairs:
            if old is None or new is None or old.aspects != new.aspects:
                continue
            touched = dict.fromkeys(source.at for source in new.sources if source.at in self.reworded)
            if touched:
                yield Unrevised(element=new, provisions=tuple(self.new.get(eid).label for eid in touched))

    def unbound(self, file: File, one: Element) -> Iterator[Unbound]:
        """Words of a thing of the old folder that do not stand where they stood."""
        for source in one.sources:
            if source.quote and not self._stands(source):
                holding = (each for each in self.new.provisions if contains(each.text, source.quote))
                found = next(holding, None)
                yield Unbound(
                    file=file,
                    element=one,
                    label=self.old.get(source.at).label,
                    quote=source.quote,
                    found=found.label if found else "",
                )

    def _stands(self, source: Bound) -> bool:
        there = self.there.get(source.at)
        return there is not None and contains(self.new.get(there).text, source.quote)


def _told(aligned: Sequence[Aligned]) -> tuple[ProvisionChange, ...]:
    return tuple(_provision(one) for one in aligned)


def _provision(one: Aligned) -> ProvisionChange:
    words = None
    if one.old and one.new and one.changed:
        words = difference(Numbered.of(one.old).words, Numbered.of(one.new).words)
    return ProvisionChange(
        old=one.old,
        new=one.new,
        changed=one.changed,
        renumbered=one.renumbered,
        moved=one.moved,
        difference=words,
    )


def _differing(was: Aspects, now: Aspects) -> Iterator[AspectChange]:
    """The aspects that are not the same; the width of characters and white space do not count."""
    for name in dict.fromkeys((*was, *now)):
        old, new = was.get(name), now.get(name)
        if isinstance(old, str) and isinstance(new, str) and fold(old) == fold(new):
            continue
        if old != new:
            yield AspectChange(name=name, was=old, now=new)


def _named(regulation: Regulation) -> Named:
    identity = regulation.identity
    return Named(
        slug=identity.slug,
        short=identity.short,
        title=identity.title,
        number=identity.number,
        issued=identity.issued,
        name=regulation.edition,
        files=tuple(file for file in TELLERS if file in written(regulation)),
    )


def _known(identity: Identity) -> Aspects:
    """What is known of the document itself."""
    validity = identity.validity
    days = {"issued": identity.issued, "effective": validity.effective, "until": validity.until}
    return aspects(
        title=identity.title,
        number=identity.number,
        issuers="、".join(identity.issuers),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        draft="征求意见稿" if validity.draft else "",
        trial="试行" if validity.trial else "",
        interpreter=identity.interpreter.name if identity.interpreter else "",
        contact=identity.contact,
    )
