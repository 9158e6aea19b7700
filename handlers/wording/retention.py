"""What people are told before something that they made is deleted."""

from __future__ import annotations

from datetime import datetime

from handlers import periods
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.wording.drafting import draft_head
from knowledge.library import Library
from knowledge.vocabulary.values import show_date


def draft_goes(library: Library, draft: Draft, day: datetime) -> str:
    """A draft, or a case that staff have closed, is near its end."""
    head = draft_head(library, draft)
    if draft.state == "closed":
        return (
            f"{head}\n这一份已经办结，按规定再存{periods.CASE.days}天，{_on(day)}以后会删除。"
            "要留一份，请在这之前点“下载我的数据”。"
        )
    return (
        f"{head}\n这份草稿很久没有改动了。为保护您的信息，{periods.DRAFT.days}天没有改动的草稿会删除："
        f"它在{_on(day)}以后会删除。想留着，请在这之前回来接着写；要留一份，点“下载我的数据”。"
    )


def ledger_goes(day: datetime) -> str:
    """The ledger is near its end."""
    return (
        f"您很久没有来了。为保护您的信息，{periods.LEDGER.days}天没有来的，台账会删除：您的台账在{_on(day)}以后会删除。"
        "想留着，在这之前回来发一句话就行；要留一份，点“下载我的数据”。"
    )


def _on(day: datetime) -> str:
    return show_date(day.astimezone(SHANGHAI).date().isoformat())
