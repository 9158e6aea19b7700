"""The form by which a ruling is written down from the page of a case: what it offers, and what was sent by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.cases.ruling import who_settles
from handlers.draft import Draft
from handlers.rulings import situation_of, to_rule_on
from handlers.wording import rulings as wording
from knowledge.library import Library


@dataclass(frozen=True)
class Open:
    """A criterion that is left open, by one of its provisions."""

    name: str
    """``X-TEAM:art_9__item_1``: what the form sends."""
    title: str
    label: str
    quote: str
    situation: str
    """In which answers others must agree."""
    authority: str
    """Who may settle it, as far as that is known."""


@dataclass(frozen=True)
class Meant:
    """What the form says of a ruling besides its words."""

    provision: str = ""
    criteria: tuple[str, ...] = ()
    day: date | None = None
    expiry: date | None = None


def choices(library: Library, case: Draft) -> tuple[Open, ...]:
    """What of a case may be ruled on."""
    return tuple(
        Open(
            name=f"{finding.id}:{source.eid}",
            title=finding.title,
            label=source.label,
            quote=source.quote,
            situation=wording.in_words(library, case.region, situation_of(case, finding)),
            authority=who_settles(library, case, finding),
        )
        for finding in to_rule_on(case)
        for source in finding.sources
    )


def meant(case: Draft | None, sent: Mapping[str, str]) -> Meant:
    """What was sent, as far as the case has it. Raises ValueError where a date is none."""
    criterion, _, provision = sent.get("open", "").partition(":")
    titles = (one.title for one in (to_rule_on(case) if case else ()) if one.id == criterion)
    return Meant(provision, tuple(titles), _day(sent.get("day", "")), _day(sent.get("expiry", "")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None
