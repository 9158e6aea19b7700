"""What must hold for the way in which a row is worked out: quotes and numbers of the row's own, facts that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.faults import Fault
from knowledge.scoring.obligation_checks import check_vetoes
from knowledge.scoring.rows import conditions, facts_of_row
from knowledge.scoring.rubric import Rubric, RubricRow
from knowledge.scoring.steps import GIVING, Cut, Earn, Short, Step
from knowledge.strict_yaml import Document
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains, prints
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.facts import Fact


def check_row_steps(
    rubric: Rubric, provisions: Provisions, facts: Mapping[str, Fact], read: Document, name: str
) -> Iterator[Fault]:
    """Every fault of the steps, the questions and the marks of a score sheet, by file and line."""
    papers = {kind.id for kind in rubric.evidence}
    for index, row in enumerate(rubric.rows):
        text = provisions.get(row.at).text if row.at in provisions else ""
        wrong = [*_wrong_asks(row, facts, papers), *_wrong_conditions(row, text, facts)]
        yield from (Fault(name, read.line(("rows", index)), f"{row.id}：{message}") for message in wrong)
        for place, step in enumerate(row.steps):
            line = read.line(("rows", index, "steps", place))
            yield from (Fault(name, line, f"{row.id}：{message}") for message in _wrong_step(step, text, facts))
    used = {ask.evidence for row in rubric.rows for ask in row.asks}
    for index, kind in enumerate(rubric.evidence):
        if kind.id not in used:
            yield Fault(name, read.line(("evidence", index)), f"没有一行用到这类材料：{kind.id}")
    for index, mark in enumerate(rubric.grading.marks):
        if not prints(mark.quote, mark.at_least) or mark.grade not in mark.quote:
            line = read.line(("grading", "marks", index))
            yield Fault(name, line, f"所引的话里没有“{mark.at_least}”或“{mark.grade}”")
    yield from check_vetoes(rubric.vetoes, facts, read, name)
    for index, reading in enumerate(rubric.readings):
        leaves = reading.when.leaves() if reading.when is not None else ()
        wrong = [message for leaf in leaves for message in wrong_leaf(leaf, facts)]
        yield from (Fault(name, read.line(("readings", index)), message) for message in wrong)


def _wrong_asks(row: RubricRow, facts: Mapping[str, Fact], papers: set[str]) -> Iterator[str]:
    """Questions about facts or papers that do not exist, and points that depend on what is not asked."""
    for ask in row.asks:
        if ask.fact not in facts:
            yield f"没有这个事实：{ask.fact}"
            continue
        if ask.evidence not in papers:
            yield f"没有这类材料：{ask.evidence}"
        if ("{gap}" in ask.fix) != (facts[ask.fact].kind == "number" and bool(ask.fix)):
            yield f"缺多少要写成 {{gap}}，只有数量才写：{ask.fact}"
    asked = {ask.fact for ask in row.asks}
    yield from (f"没有问这个事实：{fact}" for fact in facts_of_row(row, asked=False) if fact not in asked)
    giving = {isinstance(step, GIVING) for step in row.steps}
    if len(giving) > 1:
        yield "一行里不能又扣分又加分"


def _wrong_conditions(row: RubricRow, text: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Conditions on facts that do not fit them, and limits that the row does not print."""
    for condition in conditions(row):
        for leaf in condition.leaves():
            yield from wrong_leaf(leaf, facts)
            if leaf.at_least is not None and not prints(text, leaf.at_least):
                yield f"这一行没有印“{leaf.at_least}”"


def _wrong_step(step: Step, text: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Words that are not the row's, and numbers that the words do not print."""
    if not contains(text, step.quote):
        yield f"这一行没有“{step.quote}”"
    if isinstance(step, Cut | Short | Earn) and not prints(step.quote, step.points):
        yield f"所引的话里没有“{step.points}”"
    if isinstance(step, Short) and not prints(text, step.of):
        yield f"这一行没有印“{step.of}”"
    if isinstance(step, Short | Earn) and step.fact in facts and facts[step.fact].kind != "number":
        yield f"要用数量：{step.fact}"
