"""Entries of the ledger, and the facts of a year that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from knowledge.ledger.kinds import Feed, Kind, Kinds
from knowledge.model import Frozen
from knowledge.vocabulary.facts import Value


class Entry(Frozen):
    """One thing done on one day. No names of people: the day, what, how many."""

    id: str
    """16 hexadecimal digits."""
    person: str
    region: str
    """Slug of the regulation that it is counted under."""
    day: date
    kind: str
    count: int | None = None
    """None where no number was said and none is needed."""
    note: str = ""
    """Only what the person adds on purpose."""
    evidence: str = ""
    """Where the proof is, in the person's words."""
    created: datetime
    changed: datetime
    deleted: datetime | None = None
    """A deleted entry can be brought back until the next change of the ledger."""


class Recorded(Frozen):
    """What the ledger says of a fact."""

    value: Value
    years: int
    reading: str


def of_year(entries: Iterable[Entry], region: str, year: int, years: int = 1) -> tuple[Entry, ...]:
    """The entries of a region in a year, and in those before it; by day, without deleted ones."""
    kept = (one for one in entries if one.deleted is None and one.region == region)
    return tuple(sorted((one for one in kept if year - years < one.day.year <= year), key=lambda one: one.day))


def recorded(kinds: Kinds, entries: Iterable[Entry], region: str, year: int) -> Mapping[str, Recorded]:
    """The facts that the entries settle. A fact of which nothing was entered is not there: it may still be so."""
    kept = tuple(entries)
    found: dict[str, Recorded] = {}
    for kind, feed in _feeds(kinds):
        own = _counted(kind, feed, kept, region, year)
        if own and feed.how != "choice":
            found[feed.fact] = _together(found.get(feed.fact), feed, own)
    return {**found, **dict(_complete(kinds, kept, region, year))}


def _feeds(kinds: Kinds) -> Iterator[tuple[Kind, Feed]]:
    for kind in kinds.kinds:
        yield from ((kind, feed) for feed in kind.feeds)


def _counted(kind: Kind, feed: Feed, entries: tuple[Entry, ...], region: str, year: int) -> list[Entry]:
    """The entries of a kind that count for the year: a paper handed in early counts for the coming one."""
    if feed.early is None:
        return [one for one in of_year(entries, region, year, feed.years) if one.kind == kind.id]
    near = of_year(entries, region, year, feed.years + 1)
    return [one for one in near if one.kind == kind.id and one.day.year + (one.day.month >= feed.early) == year]


def _complete(kinds: Kinds, entries: tuple[Entry, ...], region: str, year: int) -> Iterator[tuple[str, Recorded]]:
    """Choices of which every part was done in every year; of the others nothing is known."""
    chosen = [(kind, feed) for kind, feed in _feeds(kinds) if feed.how == "choice"]
    for fact in dict.fromkeys(feed.fact for _, feed in chosen):
        own = [(kind, feed) for kind, feed in chosen if feed.fact == fact]
        wanted = {(feed.part, year - ago) for _, feed in own for ago in range(feed.years)}
        done = {(feed.part, one.day.year) for kind, feed in own for one in _counted(kind, feed, entries, region, year)}
        if done == wanted:
            feed = own[0][1]
            yield fact, Recorded(value=feed.value, years=feed.years, reading=feed.reading)


def _together(before: Recorded | None, feed: Feed, own: list[Entry]) -> Recorded:
    """Several kinds may add to one fact."""
    value: Value = True
    if feed.how == "sum":
        so_far = before.value if before and isinstance(before.value, int) else 0
        value = so_far + sum(one.count or 0 for one in own)
    elif feed.how == "day":
        value = own[0].day.isoformat()
    reading = feed.reading or (before.reading if before else "")
    return Recorded(value=value, years=feed.years, reading=reading)
