"""What became of the sentences of a provision: which are new or put otherwise, and which words are there no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rapidfuzz.distance import Indel

from knowledge.answering.sentences import SENTENCE
from knowledge.editions.differences import NumberChange, Piece, difference
from knowledge.model import Frozen, Provision
from knowledge.texts.likeness import SAME, Numbered
from knowledge.texts.text import fold

_ENDS = "。.！!？?；;"
"""Signs between sentences. Where nothing else is another, no word has come or gone."""


class Reworded(Frozen):
    """A provision by its sentences, beside what it was. All empty where they have only changed places."""

    new: tuple[str, ...]
    """Those of today's that did not stand there, as printed."""
    gone: tuple[str, ...]
    """Words that were there and are there no more, without others in their place: sentences, or parts of one."""
    numbers: tuple[NumberChange, ...]
    """Numbers that are others within a sentence that is the same otherwise."""


def reworded(old: Provision | None, new: Provision) -> Reworded:
    """What became of the sentences of a provision, the number printed before its words aside; of one that was not
    there, all are new."""
    was, now = _sentences(old), _sentences(new)
    left, come = _without(was, now), _without(now, was)
    same = _same(left, come)
    differences = [difference(_bare(left[place]), _bare(come[at])) for at, place in sorted(same.items())]
    out = [one for place, one in enumerate(left) if place not in same.values()]
    out += [words for one in differences for words in _left_out(one.pieces)]
    today = fold(new.text)
    return Reworded(
        new=tuple(come),
        gone=tuple(words for words in map(_bare, out) if fold(words) not in today),
        numbers=tuple(number for one in differences for number in one.numbers),
    )


def _sentences(provision: Provision | None) -> list[str]:
    if provision is None:
        return []
    return [sentence.strip() for sentence in SENTENCE.findall(Numbered.of(provision).words)]


def _bare(sentence: str) -> str:
    return sentence.strip().rstrip(_ENDS)


def _without(some: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those sentences that do not stand among the others, each as often as it stands there less often."""
    known = Counter(fold(_bare(one)) for one in others)
    found = []
    for sentence in some:
        key = fold(_bare(sentence))
        if known[key]:
            known[key] -= 1
        else:
            found.append(sentence)
    return found


def _same(left: Sequence[str], come: Sequence[str]) -> dict[int, int]:
    """For a sentence that came the one that left and is the same, put otherwise; the most alike are found first."""
    alike = (
        (-Indel.normalized_similarity(fold(before), fold(after)), at, place)
        for place, before in enumerate(left)
        for at, after in enumerate(come)
    )
    found: dict[int, int] = {}
    for unlike, at, place in sorted(alike):
        if -unlike >= SAME and at not in found and place not in found.values():
            found[at] = place
    return found


def _left_out(pieces: Sequence[Piece]) -> Iterator[str]:
    """Stretches for which nothing was put in, neither there nor, for the most part, somewhere else."""
    put_in = Counter("".join(piece.words for piece in pieces if piece.kind == "in"))
    for piece, after in zip_longest(pieces, pieces[1:]):
        is_alone = piece.kind == "out" and (after is None or after.kind != "in")
        is_nowhere = 2 * (Counter(piece.words) - put_in).total() > len(piece.words)
        if is_alone and is_nowhere and any(map(str.isalnum, piece.words)):
            yield piece.words.strip("，,、：:")
