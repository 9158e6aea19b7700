"""An account as JSON: the form in which programs read it."""

from __future__ import annotations

from typing import Any

from knowledge.funding.account import Account
from knowledge.funding.lines import Entry, State
from knowledge.model import cited

Row = dict[str, Any]


def as_result(found: Account) -> Row:
    """The account as a JSON object; sums in 万元."""
    return {
        "region": found.region,
        "on": found.on.isoformat(),
        "lines": [_line(entry) for entry in found.entries],
        "total": list(found.total),
        "clawback": {
            "state": clawback_state(found),
            "amount": list(found.taken_back),
            "at_risk": list(found.at_risk),
        },
        "net": list(found.net),
        "not_stated": [{**source.row, "text": text} for source, text in found.not_stated],
        "notices": list(found.notices),
        "assumptions": list(found.assumptions),
        "missing_facts": list(found.missing_facts),
        "problems": [problem.model_dump() for problem in found.problems],
    }


def clawback_state(found: Account) -> str:
    """Where the workshop stands: the gravest state of its lines; not_stated where the text takes no money back."""
    states = {entry.state for entry in found.entries if entry.kind == "clawback" and entry.amount is not None}
    for state in (State.TAKEN_BACK, State.UNSETTLED, State.AT_RISK, State.OVER):
        if state in states:
            return state.value
    return "not_stated"


def _line(entry: Entry) -> Row:
    """One line; the first source is the one that the sum rests on."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        **cited(entry.sources),
        "title": entry.title,
        "amount": None if entry.amount is None else list(entry.amount),
        "each": None if entry.each is None else list(entry.each),
        "times": entry.times,
        "state": entry.state.value,
        "condition": entry.condition,
        "reading": entry.reading,
        "gap": entry.gap,
        "note": entry.note,
    }
