"""考核自评 and the next deadline, as the page of a case shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.web.words import address_of
from handlers.draft import Draft
from handlers.wording import yearly as wording
from handlers.wording.scoring import between, in_short, place
from handlers.yearly import next_due, sheet_of
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.scoring.sheet import ScoreSheet

DONE = {True: "做到", False: "没做到", None: "还不清楚"}


@dataclass(frozen=True)
class Row:
    """A row of the sheet, something that decides it, or a duty of the year."""

    sources: tuple[tuple[str, str, str], ...]
    """Label, quote and address of each provision."""
    result: str
    reason: str


@dataclass(frozen=True)
class Year:
    """What is shown of a workshop's year."""

    headline: str
    """Empty where the applicant has begun no review."""
    whose: str
    """Whose statement it is."""
    rows: tuple[Row, ...]
    duties: tuple[Row, ...]
    coming: str
    """The next deadline; empty where the text gives none."""


def year(library: Library, case: Draft, on: date) -> Year:
    """Of a case on a day."""
    sheet, coming = sheet_of(library, case), next_due(library, case, on)
    return Year(
        headline=in_short(library.get(case.region), sheet) if sheet else "",
        whose=wording.whose(library, case) if sheet else "",
        rows=tuple(_rows(library, sheet)) if sheet else (),
        duties=tuple(_duties(library, sheet)) if sheet else (),
        coming=wording.deadline(coming, on) if coming else "",
    )


def _rows(library: Library, sheet: ScoreSheet) -> Iterator[Row]:
    for ground in sheet.grounds:
        yield Row((_source(library, ground.source),), ground.grade, f"{ground.fact}：{ground.text}")
    for row in sheet.rows:
        yield Row((_source(library, row.source),), f"{between(row.points)}/{row.most}分", row.reason)


def _duties(library: Library, sheet: ScoreSheet) -> Iterator[Row]:
    for duty in sheet.duties:
        sources = tuple(_source(library, one) for one in duty.sources)
        yield Row(sources, DONE[duty.met], f"{duty.title}：{duty.reason}")


def _source(library: Library, citation: Citation) -> tuple[str, str, str]:
    return place(citation), citation.quote, address_of(library, citation)
