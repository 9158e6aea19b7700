"""What is wrong, odd or still empty in a form that is being filled in. Nothing here refuses to keep anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from knowledge.forms import naming
from knowledge.forms.fields import Group
from knowledge.forms.form import Blank, Form, blank_fields, name_blanks, repeated_groups, report_blanks
from knowledge.forms.people import check_people
from knowledge.forms.remarks import Remark
from knowledge.forms.values import number, wrong
from knowledge.model import Bound

_PROBLEMS = {"empty": "没有名称", "missing": "缺少", "order": "顺序不对：", "extra": "多出", "short": "字数不够："}


def check(form: Form, fields: Mapping[str, str], rows: Mapping[str, int], on: date) -> tuple[Remark, ...]:
    """Every remark on a draft, in the order of the form and then of the report. Takes any text, and never raises.

    ``fields``: values by key; ``rows``: entries begun in each repeated group.
    """
    blanks = _blanks(form, rows)
    filled = {blank.key: fields[blank.key] for blank in blanks if fields.get(blank.key, "").strip()}
    own = {blank.key: found for blank in blanks if (found := _own(blank, filled, on))}
    others = (*check_people(blanks, filled, on), *_names(form, filled), *_sums(blanks, filled))
    remarks = [*own.values(), *(one for one in others if one.key not in own), *_groups(form, filled, rows)]
    order = {blank.key: place for place, blank in enumerate(blanks)}
    first = {group.id: _first(order, group) for group in repeated_groups(form)}
    return tuple(sorted(remarks, key=lambda one: order.get(one.key, first.get(one.key, len(order)))))


def empty(form: Form, fields: Mapping[str, str], rows: Mapping[str, int]) -> tuple[Blank, ...]:
    """The blanks of the form and of the report in which nothing stands yet. That is no error: a draft may have gaps."""
    return tuple(blank for blank in _blanks(form, rows) if not fields.get(blank.key, "").strip())


def _blanks(form: Form, rows: Mapping[str, int]) -> tuple[Blank, ...]:
    """The blanks of the form as far as it has room for entries, then those of the report."""
    fitting = {
        group.id: min(max(rows.get(group.id, 0), 0), group.repeat.maximum if group.repeat else 0)
        for group in repeated_groups(form)
    }
    return (*blank_fields(form, fitting), *(report_blanks(form) if form.sheets else ()))


def _first(order: Mapping[str, int], group: Group) -> float:
    """Where the remarks on a group as a whole belong: before its first entry."""
    places = [place for key, place in order.items() if key.startswith(f"{group.id}.")]
    return min(places, default=len(order)) - 0.5


def _own(blank: Blank, filled: Mapping[str, str], on: date) -> Remark | None:
    """What is wrong with a value by itself."""
    found = wrong(blank.field, filled[blank.key], on) if blank.key in filled else None
    return Remark(key=blank.key, kind=found.kind, text=found.text) if found else None


def _names(form: Form, filled: Mapping[str, str]) -> Iterator[Remark]:
    """A name of the workshop that departs from the region's format."""
    for blank in name_blanks(form):
        problems = naming.lint(form.name, filled[blank.key], filled) if blank.key in filled else []
        if problems:
            said = "；".join(f"{_PROBLEMS[one.kind]}{f'“{one.what}”' if one.what else ''}" for one in problems)
            source = Bound(at=form.name.at, quote=form.name.quote)
            text = f"这个名称和规定的格式不一致（{said}）。"
            yield Remark(key=blank.key, kind="warning", text=text, source=source)


def _groups(form: Form, filled: Mapping[str, str], rows: Mapping[str, int]) -> Iterator[Remark]:
    """Repeated groups with fewer entries than the rule expects, or more than the form takes."""
    for group in repeated_groups(form):
        if group.repeat is None:
            continue
        most, least = group.repeat.maximum, group.repeat.minimum
        if rows.get(group.id, 0) > most:
            yield Remark(key=group.id, kind="error", text=f"“{group.title}”最多填{most}条，其余请另附表。")
        entries = {key.split(".")[1] for key in filled if key.startswith(f"{group.id}.")}
        if len(entries) < least:
            text = f"“{group.title}”填了{len(entries)}条，规定至少{least}名。"
            yield Remark(key=group.id, kind="warning", text=text, source=group.repeat.source)


def _sums(blanks: Sequence[Blank], filled: Mapping[str, str]) -> Iterator[Remark]:
    """Totals that are not what their parts come to, as far as all parts are numbers."""
    for blank in blanks:
        if not blank.field.sum_of or blank.key not in filled:
            continue
        stated = number(filled[blank.key])
        parts = [number(filled[key]) for key in _parts(blank, blanks) if key in filled]
        known = [part for part in parts if part is not None]
        total = sum(known, Decimal(0))
        if stated is not None and known and len(known) == len(parts) and total != stated:
            text = f"合计和各项对不上：各项加起来是{total}，这里写的是{stated}，请核对。"
            yield Remark(key=blank.key, kind="warning", text=text)


def _parts(total: Blank, blanks: Sequence[Blank]) -> Iterator[str]:
    """Keys of what a total is the sum of: fields of its own entry, or a column of a repeated group."""
    wanted = set(total.field.sum_of)
    for blank in blanks:
        beside = blank.group.id == total.group.id and blank.row == total.row and blank.field.id in wanted
        if beside or (blank.row is not None and f"{blank.group.id}.{blank.field.id}" in wanted):
            yield blank.key
