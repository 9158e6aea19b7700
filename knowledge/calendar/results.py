"""Deadlines as JSON: the form in which programs read them."""

from __future__ import annotations

from typing import Any

from knowledge.calendar.dates import Due, Span
from knowledge.model import cited

Row = dict[str, Any]


def as_result(one: Due) -> Row:
    """A deadline as a JSON object; ``next`` are the days still to come, ``window`` all days of that occurrence."""
    return {
        "id": one.id,
        **cited(one.sources),
        "name": one.name,
        "what": one.what,
        "precision": one.precision.value,
        "next": _days(one.next),
        "window": _days(one.whole),
        "yearly": one.yearly,
        "note": "；".join(part for part in (*one.counted, one.reading, one.note) if part),
        "missing_facts": list(one.missing),
    }


def _days(span: Span | None) -> list[str] | None:
    return None if span is None else [span.first.isoformat(), span.last.isoformat()]
