"""Drafts for the tests of printing: empty ones, and ones with something different in every field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from handlers.draft import Draft
from knowledge.forms.fields import FieldKind
from knowledge.forms.form import Blank, blank_fields, repeated_groups, report_blanks
from knowledge.library import Library, written

ON = date(2026, 11, 20)
NUMERALS = "甲乙丙丁戊己庚辛壬癸"
WRITTEN: Mapping[FieldKind, str] = {
    "choice": "男",
    "date": "2026年11月20日",
    "month": "1988年5月",
    "age": "35",
    "number": "60",
    "email": "zhang.san@example.com",
    "postcode": "311200",
    "phone": "0571-82812345转8001",
    "mobile": "13812345678",
    "id_number": "330109198805121236",
}


def draft(slug: str, fields: Mapping[str, str] | None = None, **more: object) -> Draft:
    """A draft with these fields."""
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    content = {"fields": dict(fields or {}), **more}
    return Draft.model_validate(
        {"id": "0" * 16, "person": "test:1", "region": slug, "edition": "x", "created": at, "changed": at, **content}
    )


def full(library: Library, slug: str, entries: int = 3) -> Draft:
    """A draft in which nothing is empty; what is written in text fields tells them apart."""
    form = written(library.get(slug).form)
    rows = {group.id: entries for group in repeated_groups(form)}
    blanks = (*blank_fields(form, rows), *report_blanks(form))
    fields = {blank.key: value_of(blank, number) for number, blank in enumerate(blanks)}
    return draft(slug, fields, rows=rows)


def value_of(blank: Blank, number: int) -> str:
    """Something plausible for a blank, different in each one."""
    if blank.field.kind in WRITTEN:
        return WRITTEN[blank.field.kind]
    mark = "".join(NUMERALS[int(digit)] for digit in f"{number:03}")
    if blank.field.person == "name":
        return f"李{mark}"
    if blank.field.kind == "text":
        return mark if blank.row is not None else f"示例{mark}"
    return f"编号{mark}，二〇二六年完成技术攻关三项，带徒五人。"
