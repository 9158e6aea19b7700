"""Sentences of the retirement calculator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.choice import Choice
from handlers.wording.layout import quoted, tidy
from handlers.wording.status import status_line
from knowledge.eligibility.outlook import Demand, Held, Outlook, Retires
from knowledge.library import Library
from knowledge.vocabulary.facts import Fact, Value
from knowledge.vocabulary.retirement import RetirementGroup, RetirementRule
from knowledge.vocabulary.values import show, show_date

RETIRE = Choice(label="退休计算", says="退休计算")

OPENING = "推算法定退休日，再看各地文件要求离退休还有多远。只用出生年月、性别和（女职工的）岗位。"
NO_BIRTH = "没有出生年月，推算不出法定退休日。下面只列推算的规则和各地文件的写法。"
WHY = "只用来推算法定退休日：不同性别、岗位和出生年月，法定退休年龄不同。依据：{source}。"


def told(library: Library, found: Outlook, said: Sequence[Fact], answers: Mapping[str, Value]) -> str:
    """Days, rule, source, and what each text asks for."""
    rule = library.retirement
    parts = ["【退休计算】" + "；".join(f"{fact.short}：{show(fact, answers[fact.id])}" for fact in said)]
    if found.retires:
        parts.append("\n".join(_retires(one, len(found.retires) > 1) for one in found.retires))
    else:
        parts.append(NO_BIRTH)
    names = {one.group for one in found.retires}
    groups = [group for group in rule.groups if group.name in names or not names]
    parts.append("\n".join(["推算的规则：", *(f"· {_rule(group)}" for group in groups), _source(rule)]))
    parts.append("各地文件怎么写：\n" + "\n".join(_regions(library, found)))
    return tidy("\n\n".join(parts))


def _retires(one: Retires, several: bool) -> str:
    """The day for one group."""
    who = f"如果是{one.group}，" if several else f"按{one.group}推算，"
    state = {True: "，已经到了", False: "", None: "，到没到要看出生在哪一天"}[one.reached]
    return f"{who}法定退休日是{_span(one.first, one.last)}{state}。"


def _rule(group: RetirementGroup) -> str:
    """The schedule of a group in words."""
    return (
        f"{group.name}：原退休年龄{group.age}周岁；{show_date(group.start)}及以后出生的，"
        f"每{group.step}个月延迟1个月，最多延迟{group.cap}个月"
    )


def _source(rule: RetirementRule) -> str:
    return f"依据：{rule.source}。\n{rule.outside}"


def _regions(library: Library, found: Outlook) -> list[str]:
    """What each regulation asks for, with its status first."""
    lines: list[str] = []
    for slug, regulation in library.regulations.items():
        lines.append(f"· {regulation.identity.short}　{status_line(regulation, found.on)}")
        demands = [demand for demand in found.demands if demand.region == slug]
        lines += [row for demand in demands for row in _demand(demand)]
        if slug in found.silent:
            lines.append("　　没有把离退休的年限写成条件。")
    return lines


def _demand(demand: Demand) -> list[str]:
    """One regulation's demand and how long it can be met."""
    word = f"（条文写的是“{demand.normally}”，不满足由主管部门裁量）" if demand.normally else ""
    word += "（不是申报条件，是撤销的情形）" if demand.obstacle else ""
    rows = [f"　　{demand.title}（{demand.source.label}）{word}", f"　　原文：{quoted(demand.source.quote)}"]
    several = len(demand.held) > 1
    return [*rows, *(f"　　{_held(held, demand.years, several)}" for held in demand.held)]


def _held(held: Held, years: int, several: bool) -> str:
    who = f"{held.group}：" if several else ""
    until = _span(*held.until)
    if not years:
        return f"{who}{until}是退休前的最后一天。"
    state = {True: f"现在满{years}年", False: f"现在不满{years}年", None: f"现在满不满{years}年要看出生在哪一天"}
    return f"{who}{state[held.enough]}；满{years}年的最后一天是{until}。"


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    return f"{_day(first)}至{_day(last)}之间的一天"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
