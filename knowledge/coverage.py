"""Proof that nothing countable in a text is overlooked: every number and modal word is read somewhere, or excused.

A number is read where a quote of the rules, the form, the procedure, the silences, the changes or the identity holds
it, where an answer quotes it and tells it in its sentence, or where the score sheet or the form lists the row or field
that has it.
A modal word (原则上, 不少于 …) is read where any quote holds it. All else needs a reason in ``coverage.yaml``.

Chinese numerals count only before a unit of the gate (两年): elsewhere (一线, 第三产业) they are parts of words. The
number that a provision bears itself (第九条, １．) is structure, which the outline checks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import Field

from knowledge.answering.gate import MODAL, NOT_MODAL, NUMBER, numbers
from knowledge.faults import Fault
from knowledge.model import Frozen, Provision
from knowledge.strict_yaml import Data, Document, Place
from knowledge.texts.numbering import marker
from knowledge.texts.proof import WHITE, Characters, provision_characters
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import fold

FILE = "coverage.yaml"
READERS = (
    *("rules.yaml", "form.yaml", "procedure.yaml", "rubric.yaml", "obligations.yaml", "funding.yaml"),
    *("deadlines.yaml", "changes.yaml", "silences.yaml", "regulation.yaml"),
)
"""Files whose quotes are bound to something that the assistant uses."""
ANSWERS = "questions.yaml"
LISTED = {"row", "group", "field"}
"""Kinds that a score sheet or a form takes over whole by naming them."""
NUMBERED = {"chapter", "article", "section", "item"}

_MODAL = re.compile(f"(?:{NOT_MODAL.pattern})|({'|'.join(sorted(MODAL, key=len, reverse=True))})")


class Excuse(Frozen):
    """Words that nothing reads, for a reason."""

    at: str
    words: str = Field(min_length=1)
    why: str = Field(min_length=1)


class Excuses(Frozen):
    """``coverage.yaml`` of one regulation."""

    excuses: tuple[Excuse, ...]


class Occurrence(NamedTuple):
    """A number or modal word in the folded words of a provision."""

    start: int
    stop: int
    word: str
    value: frozenset[str]
    """The number in arabic numerals; empty for a modal word."""


class _Reading(NamedTuple):
    """Words of a provision that a file uses."""

    quote: str
    told: frozenset[str] | None
    """The numbers of them that an answer's sentence tells; None where all count."""

    def covers(self, one: Occurrence, folded: str) -> bool:
        """Whether the occurrence stands within these words, wherever they stand, and is told."""
        if self.told is not None and not one.value <= self.told:
            return False
        places = (each.span() for each in re.finditer(re.escape(fold(self.quote)), folded))
        return any(begin <= one.start and one.stop <= end for begin, end in places)


def check_coverage(
    provisions: Provisions, source: Characters, read: Mapping[str, Document], name: str
) -> Iterator[Fault]:
    """Faults of ``source.txt`` that nothing covers, and of excuses that excuse nothing; ``name`` is the folder's path.

    ``source``: without its dropped artefacts. Nothing is told where ``text.md`` differs: no line could be named.
    """
    if source.text != provision_characters(provisions.all).text:
        return
    readings = _readings(provisions, read)
    begin = 0
    for provision in provisions.all:
        folded, origins = _folded(provision)
        for one in occurrences(provision):
            if not any(reading.covers(one, folded) for reading in readings[provision.eid]):
                line = source.line(begin + origins[one.start])
                yield Fault(f"{name}/source.txt", line, f"{provision.label}的“{one.word}”没有任何数据用到")
        begin += len(WHITE.sub("", provision.text))
    yield from _idle(provisions, read, name)


def occurrences(provision: Provision) -> list[Occurrence]:
    """The numbers and modal words of a provision's own words, without the number that it bears."""
    folded = _folded(provision)[0]
    first = len(fold(own.printed)) if provision.kind in NUMBERED and (own := marker(provision.text)) else 0
    found = [
        Occurrence(*each.span(), each[0], frozenset(numbers(folded[each.start() : each.end() + 1])))
        for each in NUMBER.finditer(folded, first)
    ]
    found += [Occurrence(*each.span(1), each[1], frozenset()) for each in _MODAL.finditer(folded, first) if each[1]]
    return found


def _folded(provision: Provision) -> tuple[str, list[int]]:
    """The folded words, and for each folded character the place of the printed one among those that are not white."""
    pieces = [fold(character) for character in WHITE.sub("", provision.text)]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _bound(provisions: Provisions, read: Document) -> Iterator[tuple[Place, Provision, dict[str, Data]]]:
    """Every mapping of a file that names a provision."""
    for place, value in read.walk():
        if isinstance(value, dict) and str(value.get("at")) in provisions:
            yield place, provisions.get(str(value["at"])), value


def _readings(provisions: Provisions, read: Mapping[str, Document]) -> dict[str, list[_Reading]]:
    """Everything that the folder's files quote or list, by eId."""
    found: dict[str, list[_Reading]] = defaultdict(list)
    for file in (each for each in (*READERS, ANSWERS, FILE) if each in read):
        for place, provision, value in _bound(provisions, read[file]):
            whole = provision.text if provision.kind in LISTED else ""
            if quote := str(value.get("words" if file == FILE else "quote", whole)):
                told = _told(read[file].data, place) if file == ANSWERS else None
                found[provision.eid].append(_Reading(quote, told))
    return found


def _told(data: Data, place: Place) -> frozenset[str]:
    """The numbers in the sentence of the answer that a source belongs to."""
    for step in place[:2]:
        data = data[step]  # type: ignore[index]
    return frozenset(numbers(str(data.get("say", "")))) if isinstance(data, dict) else frozenset()


def _idle(provisions: Provisions, read: Mapping[str, Document], name: str) -> Iterator[Fault]:
    """Excuses whose words are not in their provision, or hold no number and no modal word."""
    for place, provision, value in _bound(provisions, read[FILE]) if FILE in read else ():
        excuse, folded = _Reading(str(value["words"]), None), _folded(provision)[0]
        if not any(excuse.covers(one, folded) for one in occurrences(provision)):
            wrong = f"{provision.label}的“{excuse.quote}”里没有要说明的数字或限定词"
            yield Fault(f"{name}/{FILE}", read[FILE].line((*place, "words")), wrong)
