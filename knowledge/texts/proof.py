"""Proof that ``text.md`` is the source: every character in exactly one provision or among the dropped, in order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.faults import Fault
from knowledge.model import Dropped, Provision
from knowledge.texts.text import fold

WHITE = re.compile(r"\s+")
COMPARED = 20_000
"""Characters of a differing stretch that are compared one by one; beyond, only its beginning is told."""
SHOWN = 20
"""Characters of a differing stretch that a fault shows."""


@dataclass(frozen=True, slots=True)
class Characters:
    """A text without white space, and the line of each of its characters."""

    text: str
    lines: list[int]

    def line(self, position: int) -> int:
        """The line of a character; of the last one beyond the end."""
        return self.lines[min(position, len(self.lines) - 1)] if self.lines else 0


def source_characters(source: str, dropped: Sequence[Dropped]) -> tuple[Characters, list[tuple[int, str]]]:
    """What the source says once its dropped artefacts are taken out, and which of these are not where they should be.

    The latter as (place in ``dropped``, what in Chinese).
    """
    lines = [WHITE.sub("", line) for line in source.split("\n")]
    misplaced: list[tuple[int, str]] = []
    for index, artefact in enumerate(dropped):
        mark = WHITE.sub("", artefact.text)
        for number in artefact.lines:
            line = lines[number - 1] if 0 < number <= len(lines) else ""
            if not mark or mark not in line:
                misplaced.append((index, f"source.txt 第{number}行没有“{artefact.text}”"))
                continue
            lines[number - 1] = line.replace(mark, "", 1)
    words = Characters("".join(lines), [number for number, line in enumerate(lines, start=1) for _ in line])
    return words, misplaced


def provision_characters(provisions: Sequence[Provision]) -> Characters:
    """What the provisions say, one after another; the line is that of the provision in ``text.md``."""
    parts = [(WHITE.sub("", provision.text), provision.line) for provision in provisions]
    return Characters("".join(text for text, _ in parts), [line for text, line in parts for _ in text])


def check_words(
    source: Characters, provisions: Sequence[Provision], source_name: str, text_name: str
) -> Iterator[Fault]:
    """Words of ``text.md`` that are not in the source, and words of the source that ``text.md`` lacks."""
    ours = provision_characters(provisions)
    for start, stop, our_start, our_stop in _differences(source.text, ours.text):
        if our_stop > our_start:
            words = ours.text[our_start:our_stop][:SHOWN]
            yield Fault(text_name, ours.line(our_start), f"“{words}”不是原文这里的字（原文第{source.line(start)}行）")
        if stop > start:
            words = source.text[start:stop][:SHOWN]
            yield Fault(source_name, source.line(start), f"“{words}”没有写进 text.md（第{ours.line(our_start)}行附近）")


def _differences(ours: str, theirs: str) -> Iterator[tuple[int, int, int, int]]:
    """Stretches that differ: where in the one, where in the other."""
    if ours == theirs:
        return
    start = 0
    shorter = min(len(ours), len(theirs))
    while start < shorter and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < shorter - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    left, right = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if len(left) + len(right) > COMPARED:
        yield start, start + len(left), start, start + len(right)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + i1, start + i2, start + j1, start + j2


def spans(source: Characters, provisions: Sequence[Provision]) -> dict[str, tuple[int, int]]:
    """First and last line of the source for each provision's own words. Holds only where ``check_words`` is content."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for provision in provisions:
        length = len(WHITE.sub("", provision.text))
        if length:
            found[provision.eid] = (source.line(at), source.line(at + length - 1))
        at += length
    return found


def begins_on(source: Characters, line: int, quote: str) -> bool:
    """Whether the quote stands in the source and begins on that line (it may run on over line and page ends)."""
    first, after = bisect_left(source.lines, line), bisect_right(source.lines, line)
    own = fold(source.text[first:after])
    within = fold(source.text[first : after + len(quote)])
    return 0 <= within.find(fold(quote)) < len(own)
