"""Why a criterion stands as it does: short Chinese sentences made of the answers and the rules' own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from knowledge.eligibility.assessment import Assessment
from knowledge.eligibility.verdict import Outcome
from knowledge.vocabulary.case import Case, apply_again, grounds, truth, wanting
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import NEVER, Fact, worded
from knowledge.vocabulary.retirement import deciding_birthday, retirement_days
from knowledge.vocabulary.values import show


def reason(assessment: Assessment, case: Case, leader: str) -> str:
    """Why the criterion has its outcome; ``leader`` is the regulation's own word for the leader."""
    criterion = assessment.criterion
    if assessment.outcome is Outcome.UNKNOWN:
        return _unknown(assessment, case, leader)
    if criterion.unclear and truth(criterion.unclear.when, case):
        who = f"（{criterion.unclear.who}）" if criterion.unclear.who else ""
        return f"{_grounds(criterion.unclear.when, case, leader)}。{criterion.unclear.text}{who}。"
    told = _grounds(criterion.need, case, leader)
    if assessment.failed and criterion.normally:
        return f"{told}。条文写的是“{criterion.normally.word}”，不是绝对条件，由主管部门裁量。"
    return f"{told}。"


def resting_on(assessment: Assessment, case: Case) -> tuple[str, ...]:
    """The facts that the outcome rests on, or waits for where it is not known."""
    found: list[str] = []
    for condition in assessment.criterion.conditions():
        if assessment.outcome is Outcome.UNKNOWN:
            found += wanting(condition, case, closed=True)
        else:
            rule = case.retirement.facts
            for leaf in grounds(condition, case):
                found += [leaf.fact] if leaf.fact else [rule.birth, rule.sex, rule.post]
    return tuple(fact for fact in dict.fromkeys(found) if fact in case.answers or assessment.outcome is Outcome.UNKNOWN)


def _unknown(assessment: Assessment, case: Case, leader: str) -> str:
    """What is not known yet, and for a birth month the day that decides."""
    wanted = resting_on(assessment, case)
    names = "、".join(worded(case.vocabulary[fact], leader).short for fact in wanted)
    open_facts = [fact for fact in wanted if fact not in case.said]
    told = [f"还没有说明：{names}。" if open_facts else f"还不清楚：{names}。"]
    for condition in assessment.criterion.conditions():
        for leaf in condition.leaves():
            if leaf.years_to_retirement is not None:
                told += _retirement(leaf, case)
            elif leaf.years_since is not None:
                told += _open_ban(leaf, case)
    return "".join(told)


def _grounds(condition: Condition, case: Case, leader: str) -> str:
    """The answers that the value of the condition rests on, each with what is asked of it."""
    told: list[str] = []
    for leaf in grounds(condition, case):
        if leaf.fact is None:
            told += [line.rstrip("。") for line in _retirement(leaf, case)]
        else:
            told.append(_said(leaf, worded(case.vocabulary[leaf.fact], leader), case))
    return "；".join(dict.fromkeys(told))


def _said(leaf: Condition, fact: Fact, case: Case) -> str:
    """One answer in words, with the number or the end of the ban that it is held against."""
    value = case.answers[fact.id]
    told = f"{fact.short}：{show(fact, value)}"
    if leaf.at_least is not None and truth(leaf, case) is False:
        return f"{told}，要求不少于{leaf.at_least}{fact.unit}"
    if leaf.years_since is not None and value != NEVER:
        first, last = apply_again(leaf, str(value))
        state = "已满" if truth(leaf, case) else "未满"
        return f"{told}，{state}{leaf.years_since}年，{'' if first == last else '最迟'}{_day(last)}起可以再申报"
    return told


def _open_ban(leaf: Condition, case: Case) -> Iterator[str]:
    """For a month in which the ban may or may not have ended: the day that decides."""
    value = case.answers.get(leaf.fact or "")
    if isinstance(value, str) and value != NEVER:
        deciding = case.on - relativedelta(years=leaf.years_since or 0)
        yield f"发生在{_day(deciding)}或以前的，{leaf.years_since}年已满；请补充是哪一天。"


def _retirement(leaf: Condition, case: Case) -> Iterator[str]:
    """The day of retirement for each group that the leader may belong to, held against the day wanted."""
    years = leaf.years_to_retirement or 0
    wanted = case.on + relativedelta(years=years)
    birth = str(case.answers.get(case.retirement.facts.birth))
    for group, first, last in retirement_days(case.retirement, case.answers):
        days = _day(first) if first == last else f"{_day(first)}至{_day(last)}之间"
        decides = deciding_birthday(group, birth, wanted)
        if decides:
            verdict = f"{_day(decides)}及以后出生才满{years}年，请补充出生的日期"
        else:
            verdict = f"距申请日{'满' if first >= wanted else '不满'}{years}年"
        yield f"按{group.name}推算，法定退休日是{days}，{verdict}。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
