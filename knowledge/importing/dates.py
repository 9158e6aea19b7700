"""Days as documents write them: 2019年11月20日, 二〇一九年十一月二十日."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from knowledge.texts.numbering import to_int

DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
DAY = re.compile(
    r"([12]\d{3}|[一二][〇○Ｏ零一二三四五六七八九]{3})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
BLANK = re.compile(
    r"([12]\d{3}|[一二][〇○Ｏ零一二三四五六七八九]{3}|)\s*年\s*(?:\d{1,2})?\s*月\s*日|\d{4}\s*年\s+月\s*\d{0,2}\s*日|[Xx×]{1,4}年|年\s*月\s*日"
)
"""A day that was left blank."""


def days(text: str) -> list[tuple[date, str]]:
    """Every day in a text, with its words; words that name no day of the calendar are passed over."""
    found = []
    for match in DAY.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day = match.groups()
        try:
            found.append((date(int(year.translate(DIGITS)), to_int(month), to_int(day)), match.group()))
        except ValueError:
            continue
    return found
