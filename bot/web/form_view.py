"""The form of a draft as its page shows it: sections, entries, fields, with what is odd about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers import filling
from handlers.draft import Change, Clash, Draft, Edit, Edited, Upload
from knowledge.forms.checklist import Checklist, checklist
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Blank, Form, ordered_fields, repeated_groups, report_blanks
from knowledge.forms.remarks import Remark
from knowledge.forms.report import report_values
from knowledge.forms.validation import check, empty
from knowledge.library import Library, Regulation, written
from knowledge.model import Bound

INPUT_TYPES = {"email": "email", "phone": "tel", "mobile": "tel"}
"""What a telephone's keyboard is told; everything else is plain text, so that nothing typed is refused by a browser."""
INPUT_MODES = {"number": "decimal", "age": "numeric", "postcode": "numeric", "phone": "tel", "mobile": "tel"}


@dataclass(frozen=True)
class Cell:
    """One field on the page."""

    key: str
    field: FormField
    value: str
    """What is shown."""
    was: str
    """What is stored; the same, but where the report still follows the form."""
    locked: bool
    """Sensitive, and not agreed to yet: it cannot be filled in."""
    suggested: str = ""
    """What the region's rule makes of the workshop's name."""
    remarks: tuple[Remark, ...] = ()
    clash: Clash | None = None

    @property
    def long(self) -> bool:
        """Whether it takes several lines."""
        return self.field.kind == "long_text"

    @property
    def input_type(self) -> str:
        """The type of its input."""
        return INPUT_TYPES.get(self.field.kind, "text")

    @property
    def input_mode(self) -> str:
        """The keyboard that suits it."""
        return INPUT_MODES.get(self.field.kind, "text")

    @property
    def odd(self) -> str:
        """``error``, ``warning`` or nothing: the worst that is to be said of it."""
        kinds = {remark.kind for remark in self.remarks}
        return "error" if "error" in kinds or self.clash else "warning" if kinds else ""


@dataclass(frozen=True)
class Entry:
    """The fields of a section, or of one entry of a repeated one."""

    cells: tuple[Cell, ...]
    row: int | None = None


@dataclass(frozen=True)
class Section:
    """A part of the form, or of the report."""

    group: Group
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...] = ()
    """On the section as a whole."""
    full: bool = False
    """It takes no more entries."""

    @property
    def empties(self) -> int:
        """Fields in which nothing stands."""
        return sum(not cell.value for entry in self.entries for cell in entry.cells if not cell.field.official)


@dataclass(frozen=True)
class FormView:
    """All that the page shows of a draft."""

    draft: Draft
    regulation: Regulation
    form: Form
    sections: tuple[Section, ...]
    papers: Checklist
    remarks: tuple[Remark, ...]
    empties: tuple[Blank, ...]
    asks_sensitive: bool
    """The form has sensitive fields that wait for their own consent."""
    labels: Mapping[str, str] = field(default_factory=dict)

    def source(self, bound: Bound) -> str:
        """The words that a remark rests on, with their provision."""
        return f"{self.regulation.get(bound.at).label}：「{bound.quote}」"

    def uploads(self, material: str) -> tuple[Upload, ...]:
        """The files that belong to a material."""
        return tuple(one for one in self.draft.uploads if one.material == material)


_VALUE, _WAS, _SHOWN, _ROWS, _SHAPE = "f.", "was.", "shown.", "rows.", "shape."
"""What the page calls a field's value, what was stored and what was shown of it, the entries of a section, and how
often one of them has been taken out."""
_ADD, _DROP, _REMOVE = "add:", "drop:", "remove:"
"""Buttons: another entry of a section, without an entry, without a file."""
_DIGITS = re.compile("[0-9]{1,3}")
_REVISION = re.compile("[0-9]{1,9}")


def edit_of(draft: Draft, sent: Mapping[str, str]) -> Edit:
    """What the page sends, as far as it differs from what it was shown with."""
    changes = tuple(
        Change(key=name.removeprefix(_VALUE), was=was, now=value)
        for name, value in sent.items()
        if name.startswith(_VALUE)
        and value != (was := sent.get(f"{_WAS}{name.removeprefix(_VALUE)}", ""))
        and value != sent.get(f"{_SHOWN}{name.removeprefix(_VALUE)}")
    )
    pressed = sent.get("do", "")
    rows = {
        name.removeprefix(_ROWS): int(value)
        for name, value in sent.items()
        if name.startswith(_ROWS) and _DIGITS.fullmatch(value)
    }
    if pressed.startswith(_ADD):
        group = pressed.removeprefix(_ADD)
        rows[group] = rows.get(group, 0) + 1
    ready, before = (set(sent.get(name, "").split("\n")) for name in ("ready", "was_ready"))
    return Edit(
        draft=draft.id,
        rev=int(sent["rev"]) if _REVISION.fullmatch(sent.get("rev", "")) else -1,
        changes=changes,
        rows=rows,
        shape={
            name.removeprefix(_SHAPE): int(value)
            for name, value in sent.items()
            if name.startswith(_SHAPE) and _REVISION.fullmatch(value)
        },
        dropped=(pressed.removeprefix(_DROP),) if pressed.startswith(_DROP) else (),
        ticked=tuple(sorted(ready - before - {""})),
        unticked=tuple(sorted(before - ready - {""})),
        removed=(pressed.removeprefix(_REMOVE),) if pressed.startswith(_REMOVE) else (),
        submit=pressed == "submit",
    )


def changed(shown: FormView, edited: Edited) -> Mapping[str, object]:
    """For a page that saves by itself: what stands in the draft now, and what is to be said of it."""
    return {
        "rev": shown.draft.rev,
        "shape": shown.draft.shape,
        "ready": list(shown.draft.ready),
        "values": {
            cell.key: {"value": cell.value, "was": cell.was}
            for part in shown.sections
            for entry in part.entries
            for cell in entry.cells
        },
        "remarks": {
            key: [{"kind": one.kind, "text": one.text} for one in shown.remarks if one.key == key]
            for key in dict.fromkeys(one.key for one in shown.remarks)
        },
        "clashes": [clash.model_dump() for clash in edited.clashes],
        "refused": list(edited.refused),
        "empty": len(shown.empties),
    }


def view(library: Library, draft: Draft, on: date, *, sensitive: bool, clashes: Iterable[Clash] = ()) -> FormView:
    """The page of a draft; ``sensitive``: whether the sensitive fields are agreed to."""
    regulation = library.get(draft.region)
    form = written(regulation.form)
    remarks = check(form, draft.fields, draft.rows, on)
    blanks = (*ordered_fields(form, _rows(form, draft)), *(report_blanks(form) if form.sheets else ()))
    clashing = {clash.key: clash for clash in clashes}
    reported = report_values(form, draft.fields, draft.rows)
    cells = {blank.key: _cell(form, draft, blank, reported, remarks, clashing, sensitive) for blank in blanks}
    return FormView(
        draft=draft,
        regulation=regulation,
        form=form,
        sections=_sections(form, draft, blanks, cells, remarks),
        papers=checklist(regulation),
        remarks=remarks,
        empties=empty(form, draft.fields, draft.rows),
        asks_sensitive=not sensitive,
        labels={blank.key: _label(blank) for blank in blanks},
    )


def _rows(form: Form, draft: Draft) -> dict[str, int]:
    return {group.id: draft.rows.get(group.id, 0) for group in repeated_groups(form)}


def _label(blank: Blank) -> str:
    row = "" if blank.row is None else f"·第{blank.row + 1}条"
    return f"{blank.group.title}{row}·{blank.field.called}"


def _cell(
    form: Form,
    draft: Draft,
    blank: Blank,
    reported: Mapping[str, str],
    remarks: Sequence[Remark],
    clashing: Mapping[str, Clash],
    sensitive: bool,
) -> Cell:
    return Cell(
        key=blank.key,
        field=blank.field,
        value=draft.fields.get(blank.key, reported.get(blank.key, "")),
        was=draft.fields.get(blank.key, ""),
        locked=blank.field.sensitive and not sensitive,
        suggested=filling.suggestion(form, draft, blank.field),
        remarks=tuple(remark for remark in remarks if remark.key == blank.key),
        clash=clashing.get(blank.key),
    )


def _sections(
    form: Form, draft: Draft, blanks: Sequence[Blank], cells: Mapping[str, Cell], remarks: Sequence[Remark]
) -> tuple[Section, ...]:
    """In the order of the form; a repeated group stands there even while it has no entry."""
    groups = {blank.group.id: blank.group for blank in blanks}
    ordered = list(dict.fromkeys((*(group.id for group in form.sheets if group.id in groups or group.repeat), *groups)))
    known = groups | {group.id: group for group in form.sheets}
    return tuple(_section(known[name], draft, blanks, cells, remarks) for name in ordered)


def _section(
    group: Group, draft: Draft, blanks: Sequence[Blank], cells: Mapping[str, Cell], remarks: Sequence[Remark]
) -> Section:
    rows = draft.rows.get(group.id, 0) if group.repeat else 0
    own = [blank for blank in blanks if blank.group.id == group.id]
    numbers: list[int | None] = list(range(rows)) if group.repeat else [None]
    return Section(
        group=group,
        entries=tuple(Entry(tuple(cells[one.key] for one in own if one.row == row), row) for row in numbers),
        remarks=tuple(remark for remark in remarks if remark.key == group.id),
        full=group.repeat is not None and rows >= group.repeat.maximum,
    )
