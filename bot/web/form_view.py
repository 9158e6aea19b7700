"""The form of a draft as its page shows it: sections, entries, fields, with what is odd about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.web.form_sent import Sent, as_typed, shown_of, was_of, were_ready
from handlers import filling
from handlers.draft import Clash, Draft, Edited, Event, Upload
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
    """What is stored; the same, but where the report still follows the form, or what is shown was not saved."""
    locked: bool
    """Sensitive, and not agreed to yet: it cannot be filled in."""
    suggested: str = ""
    """What the region's rule makes of the workshop's name."""
    remarks: tuple[Remark, ...] = ()
    clash: Clash | None = None
    shown: str | None = None
    """What the page was shown with, where that was not what is stored: nobody has typed it."""

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

    @property
    def described(self) -> str:
        """Ids of all that is said about it on the page."""
        hint = (f"hint.{self.key}",) if self.field.hint else ()
        clash = (f"clash.{self.key}",) if self.clash else ()
        return " ".join((*hint, *clash, f"about.{self.key}"))


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
    were_ready: str = ""
    """Materials that are stored as ready, one a line."""

    def source(self, bound: Bound) -> str:
        """The words that a remark rests on, with their provision."""
        return f"{self.regulation.get(bound.at).label}：「{bound.quote}」"

    def uploads(self, material: str) -> tuple[Upload, ...]:
        """The files that belong to a material."""
        return tuple(one for one in self.draft.uploads if one.material == material)

    @property
    def correction(self) -> Event | None:
        """What staff want corrected, for as long as they wait for it."""
        asked = [event for event in self.draft.history if event.what == "to_correct"]
        return asked[-1] if asked and self.draft.state == "to_correct" else None

    @property
    def other_uploads(self) -> tuple[Upload, ...]:
        """The files that belong to no material of the list."""
        known = {paper.id for paper in self.papers.papers}
        return tuple(one for one in self.draft.uploads if one.material not in known)


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
            if not cell.locked
        },
        "remarks": {
            key: [_remark(shown, one) for one in shown.remarks if one.key == key]
            for key in dict.fromkeys(one.key for one in shown.remarks)
        },
        "clashes": [clash.model_dump() for clash in edited.clashes],
        "refused": list(edited.refused),
        "empty": len(shown.empties),
    }


def _remark(shown: FormView, one: Remark) -> dict[str, str]:
    return {"kind": one.kind, "text": one.text, "source": shown.source(one.source) if one.source else ""}


def view(
    library: Library, stored: Draft, on: date, *, sensitive: bool, clashes: Iterable[Clash] = (), sent: Sent
) -> FormView:
    """The page of a draft. ``sensitive``: whether the sensitive fields are agreed to; ``sent``: what its person has
    before them where it could not be stored, else nothing."""
    draft = as_typed(library, stored, sent)
    regulation = library.get(draft.region)
    form = written(regulation.form)
    remarks = check(form, draft.fields, draft.rows, on)
    blanks = (*ordered_fields(form, _rows(form, draft)), *(report_blanks(form) if form.sheets else ()))
    making = _Making(
        form=form,
        draft=draft,
        stored=stored.fields,
        sent=sent,
        values={**report_values(form, draft.fields, draft.rows), **draft.fields},
        remarks=remarks,
        clashes={clash.key: clash for clash in clashes},
        sensitive=sensitive,
    )
    cells = {blank.key: making.cell(blank) for blank in blanks}
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
        were_ready=were_ready(stored, sent),
    )


def _rows(form: Form, draft: Draft) -> dict[str, int]:
    return {group.id: draft.rows.get(group.id, 0) for group in repeated_groups(form)}


def _label(blank: Blank) -> str:
    row = "" if blank.row is None else f"·第{blank.row + 1}条"
    return f"{blank.group.title}{row}·{blank.field.called}"


@dataclass(frozen=True)
class _Making:
    """What cells are made of."""

    form: Form
    draft: Draft
    stored: Mapping[str, str]
    sent: Sent
    values: Mapping[str, str]
    remarks: Sequence[Remark]
    clashes: Mapping[str, Clash]
    sensitive: bool

    def cell(self, blank: Blank) -> Cell:
        """A field with its value and what is to be said of it."""
        key, value = blank.key, self.values.get(blank.key, "")
        was, shown = was_of(self.sent, key), shown_of(self.sent, key)
        if was is None:
            was = self.stored.get(key, "")
            shown = value if value != was else None
        return Cell(
            key=key,
            field=blank.field,
            value=value,
            was=was,
            locked=blank.field.sensitive and not self.sensitive,
            suggested=filling.suggestion(self.form, self.draft, blank.field),
            remarks=tuple(remark for remark in self.remarks if remark.key == key),
            clash=self.clashes.get(key),
            shown=shown,
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
