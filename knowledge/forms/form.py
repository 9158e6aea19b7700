"""The application form and the report as data: what ``form.yaml`` holds, and the blanks of a draft in their order."""

from collections.abc import Iterator, Mapping
from typing import Self

from pydantic import Field, model_validator

from knowledge.forms.fields import FormField, Gap, Group
from knowledge.forms.naming import NameRule
from knowledge.model import Bound, Frozen
from knowledge.statements import Statement

REPORT = "report"
"""Id of the report among the groups of a form."""


class Report(Frozen):
    """The report that goes with the form (申办报告, 申报报告, 项目报告)."""

    title: str
    source: Bound
    headings: tuple[FormField, ...] = Field(min_length=1)
    open_ended: bool = False
    """The text's list ends in 等: more may be added."""


class Form(Frozen):
    """``form.yaml``: the form as far as the text has it, the report, and the rule of the name."""

    title: str
    """The form's name as the text prints it."""
    source: Bound
    missing: Statement | None = None
    """What of the form is not in the text; None where the form is whole."""
    maker: Bound | None = None
    """The line at the foot of the cover: …制."""
    cover: Group | None = None
    groups: tuple[Group, ...] = ()
    gaps: tuple[Gap, ...] = ()
    """What the form as a whole has no room for."""
    name: NameRule
    report: Report

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        """Keys of a draft are unique: ids of plain fields, of groups, and of fields within a repeated group."""
        groups = self.sheets
        plain = [field.id for group in groups if group.repeat is None for field in group.fields]
        scopes = [[heading.id for heading in self.report.headings]]
        scopes += [[field.id for field in group.fields] for group in groups if group.repeat]
        scopes += [plain + [group.id for group in groups] + [REPORT]]
        twice = sorted({one for scope in scopes for one in scope if scope.count(one) > 1})
        if twice:
            raise ValueError(f"id 重复：{'、'.join(twice)}")
        if not groups and self.missing is None:
            raise ValueError("没有栏目的申报表要写 missing：文本里缺了什么")
        return self

    @property
    def sheets(self) -> tuple[Group, ...]:
        """The cover and the groups, as far as the text has them."""
        return (*((self.cover,) if self.cover else ()), *self.groups)


class Blank(Frozen):
    """A field of a draft at its place: ``unit_name``, ``members.0.name`` in the first entry of a group, ``report.need``
    under a heading of the report."""

    key: str
    field: FormField
    group: Group
    row: int | None = None
    """Entry of a repeated group, from 0."""


def ordered_fields(form: Form, repeats: Mapping[str, int]) -> tuple[Blank, ...]:
    """Every blank in the order of the form, those for seals and opinions included.

    ``repeats``: entries by group id; a group not named has its minimum. Raises ``ValueError`` beyond the maximum.
    Where the text has no form, the report's headings take its place. Parts of the workshop's name that the form does
    not ask for come first.
    """
    blanks: list[Blank] = []
    for group in _sections(form):
        if group.repeat is None:
            blanks += [Blank(key=field.id, field=field, group=group) for field in group.fields]
            continue
        rows = repeats.get(group.id, group.repeat.minimum)
        if not 0 <= rows <= group.repeat.maximum:
            raise ValueError(f"{group.id}: {rows} entries, at most {group.repeat.maximum}")
        blanks += [_in_row(group, field, row) for row in range(rows) for field in group.fields]
    return tuple(blanks)


def blank_fields(form: Form, repeats: Mapping[str, int] | None = None) -> tuple[Blank, ...]:
    """The blanks that an applicant fills, in order: all but those for seals, signatures and opinions."""
    return tuple(blank for blank in ordered_fields(form, repeats or {}) if not blank.field.official)


def report_blanks(form: Form) -> tuple[Blank, ...]:
    """The headings of the report: ``report.need``; plain ids where the text has no form and they take its place."""
    group = _report(form)
    prefix = f"{group.id}." if form.sheets else ""
    return tuple(Blank(key=f"{prefix}{field.id}", field=field, group=group) for field in group.fields)


def name_blanks(form: Form) -> tuple[Blank, ...]:
    """The blanks that hold the workshop's name, on the form and in the report."""
    named = (*blank_fields(form), *(report_blanks(form) if form.sheets else ()))
    return tuple(blank for blank in named if blank.field.is_name)


def repeated_groups(form: Form) -> tuple[Group, ...]:
    """The groups that are filled more than once, in order."""
    return tuple(group for group in form.groups if group.repeat)


def lookup(form: Form, key: str) -> Blank:
    """The blank of a key such as ``unit_name`` or ``members.0.name``. Raises ``KeyError`` where the form has none."""
    most = {group.id: group.repeat.maximum for group in form.groups if group.repeat}
    head = key.partition(".")[0]
    rows = {head: most[head]} if head in most else {}
    found = [blank for blank in (*ordered_fields(form, rows), *report_blanks(form)) if blank.key == key]
    if not found:
        raise KeyError(key)
    return found[0]


def _in_row(group: Group, field: FormField, row: int) -> Blank:
    return Blank(key=f"{group.id}.{row}.{field.id}", field=field, group=group, row=row)


def _report(form: Form) -> Group:
    return Group(id=REPORT, title=form.report.title, fields=form.report.headings)


def _sections(form: Form) -> Iterator[Group]:
    """What a draft goes through: parts of the name not asked elsewhere, then the form, or the report in its place."""
    sheets = form.sheets or (_report(form),)
    asked = {field.id for group in sheets if group.repeat is None for field in group.fields}
    extra = tuple(
        FormField(id=part.slot, label=part.label, at=form.name.at, hint=part.hint)
        for part in form.name.slots
        if part.slot not in asked
    )
    if extra:
        yield Group(id="name", title=form.name.title, fields=extra)
    yield from sheets
