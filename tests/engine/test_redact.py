"""Identity numbers are masked in every dress; what only looks like one stays."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from bot.notices import about
from bot.redact import LONGEST, clean, mask_tokens
from knowledge.forms.masking import MASK, mask_identity_numbers

NUMBER = "11010519491231002X"
PLACES = ("110105", "330109", "330106", "650102", "410102", "440524", "810000", "910101")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A valid number of somebody who may live."""
    born = date(1930, 1, 1) + timedelta(days=draw(st.integers(0, 35_000)))
    place, order = draw(st.sampled_from(PLACES)), draw(st.integers(0, 999))
    return _with_check_digit(f"{place}{born:%Y%m%d}{order:03d}")


def _with_check_digit(seventeen: str) -> str:
    return seventeen + ric.calc_check_digit(f"{seventeen}0")


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


DISGUISES = {
    "plain": lambda number: number,
    "lower case": lambda number: number.lower(),
    "full width": _wide,
    "spaces": " ".join,
    "groups": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "dashes": lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    "full-width dashes": lambda number: f"{number[:6]}－{number[6:14]}——{number[14:]}",
    "dots": lambda number: f"{number[:6]}.{number[6:14]}·{number[14:]}",
    "broken lines": lambda number: f"{number[:6]}\n{number[6:14]}\r\n{number[14:]}",
    "full-width spaces": lambda number: f"{number[:6]}\u3000{number[6:]}",
    "zero-width": "\u200b".join,
    "Arabic digits": lambda number: number.translate({48 + digit: 0x660 + digit for digit in range(10)}),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@given(
    number=numbers(),
    before=st.sampled_from(["", "身份证", "号码：", "1. ", "x"]),
    after=st.sampled_from(["", "。", "岁", " 电话13800138000"]),
)
def test_every_disguise_is_seen_through(disguise: object, number: str, before: str, after: str) -> None:
    assert callable(disguise)
    assert mask_identity_numbers(f"{before}{disguise(number)}{after}") == f"{before}{MASK}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "萧人社〔2019〕100号",
        "6222021001116245702",
        "91330109MA2XXXXX1Y",
        "2019-11-01至2023-10-31，共4年",
        "110105194912310021",
        "11010519491331002X",
        "00010519491231002X",
        "911010519491231002X1",
        "１２３４５６７８９０",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert mask_identity_numbers(text) == text


def test_random_numbers_stay() -> None:
    chance = random.Random(20261120)
    numbers = [str(chance.randrange(10**length, 10 ** (length + 1))) for length in (17, 18) for _ in range(10_000)]
    assert sum(mask_identity_numbers(number) != number for number in numbers) <= 0.001 * len(numbers)


def test_several_are_masked_and_the_words_between_stay() -> None:
    assert mask_identity_numbers(f"甲{NUMBER}，乙{_wide(NUMBER)}；丙没有") == f"甲{MASK}，乙{MASK}；丙没有"


@given(st.text())
def test_other_words_are_never_touched(text: str) -> None:
    assert mask_identity_numbers(text) == text or any(char.isdigit() for char in text)


def test_nothing_that_storage_cannot_hold_comes_in() -> None:
    cleaned = clean(f"a\x00b\ud800c{'长' * LONGEST}")
    assert cleaned.text.startswith("abc长")
    assert len(cleaned.text) <= LONGEST
    assert cleaned.text.encode()


def test_the_person_is_told_of_a_masked_number_only() -> None:
    assert about(clean("你好")) == ()
    assert "身份证" in about(clean(NUMBER))[0].text


def test_tokens_are_masked() -> None:
    token = "123456789:AAtest-token_of-nobody-0123456789abc"
    assert mask_tokens(f"https://api.telegram.org/bot{token}/getMe") == "https://api.telegram.org/bot<token>/getMe"
