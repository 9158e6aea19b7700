"""Sentences of the follow-up: for staff and by mail, so without anything of the applicant's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from handlers.cases.members import name_of
from handlers.draft import Draft
from handlers.member import Member
from handlers.sla import Due, entered
from handlers.wording.desk import region_name, state_name
from knowledge.calendar.working_days import working_days_between
from knowledge.library import Library
from knowledge.vocabulary.values import show_date

HEADS: Final[Mapping[str, str]] = {
    "near": "⏰ 下一个工作日到期",
    "today": "⏰ 今天到期",
    "overdue": "❗ 已超期，请管理员看一看",
}
OURS: Final = "期限由本助手的管理员设定，不是规定里的期限。"
UNCERTAIN: Final = "其中有的日子还没有公布放假安排，按周一到周五计。"
MOST_LISTED: Final = 20
"""Late cases that a digest names."""


def notice(library: Library, case: Draft, due: Due, on: date, staff: Sequence[Member], head: str) -> str:
    """One case that is nearly late, or late."""
    who = f"经办人：{name_of(staff, case.assignee)}。" if case.assignee else "还没有人接手。"
    note = "" if due.certain else UNCERTAIN
    return f"{head}\n{line(library, case, due, on)}\n期限：{show_date(due.day.isoformat())}。{who}{note}\n{OURS}"


def line(library: Library, case: Draft, due: Due, on: date) -> str:
    """A case: region, receipt, state, age."""
    waited = working_days_between(entered(case), on).days
    late = f"，超期 {due.overdue_by} 个工作日" if due.overdue_by else ""
    return f"{region_name(library, case)}｜回执 {case.receipt}｜{state_name(case)}｜已有 {waited} 个工作日{late}"


def digest(library: Library, going: Sequence[Draft], new: int, late: Sequence[tuple[Draft, Due]], on: date) -> str:
    """The digest of a morning."""
    counted = Counter(state_name(case) for case in going)
    states = [f"· {name}：{number} 件" for name, number in sorted(counted.items())] or ["· 没有在办的"]
    lines = [f"案件日报 {show_date(on.isoformat())}", "在办：", *states, f"上一个工作日以来新收：{new} 件"]
    if late:
        lines += [f"超期：{len(late)} 件", *(f"· {line(library, case, due, on)}" for case, due in late[:MOST_LISTED])]
        lines += [f"· 还有 {len(late) - MOST_LISTED} 件没有列出"] if len(late) > MOST_LISTED else []
        lines.append(OURS)
    else:
        lines.append("没有超期的。")
    return "\n".join(lines)
