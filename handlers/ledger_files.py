"""What the ledger is given out as: a picture of the year's progress, and a table. The same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from handlers.model import File
from handlers.wording import ledger as wording
from knowledge.ledger.entries import Entry
from knowledge.ledger.kinds import Kinds
from knowledge.library import Regulation
from knowledge.scoring.progress import Progress

DONE, LACKING, UNKNOWN, REST = "#2e7d32", "#ef6c00", "#9e9e9e", "#eceff1"
DPI = 120
HEADINGS = ("日期", "地区", "事项", "数量", "单位", "凭证", "备注")
SUM_HEADINGS = ("年份", "地区", "事项", "笔数", "数量合计", "单位")
WIDTHS = (12, 10, 30, 8, 8, 30, 30)


def chart(regulation: Regulation, bars: Sequence[Progress], on: date) -> File:
    """A bar for each duty: how much of what is needed is done. The libraries are loaded at the first picture."""
    figures, fonts = import_module("matplotlib.figure"), import_module("matplotlib.font_manager")
    font = fonts.FontProperties(fname=str(import_module("pylopdf_fonts_zh_cn").sans_path()))
    figure = figures.Figure(figsize=(10, 1.6 + 0.55 * len(bars)), dpi=DPI, layout="constrained")
    axes = figure.add_subplot()
    places = range(len(bars))
    axes.barh(places, [1] * len(bars), color=REST, height=0.6)
    axes.barh(places, [_share(one) for one in bars], color=[_colour(one) for one in bars], height=0.6)
    for place, one in enumerate(bars):
        axes.text(1.02, place, wording.bar(one), va="center", fontproperties=font, fontsize=11)
    axes.set_yticks(places, [one.title for one in bars], fontproperties=font, fontsize=11)
    axes.set_xticks([])
    axes.set_xlim(0, 1.45)
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(wording.chart_title(regulation, on), fontproperties=font, fontsize=14)
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    return File(name=f"{regulation.identity.short}{on.year}年进度.png", content=content.getvalue())


def _share(one: Progress) -> float:
    """How much of a bar is filled; something whose target is not known has no share."""
    return 0.0 if one.done is None or not one.needed else min(1.0, one.done / one.needed)


def _colour(one: Progress) -> str:
    if one.done is None or one.needed is None:
        return UNKNOWN
    return DONE if one.done >= one.needed else LACKING


def table(kinds: Kinds, entries: Sequence[Entry], shorts: dict[str, str], at: datetime) -> File:
    """A sheet for each year and one of the sums; text is written as text, so that nothing in it is a formula."""
    content = io.BytesIO()
    book: Any = import_module("xlsxwriter").Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": at.replace(tzinfo=None)})
    days = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    heavy = book.add_format({"bold": True})
    for year in sorted({one.day.year for one in entries}, reverse=True):
        sheet = book.add_worksheet(f"{year}年")
        _head(sheet, HEADINGS, heavy)
        own = sorted((one for one in entries if one.day.year == year), key=lambda one: one.day)
        for row, one in enumerate(own, start=1):
            kind = kinds.get(one.kind)
            sheet.write_datetime(row, 0, datetime(one.day.year, one.day.month, one.day.day), days)  # noqa: DTZ001 - a day
            _texts(sheet, row, 1, (shorts.get(one.region, one.region), wording.title(kinds, one.kind)))
            if one.count is not None:
                sheet.write_number(row, 3, one.count)
            _texts(sheet, row, 4, (kind.unit if kind else "", one.evidence, one.note))
    _sums(book, kinds, entries, shorts, heavy)
    book.close()
    return File(name="台账.xlsx", content=content.getvalue())


def _sums(book: Any, kinds: Kinds, entries: Sequence[Entry], shorts: dict[str, str], heavy: Any) -> None:
    sheet = book.add_worksheet("合计")
    _head(sheet, SUM_HEADINGS, heavy)
    groups: dict[tuple[int, str, str], list[Entry]] = {}
    for one in entries:
        groups.setdefault((one.day.year, one.region, one.kind), []).append(one)
    for row, ((year, region, name), some) in enumerate(sorted(groups.items()), start=1):
        kind = kinds.get(name)
        counts = [one.count for one in some if one.count is not None]
        _texts(sheet, row, 0, (f"{year}年", shorts.get(region, region), wording.title(kinds, name)))
        sheet.write_number(row, 3, len(some))
        if counts:
            sheet.write_number(row, 4, sum(counts))
        _texts(sheet, row, 5, (kind.unit if kind else "",))


def _head(sheet: Any, headings: Sequence[str], heavy: Any) -> None:
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, WIDTHS[column])
        sheet.write_string(0, column, heading, heavy)


def _texts(sheet: Any, row: int, first: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=first):
        sheet.write_string(row, column, text)
