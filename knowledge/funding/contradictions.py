"""Sums and numbers of results that were said and cannot be by the text: told, never cut down in silence."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.funding.lines import allows, full_years, is_ruled_out
from knowledge.funding.terms import Grant
from knowledge.library import Regulation
from knowledge.vocabulary.case import Case
from knowledge.vocabulary.values import SheetProblem, show


def contradictions(regulation: Regulation, grants: tuple[Grant, ...], case: Case) -> Iterator[SheetProblem]:
    """Each fact that does not fit, with what was done about it (Chinese)."""
    for fact in dict.fromkeys(grant.actual for grant in grants if grant.actual):
        yield from _beyond(regulation, [one for one in grants if one.actual == fact], fact, case)
    for grant in grants:
        yield from _too_many(grant, case)


def _beyond(regulation: Regulation, grants: list[Grant], fact: str, case: Case) -> Iterator[SheetProblem]:
    """A sum that none of the grants that it may be allows."""
    said = case.answers.get(fact)
    possible = [grant for grant in grants if not is_ruled_out(grant, case)]
    if not isinstance(said, int | float) or not possible or (said and any(allows(one, said) for one in possible)):
        return
    named = case.vocabulary[fact]
    if not said:
        told = "说的是0，这里当作还没有给；给了以后请改成实际的数"
    else:
        limits = "；".join(f"{regulation.get(one.sources[0].at).label}：「{one.sources[0].quote}」" for one in possible)
        told = f"说的是{show(named, said)}，条文不是这样写的（{limits}），没有采用，仍按条文算；请核对批复"
    yield SheetProblem(fact=fact, message=f"{named.short}：{told}。")


def _too_many(grant: Grant, case: Case) -> Iterator[SheetProblem]:
    """More results than there were full years for them."""
    count = grant.times
    said = case.answers.get(count.fact) if count else None
    if count is None or not isinstance(said, tuple):
        return
    number = sum(result in count.among for result in said)
    years = full_years(count.full_years_since, case)
    if years and number > years[0]:
        said_so = f"说了{number}次{'或'.join(count.among)}，可是到今天只满{years[0]}年"
        told = f"{said_so}；{grant.title}只按{years[0]}次算，请核对"
        yield SheetProblem(fact=count.fact, message=f"{case.vocabulary[count.fact].short}：{told}。")
