"""A condition of the data in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import Fact, worded


def condition(one: Condition, facts: Mapping[str, Fact], leader: str) -> str:
    """What must hold, by the short names of the facts; ``leader`` is the regulation's own word for the leader."""
    if one.all_:
        return "；并且".join(_inner(each, facts, leader) for each in one.all_)
    if one.any_:
        return "；或者".join(_inner(each, facts, leader) for each in one.any_)
    if one.not_:
        return f"不是：{_inner(one.not_, facts, leader)}"
    if one.fact is None:
        return f"距法定退休年龄不少于{one.years_to_retirement}年"
    return "，".join(_tests(one, worded(facts[one.fact], leader), facts))


def _inner(one: Condition, facts: Mapping[str, Fact], leader: str) -> str:
    """A part of a condition, in brackets where it has parts itself."""
    told = condition(one, facts, leader)
    return f"（{told}）" if one.children else told


def _tests(leaf: Condition, fact: Fact, facts: Mapping[str, Fact]) -> Iterator[str]:
    """What is asked of one fact."""
    if leaf.is_:
        yield f"{fact.short}：{leaf.is_}"
    if leaf.in_:
        yield f"{fact.short}：{_either(leaf.in_)}"
    if leaf.has_any:
        yield f"{fact.short}：有{_either(leaf.has_any)}"
    if leaf.latest:
        yield f"{fact.short}：最近一次是{_either(leaf.latest)}"
    if leaf.in_a_row is not None:
        yield f"{fact.short}：连续{leaf.in_a_row}次{_either(leaf.among)}"
    counted = f"{fact.short}：{_either(leaf.among)}" if leaf.among else fact.short
    unit = "次" if leaf.among else fact.unit
    if leaf.at_least is not None:
        yield f"{counted}不少于{leaf.at_least}{unit}"
    if leaf.at_most is not None:
        yield f"{counted}不超过{leaf.at_most}{unit}"
    if leaf.years_since is not None:
        yield f"{fact.short}：没有过，或者已满{leaf.years_since}年"
    if leaf.years_passed is not None:
        yield f"{fact.short}：已满{leaf.years_passed}年" if leaf.years_passed else f"{fact.short}：已经有了"
    if leaf.within is not None:
        yield f"{fact.short}：在“{facts[leaf.within.of].short}”之后{leaf.within.years}年以内"


def _either(words: tuple[str, ...]) -> str:
    return "、".join(words) + ("之一" if len(words) > 1 else "")
