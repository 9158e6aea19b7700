"""What was taken out of some words and what was put in, as people read it; numbers on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from knowledge.answering.gate import NUMBER
from knowledge.model import Frozen
from knowledge.texts.text import fold

_TOKEN = re.compile(rf"(?P<number>(?:{NUMBER.pattern})％?)|[A-Za-zＡ-Ｚａ-ｚ]+|\S")
_UNIT = re.compile("(?:万元|个工作日|个月|周岁|[年月日天个名家份项级人元分倍次件条岁])?")
BRIDGE = 1
"""Tokens that stay the same between two changes and are told as changed with them: 由区和镇 became 经市和乡."""
READABLE = 0.35
"""Part of the tokens that must stay for the difference to be told piece by piece."""


class Piece(Frozen):
    """A stretch of words."""

    kind: Literal["kept", "out", "in"]
    words: str


class NumberChange(Frozen):
    """A number, with its unit, that is another one now; empty where there was or is none."""

    was: str
    now: str


class Difference(Frozen):
    """Two wordings, one beside the other."""

    pieces: tuple[Piece, ...]
    """In order; what was taken out stands before what was put in for it."""
    numbers: tuple[NumberChange, ...]

    @property
    def out(self) -> tuple[str, ...]:
        """The stretches that were taken out."""
        return tuple(piece.words for piece in self.pieces if piece.kind == "out")

    @property
    def put_in(self) -> tuple[str, ...]:
        """The stretches that were put in."""
        return tuple(piece.words for piece in self.pieces if piece.kind == "in")


def difference(old: str, new: str) -> Difference:
    """How the new words differ from the old. White space and the width of characters do not count."""
    was, now = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    pieces: list[Piece] = []
    numbers: list[NumberChange] = []
    for same, (start, stop), (begin, end) in _stretches(_keys(was), _keys(now)):
        if same:
            pieces.append(Piece(kind="kept", words=_words(now[begin:end])))
            continue
        out, put_in = was[start:stop], now[begin:end]
        pieces += [Piece(kind="out", words=_words(out))] if out else []
        pieces += [Piece(kind="in", words=_words(put_in))] if put_in else []
        numbers += _changed_numbers(_numbers(out, old), _numbers(put_in, new))
    return Difference(pieces=tuple(pieces), numbers=tuple(numbers))


Span = tuple[int, int]


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, Span, Span]]:
    """Stretches that are the same or not, in turn: where in the old, where in the new."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if old and new and matcher.ratio() < READABLE:
        return [(False, (0, len(old)), (0, len(new)))]
    found: list[tuple[bool, Span, Span]] = []
    codes = matcher.get_opcodes()
    for at, (tag, start, stop, begin, end) in enumerate(codes):
        bridge = stop - start <= BRIDGE and 0 < at < len(codes) - 1
        same = tag == "equal" and not bridge
        if found and not found[-1][0] and not same:
            _, before, ahead = found.pop()
            found.append((False, (before[0], stop), (ahead[0], end)))
        else:
            found.append((same, (start, stop), (begin, end)))
    return found


def _keys(tokens: Sequence[re.Match[str]]) -> list[str]:
    return [fold(token[0]) for token in tokens]


def _words(tokens: Sequence[re.Match[str]]) -> str:
    return "".join(token[0] for token in tokens)


def _numbers(tokens: Sequence[re.Match[str]], text: str) -> list[str]:
    """The numbers of a stretch, each with the unit that follows it."""
    found = []
    for token in tokens:
        if token["number"]:
            unit = _UNIT.match(text, token.end())
            found.append(fold(token[0] + (unit[0] if unit else "")))
    return found


def _changed_numbers(was: Sequence[str], now: Sequence[str]) -> Iterator[NumberChange]:
    for old, new in zip_longest(was, now, fillvalue=""):
        if old != new:
            yield NumberChange(was=old, now=new)
