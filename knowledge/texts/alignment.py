"""Which provisions of two editions of a text are the same, and what became of each.

Those that keep their order are found together: of all ways to pair the provisions without crossing, the one that
keeps most of the words. What is left is paired where it has moved; a provision of which all words are new is still the
same where most of what hangs under it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.model import Provision
from knowledge.texts.likeness import SHORT, Numbered, Weights, weigh
from knowledge.texts.provisions import Provisions

FREE = frozenset({"front", "contents", "title", "chapter", "article", "section", "annex"})
"""Kinds that people cite without what stands above them: under another heading they are where they were."""

Pairs = dict[int, int]
"""Places of the same provision in the old text and in the new one."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A provision in both editions, or in the one that alone has it."""

    old: Provision | None
    new: Provision | None
    changed: bool = False
    """Its words are others, whatever the width of characters and the white space."""
    renumbered: bool = False
    """The number printed before its words is another one."""
    moved: bool = False
    """It stands under something else, or before what it stood behind."""

    @property
    def kept(self) -> bool:
        """Whether nothing happened to it."""
        return bool(self.old and self.new) and not (self.changed or self.renumbered or self.moved)


def align(old: Provisions, new: Provisions) -> tuple[Aligned, ...]:
    """Every provision of both texts once, in the order of the new one; a repealed one stands where it stood.

    Asked the other way round, the same are paired.
    """
    turned = _order(new) < _order(old)
    first, second = (new.all, old.all) if turned else (old.all, new.all)
    pairs, moved = _pair(first, second)
    if turned:
        pairs, moved = {b: a for a, b in pairs.items()}, {pairs[a] for a in moved}
    return tuple(_told(old.all, new.all, pairs, moved))


def _order(text: Provisions) -> list[tuple[str, str]]:
    """What decides which of two texts is looked at first, so that it does not matter which is called old."""
    return [(one.eid, one.text) for one in text.all]


def _pair(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Pairs, set[int]]:
    """The pairs, and the places in the old text of those that moved."""
    weights = weigh(old, new)
    pairs = dict(_chain(weights))
    pairs |= _elsewhere(old, new, weights, pairs)
    pairs |= _carried(old, new, pairs)
    return pairs, _moved(old, new, weights, pairs)


def _chain(weights: Weights) -> Iterator[tuple[int, int]]:
    """The pairs of greatest weight in sum of which no two cross."""
    rows, columns = weights.shape
    best = np.zeros((rows + 1, columns + 1), np.int64)
    for row in range(rows):
        taken = np.maximum(best[row, 1:], best[row, :-1] + weights[row])
        best[row + 1, 1:] = np.maximum.accumulate(taken)
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            yield row, column


def _elsewhere(old: Sequence[Provision], new: Sequence[Provision], weights: Weights, pairs: Pairs) -> Pairs:
    """Provisions left over that have moved, the weightiest first. A mere name moves only within what it belongs to."""
    rest = np.array(weights)
    rest[list(pairs), :] = 0
    rest[:, list(pairs.values())] = 0
    places = _places(old), _places(new)
    known: Pairs = dict(pairs)
    found: Pairs = {}
    for row, column in sorted(np.argwhere(rest).tolist(), key=lambda at: (-rest[*at], at)):
        if row in known or column in found.values():
            continue
        above = places[0].get(old[row].parent or ""), places[1].get(new[column].parent or "")
        at_home = above[0] is not None and known.get(above[0]) == above[1]
        if at_home or len(Numbered.of(old[row]).folded) >= SHORT:
            known[row] = found[row] = column
    return found


def _carried(old: Sequence[Provision], new: Sequence[Provision], pairs: Pairs) -> Pairs:
    """Provisions left over of which more than half of what hangs under them is paired, from the innermost."""
    below, places = (_below(old), _below(new)), _places(new)
    known, found = dict(pairs), {}
    for row in (row for row in reversed(range(len(old))) if row not in pairs):
        children = below[0].get(old[row].eid, [])
        above = Counter(new[known[child]].parent or "" for child in children if child in known)
        eid, times = above.most_common(1)[0] if above else ("", 0)
        column = places.get(eid)
        if column is None or column in known.values() or new[column].kind != old[row].kind:
            continue
        if 2 * times > max(len(children), len(below[1][eid])):
            known[row] = found[row] = column
    return found


def _places(provisions: Sequence[Provision]) -> dict[str, int]:
    return {one.eid: at for at, one in enumerate(provisions)}


def _below(provisions: Sequence[Provision]) -> dict[str, list[int]]:
    """The places of what hangs directly under each."""
    found: dict[str, list[int]] = {}
    for at, one in enumerate(provisions):
        if one.parent:
            found.setdefault(one.parent, []).append(at)
    return found


def _moved(old: Sequence[Provision], new: Sequence[Provision], weights: Weights, pairs: Pairs) -> set[int]:
    """Of the pairs, those that no longer stand under the same, and among the others of the same those out of order."""
    same = {old[row].eid: new[column].eid for row, column in pairs.items()}
    moved: set[int] = set()
    together: dict[str, list[int]] = {}
    for row, column in sorted(pairs.items()):
        above = old[row].parent or ""
        if old[row].kind in FREE or new[column].kind in FREE:
            together.setdefault("", []).append(row)
        elif same.get(above, "") == (new[column].parent or "") or not (above or new[column].parent):
            together.setdefault(above, []).append(row)
        else:
            moved.add(row)
    for rows in together.values():
        moved |= set(rows) - _in_order(rows, pairs, weights)
    return moved


def _in_order(rows: list[int], pairs: Pairs, weights: Weights) -> set[int]:
    """Of neighbours, the weightiest that stand in the same order in both texts."""
    columns = [pairs[row] for row in rows]
    if columns == sorted(columns):
        return set(rows)
    own = np.zeros((len(rows), len(rows)), np.int64)
    for at, (row, column) in enumerate(zip(rows, columns, strict=True)):
        own[at, sorted(columns).index(column)] = max(1, weights[row, column])
    return {rows[at] for at, _ in _chain(own)}


def _told(
    old: Sequence[Provision], new: Sequence[Provision], pairs: Mapping[int, int], moved: set[int]
) -> Iterator[Aligned]:
    """The pairs and what is left, in order: a repealed provision follows what it followed."""
    back = {column: row for row, column in pairs.items()}
    repealed: dict[int, list[int]] = {}
    after = -1
    for row in range(len(old)):
        if row not in pairs:
            repealed.setdefault(after, []).append(row)
        elif row not in moved:
            after = pairs[row]
    for column in range(-1, len(new)):
        if column in back:
            yield _compared(old[back[column]], new[column], moved=back[column] in moved)
        elif column >= 0:
            yield Aligned(None, new[column])
        yield from (Aligned(old[row], None) for row in repealed.get(column, ()))


def _compared(old: Provision, new: Provision, *, moved: bool) -> Aligned:
    was, now = Numbered.of(old), Numbered.of(new)
    return Aligned(old, new, changed=was.folded != now.folded, renumbered=was.number != now.number, moved=moved)
