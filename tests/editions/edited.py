"""Texts edited as an amendment edits them: provisions taken out, put in, put elsewhere, numbered and worded anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import knowledge.loader
from knowledge.library import Regulation
from knowledge.model import Provision
from knowledge.texts.alignment import Aligned
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import parse

FOLDERS = Path(knowledge.loader.__file__).parent / "regulations"


def text_of(slug: str) -> str:
    return (FOLDERS / slug / "text.md").read_text(encoding="utf-8")


def read(text: str, slug: str = "xiaoshan") -> Provisions:
    parsed = parse(slug, text)
    assert not parsed.faults
    return Provisions(parsed.provisions)


def put(text: str, old: str, new: str) -> str:
    """The text with words exchanged that stand in it once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def subtree(provisions: Sequence[Provision], eid: str) -> tuple[Provision, ...]:
    """A provision and all that hangs under it."""
    inside = {eid}
    found = []
    for one in provisions:
        if one.eid in inside or one.parent in inside:
            inside.add(one.eid)
            found.append(one)
    return tuple(found)


def without(provisions: Sequence[Provision], eid: str) -> tuple[Provision, ...]:
    gone = set(subtree(provisions, eid))
    return tuple(one for one in provisions if one not in gone)


def worded(provisions: Sequence[Provision], eid: str, text: str) -> tuple[Provision, ...]:
    return tuple(one.model_copy(update={"text": text}) if one.eid == eid else one for one in provisions)


def with_text(regulation: Regulation, provisions: Sequence[Provision]) -> Regulation:
    return replace(regulation, text=Provisions(provisions), edition="another")


def happened(found: Sequence[Aligned]) -> Iterator[tuple[str, str, str]]:
    """What is not as it was: old eId, new eId, and what happened."""
    for one in found:
        if not one.kept:
            words = [word for word in ("changed", "renumbered", "moved") if getattr(one, word)]
            yield (one.old.eid if one.old else "", one.new.eid if one.new else "", " ".join(words))
