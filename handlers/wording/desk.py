"""Sentences between staff and applicants: packets, receipts, states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.cases.fields import case_fields
from handlers.choice import Choice
from handlers.draft import OVER, Draft
from handlers.rejudging import Rejudged, rejudged
from handlers.rulings import Ruling, beside
from handlers.sla import answered
from handlers.wording import yearly
from handlers.wording.eligibility import HEADLINES, MARKS, OUTCOMES
from handlers.wording.layout import tidy
from handlers.wording.rejudging import to_staff
from handlers.wording.rulings import told
from handlers.wording.status import status_line
from knowledge.eligibility.rules import Verdict
from knowledge.library import Library
from knowledge.model import Citation

STATES = {
    "open": "未提交",
    "submitted": "已提交，等待受理",
    "accepted": "已受理",
    "to_correct": "需补正",
    "recommended": "建议通过",
    "refused": "不予受理",
    "closed": "已关闭",
    "withdrawn": "申请人已撤回",
}
EVENTS = {
    "submitted": "提交",
    "accepted": "受理",
    "to_correct": "要求补正",
    "recommended": "建议通过",
    "refused": "不予受理",
    "closed": "关闭",
    "reopened": "重新打开",
    "answered": "答复",
    "wrote": "申请人来信",
    "added": "申请人补充材料",
    "withdrawn": "申请人撤回",
    "sensitive_withdrawn": "申请人撤回对敏感信息的同意",
    "claimed": "接手",
    "assigned": "转交",
    "released": "放回",
    "ruled": "裁量结论",
}

ALONG = "您最近问过的几个问题和当时引用的条文会一并附上。"
WHAT_TO_ASK = f"请用一段话写下要转给工作人员的问题（请不要写身份证号和电话）。写好发给我就会转过去；{ALONG}"
ASK_IN_FULL = "这几个字还看不出要问什么，没有转出去。请用一句完整的话写下问题；不问了就点“取消”。"
HOW_TO = (
    "要答复申请人，请直接回复那条申报消息；要处理，请点消息下面的按钮。看哪些问题没有答好，请发 /feedback。"
    "要登录工作台，请发 /desk。"
)
NO_CASE = "没有找到这个案件。请核对回执号；也可能申请人已经把它删除了。"
TEXT_ONLY = "这里只能转发文字。请用文字回复申报消息。"
NOTE_DROPPED = "好的，没有发送。"

AS_IT_IS = Choice(label="就转这个问题", says="就转这个问题")
CHANGE = Choice(label="改一下再转", says="改一下再转")
CHOOSE_FIRST = "还没有转出去。请先点下面的按钮；要换个问法，请点“改一下再转”。"
MOST_LABELS = 8
"""Provisions named in a packet as what the applicant was shown."""


def hand_over(question: str) -> str:
    """The question that was answered, before it goes to staff; with what else goes along."""
    return f"要把这个问题转给工作人员吗？{ALONG}\n「{question}」"


def change_it(question: str) -> str:
    """Asks for the question in better words."""
    return f"请把改好的问题发给我（请不要写身份证号和电话）。{ALONG}原来的问题是：\n「{question}」"


def state_name(case: Draft) -> str:
    """Where a case stands; a question is answered rather than accepted."""
    if case.kind == "application" or case.state in OVER:
        return STATES[case.state]
    return question_state(answered=answered(case))


def question_state(*, answered: bool) -> str:
    """Where an open question stands; one whose applicant has written again waits again."""
    return "已答复" if answered else "等待答复"


def kind_name(case: Draft) -> str:
    """What a case is, in a word."""
    return "咨询" if case.kind == "enquiry" else "申报草稿"


def region_name(library: Library, case: Draft) -> str:
    """The region of a case, for lists; an enquiry may have none."""
    return known_region(library, case) or "未选地区"


def known_region(library: Library, case: Draft) -> str:
    """The same in a sentence; empty where there is none."""
    return library.get(case.region).identity.short if case.region in library.regulations else ""


def thread_title(library: Library, case: Draft) -> str:
    """What the thread of a case is called: 萧山·K7QF2M8R·需补正."""
    kind = ("咨询",) if case.kind == "enquiry" else ()
    return "·".join((*kind, region_name(library, case), case.receipt or "", state_name(case)))


REPLY_HERE = "直接回复本消息，内容会转给申请人。"


def packet(
    library: Library,
    case: Draft,
    form_text: str,
    on: date,
    before: Rejudged | None = None,
    *,
    again: bool,
    rulings: Sequence[Ruling] = (),
) -> str:
    """The case as it comes in at the staff chat; ``before`` it was handed in under another edition."""
    text = case_text(library, case, form_text, on, before, rulings)
    return f"{'补正后再次提交' if again else '新的'}{text}\n\n{REPLY_HERE}"


def case_text(
    library: Library,
    case: Draft,
    form_text: str,
    on: date,
    before: Rejudged | None = None,
    rulings: Sequence[Ruling] = (),
) -> str:
    """The whole case: region and status, receipt, criteria, unknowns, discretion with rulings beside it, the draft.

    What an edition that came between has changed is told too: since the case was handed in, or ``before``.
    """
    between = before or (rejudged(library, case, on) if case.state != "closed" else None)
    parts = [f"{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}"]
    if case.region in library.regulations:
        parts.append(status_line(library.get(case.region), on))
    if case.kind == "enquiry":
        parts += [f"问题：{case.fields['question']}", _seen(library, case), _earlier(library, case)]
    else:
        parts += [_verdict(library, case, on, rulings)] if case.verdict else []
        parts += ["\n".join(yearly.lines(library, case, on))]
        parts += [to_staff(library, case, between)] if between else []
        parts.append(_changed(library, case))
        parts.append(form_text)
    return tidy("\n\n".join(parts))


def _changed(library: Library, case: Draft) -> str:
    """What has been written otherwise since the time before; empty where nothing has. What is sensitive is masked."""
    lines = [
        f"· {one.called}：{one.masked.before or '（空）'} → {one.masked.value or '（空）'}"
        for one in case_fields(library, case)
        if one.before is not None
    ]
    return "\n".join(("和上次提交相比：", *lines)) if lines else ""


def _seen(library: Library, case: Draft) -> str:
    """What the assistant had shown the applicant before the question came in; empty where it had not been asked."""
    if case.answer is None:
        return ""
    labels = _labels(library, case.shown)
    return f"助手当时引用：{labels}" if labels else "助手当时没有引用条文。"


def _earlier(library: Library, case: Draft) -> str:
    """What the applicant had asked of late, and what the assistant cited; empty where there is nothing."""
    lines = [
        f"· {one.question}（{'引用：' + labels if (labels := _labels(library, one.cited)) else '没有引用条文'}）"
        for one in case.earlier
    ]
    return "\n".join(("申请人最近还问过助手：", *lines)) if lines else ""


def _labels(library: Library, citations: Sequence[Citation]) -> str:
    """Provisions by their names, the first of them where there are many."""
    known = [one for one in citations if one.region in library.regulations]
    labels = list(dict.fromkeys(f"{library.get(one.region).identity.short}{one.label}" for one in known))
    more = f"等 {len(labels)} 处" if len(labels) > MOST_LABELS else ""
    return "、".join(labels[:MOST_LABELS]) + more


def _verdict(library: Library, case: Draft, on: date, rulings: Sequence[Ruling]) -> str:
    """The frozen verdict: what is unmet, open to discretion and unknown comes first."""
    found = Verdict.model_validate(case.verdict)
    shown = beside(library, rulings, found, case.answers, on) if case.region in library.regulations else {}
    lines = [f"自查结果：{HEADLINES[found.outcome]}"]
    for outcome in ("unmet", "discretionary", "unknown", "met"):
        rows = [finding for finding in found.findings if finding.outcome == outcome]
        if rows:
            lines.append(f"{MARKS[outcome]} {OUTCOMES[outcome]}：")
        for row in rows:
            labels = "、".join(dict.fromkeys(source.label for source in row.sources))
            lines.append(f"　· {row.title}（{labels}）{'：' + row.reason if outcome != 'met' else ''}")
            lines += [f"　　{told(ruling)}" for ruling in shown.get(row.id, ())]
    return "\n".join(lines)


def what_to_correct(case: Draft) -> str:
    """Asks staff what the applicant must correct."""
    return (
        f"请回复本消息，写明 {case.receipt} 需要补正什么（会发给申请人）。先写栏目名再加冒号，"
        "例如“申报单位：请写全称”，申请人就会被带到这一栏；几个栏目用顿号隔开。不发了就回复“取消”。"
    )


def which_article(case: Draft) -> str:
    """Asks staff what a refusal rests on."""
    return (
        f"请回复本消息，写明 {case.receipt} 不予受理依据哪一条、为什么，以条号开头，例如“第九条第1项 团队只有两人”"
        "（会发给申请人）。不发了就回复“取消”。"
    )


def summary(library: Library, case: Draft) -> str:
    """A case in a few words, where its packet is somewhere else."""
    head = f"{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}｜{state_name(case)}"
    return f"{head}\n以前的消息不在这里，完整的内容请到工作台看（发 /desk 登录）。"


def which_ruling(case: Draft) -> str:
    """Asks staff for a ruling."""
    return (
        f"请写下 {case.receipt} 的裁量结论，依次是条号、作出结论的机关、日期、结论，用空格隔开，例如"
        "“第九条第1项 区人力社保局 2026-11-20 领办技师可以计入三人”。有期限的，日期写成“2026-11-20至2027-11-20”。"
        "结论会发给申请人，以后情况相同的人也会看到。不发了就回复“取消”。"
    )


def handed_over(case: Draft, *, cut: int = 0) -> str:
    """The receipt of an enquiry; ``cut`` is the number of characters kept of a question that was longer."""
    note = f"问题太长，只转了前 {cut} 个字。" if cut else ""
    return f"已转给工作人员。{note}回执号：{case.receipt}。有答复会在这里告诉您，也可以用 /my 查看。"
