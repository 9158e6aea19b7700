"""A file becomes lines, by the reader of its format; readers are loaded only when one is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from bot.documents.refusals import UnreadableError
from knowledge.importing.lines import Reading

READERS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "word",
    ".pdf": "pdf",
}
"""The module that reads each kind of file."""
OLD = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".ofd": ".pdf", ".mht": ".html"}
"""Kinds that other programs turn into one that is read."""
LARGEST = 50_000_000
"""Bytes of a file at most."""


def read_file(path: Path) -> tuple[Reading, bytes]:
    """The lines of a file, and its bytes. Raises ``UnreadableError`` or ``OSError``."""
    kind = path.suffix.lower()
    if kind in OLD:
        raise UnreadableError(f"{kind} 文件读不了。请用 Word 或 WPS 打开，另存为 {OLD[kind]}，再添加一次")
    if kind not in READERS:
        raise UnreadableError(f"不认识这种文件（{kind or '没有扩展名'}）；能读的是 {'、'.join(READERS)}")
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"文件太大（最多 {LARGEST // 1_000_000} MB）")
    raw = path.read_bytes()
    if not raw.strip():
        raise UnreadableError("文件是空的")
    return import_module(f"bot.documents.{READERS[kind]}").read(raw), raw
