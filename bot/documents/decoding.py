"""Bytes become text: UTF-8, UTF-16 with its mark, or the encoding that the bytes themselves speak for."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from bot.documents.refusals import UnreadableError
from knowledge.importing.lines import Oddity

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CHINESE = ["gb18030", "big5"]
"""Encodings that Chinese files come in beside UTF-8; gb18030 reads GBK and GB2312 as well."""
ENDS = re.compile("\r\n|[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that stand for nothing in a text and that no YAML file may hold."""


def decode(raw: bytes) -> tuple[str, list[Oddity]]:
    """The text with one kind of line end and without control characters, and what was odd about it."""
    text, encoding = _text(raw)
    ended = ENDS.sub("\n", text)
    controls = CONTROLS.findall(ended)
    oddities = []
    if encoding != "utf-8":
        oddities.append(Oddity(0, "encoding", f"原件的编码是 {encoding}，已转成 UTF-8"))
    if controls:
        first = ended[: CONTROLS.search(ended).start()].count("\n") + 1  # type: ignore[union-attr]
        oddities.append(
            Oddity(first, "control", f"原件里有{len(controls)}个控制字符（如 U+{ord(controls[0]):04X}），读入时去掉了")
        )
    return CONTROLS.sub("", ended), oddities


def _text(raw: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _decoded(raw.removeprefix(mark), encoding), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    best = from_bytes(raw, cp_isolation=CHINESE).best()
    if best is None:
        raise UnreadableError("认不出文字的编码。请用记事本打开，另存为 UTF-8 编码，再添加一次")
    return _decoded(raw, best.encoding), best.encoding


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"文件像是 {encoding} 编码，但有读不出的地方。请另存为 UTF-8 编码，再添加一次") from None
