"""Making a draft hold: every number citable once, every character in its place, no fault of structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.importing.entries import Entry, write
from knowledge.importing.lines import Oddity
from knowledge.model import Dropped, Provision
from knowledge.texts.proof import check_words, source_characters
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import Parsed, fold, parse

ROUNDS = 12
"""Rounds of naming; each settles at least one level of the tree."""
COPY = re.compile(r"__copy_\d+$")
COPIES = re.compile(r"（第\d+处）$")


@dataclass(frozen=True, slots=True)
class Settled:
    """A text that holds."""

    text: str
    provisions: Provisions
    oddities: tuple[Oddity, ...]


def settle(slug: str, entries: list[Entry], source: str, dropped: Sequence[Dropped]) -> Settled:
    """The text of the entries; what is taken twice gets a name of its own, what cannot be read stays as words."""
    oddities: list[Oddity] = []
    for _ in range(ROUNDS):
        text, owners = write(entries)
        parsed = parse(slug, text)
        wrong = _wrong(parsed)
        if not wrong:
            break
        names = _Names(parsed)
        for place, (provision, taken) in {owners[one.line]: (one, taken) for one, taken in wrong}.items():
            entries[place] = _mended(entries[place], names.free(provision) if taken else None, oddities)
    else:
        return _flat(slug, entries, oddities, "编号太乱，全文按段落收录")
    provisions = Provisions(parsed.provisions)
    words, _ = source_characters(source, dropped)
    if any(check_words(words, parsed.provisions, "source.txt", "text.md")):
        return _flat(slug, entries, oddities, "分条会丢字，全文按段落收录")
    return Settled(text, provisions, tuple(oddities))


def _wrong(parsed: Parsed) -> list[tuple[Provision, bool]]:
    """Provisions whose name is taken already (True), else those that cannot stand as they do (False)."""
    seen: dict[str, str] = {}
    taken: list[tuple[Provision, bool]] = []
    below: set[str] = set()
    for one in parsed.provisions:
        if one.parent in below:
            below.add(one.eid)
            continue
        names = {one.eid, fold(one.label), fold(one.printed)}
        if one.eid in seen or any(seen.get(name, one.eid) != one.eid for name in names):
            taken.append((one, True))
            below.add(one.eid)
        else:
            seen.update(dict.fromkeys(names, one.eid))
    if taken:
        return taken
    by_line = {provision.line: provision for provision in parsed.provisions}
    return [(by_line[line], False) for line, _ in parsed.faults if line in by_line]


class _Names:
    """The eIds and labels of a text, and those given since."""

    def __init__(self, parsed: Parsed) -> None:
        self._taken = {name for one in parsed.provisions for name in (one.eid, fold(one.label), fold(one.printed))}
        self._labels = {one.eid: one.label for one in reversed(parsed.provisions)}

    def free(self, one: Provision) -> tuple[str, str]:
        """A name for a provision whose own is taken: with its chapter where that tells it apart, else counted."""
        eid, label = COPY.sub("", one.eid), COPIES.sub("", one.label)
        named = (f"{one.parent}__{eid}", f"{self._labels.get(one.parent or '', '')}{label}")
        copy = 1
        while one.kind != "article" or one.parent is None or not self._is_free(named):
            copy += 1
            named = (f"{eid}__copy_{copy}", f"{label}（第{copy}处）")
            if self._is_free(named):
                break
        self._taken |= {named[0], fold(named[1])}
        return named

    def _is_free(self, named: tuple[str, str]) -> bool:
        return named[0] not in self._taken and fold(named[1]) not in self._taken


def _mended(entry: Entry, named: tuple[str, str] | None, oddities: list[Oddity]) -> Entry:
    """The entry under a free name; or, without one, as plain words."""
    line = entry.lines[0] if entry.lines else 0
    if named is None:
        oddities.append(Oddity(line, "unread", f"看不出结构，按一段收录：{entry.text[:30]}"))
        return entry.plainly()
    oddities.append(Oddity(line, "repeat", f"编号和前面的重复，这一处叫“{named[1]}”：{entry.text[:30]}"))
    return replace(entry, named=named)


def _flat(slug: str, entries: list[Entry], oddities: list[Oddity], why: str) -> Settled:
    """Every entry a paragraph, so that nothing is lost."""
    flat = [Entry("", (), "{正文}")]
    flat += [Entry(" ".join(entry.cells) or entry.text, entry.lines, "{另段} ") for entry in entries if entry.lines]
    text, _ = write(flat)
    first = next((entry.lines[0] for entry in entries if entry.lines), 0)
    return Settled(text, Provisions(parse(slug, text).provisions), (*oddities, Oddity(first, "unread", why)))
