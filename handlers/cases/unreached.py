"""Word to staff that what they told an applicant has not arrived, where that was found out only afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.cases.standing import standing
from handlers.draft import Draft
from handlers.model import STAFF, Reply
from handlers.wording import cases as wording
from knowledge.library import Library


def case_of(cases: Iterable[Draft], at: datetime) -> Draft | None:
    """The case in which staff did something at a moment."""
    return next(
        (one for one in cases if one.receipt and any(each.at == at and each.who != one.person for each in one.history)),
        None,
    )


def notice(library: Library, case: Draft) -> Reply:
    """What staff are told."""
    words = wording.unreached(library, case)
    return Reply(to=STAFF, text=words, receipt=case.receipt, standing=standing(library, case))
