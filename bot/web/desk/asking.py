"""The address of a list as what is wanted of it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from handlers.cases.states import MOVES
from handlers.member import Member
from handlers.wording.eligibility import HEADLINES
from storage.wanted import NOBODY, Wanted

KEYS: Final = ("region", "kind", "state", "verdict", "assignee", "age", "q", "unread", "old", "sort", "way")
"""What may stand in the address, in this order."""
SORTS: Final = ("entered", "changed", "receipt")
ME: Final = "me"
NOBODY_S: Final = "nobody"
OLDEST: Final = 3_650
"""Days."""
LONGEST: Final = 100


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """What of an address means something; the rest is passed over."""
    allowed: dict[str, Any] = {
        "kind": {"application", "enquiry"},
        "state": set(MOVES) - {"open"},
        "verdict": set(HEADLINES),
        "unread": {"1"},
        "old": {"1"},
        "sort": set(SORTS),
        "way": {"down"},
    }
    found = {}
    for key in KEYS:
        value = query.get(key, "").strip()[:LONGEST]
        if value and (key not in allowed or value in allowed[key]) and (key != "age" or _days(value)):
            found[key] = value
    return found


def wanted(
    asked_for: Mapping[str, str],
    member: Member,
    staff: Iterable[Member],
    at: datetime,
    receipts: frozenset[str] | None,
    words: Mapping[str, str],
) -> Wanted:
    """The list that an address means to a member; ``receipts`` are what its words have found, ``words`` name the texts
    as they are today."""
    days = _days(asked_for.get("age", ""))
    sort: Any = asked_for.get("sort", "entered")
    assignee = asked_for.get("assignee")
    named = {ME: member.ids, NOBODY_S: NOBODY} | {one.id: one.ids for one in staff}
    return Wanted(
        region=asked_for.get("region"),
        kind=asked_for.get("kind"),
        state=asked_for.get("state"),
        outcome=asked_for.get("verdict"),
        assignees=None if assignee is None else named.get(assignee, frozenset({assignee})),
        until=at - timedelta(days=days) if days else None,
        receipts=receipts,
        unread="unread" in asked_for,
        not_under=words if "old" in asked_for else None,
        sort=sort,
        descending="way" in asked_for,
    )


def address(asked_for: Mapping[str, str], **change: str | int | None) -> str:
    """The part of an address behind ``?``; None takes something out."""
    told = {**asked_for, **change}
    return urlencode({key: value for key, value in told.items() if value not in {None, ""}})


def to_keep(asked_for: Mapping[str, str]) -> str:
    """An address without the words searched for: names of people and units are written nowhere in the open."""
    return address({key: value for key, value in asked_for.items() if key != "q"})


def of_address(query: str) -> dict[str, str]:
    """What of a kept address means something."""
    return asked(dict(parse_qsl(query)))


def _days(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 and 0 < int(value) <= OLDEST else 0
