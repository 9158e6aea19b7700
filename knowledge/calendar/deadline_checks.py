"""What must hold for ``deadlines.yaml``: days and lengths that the text prints, names that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cn2an

from knowledge.calendar.terms import Deadline, Deadlines, Precision
from knowledge.faults import Fault
from knowledge.strict_yaml import Document
from knowledge.texts.text import prints
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.facts import Fact


def check_deadlines(terms: Deadlines, facts: Mapping[str, Fact], read: Document, name: str) -> Iterator[Fault]:
    """Every fault of a regulation's deadlines, by file and line. Unknown eIds are told with the quotes."""
    seen: set[str] = set()
    for index, one in enumerate(terms.deadlines):
        line = read.line(("deadlines", index))
        yield from (Fault(name, line, f"重复：{word}") for word in (one.id, one.name) if word in seen)
        seen |= {one.id, one.name}
        wrong = (*_unprinted(one), *_wrong_facts(one, facts))
        yield from (Fault(name, line, f"{one.id}：{message}") for message in wrong)


def _unprinted(one: Deadline) -> Iterator[str]:
    """Numbers of a date or a length that no quote prints; a window's days are a reading, which must be told."""
    numbers: tuple[int, ...] = ()
    if one.once is not None:
        numbers = (one.once.year, one.once.month, one.once.day)
    elif one.yearly is not None and one.precision is Precision.EXACT:
        numbers = (one.yearly.until.month, one.yearly.until.day)
    elif one.relative is not None:
        parts = (one.relative.years, one.relative.months, one.relative.days, one.relative.opens_before)
        numbers = tuple(part for part in parts if part)
    for number in numbers:
        if not any(_states(source.quote, number) for source in one.sources):
            yield f"所引的话里没有“{number}”"
    if one.precision is Precision.WINDOW and not one.reading:
        yield "条文没有写到日的，要写明怎样读（reading）"


def _states(quote: str, number: int) -> bool:
    """Whether a quote has the number, in either kind of numeral."""
    spelled = {str(cn2an.an2cn(number)), "两" if number == 2 else ""} - {""}
    return prints(quote, number) or any(word in quote for word in spelled)


def _wrong_facts(one: Deadline, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Facts that do not exist or hold no date, and conditions that do not fit."""
    dating = (*one.relative.after, one.relative.ends_on) if one.relative else ()
    for name in (each for each in dating if each is not None):
        if name not in facts or facts[name].kind != "event":
            yield f"应是日期的事实（event）：{name}"
    for condition in one.conditions():
        for leaf in condition.leaves():
            yield from wrong_leaf(leaf, facts)
