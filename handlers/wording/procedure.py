"""What happens next: papers, copies, first office, decider, 公示, each sentence with its provision."""

from __future__ import annotations

from datetime import date

from handlers.wording.layout import tidy
from handlers.wording.status import status_line
from knowledge.library import Regulation
from knowledge.statements import Statement

NO_PROCEDURE = "“{name}”的申报步骤还没有整理，只有条文。可以直接提问，或者转人工。"


def next_steps(regulation: Regulation, on: date) -> str:
    """The way from here to the title, in the text's own words."""
    procedure = regulation.procedure
    name = regulation.identity.short
    if procedure is None:
        return f"{NO_PROCEDURE.format(name=name)}\n\n{status_line(regulation, on)}"
    made = tuple(statement for _, statement in procedure.handing_in)
    sections = [
        ("先交到哪里", procedure.offices),
        ("要准备的材料", procedure.materials),
        ("份数和装订", made),
        ("之后的步骤", procedure.steps),
        ("谁来决定", (procedure.decider,)),
        ("公示", (procedure.publicity,)),
        ("结果", procedure.results),
        ("容易忽略的", procedure.notes),
    ]
    parts = [f"{name}：接下来怎么办\n{status_line(regulation, on)}"]
    for title, statements in sections:
        rows = _rows(regulation, statements)
        if rows:
            parts.append("\n".join([f"〔{title}〕", *rows]))
    return tidy("\n\n".join(parts))


def in_short(regulation: Regulation) -> str:
    """First office, papers, decider and 公示 in a few lines."""
    procedure = regulation.procedure
    if procedure is None:
        return NO_PROCEDURE.format(name=regulation.identity.short)
    statements = (*procedure.offices, procedure.handing_in.copies, procedure.decider, procedure.publicity)
    materials = "、".join(material.title for material in procedure.materials)
    rows = _rows(regulation, statements)
    return "\n".join(["接下来：", f"· 准备材料：{materials}。", *rows])


def _rows(regulation: Regulation, statements: tuple[Statement, ...]) -> list[str]:
    """One line a statement; the same sentence is not said twice."""
    rows = [_row(regulation, statement) for statement in statements]
    return list(dict.fromkeys(rows))


def _row(regulation: Regulation, statement: Statement) -> str:
    label = regulation.get(statement.at).label
    if statement.not_stated:
        return f"· {statement.text}相近的是{label}，可以问{statement.ask}。"
    return f"· {statement.text.removesuffix('。')}（{label}）。"
