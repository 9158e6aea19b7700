"""Sentences for staff on the year of an applicant's workshop: 考核自评 and the next deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handlers.draft import Draft
from handlers.wording.dates import days, left
from handlers.wording.layout import sentence
from handlers.wording.scoring import in_short
from handlers.yearly import next_due, sheet_of
from knowledge.calendar.dates import Due, Span
from knowledge.calendar.terms import Precision
from knowledge.library import Library
from knowledge.texts.edition import same_edition

OWN = "这是申请人自己的回答和台账，没有核对过。"
NEWER = "提交以后规定或资料有过更新，这里按现在的文本计算。"


def lines(library: Library, case: Draft, on: date) -> Iterator[str]:
    """What a packet tells of it; nothing where there is nothing."""
    sheet, coming = sheet_of(library, case), next_due(library, case, on)
    if sheet is not None:
        yield f"考核自评：{in_short(library.get(case.region), sheet)}{whose(library, case)}"
    if coming is not None:
        yield f"下一个期限：{deadline(coming, on)}"


def whose(library: Library, case: Draft) -> str:
    """Whose statement the review is, and by which text it was worked out where that is not the text of the day."""
    return OWN if same_edition(case.edition, library.get(case.region).edition) else OWN + NEWER


def deadline(coming: Due, on: date) -> str:
    """A deadline with its provision and its days."""
    labels = "、".join(dict.fromkeys(source.label for source in coming.sources))
    whole = coming.whole or Span(on, on)
    guessed = "，按申请人说的日期推算" if coming.precision is Precision.RELATIVE else ""
    return sentence(f"{coming.name}（{labels}），{days(whole)}（{left(whole, on)}{guessed}）")
