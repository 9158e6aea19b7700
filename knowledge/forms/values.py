"""What can be wrong with one value of a form, by the kind of its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

import cn2an
import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberType
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from knowledge.forms import identity_numbers
from knowledge.forms.dates import read_span
from knowledge.forms.fields import FieldKind, FormField

SHORT_TEXT = 200
LONG_TEXT = 10_000
"""Characters that a field takes."""
LONGEST_NUMBER = 40
YOUNGEST, OLDEST = 16, 100
COUNTRY = "CN"

_SEVERAL = re.compile(r"[、，,；;/\n]+|(?<=\d)\s+(?=1\d{10}|0\d)")
"""Between two telephone numbers in one field."""
_EXTENSION = re.compile(r"(?:转|分机号?|[-－—])\s*(\d{1,6})$")
_WHOLE_NUMBER = re.compile(r"(.*?\d{7,8})\s*$", re.DOTALL)
_SEPARATORS = re.compile(r"[\s\-－—–·.]")
_AMOUNT = re.compile(r"-?[0-9,]+(?:\.[0-9]+)?")
_HAN_NUMBER = re.compile("[〇零一二两三四五六七八九十百千万点]+")
_POSTCODE = re.compile("[0-8][0-9]{5}")
_LETTER = re.compile(r"[^\W\d_]")

Severity = Literal["error", "warning"]


class Wrong(NamedTuple):
    """What is wrong with a value, and what to write instead (Chinese)."""

    kind: Severity
    text: str


def wrong(field: FormField, value: str, on: date) -> Wrong | None:
    """The first thing that is wrong with a value that is not empty; None where nothing is."""
    limit = LONG_TEXT if field.kind == "long_text" else SHORT_TEXT
    if len(value) > limit:
        more = "详细内容可以另附页" if field.kind == "long_text" else "请只写这一栏要的内容"
        return Wrong("error", f"这一栏最多写{limit}个字，现在有{len(value)}个字。请缩短，{more}。")
    checked = _BY_KIND.get(field.kind)
    return checked(field, unicodedata.normalize("NFKC", value).strip(), on) if checked else None


def number(value: str) -> Decimal | None:
    """The number that a value states with nothing around it but a unit; None where it states none."""
    plain = unicodedata.normalize("NFKC", value).strip()
    found = _AMOUNT.match(plain)
    if found is None and _HAN_NUMBER.match(plain[:LONGEST_NUMBER]):
        return _han(_HAN_NUMBER.match(plain[:LONGEST_NUMBER]))
    if found is None or len(found[0]) > LONGEST_NUMBER or any(sign.isdigit() for sign in plain[found.end() :]):
        return None
    try:
        return Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None


def _han(found: re.Match[str] | None) -> Decimal | None:
    """A number in Chinese numerals."""
    try:
        return Decimal(str(cn2an.cn2an(found[0], "smart"))) if found else None
    except ValueError:
        return None


def bare(value: str) -> str:
    """A number of an identity or a code without the spaces and dashes in which people write it."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).upper()


def _choice(field: FormField, value: str, _on: date) -> Wrong | None:
    return None if value in field.choices else Wrong("error", f"这一栏请写：{'或'.join(field.choices)}。")


def _number(field: FormField, value: str, _on: date) -> Wrong | None:
    unit = f"（{field.unit}）" if field.unit else ""
    if not any(sign.isdigit() for sign in value) and not _HAN_NUMBER.search(value):
        return Wrong("error", f"这一栏请填数字{unit}，例如 30。")
    stated = number(value)
    if stated is None:
        return Wrong("warning", f"这一栏最好只写一个数字{unit}，例如 30。")
    return Wrong("error", f"这一栏{unit}不能是负数，请核对。") if stated < 0 else None


def _age(field: FormField, value: str, on: date) -> Wrong | None:
    """A number, and one that a working person's age may be."""
    trouble, stated = _number(field, value, on), number(value)
    if trouble is not None or stated is None:
        return trouble
    if stated != int(stated) or not YOUNGEST <= stated <= OLDEST:
        return Wrong("warning", f"年龄一般在{YOUNGEST}到{OLDEST}岁之间，请核对；写周岁，例如 35。")
    return None


def _email(_field: FormField, value: str, _on: date) -> Wrong | None:
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return Wrong("error", "这不是可用的电子邮箱地址，请核对，例如 zhang@example.com。")
    return None


def _postcode(_field: FormField, value: str, _on: date) -> Wrong | None:
    if _POSTCODE.fullmatch(bare(value)):
        return None
    return Wrong("error", "邮编是6位数字，请核对，例如 311200。")


def _phone(field: FormField, value: str, _on: date) -> Wrong | None:
    """Each number of a field that may hold several."""
    for one in _SEVERAL.split(value):
        trouble = _one_phone(field, one.strip()) if one.strip() else None
        if trouble is not None:
            return trouble
    return None


def _one_phone(field: FormField, value: str) -> Wrong | None:
    try:
        read = phonenumbers.parse(_with_extension(value), COUNTRY)
    except NumberParseException:
        return Wrong("error", "这不是电话号码，请写数字，例如 13800138000 或 0571-82800000。")
    if not phonenumbers.is_valid_number(read):
        return Wrong("warning", "这不像有效的电话号码，请核对；座机要写区号，例如 0571-82800000，分机写“转8001”。")
    if field.kind == "mobile" and phonenumbers.number_type(read) is not PhoneNumberType.MOBILE:
        return Wrong("warning", "这一栏要的是手机号码，这个号码不像手机号码，请核对。")
    return None


def _with_extension(value: str) -> str:
    """The number with its extension written as the library reads it: 0571-82800000转8001."""
    found = _EXTENSION.search(value)
    base = _WHOLE_NUMBER.fullmatch(value[: found.start()]) if found else None
    return f"{base[1]} ext. {found[1]}" if found and base else value


_IDENTITY: Mapping[identity_numbers.IdentityFault, str] = {
    "length": "身份证号码应是18位（最后一位可以是X），请核对。",
    "province": "这个身份证号码的开头不是任何地区，请核对。",
    "birth": "这个身份证号码里的出生日期不存在，请核对第7到14位。",
    "check_digit": "这个身份证号码的最后一位（校验码）不对，请逐位核对。",
}


def _id_number(_field: FormField, value: str, on: date) -> Wrong | None:
    plain = bare(value)
    if _LETTER.search(plain.removesuffix("X")):
        return Wrong("warning", "这不像身份证号码。用其他证件的，请写明证件名称和号码。")
    trouble = identity_numbers.fault(plain)
    if trouble is not None:
        return Wrong("error", _IDENTITY[trouble])
    bearer = identity_numbers.bearer(plain)
    if bearer is not None and bearer.birth > on:
        return Wrong("error", "这个身份证号码里的出生日期还没有到，请核对第7到14位。")
    return None


def _credit_code(_field: FormField, value: str, _on: date) -> Wrong | None:
    try:
        uscc.validate(bare(value))
    except InvalidChecksum:
        return Wrong("error", "这个统一社会信用代码的最后一位（校验码）不对，请逐位核对。")
    except ValidationError:
        return Wrong("error", "统一社会信用代码是18位数字和大写字母（没有 I、O、S、V、Z），请照营业执照核对。")
    return None


_UNREAD = {
    "unclear": Wrong("warning", "没看懂这个日期，请写成“{example}”这样。"),
    "no_month": Wrong("warning", "还需要月份，请写成“{example}”这样。"),
    "no_such_day": Wrong("error", "日历上没有这一天，请核对，写成“{example}”这样。"),
}


def _date(field: FormField, value: str, on: date) -> Wrong | None:
    """A day or a month; one still to come is impossible for a birth and odd for anything else."""
    read = read_span(value, on)
    if isinstance(read, str):
        example = "2026年11月20日" if field.kind == "date" else "1988年5月"
        return _UNREAD[read]._replace(text=_UNREAD[read].text.format(example=example))
    if field.kind == "date" and read.first != read.last:
        return Wrong("warning", "还需要写到日，例如 2026年11月20日。")
    if read.first > on:
        return Wrong("error" if field.person == "birth" else "warning", "这个日期还没有到，请核对。")
    return None


_BY_KIND: Mapping[FieldKind, Callable[[FormField, str, date], Wrong | None]] = {
    "choice": _choice,
    "number": _number,
    "age": _age,
    "email": _email,
    "postcode": _postcode,
    "phone": _phone,
    "mobile": _phone,
    "id_number": _id_number,
    "credit_code": _credit_code,
    "date": _date,
    "month": _date,
}
