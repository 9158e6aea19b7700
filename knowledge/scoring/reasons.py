"""Why a row has its points: short Chinese sentences made of the answers and the row's own words."""

from __future__ import annotations

from knowledge.scoring.duties import not_known
from knowledge.scoring.rows import Applied, Row
from knowledge.scoring.rubric import RubricRow
from knowledge.scoring.spans import Span, shown
from knowledge.scoring.steps import Claim, Cut, Discretion, Earn, Short, Zero
from knowledge.vocabulary.case import Case, grounds
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import worded
from knowledge.vocabulary.values import show

FULL = "没有扣分的情况。"
NOTHING_YET = "没有加分的凭据。"
FLOOR = "扣到0分为止。"


def reason(row: RubricRow, found: Row, missing: tuple[str, ...], case: Case, leader: str) -> str:
    """Why the row has its points; ``missing``: facts not said; ``leader``: the regulation's word for the leader."""
    told = [_told(each, case, leader) for each in found.applied if each.certain]
    if found.floored:
        told.append(FLOOR)
    if found.capped:
        told.append(f"这一行最多{row.points}分。")
    if missing:
        told.append(not_known(missing, case, leader))
    return "".join(told) or (NOTHING_YET if row.giving else FULL)


def _told(applied: Applied, case: Case, leader: str) -> str:
    """One step that applies."""
    match applied.step:
        case Zero(when=when, quote=quote) | Cut(when=when, quote=quote):
            return f"{_grounds(when, case, leader)}（{quote}）。"
        case Short(fact=fact, quote=quote):
            unit = case.vocabulary[fact].unit
            lacking = f"少{shown(applied.missing)}{unit}，扣{between(applied.points)}分"
            return f"{_shown(fact, case, leader)}，{lacking}（{quote}）。"
        case Discretion(when=when, quote=quote):
            before = f"{_grounds(when, case, leader)}，" if when is not None else ""
            return f"{before}扣不扣、扣多少由考核人员定（{quote}）。"
        case Earn(fact=fact):
            return f"{_shown(fact, case, leader)}，得{between(applied.points)}分。"
        case Claim(when=when):
            return f"{_grounds(when, case, leader)}，每项几分没有写，由考核人员定。"


def between(points: Span) -> str:
    """One number, or from the fewest to the most."""
    return shown(points.low) if points.low == points.high else f"{shown(points.low)}到{shown(points.high)}"


def _grounds(when: Condition, case: Case, leader: str) -> str:
    told = (_shown(leaf.fact, case, leader) for leaf in grounds(when, case) if leaf.fact)
    return "；".join(dict.fromkeys(told))


def _shown(fact: str, case: Case, leader: str) -> str:
    named = worded(case.vocabulary[fact], leader)
    return f"{named.short}：{show(named, case.answers.get(fact))}"
