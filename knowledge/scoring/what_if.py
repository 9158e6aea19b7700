"""再带2名徒弟能加几分: what more of something counted would make of the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from knowledge.cases import case_of
from knowledge.library import Library
from knowledge.model import Citation, Frozen
from knowledge.scoring.improvements import total_of
from knowledge.scoring.rows import work_out
from knowledge.scoring.rubric import Ask, Rubric, RubricRow
from knowledge.vocabulary.facts import Fact, Value
from knowledge.vocabulary.quantities import number_from_text
from knowledge.vocabulary.typed import BadValueError

_NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[一二两三四五六七八九十]+")


class Supposed(Frozen):
    """One number raised, and the points before and after."""

    fact: str
    """What is counted (Chinese)."""
    unit: str
    before: int | float
    after: int | float
    row: Citation
    row_before: Decimal
    row_after: Decimal
    total_before: Decimal
    total_after: Decimal


def what_if(library: Library, slug: str, answers: Mapping[str, Value], on: date, words: str) -> Supposed | None:
    """The expected points with as many more as the words say; None where they name nothing that the sheet counts."""
    rubric = library.get(slug).rubric
    named = _named(rubric, words) if rubric else None
    if rubric is None or named is None:
        return None
    row, ask = named
    fact, value = library.facts[ask.fact], answers.get(ask.fact)
    more = _more(fact, words)
    if more is None or not isinstance(value, int | float):
        return None
    case = case_of(library, answers, on)
    changed = case.changed({fact.id: value + more})
    provision = library.get(slug).get(row.at)
    quote = provision.text.split("\n")[0]
    return Supposed(
        fact=fact.short,
        unit=fact.unit,
        before=value,
        after=value + more,
        row=Citation(region=slug, eid=row.at, label=provision.label, quote=quote),
        row_before=work_out(row, case).points.expected,
        row_after=work_out(row, changed).points.expected,
        total_before=total_of(rubric, case).expected,
        total_after=total_of(rubric, changed).expected,
    )


def _named(rubric: Rubric, words: str) -> tuple[RubricRow, Ask] | None:
    """The row and the question whose thing the words name, the longest name first (高级技师 before 技师)."""
    named = [(word, row, ask) for row, ask in _counted(rubric) for word in ask.words if word in words]
    if not named:
        return None
    _, row, ask = max(named, key=lambda one: len(one[0]))
    return row, ask


def _counted(rubric: Rubric) -> Iterator[tuple[RubricRow, Ask]]:
    for row in rubric.rows:
        yield from ((row, ask) for ask in row.asks if ask.words)


def _more(fact: Fact, words: str) -> int | float | None:
    """The first number in the words."""
    found = _NUMBER.search(words)
    try:
        return number_from_text(fact, found[0]) if found else None
    except BadValueError:
        return None
