"""The day that a sentence names: 今天, 上周五, 3月5日, 去年12月1日, 三天前."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import cn2an
from dateutil.relativedelta import relativedelta

_NAMED = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "刚才": 0,
    "大后天": 3, "后天": 2, "明天": 1, "明日": 1,
}  # fmt: skip
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1}
_WEEKDAYS = "一二三四五六日"
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十]{1,4}(?=[年月日号]|天前|天以前)")
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")

_FULL = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_DAY = re.compile(
    r"(?:([0-9]{4}|[0-9]{2})年|(大前年|前年|去年|今年|明年)的?)?([0-9]{1,2})月(?:份的?)?([0-9]{1,2})[日号]"
)
_MONTH_DAY = re.compile(r"(上上个?月|上个?月|这个?月|本月|下个?月|)(?<![0-9])([0-9]{1,2})[日号]")
_WEEK = re.compile(r"(上上|上|这|本|下|)个?(?:周|星期|礼拜)([一二三四五六日天])")
_AGO = re.compile(r"([0-9]{1,3})天(?:以)?前")
_WORDS = re.compile("|".join(_NAMED))
_VAGUE = re.compile(
    r"(?:(?:[0-9]{4}年|大前年|前年|去年|今年|明年)的?)?[0-9]{1,2}月(?:份|初|中旬|底)?|[上这本下]+个?月(?:份|初|底)?"
    r"|[上下这本]+个?(?:周|星期|礼拜)末?|大前年|前年|去年|今年|明年|[0-9]{4}年|最近|前几天|前段时间|前阵子"
)


class DayError(ValueError):
    """A day that is not on the calendar, not one day, or still to come; ``message`` says so in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Found(NamedTuple):
    """A day, and the sentence without the words that name it."""

    day: date | None
    rest: str


def find_day(text: str, on: date) -> Found:
    """The day that is named, seen from ``on``; None where none is. Raises ``DayError``."""
    plain = _NUMERAL.sub(_spelled, text)
    for pattern, read in _READERS:
        found = pattern.search(plain)
        if found:
            day = _read(read, found, on)
            if day > on:
                raise DayError(f"{show_day(day)}还没有到。只记已经做了的事；如果是以前的日子，请写明是哪一年。")
            return Found(day, plain[: found.start()] + plain[found.end() :])
    vague = _VAGUE.search(plain)
    if vague:
        raise DayError(f"“{vague[0]}”要说明是几月几日，例如：3月5日。")
    return Found(None, text)


def show_day(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _read(read: Callable[[re.Match[str], date], date], found: re.Match[str], on: date) -> date:
    try:
        return read(found, on)
    except (ValueError, OverflowError):
        raise DayError(f"日历上没有“{found[0]}”这一天。") from None


def _spelled(found: re.Match[str]) -> str:
    """A Chinese numeral in digits; the words themselves where they are no numeral."""
    word = found[0].replace("两", "二")
    if "十" not in word:
        return word.translate(_DIGITS)
    try:
        return str(cn2an.cn2an(word, "strict"))
    except ValueError:
        return found[0]


def _full(found: re.Match[str], _on: date) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))


def _day(found: re.Match[str], on: date) -> date:
    year = on.year + _YEARS.get(found[2] or "", 0)
    if found[1]:
        year = int(found[1]) + (2000 if len(found[1]) == len("26") else 0)
    return date(year, int(found[3]), int(found[4]))


def _week(found: re.Match[str], on: date) -> date:
    weeks = {"上上": -2, "上": -1, "下": 1}.get(found[1], 0)
    monday = on - timedelta(days=on.weekday())
    return monday + timedelta(weeks=weeks, days=_WEEKDAYS.index(found[2].replace("天", "日")))


def _month_day(found: re.Match[str], on: date) -> date:
    months = {"上上": -2, "上": -1, "下": 1}.get(found[1].rstrip("月").rstrip("个"), 0)
    first = on.replace(day=1) + relativedelta(months=months)
    return first.replace(day=int(found[2]))


def _ago(found: re.Match[str], on: date) -> date:
    return on - timedelta(days=int(found[1]))


def _word(found: re.Match[str], on: date) -> date:
    return on + timedelta(days=_NAMED[found[0]])


_READERS = (
    (_FULL, _full),
    (_DAY, _day),
    (_WEEK, _week),
    (_MONTH_DAY, _month_day),
    (_AGO, _ago),
    (_WORDS, _word),
)
"""How days are named, the fullest way first."""
