"""Sentences of the eligibility questionnaire and of its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from handlers.choice import Choice
from handlers.rulings import Beside
from handlers.wording.layout import quoted, tidy
from handlers.wording.procedure import in_short
from handlers.wording.rulings import told
from handlers.wording.status import status_line
from knowledge.eligibility.rules import Finding, Verdict
from knowledge.library import Library, Regulation
from knowledge.model import Bound, StatusKind
from knowledge.vocabulary.facts import Fact, worded

ANSWER_ON = Choice(label="接着回答", says="查资格")
COMPARE_ON = Choice(label="接着回答", says="对比各地")
NEXT_STEPS = Choice(label="接下来怎么办", says="接下来怎么办")

COMPARE_OPENING = "同一份回答可以看各个地方的结果。下面只问还没回答的问题；不想答完，可以随时点“先看目前的结果”。"

SETTLED = "结论已定，其余问题不会改变它，所以先停在这里。想把其余条件也逐条看一遍，可以继续问完。"

MARKS = {"met": "✅", "unmet": "❌", "unknown": "❓", "discretionary": "⚖️"}
OUTCOMES = {"met": "满足", "unmet": "不满足", "unknown": "无法判断", "discretionary": "须主管部门裁量"}

HEADLINES = {
    "eligible": "按所述情况，文本条件均已满足，可以申报。能否认定，仍要由专家评审、投票等程序决定。",
    "not_eligible": "按所述情况，有必须满足的条件没有满足，目前不符合申报条件。",
    "needs_review": "按所述情况，还不能直接下结论：有的地方要由主管部门或专家裁量。",
    "incomplete": "还差一些情况没有说清，暂时不能下结论。",
}
SHORT = {
    "eligible": "可以申报",
    "not_eligible": "目前不符合",
    "needs_review": "须主管部门裁量",
    "incomplete": "情况还不全",
}


def opening(regulation: Regulation, on: date, used: int) -> str:
    """The first lines of a questionnaire."""
    lines = [
        f"查一查能不能申报{regulation.identity.short}的{regulation.identity.workshop}。",
        status_line(regulation, on),
    ]
    if used:
        lines.append(f"您之前的 {used} 项回答直接沿用；要改，请点“改答案”。")
    lines.append("不清楚的可以答“不清楚”。想知道为什么问，点“为什么问这个”。")
    return "\n".join(lines)


def why(fact: Fact, reasons: Sequence[tuple[Regulation, str, Sequence[Bound]]]) -> str:
    """The provisions behind a question: regulation, what it is for, and the words."""
    lines = [f"问“{fact.short}”，是因为："]
    for regulation, title, sources in reasons:
        for source in sources:
            label = regulation.get(source.at).label
            lines.append(f"· {regulation.identity.short}{label}（{title}）：{quoted(source.quote)}")
    return "\n".join(dict.fromkeys(lines))


def details(regulation: Regulation) -> Choice:
    """The button that opens one region's result."""
    return Choice(label=f"看{regulation.identity.short}", says=f"{regulation.identity.short}的逐条结果")


def verdict(
    library: Library,
    regulation: Regulation,
    found: Verdict,
    *,
    complete: bool,
    settled: bool = True,
    rulings: Beside | None = None,
) -> str:
    """The whole result: sentence, criteria with the rulings beside them, unknowns, repairs, assumptions."""
    lead = status_line(regulation, found.on)
    draft = regulation.status(found.on).kind is StatusKind.DRAFT
    head = f"【{regulation.identity.short}】{found.instead or HEADLINES[found.outcome]}"
    parts = [f"{lead}\n{head}" if draft else f"{head}\n{lead}"]
    if not settled:
        parts.append("题目还没有答完，下面只按已经回答的情况判断。点“接着回答”可以继续。")
    elif not complete:
        parts.append(SETTLED)
    parts.append(_criteria(found, rulings or {}))
    parts += [part for part in (_missing(library, regulation, found), _repairs(found), _judged(found)) if part]
    if found.assumptions:
        parts.append("判断时的读法和假定：\n" + "\n".join(f"· {each}" for each in found.assumptions))
    if found.outcome in ("eligible", "needs_review") and not found.instead:
        parts.append(in_short(regulation))
    if found.notices:
        parts.append("另外请留意：\n" + "\n".join(f"· {each}" for each in found.notices))
    return tidy("\n\n".join(parts))


def _criteria(found: Verdict, rulings: Beside) -> str:
    """The list with marks, labels and quotes, gaps first; criteria not reached yet are counted."""
    lines = ["逐条对照："]
    for outcome in ("unmet", "discretionary", "met"):
        for finding in found.findings:
            if finding.outcome == outcome:
                lines += _criterion(finding)
                lines += [f"　　{told(ruling)}" for ruling in rulings.get(finding.id, ())]
    rest = sum(1 for finding in found.findings if finding.outcome == "unknown")
    if rest:
        lines.append(f"❓ 还有 {rest} 条没有问到，或者情况不清楚。")
    return "\n".join(lines)


def _criterion(finding: Finding) -> list[str]:
    """One criterion: a met one needs no more than its quote."""
    lines = [f"{MARKS[finding.outcome]} {finding.title}（{_labels(finding)}）：{_outcome(finding)}"]
    if finding.outcome != "met":
        lines.append(f"　　{finding.reason}")
    lines.append(f"　　原文：{''.join(quoted(source.quote) for source in finding.sources)}")
    return lines


def _labels(finding: Finding) -> str:
    return "、".join(dict.fromkeys(source.label for source in finding.sources))


def _outcome(finding: Finding) -> str:
    judged = f"（按您的陈述；由{finding.judged_by}认定）" if finding.judged_by and finding.outcome == "met" else ""
    return OUTCOMES[finding.outcome] + judged


def _missing(library: Library, regulation: Regulation, found: Verdict) -> str:
    """What is unknown and why it matters."""
    if found.outcome != "incomplete":
        return ""
    lines = ["还需要弄清："]
    for fact_id in found.missing_facts:
        fact = worded(library.facts[fact_id], regulation.identity.leader)
        about = [finding for finding in found.findings if finding.outcome == "unknown" and fact_id in finding.facts]
        reasons = [f"{finding.title}，{_labels(finding)}" for finding in about]
        lines.append(f"· {fact.short}——关系到：{'；'.join(reasons)}" if reasons else f"· {fact.short}")
    unknown = [finding.reason for finding in found.findings if finding.outcome == "unknown"]
    details = [
        more for reason in unknown if (more := reason.partition("。")[2])
    ]  # the first sentence is the list above
    return "\n".join([*lines, *(f"　　{each}" for each in dict.fromkeys(details))])


def _repairs(found: Verdict) -> str:
    """The smallest set of changes, and what no change of papers mends."""
    able = [repair for repair in found.repairs if repair.changes]
    unable = [repair for repair in found.repairs if not repair.changes]
    open_ones = any(finding.outcome == "unknown" for finding in found.findings)
    lines: list[str] = []
    if able:
        all_of_it = "要符合条件，至少要做到：" if len(able) > 1 or unable else "要符合条件，只差这一步："
        lines.append("就已经回答的情况，要符合条件，至少要做到：" if open_ones else all_of_it)
        lines += [f"· {repair.text}（{repair.label}）" for repair in able]
    if unable:
        lines.append("靠补条件解决不了的：")
        lines += [f"· {repair.text}（{repair.label}）" for repair in unable]
    return "\n".join(lines)


def _judged(found: Verdict) -> str:
    """What people decide in the end."""
    judged = [finding for finding in found.findings if finding.judged_by and finding.outcome == "met"]
    if not judged:
        return ""
    names = "、".join(f"{finding.title}（{_labels(finding)}）" for finding in judged)
    return f"最后由{judged[0].judged_by}认定，这里只按您的陈述计：{names}。"


class Compared(NamedTuple):
    """One region of a comparison."""

    regulation: Regulation
    verdict: Verdict
    rulings: Beside


def comparison(compared: Sequence[Compared], on: date) -> str:
    """Five verdicts, one line each, with the first reason, the rulings where the verdict waits for one, and the
    status."""
    lines = ["各地结果（按同一份回答）："]
    for regulation, found, rulings in compared:
        first = _first_reason(found)
        lines.append(f"· {regulation.identity.short}：{SHORT[found.outcome]}{_named(first) if first else ''}")
        lines += _settled(found, rulings, first) if found.outcome == "needs_review" else []
        lines.append(f"　　{status_line(regulation, on)}")
    lines.append("点下面的按钮看某一地的逐条结果。")
    return "\n".join(lines)


def _first_reason(found: Verdict) -> Finding | None:
    wanted = {"not_eligible": ("unmet",), "needs_review": ("unmet", "discretionary"), "incomplete": ("unknown",)}
    outcomes = wanted.get(found.outcome, ())
    return next((one for outcome in outcomes for one in found.findings if one.outcome == outcome), None)


def _named(finding: Finding) -> str:
    return f"（{finding.title}，{_labels(finding)}）"


def _settled(found: Verdict, rulings: Beside, first: Finding | None) -> Iterator[str]:
    """The rulings; a criterion that the line above does not name is named with them."""
    for finding in found.findings:
        about = "" if finding == first else _named(finding)
        for ruling in rulings.get(finding.id, ()):
            yield f"　　{about}{told(ruling)}"
