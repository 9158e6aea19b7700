"""Sentences of the calendar of a workshop, and of its reminders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from handlers.choice import Choice
from handlers.wording.layout import quoted, sentence, tidy
from handlers.wording.status import status_line
from knowledge.calendar.dates import Due, Span
from knowledge.calendar.terms import Precision
from knowledge.library import Library, Regulation
from knowledge.model import StatusKind
from knowledge.vocabulary.facts import worded
from knowledge.vocabulary.values import show_date

FILE = Choice(label="下载日历文件", says="日历文件")
STOP_ALL = Choice(label="停止全部提醒", says="停止全部提醒")
FILE_MADE = (
    "这是{name}日程的日历文件（.ics），用手机或电脑上的日历打开就能导入。"
    "里面只有算得出日期的期限；日期按您现在的回答算，回答改了请重新下载。"
)
NOTHING_TO_FILE = "现在没有算得出日期的期限，做不成日历文件。先在日程里回答几个日期，再下载。"
NO_REMINDERS = "现在没有打开任何提醒。输入 /dates 看日程，在想要提醒的期限下面点“提醒”；也可以发“规定变了告诉我”。"
NO_SUCH_DEADLINE = "没有找到“{name}”这个期限。输入 /dates 看日程，再点一次。"
NOT_DATED = "“{name}”现在还算不出日期，打不开提醒。请先在日程里回答要用的日期。"
NOT_ON = "“{name}”的提醒本来就没有打开。"
STOPPED_ALL = "好的，全部提醒都停了。"
PRIVATE_ONLY = "提醒只能在和我单独的聊天里打开。"
HOURS = "提醒只在早上9点到下午6点之间发送"

TITLES = {
    "coming": "接下来的期限：",
    "open": "要知道日期才能算的：",
    "past": "已经过去的：",
    Precision.EVENT: "事情发生时才有的：",
    Precision.NOT_STATED: "条文没有写日期的：",
}
EXACTNESS = {
    Precision.EXACT: "条文写明的日子",
    Precision.WINDOW: "条文写的一段时间",
    Precision.RELATIVE: "按您的日期推算",
}


def opening(regulation: Regulation, on: date, used: int) -> str:
    """The first lines of the questions about dates."""
    lines = [f"看一看{regulation.identity.short}{regulation.identity.workshop}的日程。", status_line(regulation, on)]
    if used:
        lines.append(f"您之前的 {used} 项回答直接沿用；要改，请点“改答案”。")
    lines.append("不清楚的可以答“不清楚”，其余的期限照样列出。")
    return "\n".join(lines)


def calendar(
    library: Library, regulation: Regulation, found: Sequence[Due], on: date, reminded: Collection[str] = ()
) -> str:
    """Every deadline under the heading of what can be said of its date."""
    lead = status_line(regulation, on)
    draft = regulation.status(on).kind is StatusKind.DRAFT
    head = f"【{regulation.identity.short}】日程（从{show_date(on.isoformat())}起）"
    parts = [f"{lead}\n{head}" if draft else f"{head}\n{lead}"]
    for kind, title in TITLES.items():
        rows = [_entry(library, regulation, one, on, reminded) for one in found if _kind(one) == kind]
        if rows:
            parts.append("\n".join([title, *rows]))
    parts.append(f"条文没有写日期的，我不编日期；可以问{regulation.identity.contact}。")
    return tidy("\n\n".join(parts))


def _kind(one: Due) -> str:
    """Under which heading a deadline stands."""
    if one.next is not None:
        return "coming"
    if one.is_over:
        return "past"
    return "open" if one.precision is Precision.RELATIVE else one.precision


def _entry(library: Library, regulation: Regulation, one: Due, on: date, reminded: Collection[str]) -> str:
    """One deadline: days, provision, what to do, quote, how it was counted."""
    labels = "、".join(dict.fromkeys(source.label for source in one.sources))
    bell = "🔔" if one.id in reminded else ""
    lines = [f"· {bell}{one.name}（{labels}）{_when(one, on)}"]
    lines.append(f"　　{sentence(one.what)}")
    if one.missing:
        several = "或" if one.from_event else "和"
        lines.append(f"　　知道{several.join(_short(library, regulation, fact) for fact in one.missing)}才能算。")
    elif one.from_event and one.whole is None:
        lines.append("　　还没有发生，发生以后才能算。")
    lines.append(f"　　原文：{''.join(quoted(source.quote) for source in one.sources)}")
    lines += [f"　　算法：{sentence('；'.join(one.counted))}"] if one.counted else []
    lines += [f"　　读法：{sentence(one.reading)}"] if one.reading else []
    lines += [f"　　{sentence(one.note)}"] if one.note else []
    return "\n".join(lines)


def _short(library: Library, regulation: Regulation, fact: str) -> str:
    return worded(library.facts[fact], regulation.identity.leader).short


def _when(one: Due, on: date) -> str:
    """The days, how exactly they are known, and how long it is till then."""
    if one.whole is None:
        return ""
    exactness = EXACTNESS[one.precision]
    if one.next is None:
        return f"：{days(one.whole)}（{exactness}）"
    return f"：{days(one.whole)}（{exactness}；{left(one.whole, on)}）"


def left(whole: Span, on: date) -> str:
    """How long it is till the days, or that they have come."""
    if whole.first > on:
        return f"还有{(whole.first - on).days}天"
    return "就是今天" if whole.last == on else f"正在期间，到最后一天还有{(whole.last - on).days}天"


def days(span: Span) -> str:
    """One day, or from … to."""
    first, last = show_date(span.first.isoformat()), show_date(span.last.isoformat())
    return first if first == last else f"{first}到{last}"


def switch(regulation: Regulation, one: Due, *, is_on: bool) -> Choice:
    """The button that switches one reminder on or off."""
    name = f"{regulation.identity.short}{one.name}"
    if is_on:
        return Choice(label=f"停止提醒：{one.name}", says=f"停止提醒 {name}")
    return Choice(label=f"🔔提醒：{one.name}", says=f"打开提醒 {name}")


def switched_on(regulation: Regulation, one: Due, moments: Sequence[date]) -> str:
    """A reminder is on: when it will come."""
    name = f"{regulation.identity.short}“{one.name}”"
    if not moments:
        return f"好的，{name}的提醒打开了。这一次离得太近，不再另外提醒；以后每次临近时提醒您。"
    listed = "、".join(show_date(moment.isoformat()) for moment in moments)
    return f"好的，{name}的提醒打开了：{listed}各提醒一次。{HOURS}，随时可以停。"


def switched_off(regulation: Regulation, name: str) -> str:
    """A reminder is off."""
    return f"好的，{regulation.identity.short}“{name}”的提醒停了。"


def on_list(rows: Sequence[tuple[Regulation, Due]], others: Sequence[str]) -> str:
    """The reminders that are on; ``others`` are of no deadline."""
    lines = ["现在打开的提醒："]
    for regulation, one in rows:
        when = days(one.whole) if one.next and one.whole else "现在没有要到的日子"
        lines.append(f"· {regulation.identity.short} {one.name}：{when}")
    return "\n".join([*lines, *others, f"{HOURS}。"])


def notice(regulation: Regulation, one: Due, on: date) -> str:
    """The reminder itself. A draft leads with its status."""
    whole = one.whole or Span(on, on)
    lead = status_line(regulation, on)
    source = one.sources[0]
    lines = [
        f"🔔 提醒：{regulation.identity.short} {one.name}，{days(whole)}（{left(whole, on)}）。",
        sentence(one.what),
        f"原文（{source.label}）：{quoted(source.quote)}",
    ]
    lines += (
        [f"读法：{sentence('；'.join(part for part in (*one.counted, one.reading) if part))}"]
        if (one.counted or one.reading)
        else []
    )
    draft = regulation.status(on).kind is StatusKind.DRAFT
    return "\n".join([lead, *lines] if draft else [*lines, lead])
