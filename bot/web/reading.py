"""A text of law set for reading: provisions in their places, tables as tables, the words relied on marked.

Every character of a provision stands on the page, in its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from handlers.answers.opening import TOP
from knowledge.library import Regulation
from knowledge.model import Provision
from knowledge.texts.text import WHITE, fold

HEADS = TOP | {"chapter", "title"}
"""Kinds that a table of contents names."""
FIRST_WORDS = 40
"""Characters of a line in the table of contents; a narrow page shows fewer."""


@dataclass(frozen=True)
class Run:
    """Some words of a provision."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Node:
    """A provision and what hangs under it."""

    eid: str
    kind: str
    label: str
    paragraphs: tuple[tuple[Run, ...], ...]
    aimed_at: bool
    """It is the one that was asked for."""
    parts: tuple[Node | Table, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    eid: str
    label: str
    cells: tuple[tuple[Run, ...], ...]
    aimed_at: bool


@dataclass(frozen=True)
class Table:
    """Rows that stand together; ``columns`` are the names printed over them, as far as they fit."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Aim:
    """The provision that was asked for, and where in its folded words the mark begins and ends."""

    eid: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Heading:
    """A line of a table of contents."""

    eid: str
    words: str
    chapter: bool


def whole(regulation: Regulation) -> tuple[Node, ...]:
    """The whole text."""
    return tuple(_node(regulation, one, Aim()) for one in regulation.provisions if one.parent is None)


def part(regulation: Regulation, top: Provision, aim: Aim) -> Node:
    """One article, section or annex with everything under it."""
    return _node(regulation, top, aim)


def contents(regulation: Regulation) -> tuple[Heading, ...]:
    """The table of contents."""
    found = []
    for one in regulation.provisions:
        if one.kind in HEADS and one.kind != "title":
            words = WHITE.sub(" ", one.text)
            short = words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rstrip("，、；：") + "…"
            found.append(Heading(one.eid, short, one.kind == "chapter"))
    return tuple(found)


def aim_at(eid: str, mark: str) -> Aim:
    """What an address asks for (``mark=12-58``); a mark that makes no sense is none."""
    start, _, end = mark.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return Aim(eid)
    return Aim(eid, int(start[:6]), int(end[:6]))


def marked(text: str, words: str) -> tuple[Run, ...]:
    """A text with some words marked wherever they stand, whatever their width and the white space between."""
    wanted, folded = fold(words), fold(text)
    spans, at = [], folded.find(wanted) if wanted else -1
    while at >= 0:
        spans.append((at, at + len(wanted)))
        at = folded.find(wanted, at + len(wanted))
    return tuple(_runs(text, spans))


def _node(regulation: Regulation, provision: Provision, aim: Aim) -> Node:
    here = provision.eid == aim.eid
    runs = _runs(provision.text, [(aim.start, aim.end)] if here else [])
    return Node(
        provision.eid,
        "columns" if _names_columns(regulation, provision) else provision.kind,
        provision.label,
        tuple(map(tuple, _lines(runs))),
        here,
        tuple(_parts(regulation, provision, aim)),
    )


def _parts(regulation: Regulation, provision: Provision, aim: Aim) -> Iterator[Node | Table]:
    """What hangs under a provision, rows that follow one another as one table."""
    rows: list[Row] = []
    for child in regulation.children(provision.eid):
        if child.kind == "row" and not regulation.children(child.eid):
            rows.append(_row(child, aim))
            continue
        if rows:
            yield _table(regulation, provision, rows)
            rows = []
        yield _node(regulation, child, aim)
    if rows:
        yield _table(regulation, provision, rows)


def _row(provision: Provision, aim: Aim) -> Row:
    here = provision.eid == aim.eid
    runs = _runs(provision.text, [(aim.start, aim.end)] if here else [])
    return Row(provision.eid, provision.label, tuple(map(tuple, _lines(runs))), here)


def _table(regulation: Regulation, above: Provision, rows: list[Row]) -> Table:
    """The names of the columns are printed once for all tables of an annex; the first is that of the groups."""
    wide = max(len(row.cells) for row in rows)
    beside = regulation.children(above.parent) if above.parent else ()
    printed = next((one.text.split("\n") for one in beside if _names_columns(regulation, one)), [])
    names = tuple(printed[1 : wide + 1])
    return Table(names if len(names) == wide else (), tuple(rows))


def _names_columns(regulation: Regulation, provision: Provision) -> bool:
    """Whether it is the line over the tables of an annex."""
    beside = regulation.children(provision.parent) if provision.parent and provision.kind == "group" else ()
    tables = any(child.kind == "row" for one in beside for child in regulation.children(one.eid))
    return tables and provision.eid == beside[0].eid and not regulation.children(provision.eid)


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs of each line."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line += [Run(first, run.marked)] if first else []
        for words in others:
            yield line
            line = [Run(words, run.marked)] if words else []
    yield line


def _runs(text: str, spans: list[tuple[int, int]]) -> Iterator[Run]:
    """A text cut at places that are counted in its folded form."""
    places = [place for place, char in enumerate(text) for _ in fold(char)]
    end = 0
    for start, stop in spans:
        if not start < stop <= len(places):
            continue
        begin, last = places[start], places[stop - 1] + 1
        if begin > end:
            yield Run(text[end:begin])
        yield Run(text[begin:last], marked=True)
        end = last
    if end < len(text):
        yield Run(text[end:])
