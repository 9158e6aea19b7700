"""Days as people write them in a form: 1968年5月, 68.5, 2026-11-20, 二〇二六年十一月."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

from knowledge.vocabulary.moments import YEAR_ONLY, in_digits, read_moment
from knowledge.vocabulary.typed import squeezed

LONGEST = 40
"""Characters of the longest way to write a day."""

Unread = Literal["unclear", "no_such_day", "no_month"]


class Span(NamedTuple):
    """The first and the last day that the words may mean."""

    first: date
    last: date


def read_span(text: str, on: date) -> Span | Unread:
    """The days that a text means, seen from ``on``, or why it means none."""
    if len(text) > LONGEST:
        return "unclear"
    word = in_digits(squeezed(unicodedata.normalize("NFKC", text)).lower(), on)
    moment = read_moment(word)
    if moment is None:
        return "no_month" if YEAR_ONLY.fullmatch(word) else "unclear"
    year, month, day = moment
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return "no_such_day"
    return Span(first, first if day else first.replace(day=monthrange(year, month)[1]))


def years_between(earlier: date, later: date) -> int:
    """Whole years from one day to another."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
