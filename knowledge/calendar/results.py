"""Deadlines as JSON: the form in which programs read them."""

from __future__ import annotations

from typing import Any

from knowledge.calendar.dates import Due, Span

Row = dict[str, Any]


def as_result(one: Due) -> Row:
    """A deadline as a JSON object; ``next`` are the days still to come, ``window`` all days of that occurrence."""
    first = one.sources[0]
    return {
        "id": one.id,
        "eid": first.eid,
        "label": first.label,
        "quote": first.quote,
        "sources": [{"eid": each.eid, "label": each.label, "quote": each.quote} for each in one.sources],
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
