"""What must hold between a text and what is said of it: the words are the source's, quotes stand where they should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.faults import Fault
from knowledge.model import Defect, Identity
from knowledge.strict_yaml import Document, Place
from knowledge.texts.proof import Characters, begins_on, check_words, source_characters, spans
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains


def check_identity(identity: Identity, provisions: Provisions, source: str, read: Document, name: str) -> list[Fault]:
    """Faults of ``text.md`` and ``regulation.yaml`` against ``source.txt``; ``name`` is the folder's path."""
    own = f"{name}/regulation.yaml"
    faults: list[Fault] = []
    words, misplaced = source_characters(source, identity.dropped)
    faults.extend(Fault(own, read.line(("dropped", index)), message) for index, message in misplaced)
    wrong = list(check_words(words, provisions.all, f"{name}/source.txt", f"{name}/text.md"))
    faults.extend(wrong)
    if not wrong:
        printed, _ = source_characters(source, ())
        faults.extend(check_defects(identity, (words, printed), spans(words, provisions.all), read, own))
    return faults


def check_labels(provisions: Provisions, name: str) -> Iterator[Fault]:
    """Labels that lead nowhere or elsewhere when people cite them."""
    for provision in provisions.all:
        for label in (provision.label, provision.printed):
            found = provisions.find(label)
            if found is None or found.eid != provision.eid:
                yield Fault(name, provision.line, f"“{label}”查不到{provision.eid}，查到的是{found and found.eid}")


def check_quotes(provisions: Provisions, read: Document, name: str) -> Iterator[Fault]:
    """Wherever a mapping has ``at``, that provision exists, and its ``quote``, if any, is in the provision's words."""
    for place, value in read.walk():
        if not isinstance(value, dict) or not isinstance(value.get("at"), str):
            continue
        at, quote = str(value["at"]), value.get("quote")
        if at not in provisions:
            yield Fault(name, read.line((*place, "at")), f"没有这一条：{at}")
        elif isinstance(quote, str) and not contains(provisions.get(at).text, quote):
            yield Fault(name, read.line((*place, "quote")), f"{provisions.get(at).label}里没有“{quote}”")


def check_defects(
    identity: Identity,
    texts: tuple[Characters, ...],
    places: Mapping[str, tuple[int, int]],
    read: Document,
    name: str,
) -> Iterator[Fault]:
    """Every defect names the line of the source where its words begin, and that line is its provision's.

    ``texts``: the source without its dropped artefacts, where words that a page end cuts are whole, and as printed.
    """
    seen: set[str] = set()
    for index, defect in enumerate(identity.defects):
        place: Place = ("defects", index)
        if defect.id in seen:
            yield Fault(name, read.line(place), f"编号重复：{defect.id}")
        seen.add(defect.id)
        wrong = _wrong_place(defect, texts, places)
        if wrong:
            yield Fault(name, read.line((*place, "line")), f"{defect.id}：{wrong}")


def _wrong_place(defect: Defect, texts: tuple[Characters, ...], places: Mapping[str, tuple[int, int]]) -> str | None:
    """What is wrong with the place that a defect names."""
    line = defect.line
    if line is None:
        return "引了原文，就要写明行号" if defect.quote else None
    if defect.quote and not any(begins_on(text, line, defect.quote) for text in texts):
        return f"原文第{line}行没有“{defect.quote}”"
    first, last = places.get(defect.at or "", (line, line))
    return None if first <= line <= last else f"{defect.at}在原文第{first}到{last}行，不含第{line}行"
