"""Tables that leave the desk: every cell is text, so that nothing in them is ever worked out as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

Rows = Sequence[Sequence[str]]
BOM: Final = "\ufeff"
"""By it spreadsheets know that the file is UTF-8."""
BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a spreadsheet knows a formula in a CSV file."""
LONGEST: Final = 32_767
"""Characters that a cell of a spreadsheet can hold."""
WIDTH: Final = 18
SHEET: Final = 31
"""Characters of a sheet's name."""


def csv_table(rows: Rows) -> bytes:
    """Lines of a CSV file; a cell that would be read as a formula gets a sign that makes it text."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_plain(cell) for cell in row] for row in rows)
    return (BOM + written.getvalue()).encode("utf-8", "replace")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS) else cell


def xlsx_table(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook; the first line of each sheet is its heading."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = import_module("xlsxwriter").Workbook(content, options)
    text, heading = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name[:SHEET])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(map(len, rows), default=1) - 1, WIDTH)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:LONGEST], text if number else heading)
    book.close()
    return content.getvalue()
