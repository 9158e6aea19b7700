"""What must hold for ``changes.yaml`` beyond its shape and its quotes: no change is forgotten, no aspect unanswered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from knowledge.changes.entries import CHANGE, Changes, Effect
from knowledge.faults import Fault
from knowledge.strict_yaml import Document, Place
from knowledge.texts.numbering import DIGITS
from knowledge.texts.text import prints
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.facts import Fact

READING = "条文没有写"
"""How a reading begins, so that nobody takes it for the text."""

Wrong = tuple[Place, str]
"""Where something is wrong, and what."""


def check_changes(changes: Changes, facts: Mapping[str, Fact], name: str, read: Document) -> Iterator[Fault]:
    """Every fault of one region's answers about changes. Unknown eIds are told with the quotes."""
    wrong = (
        *_entries(changes, [choice.value for choice in facts[CHANGE].choices] if CHANGE in facts else []),
        *_silences(changes),
        *((place, message) for place, effect in _effects(changes) for message in _wrong_term(effect, facts)),
        *_conditions(changes, facts),
        *_readings(changes),
    )
    yield from (Fault(name, read.line(place), message) for place, message in wrong)


def _entries(changes: Changes, named: Sequence[str]) -> Iterator[Wrong]:
    """Every change has one entry, and every entry is of a change."""
    listed = Counter(entry.change for entry in changes.entries)
    for index, entry in enumerate(changes.entries):
        if entry.change not in named:
            yield ("entries", index), f"没有这种情况：{entry.change}"
    for change in named:
        if listed[change] != 1:
            yield ("entries",), f"“{change}”应列一次，现在是{listed[change]}次"


def _silences(changes: Changes) -> Iterator[Wrong]:
    """For every aspect that people want to know of, it is written what is said where the text has nothing."""
    silent = Counter(effect.about for effect in changes.silences)
    for about in dict.fromkeys(aspect for entry in changes.entries for aspect in entry.aspects):
        if silent[about] != 1:
            yield ("silences",), f"{about}没有规定时怎么说，应写一次，现在是{silent[about]}次"
    for index, effect in enumerate(changes.silences):
        if not effect.not_stated or effect.term:
            yield ("silences", index), "silences 里只写条文没有规定的（not_stated）"


def _effects(changes: Changes) -> Iterator[tuple[Place, Effect]]:
    for index, entry in enumerate(changes.entries):
        yield from ((("entries", index, "effects", nth), effect) for nth, effect in enumerate(entry.effects))
        for at, case in enumerate(entry.cases):
            place: Place = ("entries", index, "cases", at, "effects")
            yield from (((*place, nth), effect) for nth, effect in enumerate(case.effects))


def _conditions(changes: Changes, facts: Mapping[str, Fact]) -> Iterator[Wrong]:
    for index, entry in enumerate(changes.entries):
        for nth, case in enumerate(entry.cases):
            place: Place = ("entries", index, "cases", nth, "when")
            yield from ((place, wrong) for leaf in case.when.leaves() for wrong in wrong_leaf(leaf, facts))


def _readings(changes: Changes) -> Iterator[Wrong]:
    for index, entry in enumerate(changes.entries):
        terms = (effect.term for part in entry.parts() for effect in part.effects if effect.term)
        readings = (reading for part in entry.parts() for reading in part.readings)
        for reading in (*readings, *(term.reading for term in terms)):
            if not reading.startswith(READING):
                yield ("entries", index), f"读法要以“{READING}”开头，免得当成条文：{reading}"


def _wrong_term(effect: Effect, facts: Mapping[str, Fact]) -> Iterator[str]:
    """A term that runs from no date, or whose years the quote does not print."""
    term = effect.term
    if term is None:
        return
    if term.since not in facts or facts[term.since].kind != "event":
        yield f"{term.since}不是日期（event）"
    printed = any(prints(bound.quote, term.years) for bound in effect.bounds)
    spelled = any(f"{DIGITS[term.years]}年" in bound.quote for bound in effect.bounds) if term.years < 10 else False
    if not (printed or spelled):
        yield f"所引的话里没有“{term.years}年”"
