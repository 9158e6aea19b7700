"""公民身份号码: whether a number can be one, and what it tells of its bearer."""

import re
from datetime import date
from typing import Literal, NamedTuple

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""The first two digits. The full list of counties is not looked at, because it ages."""

IdentityFault = Literal["length", "province", "birth", "check_digit"]


class Bearer(NamedTuple):
    """What a number says of its bearer."""

    birth: date
    sex: Literal["男", "女"]


def fault(number: str) -> IdentityFault | None:
    """What keeps a number, digits and a final X alone, from being one; None where nothing does."""
    if not _WHOLE.fullmatch(number):
        return "length"
    if not _PROVINCE.match(number):
        return "province"
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return "birth"
    return None if ric.calc_check_digit(number) == number[-1] else "check_digit"


def bearer(number: str) -> Bearer | None:
    """What a sound number says of its bearer; None for any other."""
    if fault(number) is not None:
        return None
    return Bearer(ric.get_birth_date(number), "男" if int(number[16]) % 2 else "女")
