"""What stands under each heading of the report: what was typed there, or what the form says of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.forms import naming
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Form, blank_fields, report_blanks


def report_values(form: Form, fields: Mapping[str, str], rows: Mapping[str, int]) -> dict[str, str]:
    """The text under every heading, by key; empty where nothing is known. No sentence is made up.

    A heading that was typed, or emptied on purpose, keeps that; the others follow the form as it changes.
    """
    return {
        blank.key: fields[blank.key] if blank.key in fields else _first(form, fields, rows, blank.field)
        for blank in report_blanks(form)
    }


def _first(form: Form, fields: Mapping[str, str], rows: Mapping[str, int], heading: FormField) -> str:
    """What the form says of the same thing."""
    rule = heading.prefill
    if rule is None:
        return ""
    if rule.kind == "name":
        return _name(form, fields)
    if rule.kind == "list":
        return "\n".join(line for one in rule.ids for line in _lines(form, fields, rows, one))
    return fields.get(rule.id, "")


def _name(form: Form, fields: Mapping[str, str]) -> str:
    """The workshop's name as the form has it, else as the rule builds it."""
    given = [fields[blank.key] for blank in blank_fields(form) if blank.field.is_name and fields.get(blank.key)]
    if given:
        return given[0]
    try:
        return naming.build(form.name, fields)
    except naming.NameIncomplete:
        return ""


def _lines(form: Form, fields: Mapping[str, str], rows: Mapping[str, int], name: str) -> Iterator[str]:
    """A field as a line with its label; a repeated group as a numbered line for each entry."""
    for group in form.sheets:
        if group.repeat and group.id == name and rows.get(name, 0) > 0:
            entries = (_entry(group, fields, row) for row in range(min(rows[name], group.repeat.maximum)))
            yield f"{group.title}："
            yield from (f"{number}. {entry}" for number, entry in enumerate(filter(None, entries), start=1))
        if not group.repeat:
            yield from (_said(one, fields[one.id]) for one in group.fields if one.id == name and fields.get(name))


def _entry(group: Group, fields: Mapping[str, str], row: int) -> str:
    """One entry of a repeated group, as far as it is filled."""
    values = ((field, fields.get(f"{group.id}.{row}.{field.id}", "")) for field in group.fields)
    return "；".join(_said(field, value) for field, value in values if value)


def _said(field: FormField, value: str) -> str:
    return f"{field.called}：{with_unit(field, value)}"


def with_unit(field: FormField, value: str) -> str:
    """A value with its unit, unless it ends in it already."""
    return value if not value or value.endswith(field.unit) else f"{value}{field.unit}"
