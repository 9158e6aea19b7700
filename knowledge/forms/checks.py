"""What must hold for ``form.yaml`` and ``procedure.yaml`` beyond their shape and their quotes: nothing of the annex is
forgotten, nothing is printed under words that are not its own, no number stands without its words."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator

from knowledge.faults import Fault
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Form, blank_fields
from knowledge.forms.grid import grid_faults
from knowledge.forms.procedure import Counted
from knowledge.library import Regulation, written
from knowledge.model import Bound
from knowledge.strict_yaml import Document, Place
from knowledge.texts.text import contains, fold, prints


def check_form(regulation: Regulation, name: str, read: Document) -> Iterator[Fault]:
    """Every fault of ``form.yaml`` against the regulation's text."""
    form = written(regulation.form)
    filled = {blank.key for blank in blank_fields(form)}
    for where, field in _fields(form):
        yield from (Fault(name, read.line(where), wrong) for wrong in _wrong_words(regulation, field))
        if field.prefill and field.prefill.kind == "field" and where[0] != "report" and field.prefill.id not in filled:
            yield Fault(name, read.line((*where, "prefill")), f"没有这一栏：{field.prefill.id}")
        yield from (Fault(name, read.line((*where, "sum_of")), f"没有这一栏：{one}") for one in _lost(form, field))
        if field.prefill and (field.prefill.ids or where[0] == "report"):
            drawn = field.prefill.ids or filter(None, (field.prefill.id,))
            yield from (Fault(name, read.line((*where, "prefill")), wrong) for wrong in _unfit(form, drawn))
    for where, group in _groups(form):
        if group.at and not _says(regulation, group.at, group.title):
            yield Fault(name, read.line(where), f"{group.at}里没有“{group.title}”")
        yield from (Fault(name, read.line((*where, "grid")), wrong) for wrong in _wrong_grid(regulation, group))
        if group in _ill_joined(form):
            yield Fault(name, read.line((*where, "grid")), "写了 joined，前面就要有一部分，列数和它相同")
        repeat = group.repeat
        if repeat and repeat.source and not prints(repeat.source.quote, repeat.minimum):
            yield Fault(name, read.line((*where, "repeat")), f"所引的话里没有“{repeat.minimum}”")
    titles: tuple[tuple[Place, str, Bound], ...] = (
        (("source",), form.title, form.source),
        (("report",), form.report.title, form.report.source),
    )
    for place, title, source in titles:
        if not contains(source.quote, title):
            yield Fault(name, read.line(place), f"所引的话里没有“{title}”")
    parts = [part.called for part in form.name.parts]
    if not re.search(".*".join(re.escape(fold(part)) for part in parts), fold(form.name.quote)):
        yield Fault(name, read.line(("name", "parts")), f"所引的格式不是“{'＋'.join(parts)}”")
    yield from check_annex(regulation, name)


def check_annex(regulation: Regulation, name: str) -> Iterator[Fault]:
    """Fields of the annex that the form forgets, uses twice, or puts in another order."""
    used = [field.at for group in written(regulation.form).sheets for field in group.fields]
    counts = Counter(used)
    printed = [provision.eid for provision in regulation.provisions if provision.kind == "field"]
    for eid in printed:
        if counts[eid] != 1:
            yield Fault(name, 0, f"{regulation.get(eid).label}（{eid}）应正好用一次，现在用了{counts[eid]}次")
    ours = [eid for eid in used if eid in set(printed)]
    if sorted(ours, key=printed.index) != ours:
        yield Fault(name, 0, "栏目的先后与附件不一致")


def check_prefills(form: Form, facts: Container[str], name: str) -> Iterator[Fault]:
    """First values taken from a fact that the vocabulary does not have."""
    for _, field in _fields(form):
        if field.prefill and field.prefill.kind == "fact" and field.prefill.id not in facts:
            yield Fault(name, 0, f"{field.id}：没有这个事实：{field.prefill.id}")


def check_procedure(regulation: Regulation, name: str, read: Document) -> Iterator[Fault]:
    """Bodies that the provisions quoted do not name, numbers that the quotes do not print, ids used twice."""
    procedure = written(regulation.procedure)
    steps = (("offices", procedure.offices), ("steps", procedure.steps))
    for part, index, step in ((part, index, step) for part, some in steps for index, step in enumerate(some)):
        if not any(_says(regulation, bound.at, step.who) for bound in step.bounds):
            yield Fault(name, read.line((part, index)), f"所引的条文里没有“{step.who}”")
    counted: tuple[tuple[Place, Counted], ...] = (
        (("publicity",), procedure.publicity),
        (("handing_in", "copies"), procedure.handing_in.copies),
    )
    for place, one in counted:
        if one.number is not None and not prints(one.quote, one.number):
            yield Fault(name, read.line(place), f"所引的话里没有“{one.number}”")
    for material, times in Counter(material.id for material in procedure.materials).items():
        if times > 1:
            yield Fault(name, read.line(("materials",)), f"id 重复：{material}")


def _fields(form: Form) -> Iterator[tuple[Place, FormField]]:
    for place, group in _groups(form):
        yield from (((*place, "fields", index), field) for index, field in enumerate(group.fields))
    yield from ((("report", "headings", index), heading) for index, heading in enumerate(form.report.headings))


def _groups(form: Form) -> Iterator[tuple[Place, Group]]:
    if form.cover:
        yield ("cover",), form.cover
    yield from ((("groups", index), group) for index, group in enumerate(form.groups))


def _wrong_grid(regulation: Regulation, group: Group) -> Iterator[str]:
    """Cells that are missing, twice there or do not fit, and words that the annex does not print."""
    if group.grid is None:
        return
    yield from grid_faults(group.grid, [field.id for field in group.fields], repeated=group.repeat is not None)
    places = [*filter(None, (group.at,)), *(field.at for field in group.fields)]
    for cell in (cell for row in group.grid.rows for cell in row.cells if cell.text):
        if not any(_says(regulation, eid, cell.text) for eid in places):
            yield f"这一部分里没有“{cell.text}”"


def _ill_joined(form: Form) -> list[Group]:
    """Groups that are said to be in one table with one before them and cannot be."""
    before = (None, *form.groups)
    return [
        group
        for group, last in zip(form.groups, before, strict=False)
        if group.layout.joined and (last is None or last.layout.columns != group.layout.columns)
    ]


def _says(regulation: Regulation, eid: str, words: str) -> bool:
    """Whether the provision has these words; a provision that does not exist is told with the quotes."""
    try:
        return contains(regulation.get(eid).text, words)
    except KeyError:
        return True


def _lost(form: Form, field: FormField) -> Iterator[str]:
    """Parts of a sum that the form does not have."""
    beside = {one.id for _, group in _groups(form) if field in group.fields for one in group.fields}
    columns = {f"{group.id}.{one.id}" for group in form.groups if group.repeat for one in group.fields}
    yield from (one for one in field.sum_of if one not in beside | columns)


def _unfit(form: Form, ids: Iterable[str]) -> Iterator[str]:
    """What the report draws on and the form does not have, or what is best kept out of a text that many read."""
    known: dict[str, tuple[FormField, ...]] = {}
    for group in form.sheets:
        known |= {group.id: group.fields} if group.repeat else {one.id: (one,) for one in group.fields}
    for one in ids:
        if one not in known:
            yield f"没有这一栏：{one}"
        elif any(each.sensitive for each in known[one]):
            yield f"个人敏感信息不能写进报告：{one}"


def _wrong_words(regulation: Regulation, field: FormField) -> Iterator[str]:
    """Words shown with a field that its provision does not print."""
    for words in (field.label, field.by_hand):
        if not _says(regulation, field.at, words):
            yield f"{field.at}里没有“{words}”"
