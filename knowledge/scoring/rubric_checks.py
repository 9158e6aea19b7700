"""What must hold for ``rubric.yaml``: its rows are the sheet's, its points are printed, and the sums come out."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.faults import Fault
from knowledge.scoring.rubric import Rubric
from knowledge.strict_yaml import Document
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import fold, prints


def check_rubric(rubric: Rubric, provisions: Provisions, read: Document, name: str) -> Iterator[Fault]:
    """Every fault of a score sheet against the text, by file and line. Unknown eIds are told with the quotes."""
    known = {group.id for group in rubric.groups}
    for index, row in enumerate(rubric.rows):
        line = read.line(("rows", index))
        if row.group not in known:
            yield Fault(name, line, f"没有这一组：{row.group}")
        if row.at in provisions and str(row.points) not in map(fold, provisions.get(row.at).text.split("\n")):
            yield Fault(name, line, f"{provisions.get(row.at).label}没有印“{row.points}”这个分值")
    yield from _forgotten(rubric, provisions, name)
    for index, group in enumerate(rubric.groups):
        line = read.line(("groups", index))
        rows = list(rubric.rows_of(group.id))
        total = sum(row.points for row in rows)
        if group.points is not None and total != group.points:
            yield Fault(name, line, f"{group.id}各行合计{total}分，写的是{group.points}分")
        if (
            group.points is not None
            and group.at in provisions
            and not prints(provisions.get(group.at).text, group.points)
        ):
            yield Fault(name, line, f"{provisions.get(group.at).label}没有印“{group.points}”")
        yield from (
            Fault(name, line, f"{row.id}在表上不属于{group.id}")
            for row in rows
            if row.at in provisions and provisions.get(row.at).parent != group.at
        )
    for index, printed in enumerate(rubric.totals):
        total = rubric.basic + (rubric.bonus if printed.bonus else 0)
        if total != printed.points or not prints(printed.source.quote, printed.points):
            yield Fault(name, read.line(("totals", index)), f"各行合计{total}分，表上印的是“{printed.source.quote}”")


def _forgotten(rubric: Rubric, provisions: Provisions, name: str) -> Iterator[Fault]:
    """Rows of the sheet that are not listed exactly once."""
    listed = [row.at for row in rubric.rows] + [veto.at for veto in rubric.vetoes]
    for provision in provisions.all:
        if provision.kind == "row" and provision.eid.startswith(f"{rubric.at}__") and listed.count(provision.eid) != 1:
            yield Fault(name, 0, f"{provision.label}应列一次，现在是{listed.count(provision.eid)}次")
