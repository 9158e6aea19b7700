"""Sentences of the self-assessment and of its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.choice import Choice
from handlers.wording.layout import narrow, quoted, sentence, tidy
from handlers.wording.status import status_line
from knowledge.library import Regulation
from knowledge.model import Citation, StatusKind
from knowledge.scoring.rubric import Grading
from knowledge.scoring.sheet import Points, RowResult, ScoreSheet
from knowledge.scoring.spans import shown
from knowledge.scoring.what_if import Supposed
from knowledge.statements import Statement
from knowledge.vocabulary.facts import Fact

ANSWER_ON = Choice(label="接着回答", says="考核自评")
BY_PAPERS = Choice(label="改为按材料逐类问", says="按材料自评", control=True)
BY_ROW = Choice(label="改为按评分表逐行问", says="按评分表自评", control=True)
EXPORT = Choice(label="导出自评表", says="导出自评表")

MET = {True: "✅", False: "❌", None: "❓"}
FULL, PARTLY, OPEN = "✅", "➖", "⚖️"


def opening(regulation: Regulation, on: date, used: int) -> str:
    """The first lines of a self-assessment."""
    short = regulation.identity.short
    if regulation.rubric:
        annex = regulation.get(regulation.rubric.at).label
        first = f"按{short}{annex}给工作室打分，再对照年度任务。能数的按条文算；写着“酌情”“视情”的，给出范围。"
    else:
        first = f"{short}的文件里没有评分表，这里对照文中写明的年度任务和考核规定，不打分。"
    lines = [first, status_line(regulation, on)]
    if used:
        lines.append(f"您之前的 {used} 项回答直接沿用；要改，请点“改答案”。")
    lines.append("不清楚的可以答“不清楚”。随时可以点“先看目前的结果”。")
    return "\n".join(lines)


def about(sources: tuple[Citation, ...]) -> str:
    """Where the answer goes."""
    labels = "、".join(dict.fromkeys(place(source) for source in sources))
    return f"（关系到{labels}）" if labels else ""


def why(regulation: Regulation, fact: Fact, sources: tuple[Citation, ...]) -> str:
    """The provisions behind a question."""
    lines = [f"问“{fact.short}”，是因为："]
    lines += [f"· {regulation.identity.short}{source.label}：{quoted(source.quote)}" for source in sources]
    return "\n".join(lines)


def result(regulation: Regulation, sheet: ScoreSheet, notes: Mapping[str, str]) -> str:
    """The whole result: points, grade, rows, what swings them, what would better them, duties, readings.

    ``notes`` tell, by row and duty, what comes from the ledger.
    """
    status = status_line(regulation, sheet.on)
    draft = regulation.status(sheet.on).kind is StatusKind.DRAFT
    head = f"【{regulation.identity.short}】{_decided(sheet)}{_headline(sheet)}"
    parts = [f"{status}\n{head}" if draft else f"{head}\n{status}"]
    parts += [
        _grounds(sheet),
        _grade(regulation, sheet),
        _rows(sheet, notes),
        _swing(sheet),
        _improvements(sheet),
        _duties(sheet, notes),
        _review(regulation),
        _papers(regulation, sheet),
    ]
    if sheet.readings:
        parts.append("计算时的读法（条文没有写明）：\n" + "\n".join(f"· {sentence(one)}" for one in sheet.readings))
    return tidy("\n\n".join(part for part in parts if part))


def in_short(regulation: Regulation, sheet: ScoreSheet) -> str:
    """The result in a line: what decides it, the points and the most that there are, or the duties."""
    rubric = regulation.rubric
    if rubric is None or sheet.total is None:
        return _duty_headline(sheet)
    bonus = f"，含加分{rubric.bonus}分" if rubric.bonus else ""
    missing = f"，还有 {len(sheet.missing)} 项不知道" if sheet.missing else ""
    most = rubric.basic + rubric.bonus
    decided = next(
        (f"{one.grade}，不看分数（{one.fact}，{place(one.source)}）；" for one in sheet.grounds if one.grade), ""
    )
    return f"{decided}{between(sheet.total)}分（上限{most}分{bonus}{missing}）。"


def _decided(sheet: ScoreSheet) -> str:
    """The grade that a ground decides, before any points."""
    grade = next((ground.grade for ground in sheet.grounds if ground.grade), "")
    return f"结果：{grade}，不看分数，原因见下。" if grade else ""


def _headline(sheet: ScoreSheet) -> str:
    if sheet.total is None or sheet.basic is None or sheet.bonus is None:
        return _duty_headline(sheet)
    parts = f"基础分{between(sheet.basic)}，加分{between(sheet.bonus)}"
    if sheet.missing:
        return f"自评总分：{between(sheet.total)}分（{parts}）。还有 {len(sheet.missing)} 项不知道，范围因此更宽。"
    return f"自评总分：{between(sheet.total)}分，期望{shown(sheet.total.expected)}分（{parts}）。"


def _duty_headline(sheet: ScoreSheet) -> str:
    met = [duty.met for duty in sheet.duties]
    told = f"年度任务{len(met)}项：做到{met.count(True)}项，没做到{met.count(False)}项"
    return f"{told}，还不清楚{met.count(None)}项。" if None in met else f"{told}。"


def between(points: Points) -> str:
    """One number, or from the fewest to the most."""
    return f"{shown(points.low)}—{shown(points.high)}" if points.open else shown(points.low)


def _grounds(sheet: ScoreSheet) -> str:
    lines = []
    for ground in sheet.grounds:
        lines.append(f"⛔ {ground.fact}（{place(ground.source)}）：{ground.text}")
        lines.append(f"　　原文：{quoted(ground.source.quote)}")
    return "\n".join(lines)


def _grade(regulation: Regulation, sheet: ScoreSheet) -> str:
    """The grade where the text has marks; where it has none, the statements say so."""
    grading = regulation.rubric.grading if regulation.rubric else None
    if grading is None:
        return ""
    lines = [line for one in grading.statements for line in _statement(regulation, one)]
    return "\n".join(["等次：", *_marked(regulation, grading, sheet), *lines])


def _marked(regulation: Regulation, grading: Grading, sheet: ScoreSheet) -> Iterator[str]:
    """The grade that the points come to; nothing where the text has no marks, or the points do not matter."""
    if not grading.marks or _decided(sheet):
        return
    label = regulation.get(grading.marks[0].at).label
    if len(sheet.grades) == 1:
        told = f"按现在的分，不论酌情扣多少，都是{sheet.grades[0]}"
    else:
        told = f"可能是{'、'.join(sheet.grades)}"
        told += f"；按期望分是{sheet.grade}" if sheet.grade else "；还有不知道的情况，暂不判断"
    marks = "".join(quoted(mark.quote) for mark in grading.marks)
    yield f"· {told}（{label}）。原文：{marks}"


def _rows(sheet: ScoreSheet, notes: Mapping[str, str]) -> str:
    if not sheet.rows:
        return ""
    known = [line for row in sheet.rows if not row.missing for line in _row(row, notes.get(row.id, ""))]
    unknown = [f"{place(row.source)}（{between(row.points)}分）" for row in sheet.rows if row.missing]
    rest = [f"{MET[None]} 还不知道的行：{'、'.join(unknown)}。"] if unknown else []
    noted = [
        f"　　{place(row.source)}：{sentence(notes[row.id])}" for row in sheet.rows if row.missing and row.id in notes
    ]
    return "\n".join(["逐行：", *known, *rest, *noted])


def _row(row: RowResult, note: str) -> Iterator[str]:
    """A row with all its points needs no reason."""
    full = not row.points.open and row.points.low == row.most
    mark = FULL if full else OPEN if row.points.open else PARTLY
    expected = f"，期望{shown(row.points.expected)}" if row.points.open else ""
    yield f"{mark} {place(row.source)}{quoted(row.source.quote)}：{between(row.points)}/{row.most}分{expected}"
    if not full:
        yield f"　　{narrow(row.reason)}"
    if note:
        yield f"　　{sentence(note)}"


def place(source: Citation) -> str:
    """A row by its number alone; its words are quoted beside it."""
    return source.label.partition("（")[0] if source.eid.rpartition("__")[2].startswith("row_") else source.label


def _swing(sheet: ScoreSheet) -> str:
    rows = {row.id: row for row in sheet.rows if not row.missing}
    widest = [rows[one] for one in sheet.swing if one in rows][:5]
    if not widest:
        return ""
    told = "、".join(f"{place(row.source)}（{between(row.points)}分）" for row in widest)
    return f"总分上下浮动，主要看这几行：{told}。"


def _improvements(sheet: ScoreSheet) -> str:
    if not sheet.improvements:
        return ""
    rows = {row.id: row for row in sheet.rows}
    lines = ["最省力的提分办法（省力不省力是我们的估计）："]
    for number, one in enumerate(sheet.improvements, start=1):
        lines.append(f"{number}. {one.text}：+{shown(one.gain)}分（{place(rows[one.row].source)}）")
    return "\n".join(lines)


def _duties(sheet: ScoreSheet, notes: Mapping[str, str]) -> str:
    lines = ["年度任务："] if sheet.duties else []
    for duty in sheet.duties:
        labels = "、".join(dict.fromkeys(place(source) for source in duty.sources))
        lines.append(f"{MET[duty.met]} {duty.title}（{labels}）：{duty.reason}")
        lines += [f"　　{sentence(notes[duty.id])}"] if duty.id in notes else []
        if duty.met is not True:
            lines.append(f"　　原文：{''.join(quoted(source.quote) for source in duty.sources)}")
            lines += [f"　　读法：{sentence(duty.reading)}"] if duty.reading else []
    return "\n".join(lines)


def _review(regulation: Regulation) -> str:
    rows = [line for one in regulation.obligations.review for line in _statement(regulation, one)]
    return "\n".join(["考核的规定：", *rows]) if rows else ""


def _statement(regulation: Regulation, one: Statement) -> Iterator[str]:
    label = regulation.get(one.at).label
    if one.not_stated:
        yield f"· {one.text}相近的是{label}{quoted(one.quote)}，可以问{one.ask}。"
    else:
        yield f"· {one.text.removesuffix('。')}（{label}）。原文：{''.join(quoted(each.quote) for each in one.bounds)}"


def _papers(regulation: Regulation, sheet: ScoreSheet) -> str:
    if regulation.rubric is None or sheet.grounds:
        return ""
    lines = ["考核前要备好（按评分行整理的清单）："]
    lines += [f"· {kind.title}：{kind.prepare}。" for kind in regulation.rubric.evidence]
    return "\n".join(lines)


def no_sheet(regulation: Regulation) -> str:
    """What is said where a sheet is asked for that the text does not hold."""
    silent = [one for one in regulation.obligations.review if one.not_stated]
    lines = [line for one in silent for line in _statement(regulation, one)]
    return "\n".join([f"{regulation.identity.short}的文件里没有评分表，不能导出自评表。", *lines])


def exported(regulation: Regulation, sheet: ScoreSheet) -> str:
    """What goes with the document."""
    annex = regulation.get(sheet.rows[0].source.eid.partition("__")[0]).label
    lines = [f"这是{regulation.identity.short}{annex}的自评表：“自评”栏按您的回答填写，“考核”栏空着，由考核组填写。"]
    if any(row.points.open for row in sheet.rows):
        lines.append("由考核人员酌情的行、还没说明的行，自评栏写的是范围，请核对后再定。")
    lines.append(status_line(regulation, sheet.on))
    return "\n".join(lines)


def supposed(found: Supposed) -> str:
    """What a change would make of the row and of the total."""
    gain = found.row_after - found.row_before
    change = f"{found.fact}从{found.before:g}{found.unit}到{found.after:g}{found.unit}"
    row = f"{shown(found.row_before)}分变为{shown(found.row_after)}分"
    total = f"期望总分{shown(found.total_before)}分变为{shown(found.total_after)}分"
    return f"{change}：{place(found.row)}{row}（+{shown(gain)}分），{total}。\n　　原文：{quoted(found.row.quote)}"
