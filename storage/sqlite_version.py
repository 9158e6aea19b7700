"""The SQLite that Python brings along, and its one fault that can lose what was committed."""

import sqlite3

FIXED_IN = ((3, 44, 6), (3, 50, 7))
"""Older series in which the fault was mended; else 3.51.3."""
FIXED = (3, 51, 3)
SINCE = (3, 7, 0)

WARNING = (
    "SQLite {version} 有一个已知的缺陷（WAL-reset）：两个程序同时写入时可能丢数据。本程序只用一个写入连接，不受影响；"
    "请不要用别的工具写这个数据文件，有机会请升级。"
)


def version() -> str:
    """The version in use."""
    return sqlite3.sqlite_version


def has_reset_fault(number: tuple[int, int, int]) -> bool:
    """Whether two writers that truncate the log at the same moment can lose rows in this version."""
    series = next((fixed for fixed in FIXED_IN if fixed[:2] == number[:2]), FIXED)
    return SINCE <= number < series


def warning() -> str | None:
    """What the operator must know of it; None where there is nothing."""
    return WARNING.format(version=version()) if has_reset_fault(sqlite3.sqlite_version_info) else None
