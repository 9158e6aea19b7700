"""What must hold for ``funding.yaml``: sums that the text prints, facts and lines that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.faults import Fault
from knowledge.funding.terms import Funding, Grant, OwnMatch
from knowledge.strict_yaml import Document, Place
from knowledge.texts.text import prints
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.facts import Fact


def check_funding(terms: Funding, facts: Mapping[str, Fact], read: Document, name: str) -> Iterator[Fault]:
    """Every fault of a regulation's terms, by file and line. Unknown eIds are told with the quotes."""
    seen: set[str] = set()
    for part in ("grants", "own_match", "clawback", "notices"):
        for index, line in enumerate(getattr(terms, part)):
            place: Place = (part, index)
            if line.id in seen:
                yield Fault(name, read.line(place), f"编号重复：{line.id}")
            seen.add(line.id)
            if isinstance(line, Grant | OwnMatch):
                yield from (Fault(name, read.line(place), f"{line.id}：{wrong}") for wrong in _wrong_sum(line, facts))
    grants = {grant.id for grant in terms.grants}
    for index, one in enumerate(terms.clawback):
        for missing in (each for each in one.of if each not in grants):
            yield Fault(name, read.line(("clawback", index)), f"{one.id}：没有这一笔：{missing}")
    for condition in terms.conditions():
        for leaf in condition.leaves():
            yield from (Fault(name, 0, wrong) for wrong in wrong_leaf(leaf, facts))


def _wrong_sum(line: Grant | OwnMatch, facts: Mapping[str, Fact]) -> Iterator[str]:
    """A sum that no quote prints, or facts that cannot be counted."""
    for number in line.amount.numbers if line.amount else ():
        if not any(prints(source.quote, number) for source in line.sources):
            yield f"所引的话里没有“{number}”"
    if isinstance(line, OwnMatch):
        yield from _wrong_fact(line.fact, facts, "number")
        return
    yield from _wrong_fact(line.actual, facts, "number")
    if line.times is not None:
        yield from _wrong_fact(line.times.fact, facts, "series" if line.times.among else "number")
        yield from _wrong_fact(line.times.full_years_since, facts, "event")
        known = {choice.value for choice in facts[line.times.fact].choices} if line.times.fact in facts else set()
        yield from (f"{line.times.fact}没有这个答案：{word}" for word in line.times.among if word not in known)


def _wrong_fact(name: str | None, facts: Mapping[str, Fact], kind: str) -> Iterator[str]:
    """A fact that does not exist or is of another kind."""
    if name is None:
        return
    if name not in facts:
        yield f"没有这个事实：{name}"
    elif facts[name].kind != kind:
        yield f"{name}应是{kind}"
