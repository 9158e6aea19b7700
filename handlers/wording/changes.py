"""Sentences of the wizard for changes: what follows, with every provision, conflict, silence and reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.choice import Choice
from handlers.wording.layout import quoted, sentence, tidy
from handlers.wording.status import status_line
from knowledge.changes.telling import Dispute, Line, Running, Told
from knowledge.library import Regulation
from knowledge.model import Bound, Citation, StatusKind
from knowledge.vocabulary.facts import Fact

CHANGE = Choice(label="情况变化", says="情况变化")
OTHER_CHANGE = Choice(label="换一种情况", says="情况变化")

NOT_CHOSEN = "没有选出是哪一种变化，查不到对应的条文。请从清单里选一项，或者转人工。"
WHY_CHANGE = "要先知道发生了什么，才能找到对应的条文。选一项就行，不用写具体情况。"

ABOUT = {
    "title": "称号",
    "plaque": "牌子",
    "assessment": "考核",
    "money": "钱和设备",
    "filing": "要办的事",
    "reapply": "再申报",
}


def opening(regulation: Regulation, on: date) -> str:
    """The first lines of the wizard."""
    return (
        f"{regulation.identity.short}的{regulation.identity.workshop}有了变化，看看条文怎么写。\n"
        f"{status_line(regulation, on)}"
    )


def why(regulation: Regulation, fact: Fact, sources: Sequence[Bound]) -> str:
    """The provisions behind a question, each with the first of its words that matter."""
    name = regulation.identity.short
    first: dict[str, str] = {}
    for source in sources:
        first.setdefault(source.at, source.quote)
    lines = [f"· {name}{regulation.get(eid).label}：{quoted(quote)}" for eid, quote in first.items()]
    return "\n".join([f"问“{fact.short}”，是因为条文对不同情形有不同的写法：", *lines])


def told(regulation: Regulation, found: Told, facts: Sequence[Fact]) -> str:
    """The whole answer; ``facts`` are those that would tell more."""
    status = status_line(regulation, found.on)
    head = f"【{regulation.identity.short}】情况变化：{found.change}"
    draft = regulation.status(found.on).kind is StatusKind.DRAFT
    parts = [f"{status}\n{head}" if draft else f"{head}\n{status}"]
    if found.situations:
        parts.append("按您说的情况：" + "；".join(found.situations) + "。")
    certain = [line for line in found.lines if not line.only_if]
    parts.append("\n".join(row for line in certain if not line.not_stated for row in _line(line)))
    parts.append(_open(found.lines))
    parts += [_dispute(dispute) for dispute in found.disputes]
    silent = [line for line in certain if line.not_stated]
    if silent:
        parts.append("\n".join(["文中未规定的：", *(row for line in silent for row in _silence(line))]))
    readings = (*found.readings, *(line.running.reading for line in found.lines if line.running))
    if readings:
        parts.append("\n".join(["读法（不是条文原话）：", *(f"· {sentence(one)}" for one in dict.fromkeys(readings))]))
    if facts:
        parts.append("弄清这些，还能说得更准：" + "、".join(fact.short for fact in facts) + "。")
    parts.append(f"拿不准的，请问：{regulation.identity.contact}。")
    return tidy("\n\n".join(parts))


def _line(line: Line) -> list[str]:
    """What is written: aspect, sentence, labels, quotes, and a term with its end."""
    rows = [f"〔{ABOUT[line.about]}〕{_labelled(line.text, line.sources)}", f"　　原文：{_quotes(line.sources)}"]
    return [*rows, f"　　{_running(line.running)}"] if line.running else rows


def _silence(line: Line) -> list[str]:
    """What is not written, with the nearest provision and whom to ask."""
    label, quote = line.sources[0].label, quoted(line.sources[0].quote)
    return [f"· {ABOUT[line.about]}：{sentence(line.text)}", f"　　相近的是{label}{quote}；可以问{line.ask}。"]


def _open(lines: Sequence[Line]) -> str:
    """What holds only in a situation that is not known."""
    rows: list[str] = []
    for title in dict.fromkeys(line.only_if for line in lines if line.only_if):
        rows.append(f"如果{title}：")
        for line in (line for line in lines if line.only_if == title):
            rows += _silence(line) if line.not_stated else _line(line)
    return "\n".join(rows)


def _dispute(dispute: Dispute) -> str:
    head = f"如果{dispute.only_if}，" if dispute.only_if else ""
    rows = [f"{head}条文前后不一致，这里不替条文下结论：", dispute.text]
    rows += [f"· {one.label}：{quoted(one.quote)}" for one in dispute.sources]
    return "\n".join([*rows, f"以哪一条为准，请问{dispute.who}。"])


def _labelled(text: str, sources: Sequence[Citation]) -> str:
    labels = "、".join(dict.fromkeys(one.label for one in sources))
    return f"{text.removesuffix('。')}（{labels}）。"


def _quotes(sources: Sequence[Citation]) -> str:
    return "".join(dict.fromkeys(quoted(one.quote) for one in sources))


def _running(running: Running) -> str:
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in running.ends)
    span = first if first == last else f"{first}至{last}之间"
    if running.kind == "within":
        return f"推算：{running.years}年到{span}为止。"
    state = {True: "现在已经届满", False: "现在还没有届满，不能申报", None: "现在满没满要看是哪一天"}[running.over]
    return f"推算：{running.years}年到{span}届满；{state}。"


def unread(words: Sequence[str]) -> str:
    """Words behind the command that name neither a region nor a change."""
    return f"没看懂“{'、'.join(words)[:30]}”，请从下面选。"
