"""What a new edition means for a draft or a case, to its applicant in short and to staff in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.draft import Draft
from handlers.rejudging import Cause, Rejudged, Turned
from handlers.wording.eligibility import OUTCOMES, SHORT
from handlers.wording.layout import quoted
from knowledge.eligibility.rules import Finding
from knowledge.library import Library
from knowledge.vocabulary.facts import worded
from knowledge.vocabulary.values import show_date

CAUSES = {
    Cause.TIME: "条件没有变，是时间过去了",
    Cause.ANSWER: "您后来的回答和原来不同",
    Cause.PATH: "现在按另一种申报途径判断",
    Cause.NEW: "这是新增的一条",
    Cause.GONE: "现在没有这一条了",
    Cause.WORDS: "条文的字改了",
    Cause.ASKED: "现在要多问一些情况",
    Cause.DATA: "条文的字没有变，是我们对这一条的整理更新了",
}
STAFF_CAUSES = {**CAUSES, Cause.ANSWER: "申请人后来的回答和原来不同"}
NOT_THERE = "没有这一条"
MOST = 5
"""Criteria that an applicant is told of; the rest are counted."""


def to_applicant(library: Library, draft: Draft, found: Rejudged) -> str:
    """A few lines: what has changed, what it means for this draft, what is still to be answered."""
    since = "这份草稿提交" if draft.receipt and draft.state != "to_correct" else "这份草稿建立"
    lines = [f"{since}之后，{_what(found)}。{_conclusion(found)}"]
    told = [one for one in found.turned if one.cause is not Cause.ANSWER]
    lines += [f"· {_turn(one)}。{CAUSES[one.cause]}{_words(one)}。" for one in told[:MOST]]
    if len(told) > MOST:
        lines.append(f"· 还有 {len(told) - MOST} 条有变化，查资格可以看到全部。")
    if found.wanting:
        lines.append(f"还要补答：{_facts(library, draft, found.wanting)}。输入“查资格”就可以补答。")
    if found.unplaced:
        lines.append(f"您填过的 {found.unplaced} 栏在新的表格里没有地方放，内容仍然保存着。")
    if draft.state in {"open", "to_correct"}:
        lines.append("提交时会按最新的资料再判断一次。")
    else:
        contact = library.get(draft.region).identity.contact
        lines.append(f"已经提交的按新的还是旧的办理，这里定不了，请问{contact}。")
    return "\n".join(lines)


def to_staff(library: Library, draft: Draft, found: Rejudged) -> str:
    """Both verdicts side by side, every criterion that stands otherwise, and what lies between."""
    lines = [f"规定更新以后：{_what(found)}。{_between(found)}"]
    for one in found.turned:
        lines.append(f"　· {_turn(one)}（{STAFF_CAUSES[one.cause]}）")
        lines += [f"　　{when}：{_reason(each)}" for when, each in (("原来", one.was), ("现在", one.now)) if each]
    if found.wanting:
        lines.append(f"申请人还没有回答：{_facts(library, draft, found.wanting)}")
    if found.left_out:
        lines.append(f"原来用到、现在不再问的回答：{_facts(library, draft, found.left_out)}")
    if found.unplaced:
        lines.append(f"申请人填过的 {found.unplaced} 栏在新的表格里没有对应的栏目，内容仍然保存着。")
    return "\n".join(lines)


def _what(found: Rejudged) -> str:
    """What changed, as far as that can be known."""
    if found.same_words is None:
        return "规定的资料有更新"
    return "资料有更新（条文的字没有变）" if found.same_words else "规定的条文有改动"


def _conclusion(found: Rejudged) -> str:
    now = SHORT[found.now.outcome]
    if found.was is None or any(one.cause is Cause.ANSWER for one in found.turned):
        return f"按您的回答和最新的资料判断：{now}。"
    if found.same:
        return f"按您原来的回答重新判断，结果没有变：{now}。"
    return f"按您原来的回答重新判断：原来是“{SHORT[found.was.outcome]}”，现在是“{now}”。"


def _between(found: Rejudged) -> str:
    """Both conclusions with their days."""
    now = f"“{SHORT[found.now.outcome]}”（按{show_date(found.now.on.isoformat())}）"
    if found.was is None:
        return f"现在判断是{now}，原来的结果没有保存。"
    was = f"“{SHORT[found.was.outcome]}”（按{show_date(found.was.on.isoformat())}）"
    same = "，各条都没有变化" if found.same else ""
    return f"原来判断是{was}，现在是{now}{same}。"


def _turn(one: Turned) -> str:
    """A criterion, and how it stood and stands."""
    labels = "、".join(dict.fromkeys(source.label for source in one.finding.sources))
    was, now = (OUTCOMES[each.outcome] if each else NOT_THERE for each in (one.was, one.now))
    return f"{one.finding.title}（{labels}）：{was} → {now}"


def _words(one: Turned) -> str:
    """The words as they are now, where they are others or were not there."""
    if one.now is None or one.cause not in {Cause.WORDS, Cause.NEW}:
        return ""
    return f"：{''.join(quoted(source.quote) for source in one.now.sources)}"


def _reason(finding: Finding) -> str:
    """How it was judged, and the words for it."""
    return f"{finding.reason}{''.join(quoted(source.quote) for source in finding.sources)}"


def _facts(library: Library, draft: Draft, facts: Sequence[str]) -> str:
    """The facts by their short names; those that the vocabulary has lost are counted."""
    leader = library.get(draft.region).identity.leader
    return "、".join(_named(library, facts, leader))


def _named(library: Library, facts: Sequence[str], leader: str) -> Iterator[str]:
    known = [fact for fact in facts if fact in library.facts]
    yield from (worded(library.facts[fact], leader).short for fact in known)
    if len(facts) > len(known):
        yield f"{len(facts) - len(known)} 项已经取消的情况"
