"""A review as the plain data that the command line prints."""

from __future__ import annotations

from knowledge.library import Library, Regulation
from knowledge.model import cited
from knowledge.scoring.duties import DutyResult
from knowledge.scoring.sheet import Ground, Improvement, Points, RowResult, ScoreSheet
from knowledge.scoring.spans import plain
from knowledge.statements import Statement

Result = dict[str, object]


def as_result(library: Library, sheet: ScoreSheet) -> Result:
    """The review as JSON-able data: rows, totals, grade, then duties. Raises ``KeyError`` for an unknown region."""
    regulation = library.get(sheet.region)
    return {
        "region": sheet.region,
        "on": sheet.on.isoformat(),
        "rows": [_row(row) for row in sheet.rows],
        "basic": _range(sheet.basic),
        "bonus": _range(sheet.bonus),
        "total": _range(sheet.total),
        "expected": plain(sheet.total.expected) if sheet.total else None,
        "vetoes": [_ground(ground) for ground in sheet.grounds],
        "grade": sheet.grade,
        "grades": list(sheet.grades),
        "swing": list(sheet.swing),
        "improvements": [_improvement(one) for one in sheet.improvements],
        "obligations": [_duty(duty) for duty in sheet.duties],
        "obligations_met": sheet.duties_met,
        "statements": [_statement(regulation, one) for one in sheet.statements],
        "assumptions": list(sheet.readings),
        "missing_facts": list(sheet.missing),
    }


def _range(points: Points | None) -> list[int | float] | None:
    return [plain(points.low), plain(points.high)] if points else None


def _statement(regulation: Regulation, one: Statement) -> Result:
    label = regulation.get(one.at).label
    return {"text": one.text, "eid": one.at, "label": label, "quote": one.quote, "not_stated": one.not_stated}


def _row(row: RowResult) -> Result:
    return {
        "id": row.id,
        **row.source.row,
        "max": row.most,
        "range": _range(row.points),
        "expected": plain(row.points.expected),
        "bonus": row.bonus,
        "reason": row.reason,
        "rules": list(row.rules),
    }


def _ground(ground: Ground) -> Result:
    return {"id": ground.id, **ground.source.row, "fact": ground.fact, "grade": ground.grade, "text": ground.text}


def _improvement(one: Improvement) -> Result:
    return {"row": one.row, "text": one.text, "gain": plain(one.gain), "facts": list(one.facts)}


def _duty(duty: DutyResult) -> Result:
    """One duty; its first source is the citation."""
    return {
        "id": duty.id,
        "title": duty.title,
        **cited(duty.sources),
        "met": duty.met,
        "gap": duty.gap,
        "unit": duty.unit,
        "reason": duty.reason,
    }
