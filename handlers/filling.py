"""What of a draft is filled, what comes next, and what can be filled from what is known. No conversation here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.draft import Draft
from knowledge.forms import naming
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Blank, Form, blank_fields, ordered_fields, repeated_groups, report_blanks
from knowledge.forms.remarks import Remark
from knowledge.forms.validation import check
from knowledge.library import Library
from knowledge.vocabulary.values import show

_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万")


def form_of(library: Library, draft: Draft) -> Form | None:
    """The form of a draft as it is today; None where its region is gone, or nobody has written the new form."""
    return library.get(draft.region).form if draft.region in library.regulations else None


def fillable(form: Form, draft: Draft) -> tuple[Blank, ...]:
    """The blanks that the chat asks for, in order; personal ones stay for pen and paper."""
    return tuple(blank for blank in blank_fields(form, _rows(form, draft)) if not blank.field.sensitive)


def withheld(form: Form, draft: Draft) -> tuple[Blank, ...]:
    """The personal blanks, which the chat does not ask for."""
    return tuple(blank for blank in blank_fields(form, _rows(form, draft)) if blank.field.sensitive)


def _rows(form: Form, draft: Draft) -> Mapping[str, int]:
    return {group.id: draft.rows.get(group.id, 0) for group in repeated_groups(form)}


def following(form: Form, draft: Draft) -> Blank | Group | None:
    """The next blank to ask; a repeated group where another entry may be added; None when all has been asked."""
    blanks = fillable(form, draft)
    late: Blank | None = None
    for group in _groups(form):
        for blank in blanks:
            if blank.group.id != group.id or blank.key in draft.fields:
                continue
            if _waits(form, draft, blank.field, blanks):
                late = late or blank
                continue
            return blank
        if group.repeat is not None and group.id not in draft.done:
            return group
    return late


def _groups(form: Form) -> Iterator[Group]:
    """Every group once, in the order of the form, empty repeated ones included."""
    seen: dict[str, Group] = {}
    for blank in ordered_fields(form, {group.id: 1 for group in repeated_groups(form)}):
        seen.setdefault(blank.group.id, blank.group)
    yield from seen.values()


def _waits(form: Form, draft: Draft, field: FormField, blanks: tuple[Blank, ...]) -> bool:
    """The workshop's name is asked once its parts have been."""
    if not field.is_name:
        return False
    keys = {blank.key for blank in blanks}
    return any(part.slot in keys and part.slot not in draft.fields for part in form.name.slots)


def suggestion(form: Form, draft: Draft, field: FormField) -> str:
    """The name built by the region's rule, as far as its parts are known; empty otherwise."""
    if not field.is_name:
        return ""
    try:
        return naming.build(form.name, draft.fields)
    except naming.NameIncomplete:
        return ""


def prefilled(library: Library, form: Form, draft: Draft, on: date) -> Draft:
    """The draft with everything that answers, other fields and the day already give."""
    fields = dict(draft.fields)
    for blank in fillable(form, draft):
        rule = blank.field.prefill
        if blank.key in fields or rule is None:
            continue
        value = ""
        if rule.kind == "fact" and draft.answers.get(rule.id) is not None:
            value = show(library.facts[rule.id], draft.answers[rule.id])
        elif rule.kind == "field":
            value = fields.get(rule.id, "")
        elif rule.kind == "date":
            value = f"{on.year}年{on.month}月{on.day}日"
        if value:
            fields[blank.key] = value
    return draft.model_copy(update={"fields": fields})


def followed(form: Form, before: Draft, after: Draft) -> Draft:
    """Fields that repeat another one go along with it, as long as they say the same as it did before."""
    fields = dict(after.fields)
    for blank in blank_fields(form, _rows(form, after)):
        rule = blank.field.prefill
        if rule is None or rule.kind != "field" or blank.field.sensitive:
            continue
        untouched = after.fields.get(blank.key) == before.fields.get(blank.key)
        if untouched and before.fields.get(blank.key) == before.fields.get(rule.id) and after.fields.get(rule.id):
            fields[blank.key] = after.fields[rule.id]
    return after.model_copy(update={"fields": fields})


def misunderstood(field: FormField, text: str) -> bool:
    """Whether the words are no value of the field at all, so that it is asked again. Anything plausible is kept."""
    if field.kind in {"number", "age"} and not any(sign.isdigit() or sign in _NUMERALS for sign in text):
        return True
    return bool(field.choices) and text not in field.choices


def remarks(form: Form, draft: Draft, key: str, on: date) -> tuple[Remark, ...]:
    """What is wrong or odd about the value of one blank."""
    return tuple(one for one in check(form, draft.fields, draft.rows, on) if one.key == key)


def in_order(form: Form, draft: Draft) -> tuple[Blank, ...]:
    """Everything that the applicant fills, in the chat or on paper, in the order of the form."""
    return blank_fields(form, _rows(form, draft))


def called(form: Form, draft: Draft, key: str) -> str:
    """What a field is called by itself, with its group and entry; the key where the form has no such field."""
    blanks = (*in_order(form, draft), *report_blanks(form))
    blank = next((each for each in blanks if each.key == key), None)
    if blank is None:
        return key
    row = "" if blank.row is None else f"·第{blank.row + 1}条"
    return f"{blank.group.title}{row}·{blank.field.called}"
