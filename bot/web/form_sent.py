"""What the page of a form sends: from its fields to an edit, or to the draft as its person has it before them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.draft import Change, Draft, Edit
from knowledge.forms.form import repeated_groups
from knowledge.library import Library, written

Sent = Mapping[str, str]

_VALUE, _WAS, _SHOWN, _ROWS, _SHAPE = "f.", "was.", "shown.", "rows.", "shape."
"""What the page calls a field's value, what was stored and what was shown of it, the entries of a section, and how
often one of them has been taken out."""
_READY, _WERE_READY = "ready", "was_ready"
"""Materials that are ticked, and those that were when the page was shown."""
_ADD, _DROP, _REMOVE = "add:", "drop:", "remove:"
"""Buttons: another entry of a section, without an entry, without a file."""
_DIGITS = re.compile("[0-9]{1,3}")
_REVISION = re.compile("[0-9]{1,9}")


def edit_of(draft: Draft, sent: Sent) -> Edit:
    """What the page sends, as far as it differs from what it was shown with."""
    pressed = sent.get("do", "")
    rows = _rows(sent)
    if pressed.startswith(_ADD):
        group = pressed.removeprefix(_ADD)
        rows[group] = rows.get(group, 0) + 1
    ready, before = (set(_lines(sent.get(name, ""))) for name in (_READY, _WERE_READY))
    return Edit(
        draft=draft.id,
        rev=int(sent["rev"]) if _REVISION.fullmatch(sent.get("rev", "")) else -1,
        changes=changes_of(sent),
        rows=rows,
        shape={
            name.removeprefix(_SHAPE): int(value)
            for name, value in sent.items()
            if name.startswith(_SHAPE) and _REVISION.fullmatch(value)
        },
        dropped=(pressed.removeprefix(_DROP),) if pressed.startswith(_DROP) else (),
        ticked=tuple(sorted(ready - before)),
        unticked=tuple(sorted(before - ready)),
        removed=(pressed.removeprefix(_REMOVE),) if pressed.startswith(_REMOVE) else (),
        submit=pressed == "submit",
    )


def changes_of(sent: Sent) -> tuple[Change, ...]:
    """The fields that say something else than they did when the page was shown."""
    return tuple(
        Change(key=key, was=was_of(sent, key) or "", now=value)
        for key, value in _values(sent).items()
        if value not in {was_of(sent, key) or "", shown_of(sent, key)}
    )


def was_of(sent: Sent, key: str) -> str | None:
    """What was stored of a field when the page was shown; None where the page does not say."""
    return sent.get(f"{_WAS}{key}")


def shown_of(sent: Sent, key: str) -> str | None:
    """What was shown of a field, where that was not what was stored."""
    return sent.get(f"{_SHOWN}{key}")


def were_ready(draft: Draft, sent: Sent) -> str:
    """The materials that were ticked when the page was shown, one a line."""
    return sent.get(_WERE_READY, "\n".join(draft.ready))


def as_typed(library: Library, draft: Draft, sent: Sent) -> Draft:
    """The draft as its person has it before them: what was sent stands in place of what is stored."""
    if not sent:
        return draft
    rows, begun = dict(draft.rows), _rows(sent)
    for group in repeated_groups(written(library.get(draft.region).form)):
        most = group.repeat.maximum if group.repeat else 0
        rows[group.id] = max(rows.get(group.id, 0), min(begun.get(group.id, 0), most))
    ready = _lines(sent.get(_READY, "")) if _WERE_READY in sent else draft.ready
    return draft.model_copy(update={"fields": {**draft.fields, **_values(sent)}, "rows": rows, "ready": tuple(ready)})


def _values(sent: Sent) -> dict[str, str]:
    return {name.removeprefix(_VALUE): value for name, value in sent.items() if name.startswith(_VALUE)}


def _rows(sent: Sent) -> dict[str, int]:
    return {
        name.removeprefix(_ROWS): int(value)
        for name, value in sent.items()
        if name.startswith(_ROWS) and _DIGITS.fullmatch(value)
    }


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]
