"""Dates as people write them: 68年5月, 1968.5, 1968-05-20, 二〇二四年六月, 去年6月."""

import re
from calendar import monthrange
from datetime import date

import cn2an

from knowledge.vocabulary.facts import NEVER, Fact, Value
from knowledge.vocabulary.typed import NO_WORDS, BadValueError, cleaned, squeezed

_PATTERNS = (
    re.compile(r"([0-9]{4}|[0-9]{2})[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})[日号]?)?月?份?"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?"),
)
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"^[零〇○一二三四五六七八九]{2,4}(?=年)")
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
_YEARS_AGO = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_BORN = re.compile(r"(?:出生|生人|生)$")
YEAR_ONLY = re.compile(r"[0-9]{2,4}年?")
_NEVER = ("没有", "从没", "从未", "未发生", "无此", "无记录", "不存在")
_CENTURY_TURN = 30
"""Two-digit years up to this one are of this century (24年 → 2024), later ones of the last (68年 → 1968)."""


MONTH_ONLY = len("YYYY-MM")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")


def is_moment(value: Value) -> bool:
    """Whether an answer is a month or a day: one person's birth, something that happened to them."""
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


def day_range(moment: str) -> tuple[date, date]:
    """First and last day that ``YYYY-MM`` or ``YYYY-MM-DD`` may mean."""
    if len(moment) > MONTH_ONLY:
        day = date.fromisoformat(moment)
        return day, day
    year, month = int(moment[:4]), int(moment[5:7])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def expected_date(fact: Fact) -> str:
    """What a date question expects, with an example (Chinese)."""
    if fact.kind == "event":
        return "请回答年月（日），例如：2024年6月；没有发生过就回答“没有”，不清楚可以回答“不清楚”。"
    return "请回答出生年月，例如：1968年5月；不清楚可以回答“不清楚”。"


def date_from_text(fact: Fact, text: str, keep_day: bool, on: date | None) -> str:
    """``YYYY-MM`` or ``YYYY-MM-DD``, or ``NEVER`` for an event that did not happen. Raises ``BadValueError``.

    ``keep_day`` false drops the day of a birth. ``on`` is the day asked: it resolves 去年 and refuses the future.
    """
    expected = expected_date(fact)
    word = squeezed(cleaned(text, expected))
    if fact.kind == "event" and (word in NO_WORDS or word.startswith(_NEVER)):
        return NEVER
    word = in_digits(word, on)
    moment = read_moment(word)
    if moment is None:
        year_only = "还需要月份。" if YEAR_ONLY.fullmatch(word) else "没看懂这个日期。"
        raise BadValueError(year_only + expected)
    year, month, day = moment
    whole = _checked(fact, year, month, day, on)
    return whole.isoformat() if day and (keep_day or fact.kind == "event") else f"{whole:%Y-%m}"


def in_digits(word: str, on: date | None) -> str:
    """A date without spaces: Chinese numerals and 今年, 去年 … in digits, 出生 and a time of day left out."""
    word = _BORN.sub("", re.sub(r"t[0-9:.+z-]+$", "", word))
    for name, ago in _YEARS_AGO.items():
        if on is not None and word.startswith(name):
            word = f"{on.year - ago}年{word.removeprefix(name)}"
    word = _YEAR.sub(lambda found: found[0].translate(_DIGITS), word)
    return _NUMERAL.sub(_spelled, word)


def read_moment(word: str) -> tuple[int, int, int | None] | None:
    """Year with its century, month, and the day where one is said, of a date in digits; None where it is no date.

    Whether the calendar has such a day is another question.
    """
    match = next((found for pattern in _PATTERNS if (found := pattern.fullmatch(word))), None)
    if match is None:
        return None
    year, month, day = match.groups()
    return _full_year(int(year)), int(month), int(day) if day else None


def _spelled(found: re.Match[str]) -> str:
    """A Chinese month or day in digits; the words themselves where they are no numeral (三三月)."""
    try:
        return str(cn2an.cn2an(found[0], "strict"))
    except ValueError:
        return found[0]


def _full_year(year: int) -> int:
    """The year with its century."""
    if year >= 100:
        return year
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def _checked(fact: Fact, year: int, month: int, day: int | None, on: date | None) -> date:
    """The day (the first of the month where none was said) if it exists and the fact allows it."""
    expected = expected_date(fact)
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        raise BadValueError(f"日历上没有这个日期。{expected}") from None
    if (fact.minimum and year < fact.minimum) or (fact.maximum and year > fact.maximum):
        raise BadValueError(f"这个年份不太可能。{expected}")
    if on is not None and whole > on and not fact.future:
        raise BadValueError(f"这个日期还没有到。{expected}")
    return whole
