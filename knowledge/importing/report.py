"""What was found in a document, told to the person who adds it and to programs."""

from __future__ import annotations

from typing import Any

from knowledge.importing.importing import Imported
from knowledge.importing.oddities import TITLES

COUNTED = {
    "chapter": "章、节",
    "article": "条",
    "section": "“一、”部分",
    "item": "项",
    "paragraph": "款、段",
    "annex": "附件",
    "row": "表格行",
    "front": "文件头",
}
"""Kinds of provision that a report counts, and what it calls them."""
MISSING = {
    "number": "文号",
    "issuers": "发文机关",
    "issued": "成文日期",
    "effective": "施行日期",
    "until": "有效期",
    "region": "地区",
    "interpreter": "解释机关",
}
SHOWN = 200
"""Oddities of one kind that a report lists."""


def as_result(imported: Imported) -> dict[str, Any]:
    """The report as data."""
    found = imported.found
    return {
        "slug": imported.slug,
        "title": found.title,
        "short": found.short,
        "region": found.region,
        "number": found.number,
        "issuers": list(found.issuers),
        "issued": found.issued and found.issued.isoformat(),
        "effective": found.effective and found.effective.isoformat(),
        "until": found.until and found.until.isoformat(),
        "draft": found.draft,
        "trial": found.trial,
        "articles": imported.counts["article"],
        "provisions": len(imported.provisions.all),
        "counts": dict(imported.counts),
        "characters": imported.characters,
        "dropped": imported.dropped,
        "lost": imported.lost,
        "missing": _missing(imported),
        "oddities": [{"line": one.line, "kind": one.kind, "text": one.text} for one in imported.oddities],
    }


def as_text(imported: Imported, file: str) -> str:
    """The report in words; it is also a file of the folder."""
    found = imported.found
    counts = "，".join(f"{name} {imported.counts[kind]}" for kind, name in COUNTED.items() if imported.counts[kind])
    missing = "、".join(_missing(imported))
    known = [
        ("标题", found.title),
        ("简称", found.short),
        ("地区", found.region),
        ("文号", found.number or ""),
        ("发文机关", "、".join(found.issuers)),
        ("成文日期", str(found.issued or "")),
        ("施行日期", str(found.effective or "")),
        ("有效期至", str(found.until or "")),
        ("状态", _status(imported)),
    ]
    return "\n".join(
        [
            f"# 添加报告：{found.title}",
            "",
            f"原件：{file}",
            "",
            *(f"- {name}：{words}" for name, words in known if words),
            *([f"- 没有找到：{missing}"] if missing else []),
            "",
            f"收录：{counts or '没有条款'}。",
            f"原文 {imported.characters} 字，丢失 {imported.lost} 字，"
            f"舍弃 {imported.dropped} 字（单子在 regulation.yaml 的 dropped）。",
            "",
            *_oddities(imported),
        ]
    )


def _status(imported: Imported) -> str:
    found = imported.found
    marks = [word for word, said in (("征求意见稿或草案", found.draft), ("试行", found.trial)) if said]
    return "、".join(marks)


def _missing(imported: Imported) -> list[str]:
    """What the document does not say of itself."""
    return [name for part, name in MISSING.items() if not getattr(imported.found, part)]


def _oddities(imported: Imported) -> list[str]:
    """Everything odd, by kind, with the lines of ``source.txt``."""
    if not imported.oddities:
        return ["没有发现异常。"]
    lines = [f"要看一看的地方（{len(imported.oddities)}处，行号是 source.txt 的）："]
    for kind, title in TITLES.items():
        found = [one for one in imported.oddities if one.kind == kind]
        if found:
            lines += ["", f"## {title}（{len(found)}处）", ""]
            lines += [f"- 第{one.line}行：{one.text}" if one.line else f"- {one.text}" for one in found[:SHOWN]]
            lines += [f"- 另有{len(found) - SHOWN}处，见 --json"] if len(found) > SHOWN else []
    return lines
