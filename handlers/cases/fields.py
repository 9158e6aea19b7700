"""What an applicant has handed in, field by field, and what of it is other than the time before."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.cases.masking import mask
from handlers.draft import Draft
from knowledge.forms.form import blank_fields, repeated_groups, report_blanks
from knowledge.library import Library
from knowledge.model import Frozen

_NAMED = re.compile("([^:：]*)[:：](.*)", re.DOTALL)
UNPLACED = "现在的表格里没有位置的内容"


class CaseField(Frozen):
    """One field of a case."""

    key: str
    part: str
    """Title of its section, with the entry where the section has several."""
    label: str
    value: str
    before: str | None = None
    """What was handed in the time before, if that was something else."""
    sensitive: bool = False

    @property
    def called(self) -> str:
        """Its name with its section, so that it can stand alone."""
        return f"{self.part}·{self.label}"

    @property
    def masked(self) -> CaseField:
        """As it is shown to somebody who has not said why they must read it."""
        if not self.sensitive:
            return self
        before = None if self.before is None else mask(self.before)
        return self.model_copy(update={"value": mask(self.value), "before": before})


def handed_in(case: Draft) -> Mapping[str, str]:
    """The fields that staff decide on: as they were handed in, whatever the applicant is correcting meanwhile."""
    return case.handed_in or case.fields


def case_fields(library: Library, case: Draft) -> tuple[CaseField, ...]:
    """All fields, in the order of the form; then what today's form has no place for, which counts as sensitive."""
    values = handed_in(case)
    form = library.get(case.region).form if case.region in library.regulations else None
    found: list[CaseField] = []
    if form is not None:
        rows = {group.id: case.rows.get(group.id, 0) for group in repeated_groups(form)}
        for blank in (*blank_fields(form, rows), *(report_blanks(form) if form.sheets else ())):
            if blank.field.official:
                continue
            found.append(
                CaseField(
                    key=blank.key,
                    part=blank.group.title + ("" if blank.row is None else f"·第{blank.row + 1}条"),
                    label=blank.field.called,
                    value=values.get(blank.key, ""),
                    before=_before(case, blank.key),
                    sensitive=blank.field.sensitive,
                )
            )
    placed = {one.key for one in found}
    for key in (*values, *(key for key in case.before if key not in values)):
        if key not in placed and (values.get(key) or case.before.get(key)):
            one = CaseField(key=key, part=UNPLACED, label=key, value=values.get(key, ""), sensitive=True)
            found.append(one.model_copy(update={"before": _before(case, key)}))
    return tuple(found)


def named_fields(library: Library, case: Draft, text: str) -> tuple[tuple[str, ...], str]:
    """Keys of the fields that a text names before its first colon (申报单位、联系人：请写全称), and the rest of it.

    No key and the whole text where anything else stands there.
    """
    said = _NAMED.fullmatch(text)
    if said is None:
        return (), text
    head, rest = said.groups()
    names = [name.strip() for name in re.split("[、，,；;\n]", head) if name.strip()]
    known = case_fields(library, case) if case.kind == "application" else ()
    found = [[one.key for one in known if name in {one.label, one.called}] for name in names]
    if not found or not all(found):
        return (), text
    return tuple(dict.fromkeys(key for keys in found for key in keys)), rest.strip()


def _before(case: Draft, key: str) -> str | None:
    """The value of the last time but one, where there was one and it was another."""
    was, now = case.before.get(key, ""), case.handed_in.get(key, "")
    return was if case.before and was != now else None


def unit_and_workshop(case: Draft) -> tuple[str, str]:
    """What people call a case: the unit's and the workshop's name, as far as they are written."""
    values = handed_in(case)
    return values.get("unit_name", ""), values.get("workshop_name", "")
