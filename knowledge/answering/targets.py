"""What a question can find in a library: entries, and provisions that no entry names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answering.questions import Answered, Confirmed, Silent, entries
from knowledge.library import Library, Regulation
from knowledge.model import Bound, Provision

SEARCHED = frozenset({"front", "article", "section", "item", "paragraph", "annex", "row"})
"""Kinds of provision that answer by themselves."""
HEADING = 16
"""Characters below which a provision with others under it is a mere heading."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that may answer: an entry, or a provision that no entry names."""

    region: str
    topic: str
    """The shared topic's id; for anything else a name of its own."""
    title: str
    entry: Answered | Silent | None
    sources: tuple[Bound, ...]


def targets(library: Library, regulation: Regulation) -> Iterator[Target]:
    """The entries of a regulation, then the provisions that none of them names."""
    named: set[str] = set()
    for entry in entries(regulation.enquiries):
        topic = library.speech.topics.get(entry.topic or "")
        named.update(source.at for source in entry.sources)
        title = topic.title if topic else entry.title
        yield Target(regulation.slug, entry.topic or title, title, entry, entry.sources)
    for provision in regulation.provisions:
        if provision.eid not in named and provision.kind in SEARCHED and _speaks(regulation, provision):
            source = Bound(at=provision.eid, quote=provision.text)
            yield Target(regulation.slug, provision.eid, provision.label, None, (source,))


def on_topic(library: Library, regulation: Regulation, name: str) -> Target | None:
    """What a regulation has on a shared topic; None where its files do not have the topic."""
    entry = next((each for each in entries(regulation.enquiries) if each.topic == name), None)
    if entry is None:
        return None
    return Target(regulation.slug, name, library.speech.topics[name].title, entry, entry.sources)


def _speaks(regulation: Regulation, provision: Provision) -> bool:
    """Whether a provision says something by itself, and is no mere heading of what hangs under it."""
    return not (regulation.children(provision.eid) and len(provision.text) < HEADING)


def own_questions(library: Library, target: Target) -> tuple[str, ...]:
    """The lay questions that only this target has: those of its entry, and those that staff answered with it."""
    answered = tuple(one.question for one in library.confirmed if _rests_on(target, one))
    if target.entry is None:
        return answered
    return (*target.entry.ask, *answered) if target.entry.topic else (target.title, *target.entry.ask, *answered)


def _rests_on(target: Target, one: Confirmed) -> bool:
    """Whether a target rests, first of all, on the provision that staff named, or on one below it."""
    at = target.sources[0].at if target.sources else ""
    return target.region == one.region and (at == one.eid or at.startswith(f"{one.eid}__"))


def words(library: Library, target: Target) -> str:
    """What a target says, in the law's words and ours."""
    regulation = library.get(target.region)
    said = getattr(target.entry, "say", "") or getattr(target.entry, "text", "")
    texts = dict.fromkeys(regulation.get(source.at).text for source in target.sources)
    return "\n".join((target.title, said, *(source.quote for source in target.sources), *texts))
