"""What a folder says for workshops that run: score sheet, duties, money, dates and what follows from changes."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.calendar.terms import DayOfYear, Deadline
from knowledge.editions.element import Element, aspects
from knowledge.funding.terms import Amount
from knowledge.library import Regulation
from knowledge.model import Bound
from knowledge.scoring.rows import conditions
from knowledge.scoring.rubric import Rubric, RubricRow
from knowledge.scoring.vetoes import Veto
from knowledge.vocabulary.conditions import Condition


def tell_rubric(regulation: Regulation) -> Iterator[Element]:
    """The rows of the score sheet, its totals, the marks of the grades and the grounds that decide."""
    rubric = regulation.rubric
    if rubric is None:
        return
    yield from (_row(regulation, rubric, row) for row in rubric.rows)
    for total in rubric.totals:
        title = "总分（含加分）" if total.bonus else "总分"
        told = aspects(points=total.points)
        yield Element(kind="mark", id=title, title=title, sources=(total.source,), aspects=told)
    for mark in rubric.grading.marks:
        told = aspects(at_least=mark.at_least)
        yield Element(kind="mark", id=mark.grade, title=mark.grade, sources=(_bound(mark),), aspects=told)
    yield from map(_veto, rubric.vetoes)


def _row(regulation: Regulation, rubric: Rubric, row: RubricRow) -> Element:
    group = next(one for one in rubric.groups if one.id == row.group)
    cases = tuple(conditions(row))
    told = aspects(
        points=row.points,
        group=regulation.get(group.at).text,
        cases=Condition(any_=cases) if cases else None,
        reading=row.reading,
    )
    sources = tuple(Bound(at=row.at, quote=step.quote) for step in row.steps)
    return Element(kind="row", id=row.id, title=regulation.get(row.at).label, sources=sources, aspects=told)


def _veto(veto: Veto) -> Element:
    sources = tuple(_bound(one) for one in (veto, *veto.grounds))
    return Element(kind="veto", id=veto.id, title=veto.text, sources=sources, aspects=aspects(grade=veto.grade))


def _bound(words: Bound) -> Bound:
    """The place and the words alone, of something that has more to it."""
    return Bound(at=words.at, quote=words.quote)


def tell_obligations(regulation: Regulation) -> Iterator[Element]:
    """The duties of every year, and the grounds that decide where there is no score sheet."""
    for duty in regulation.obligations.duties:
        targets = duty.count.targets if duty.count else ()
        told = aspects(
            target="、".join(f"不少于{target.at_least}" for target in targets),
            need=duty.done,
            time=f"每年{duty.deadline.day}以前" if duty.deadline else "",
            unclear=duty.open_when,
            unclear_text=duty.open_text,
            reading=duty.reading,
        )
        yield Element(kind="duty", id=duty.id, title=duty.title, sources=duty.sources, aspects=told)
    yield from map(_veto, regulation.obligations.vetoes)


def tell_funding(regulation: Regulation) -> Iterator[Element]:
    """What is given, what the unit puts in, what is taken back."""
    funding = regulation.funding
    if funding is None:
        return
    for grant in funding.grants:
        told = aspects(
            amount=_worth(grant.amount),
            when=grant.when,
            never=grant.never,
            condition=grant.condition,
            reading=grant.reading,
        )
        yield Element(kind="money", id=grant.id, title=grant.title, sources=grant.sources, aspects=told)
    for match in funding.own_match:
        told = aspects(amount=_worth(match.amount), condition=match.condition, reading=match.reading)
        yield Element(kind="money", id=match.id, title=match.title, sources=match.sources, aspects=told)
    for back in funding.clawback:
        told = aspects(when=back.when, over=back.over, condition=back.condition, reading=back.reading)
        yield Element(kind="money", id=back.id, title=back.title, sources=back.sources, aspects=told)


def _worth(amount: Amount | None) -> str:
    """A sum in the text's way of limiting it; empty where it states none."""
    if amount is None:
        return ""
    numbers = "至".join(str(number) for number in amount.numbers)
    limit = "不高于" if amount.up_to is not None else "不低于" if amount.at_least is not None else ""
    return f"{limit}{numbers}{amount.unit}"


def tell_deadlines(regulation: Regulation) -> Iterator[Element]:
    """What is due when."""
    for one in regulation.deadlines.deadlines if regulation.deadlines else ():
        told = aspects(time=_time(one), what=one.what, when=one.when, reading=one.reading)
        yield Element(kind="deadline", id=one.id, title=one.name, sources=one.sources, aspects=told)


def _time(one: Deadline) -> str:
    """When it is due, as exactly as the text says."""
    if one.yearly:
        start = f"{_day(one.yearly.start)}至" if one.yearly.start else ""
        return f"每年{start}{_day(one.yearly.until)}"
    if one.once:
        return f"{one.once.year}年{one.once.month}月{one.once.day}日"
    if one.relative:
        return f"{one.relative.length}内"
    return "到法定退休年龄" if one.to_retirement else ""


def _day(day: DayOfYear) -> str:
    return f"{day.month}月{day.day}日"


def tell_changes(regulation: Regulation) -> Iterator[Element]:
    """What follows when something changes."""
    for entry in regulation.changes.entries if regulation.changes else ():
        effects = [effect for part in entry.parts() for effect in part.effects]
        conflicts = [conflict for part in entry.parts() for conflict in part.conflicts]
        sources = [bound for effect in effects for bound in effect.bounds]
        sources += [bound for conflict in conflicts for bound in conflict.sources]
        told = aspects(
            effects="；".join(effect.text.rstrip("。") for effect in effects),
            conflicts="；".join(conflict.text.rstrip("。") for conflict in conflicts),
        )
        bounds = tuple(dict.fromkeys(sources))
        yield Element(kind="change", id=entry.change, title=entry.change, sources=bounds, aspects=told)
