"""Sentences of the account of a workshop's money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from handlers.wording.layout import quoted, sentence, tidy
from handlers.wording.status import status_line
from knowledge.funding.account import Account
from knowledge.funding.lines import Entry, State
from knowledge.funding.terms import YUAN_IN_WAN, Range
from knowledge.library import Regulation
from knowledge.model import Citation, StatusKind
from knowledge.vocabulary.values import show_date

SECTIONS = (
    ("按您说的情况，已经够条件的：", (State.PAID,)),
    ("条件成立才有的：", (State.DUE_IF,)),
    ("按您说的情况，不给的：", (State.NOT_DUE,)),
    ("单位自己要出的：", (State.OWN_MATCH,)),
    ("要退的、可能要退的：", (State.TAKEN_BACK, State.UNSETTLED, State.AT_RISK)),
    ("不用再退的：", (State.OVER,)),
)
MARKS = {
    State.PAID: "✅",
    State.DUE_IF: "⏳",
    State.NOT_DUE: "❌",
    State.OWN_MATCH: "🏢",
    State.TAKEN_BACK: "❗",
    State.UNSETTLED: "❓",
    State.AT_RISK: "⚠️",
    State.OVER: "✅",
}
THINGS = "收回的是设备，不是钱"
NONE_SO_FAR = "按您说的情况，现在没有够条件的钱，合计：0。"
NOTHING_YET = "现在没有钱要退"
NO_SUM = "金额条文没有写"


def opening(regulation: Regulation, on: date, used: int) -> str:
    """The first lines of the questions about money."""
    lines = [f"算一算{regulation.identity.short}{regulation.identity.workshop}的资金账。", status_line(regulation, on)]
    if used:
        lines.append(f"您之前的 {used} 项回答直接沿用；要改，请点“改答案”。")
    lines.append("不清楚的可以答“不清楚”，我会按区间算。")
    return "\n".join(lines)


def ledger(regulation: Regulation, found: Account) -> str:
    """The whole account: the total, every line with its provision, what is not stated, how it was read."""
    lead = status_line(regulation, found.on)
    draft = regulation.status(found.on).kind is StatusKind.DRAFT
    head = f"【{regulation.identity.short}】资金账（算到{show_date(found.on.isoformat())}）"
    parts = [f"{lead}\n{head}" if draft else f"{head}\n{lead}", _summary(found, draft=draft)]
    for title, states in SECTIONS:
        rows = [_entry(entry) for entry in found.entries if entry.state in states]
        if rows:
            parts.append("\n".join([title, *rows]))
    parts.append("\n".join(["条文没有写的：", *_unsaid(found, regulation.identity.contact)]))
    parts += [
        _listed("和条文对不上、没有采用的：", (problem.message for problem in found.problems)),
        _listed("计算时的假定：", found.assumptions),
        _listed("另外请留意：", found.notices),
    ]
    return tidy("\n\n".join(part for part in parts if part))


def _summary(found: Account, *, draft: bool) -> str:
    """The total and what may become of it."""
    proposed = "稿子里拟定的钱" if draft else "已经够条件的钱"
    lines = [f"{proposed}，合计：{wan(found.total)}。" if found.total[1] else NONE_SO_FAR]
    if any(found.taken_back):
        lines.append(f"其中要退或可能要退：{wan(found.taken_back)}；退后剩：{wan(found.net)}。")
    elif found.at_risk[1]:
        lines.append(f"其中以后出现下面所列情形会被追回的：最多{_plain(found.at_risk[1])}。")
    if not found.clawback_stated:
        lines.append("已经拨付的钱以后要不要退，条文没有写。")
    return "\n".join(lines)


def _entry(entry: Entry) -> str:
    """One line: sum, provision, condition, quote, reading."""
    labels = "、".join(dict.fromkeys(source.label for source in entry.sources))
    lines = [f"{MARKS[entry.state]} {entry.title}（{labels}）：{_worth(entry)}"]
    lines.append(f"　　条件：{sentence(entry.condition)}")
    if entry.gap is not None:
        lines.append(f"　　现在：{f'还差{_plain(entry.gap)}' if entry.gap else '已经够了'}。")
    if entry.note:
        lines.append(f"　　现在：{sentence(entry.note)}")
    lines.append(f"　　原文：{''.join(quoted(source.quote) for source in entry.sources)}")
    if entry.reading:
        lines.append(f"　　读法：{sentence(entry.reading)}")
    return "\n".join(lines)


def _worth(entry: Entry) -> str:
    """What a line is worth, and how it comes about."""
    if entry.kind == "clawback" and entry.amount is None:
        return THINGS
    if entry.amount is None:
        return NO_SUM
    if entry.state in (State.NOT_DUE, State.OVER):
        return "0"
    if entry.kind == "clawback" and entry.state is State.AT_RISK and entry.note:
        return "不重复算"
    if entry.kind == "clawback" and entry.state is not State.TAKEN_BACK:
        return f"最多{_plain(entry.amount[1])}" if entry.amount[1] else NOTHING_YET
    if entry.kind == "clawback":
        return wan(entry.amount)
    if entry.each is None or entry.state is not State.PAID:
        return f"{'每次' if entry.each else ''}{_limited(entry.each or entry.amount, cap=entry.kind == 'cap')}"
    return f"{_limited(entry.each, cap=False)}×{entry.times}次＝{wan(entry.amount)}"


def _limited(amount: Range, *, cap: bool) -> str:
    return f"不高于{_plain(amount[1] or 0)}" if cap and amount[0] == 0 else wan(amount)


def wan(amount: Range) -> str:
    """A range of money in words."""
    low, high = amount
    if high is None:
        return f"不低于{_plain(low)}"
    return _plain(high) if low == high else f"{low:g}到{_plain(high)}"


def _plain(amount: float) -> str:
    """Sums below one 万元 in 元."""
    return f"{amount * YUAN_IN_WAN:g}元" if 0 < amount < 1 else f"{amount:g}万元"


def _unsaid(found: Account, contact: str) -> list[str]:
    rows = [f"· {text}相近的是{_cited(source)}" for source, text in found.not_stated]
    return [*rows, f"这几点可以问{contact}。"] if rows else []


def _cited(source: Citation) -> str:
    return f"{source.label}：{quoted(source.quote)}"


def _listed(title: str, texts: Iterable[str]) -> str:
    rows = [f"· {sentence(text)}" for text in texts]
    return "\n".join([title, *rows]) if rows else ""
