"""Sentences of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from handlers.choice import Choice
from handlers.wording.status import status_line
from knowledge.ledger.days import show_day
from knowledge.ledger.entries import Entry, Recorded
from knowledge.ledger.kinds import Kind, Kinds
from knowledge.ledger.sentences import Jot
from knowledge.library import Regulation
from knowledge.model import StatusKind
from knowledge.scoring.progress import Progress
from knowledge.vocabulary.facts import Fact, Value
from knowledge.vocabulary.values import show

WRITE = Choice(label="记下来", says="记下来")
CHANGE = Choice(label="改一下", says="改一下")
PROOF = Choice(label="写凭证", says="写凭证", control=True)
NOTE = Choice(label="加备注", says="加备注", control=True)
CORRECT = Choice(label="改这一笔", says="改这一笔", control=True)
DELETE = Choice(label="删掉这一笔", says="删掉这一笔", control=True)
CHART = Choice(label="进度图", says="台账进度图", control=True)
TABLE = Choice(label="导出台账", says="导出台账", control=True)
RESTORE = Choice(label="撤销删除", says="撤销删除", control=True)

ONLY = "台账只记日期、事项和数量；句子里的人名不记进台账。"
SAY_AGAIN = "请重新说一遍，例如：3月5日收了2名徒弟。"
OPEN = "【{name}】台账开着，接着说做了什么就行；看全年，点“台账”。"
EXAMPLES = "直接说做了什么，例如：今天签了2份带徒协议；3名徒弟拿到高级工证；参加社区服务一次。没写日期的，按今天记。"
EMPTY = "台账里还没有记，没有可以导出的。"
EXPORTED = "这是台账的表格，每年一张，最后一张是合计。共{count}笔。"
NO_DUTIES = "{name}的文件里没有整理出每年要做到的事，画不出进度图。"
NO_NUMBER = "请回答一个整数（1到1000），例如：3。"
FEW = "请说清是哪一笔，例如：第2笔。这一年共{count}笔。"
NONE_DELETED = "没有可以撤销的删除。"
ADD = {"note": "备注写什么？请直接输入（最多100个字）。", "evidence": "凭证在哪里？例如：协议原件在工作室档案盒。"}
TOO_LONG = "太长了，最多100个字，请缩短以后再输入。"
ONE_ONLY = "改一笔的时候，请只说一件事。"
TOO_MANY = "一次最多记{most}件，已经有{waiting}件等着，这一句没有收。请先点“记下来”，再接着说。"
STILL_OPEN = "下面这些还没有记下来；点“记下来”，就记在{name}的台账里。"
STILL_CHANGING = "上次要改的那一笔，还没有改完。"
PUT_OFF = "（台账里有{count}件说了还没有记下来；点“台账”接着记。）"
ANOTHER = "这一句像是另外做了的事，没有写进去。要记它，先点“台账”再说；要写在这里，请换个说法。"


def year(number: int) -> Choice:
    """Looks at another year."""
    return Choice(label=f"看{number}年", says=f"看{number}年", control=True)


def kind(one: Kind) -> Choice:
    """Enters something of that kind."""
    return Choice(label=one.title, says=f"记一笔 {one.title}")


def amount(one: Kind | None, count: int | None) -> str:
    """2份; nothing where no number was said."""
    return f"{count}{one.unit if one else ''}" if count is not None else ""


def title(kinds: Kinds, name: str) -> str:
    """What a kind is called; one that is no longer known keeps its name."""
    found = kinds.get(name)
    return found.title if found else name


def line(kinds: Kinds, one: Jot | Entry) -> str:
    """2026年3月5日　签带徒协议　2份."""
    parts = (show_day(one.day), title(kinds, one.kind), amount(kinds.get(one.kind), one.count))
    return "　".join(filter(None, parts))


def heard(kinds: Kinds, jots: Sequence[Jot], unclear: Iterable[tuple[str, str]]) -> str:
    """What was understood, before it is written."""
    lines = ["听到的是："] if jots else []
    for number, jot in enumerate(jots, start=1):
        found = kinds.get(jot.kind)
        lines.append(f"{number}. {line(kinds, jot)}" + (f"（{found.hint}）" if found and found.hint else ""))
    lines += [f"没有记的：“{piece}”——{told}" for piece, told in unclear]
    return "\n".join(lines)


def not_written(kinds: Kinds, jots: Sequence[Jot]) -> str:
    """What was understood and is given up before it was written."""
    return f"没有记：{'；'.join(line(kinds, jot) for jot in jots)}。"


def which(jots: Sequence[Jot], place: int) -> str:
    """Which of several things a question is about."""
    return f"第{place + 1}件：" if len(jots) > 1 else ""


def sure(kinds: Kinds, jots: Sequence[Jot], unclear: Iterable[tuple[str, str]]) -> str:
    """The same, with the question whether it is right."""
    return f"{heard(kinds, jots, unclear)}\n{ONLY}\n对的话，点“记下来”。"


def written(kinds: Kinds, entries: Sequence[Entry]) -> str:
    """What was written, and the proof to keep."""
    lines = ["记下了：", *(f"· {line(kinds, one)}" for one in entries)]
    proofs = dict.fromkeys(found.evidence for one in entries if (found := kinds.get(one.kind)))
    return "\n".join([*lines, f"请留好：{'；'.join(proofs)}。", "还有要记的，接着说就行。"])


def entry(kinds: Kinds, one: Entry) -> str:
    """One entry by itself."""
    found = kinds.get(one.kind)
    proof = one.evidence or f"还没有写（一般是{found.evidence if found else ''}）"
    lines = [line(kinds, one), f"凭证：{proof}", *([f"备注：{one.note}"] if one.note else [])]
    return "\n".join(lines)


def overview(regulation: Regulation, kinds: Kinds, entries: Sequence[Entry], number: int) -> str:
    """The year month by month, the sums, and the proof that is still to be noted."""
    head = f"【{regulation.identity.short}】{number}年台账"
    if not entries:
        return f"{head}：还没有记。\n{EXAMPLES}"
    places = {one.id: place for place, one in enumerate(entries, start=1)}
    lines = [f"{head}（{len(entries)}笔）"]
    for month, some in groupby(entries, key=lambda one: one.day.month):
        lines.append(f"{month}月：")
        for one in some:
            what = "　".join(filter(None, (title(kinds, one.kind), amount(kinds.get(one.kind), one.count))))
            mark = "　📎" if one.evidence else ""
            lines.append(f"　第{places[one.id]}笔　{one.day.day}日　{what}{mark}")
    lines += ["合计：" + "；".join(sums(kinds, entries)) + "。", *_proofs(kinds, entries, places)]
    return "\n".join([*lines, "要改、要删，说“第1笔”这样的话就行。" + EXAMPLES])


def sums(kinds: Kinds, entries: Iterable[Entry]) -> Iterator[str]:
    """How often each kind was entered, and the numbers added up."""
    own: dict[str, list[Entry]] = {}
    for one in entries:
        own.setdefault(one.kind, []).append(one)
    for name, some in own.items():
        counts = [one.count for one in some if one.count is not None]
        total = f"，共{amount(kinds.get(name), sum(counts))}" if counts else ""
        yield f"{title(kinds, name)}{len(some)}笔{total}"


def _proofs(kinds: Kinds, entries: Iterable[Entry], places: dict[str, int]) -> Iterator[str]:
    missing: dict[str, list[str]] = {}
    for one in entries:
        found = kinds.get(one.kind)
        if found and not one.evidence:
            missing.setdefault(found.evidence, []).append(f"第{places[one.id]}笔")
    if missing:
        yield "还没有写凭证的（📎是写了的）："
        yield from (f"· {'、'.join(some)}：{proof}" for proof, some in missing.items())


def beside(fact: Fact, found: Recorded, answer: Value) -> str:
    """What stands beside a row: the ledger's own value, or that an answer goes before it; nothing where they agree."""
    said = show(fact, found.value)
    if answer is None:
        reading = f"（{found.reading}）" if found.reading else ""
        return f"按台账，{fact.short}：{said}{reading}"
    return "" if answer == found.value else f"按您的回答，{fact.short}：{show(fact, answer)}；台账记的是{said}"


def deleted(kinds: Kinds, one: Entry) -> str:
    """After deleting."""
    return f"删掉了：{line(kinds, one)}。删错了，点“撤销删除”；再记别的以后就撤不回来了。"


def restored(kinds: Kinds, one: Entry) -> str:
    """After bringing it back."""
    return f"恢复了：{line(kinds, one)}。"


def years_before(entries: Iterable[Entry], region: str, shown: int, on: date) -> tuple[int, ...]:
    """Other years that there is something to see of, and this one; the newest first."""
    own = {one.day.year for one in entries if one.region == region and one.deleted is None} | {on.year}
    return tuple(sorted(own - {shown}, reverse=True))[:3]


def bar(one: Progress) -> str:
    """What stands behind a bar."""
    if not one.unit:
        return "还不清楚" if one.done is None else "做到了" if one.done else "没做到"
    done = "还没有记" if one.done is None else f"{one.done:g}{one.unit}"
    return f"{done} / {f'{one.needed}{one.unit}' if one.needed is not None else '要多少还不清楚'}"


def chart_title(regulation: Regulation, on: date) -> str:
    """Over the picture."""
    draft = "（征求意见稿）" if _is_draft(regulation, on) else ""
    return f"{regulation.identity.short}{draft}　{on.year}年进度（到{on.month}月{on.day}日）"


def _is_draft(regulation: Regulation, on: date) -> bool:
    return regulation.status(on).kind is StatusKind.DRAFT


def progress(regulation: Regulation, bars: Iterable[Progress], on: date) -> str:
    """The picture in words; of a draft the status comes first."""
    status = status_line(regulation, on)
    head = f"【{regulation.identity.short}】年度任务和计数的评分行，按您的回答和台账："
    lines = (status, head) if _is_draft(regulation, on) else (head, status)
    return "\n".join([*lines, *(f"· {one.title}：{bar(one)}" for one in bars)])
