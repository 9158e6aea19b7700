"""Why SQLite did not do what it was asked, in Chinese; its own words are names like SQLITE_IOERR_WRITE."""

import sqlite3
from typing import Final

_REASONS: Final = {
    "SQLITE_FULL": "磁盘已满",
    "SQLITE_BUSY": "正被别的程序占用",
    "SQLITE_LOCKED": "正被别的程序占用",
    "SQLITE_READONLY": "没有写权限",
    "SQLITE_CANTOPEN": "文件打不开",
    "SQLITE_PERM": "没有权限",
    "SQLITE_IOERR": "读写磁盘出错",
    "SQLITE_NOMEM": "内存不足",
    "SQLITE_TOOBIG": "内容太大",
    "SQLITE_CORRUPT": "数据文件损坏",
    "SQLITE_NOTADB": "不是数据文件",
}


def why(error: sqlite3.Error) -> str:
    """The reason; one that nobody has foreseen is told by its number."""
    name = error.sqlite_errorname
    known = (reason for start, reason in _REASONS.items() if name == start or name.startswith(f"{start}_"))
    return next(known, f"数据库错误 {error.sqlite_errorcode}")
