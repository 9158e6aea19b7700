"""What a folder says for those who apply: conditions, form, papers and steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.editions.element import YES, Element, Kind, aspects
from knowledge.forms.fields import FormField, Group
from knowledge.library import Regulation
from knowledge.model import Bound
from knowledge.statements import Statement


def tell_rules(regulation: Regulation) -> Iterator[Element]:
    """Conditions, the ways of applying, and what is told beside a verdict."""
    rules = regulation.rules
    if rules is None:
        return
    for one in rules.criteria:
        told = aspects(
            need=one.need,
            normally=one.normally.word if one.normally else "",
            softened=one.normally.shown if one.normally else "",
            unclear=one.unclear.when if one.unclear else None,
            unclear_text=one.unclear.text if one.unclear else "",
            judged_by=one.judged_by,
            obstacle=YES if one.obstacle else "",
            reading=one.reading.text if one.reading else "",
        )
        yield Element(kind="criterion", id=one.id, title=one.title, sources=one.sources, aspects=told)
    for path in rules.paths:
        criteria = "、".join(rules.criterion(one).title for one in path.criteria)
        told = aspects(when=path.when, criteria=criteria, instead=path.instead)
        yield Element(kind="path", id=path.id, title=path.title, aspects=told)
    for notice in rules.notices:
        told = aspects(text=notice.text, when=notice.when)
        yield Element(kind="notice", id=notice.id, title=notice.text, sources=(notice.source,), aspects=told)


def tell_form(regulation: Regulation) -> Iterator[Element]:
    """The fields of the form, its repeated groups, the headings of the report and the rule of the name."""
    form = regulation.form
    if form is None:
        return
    for group in form.sheets:
        yield from _group(group)
    report = Group(id="report", title=form.report.title, fields=form.report.headings)
    yield from (_field(report, heading) for heading in form.report.headings)
    told = aspects(format="＋".join(part.called for part in form.name.parts))
    yield Element(kind="field", id="name", title=form.name.title, sources=form.name.bounds, aspects=told)


def _group(group: Group) -> Iterator[Element]:
    repeat = group.repeat
    if repeat and repeat.source:
        told = aspects(entries=f"至少{repeat.minimum}条")
        yield Element(kind="field", id=group.id, title=group.title, sources=(repeat.source,), aspects=told)
    yield from (_field(group, field) for field in group.fields)


def _field(group: Group, field: FormField) -> Element:
    """A field; the words that it rests on are its label."""
    told = aspects(
        label=field.called,
        group=group.title,
        type=field.kind,
        choices="、".join(field.choices),
        unit=field.unit,
        sensitive=YES if field.sensitive else "",
    )
    source = Bound(at=field.at, quote="")
    return Element(kind="field", id=f"{group.id}.{field.id}", title=field.called, sources=(source,), aspects=told)


def tell_procedure(regulation: Regulation) -> Iterator[Element]:
    """The papers, how they are handed in, and what happens then."""
    procedure = regulation.procedure
    if procedure is None:
        return
    for one in procedure.materials:
        told = aspects(type=one.kind, optional=YES if one.optional else "")
        yield Element(kind="material", id=one.id, title=one.title, sources=one.bounds, aspects=told)
    handing = procedure.handing_in
    statements = {name: getattr(handing, name) for name in type(handing).model_fields}
    for name, said in {"decider": procedure.decider, "publicity": procedure.publicity, **statements}.items():
        yield _stated(name, said, "procedure")
    counted: Counter[str] = Counter()
    for step in (*procedure.offices, *procedure.steps):
        counted[step.at] += 1
        yield _stated(f"{step.at}_{counted[step.at]}", step, "step")


def _stated(name: str, said: Statement, kind: Kind) -> Element:
    """A sentence; its own words are its title."""
    told = aspects(text=said.text, silent=YES if said.not_stated else "")
    return Element(kind=kind, id=name, title=said.text, sources=said.bounds, aspects=told)
