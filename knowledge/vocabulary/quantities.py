"""Numbers as people write them: 3, ３人, 三个人, 十万元. Vague ones (十来个, 3人以上) are asked again."""

import math
import re

import cn2an

from knowledge.vocabulary.facts import Fact
from knowledge.vocabulary.typed import NO_WORDS, BadValueError, cleaned, squeezed

_COUNTERS = {
    "人": ("个人", "個人", "名", "位", "个", "個", "人", "口", "people", "persons", "person", "members"),
    "次": ("次", "回", "场", "times"),
    "分": ("分", "points"),
    "平方米": ("平方米", "平米", "平方", "m2", "平"),
    "万元": ("万元", "万块钱", "万块", "萬元", "萬", "万", "w"),
}
_YUAN = ("元", "块钱", "块")
_VAGUE = re.compile(r"[多几来余]|左右|上下|以上|以下|大概|大约|差不多|至少|最多|不到|将近|[0-9]\s*[-~—至到]\s*[0-9]")
_DIGITS = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_CHINESE = re.compile(r"[零〇一二三四五六七八九十百千万亿点]{1,15}")
_PREFIX = re.compile(r"^(?:一共有|一共|总共有|总共|共有|共|有|是|人民币|rmb|¥)")
_SUFFIX = re.compile(r"(?:人民币|rmb|整)$")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_ZERO = NO_WORDS | {"一个也没有", "一个都没有", "没人", "一个没有"}


def expected_number(fact: Fact) -> str:
    """What a number question expects, with an example (Chinese)."""
    bounds = f"（{fact.minimum or 0}到{fact.maximum}）" if fact.maximum is not None else ""
    kind = "数字" if fact.decimal else "整数"
    return f"请回答一个{kind}{bounds}，例如：3{fact.unit}；不清楚可以回答“不清楚”。"


def number_from_text(fact: Fact, text: str) -> int | float:
    """The number in a typed answer, in the fact's unit. Raises ``BadValueError``."""
    expected = expected_number(fact)
    word = _GROUPED.sub("", squeezed(cleaned(text, expected)))
    if word in _ZERO:
        return within(fact, 0)
    if word.startswith(("-", "负", "−")):
        raise BadValueError(f"数量不能是负数。{expected}")
    bare, divisor = _without_unit(fact, _SUFFIX.sub("", _PREFIX.sub("", word)))
    number = _plain_number(bare)
    if number is None:
        vague = "这里要一个确切的数。" if _VAGUE.search(word) or _several(bare) else "没看懂这个数。"
        raise BadValueError(vague + expected)
    return within(fact, number / divisor if divisor > 1 else number)


def within(fact: Fact, number: int | float) -> int | float:
    """The number, whole where it is whole, if the fact allows it. Raises ``BadValueError``."""
    expected = expected_number(fact)
    if isinstance(number, float) and not math.isfinite(number):
        raise BadValueError(f"这不是一个数。{expected}")
    low, high = fact.minimum or 0, fact.maximum
    if number < low or (high is not None and number > high):
        raise BadValueError(f"这个数超出了范围。{expected}")
    if number == int(number):
        return int(number)
    if not fact.decimal:
        raise BadValueError(f"这里要整数。{expected}")
    return float(number)


def _without_unit(fact: Fact, word: str) -> tuple[str, int]:
    """The word without its unit, and what to divide by to reach the fact's unit (元 → 万元)."""
    for counter in _COUNTERS.get(fact.unit, ()):
        if word.endswith(counter) and len(word) > len(counter):
            return word.removesuffix(counter), 1
    if fact.unit == "万元":
        for counter in _YUAN:
            if word.endswith(counter):
                return word.removesuffix(counter), 10_000
    return word, 1


def _plain_number(word: str) -> int | float | None:
    """The value of western digits or a Chinese numeral; None for anything else."""
    if _DIGITS.fullmatch(word):
        return float(word) if "." in word else int(word)
    chinese = {"俩": "二", "仨": "三"}.get(word, word).replace("两", "二").replace("〇", "零")
    if not _CHINESE.fullmatch(chinese):
        return None
    try:
        value = cn2an.cn2an(chinese, "strict")
    except ValueError:
        return None
    return float(value) if isinstance(value, float) else int(value)


def _several(word: str) -> bool:
    """Whether the word names two numbers at once (三四, 三五)."""
    return len(word) >= 2 and all(sign in "一二两三四五六七八九" for sign in word)
