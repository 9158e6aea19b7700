"""Replies that staff may take as they are, change, or leave: kept sentences, and one drafted from the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.cases.fields import case_fields
from handlers.draft import Draft
from handlers.wording.desk import known_region
from handlers.wording.layout import quoted
from knowledge.eligibility.rules import Finding, Verdict
from knowledge.library import Library

TEMPLATES: Final[Mapping[str, tuple[str, str]]] = {
    "received": ("收到", "您好，您提交的内容已经收到，我们会尽快核对，有结果会在这里告诉您。"),
    "papers": ("请带原件", "您好，请把纸质材料和原件带到窗口核对。时间和地点请先打电话问清楚。"),
    "call": ("请来电", "您好，有的情况要当面或者在电话里核对，请在工作时间与我们联系。"),
}
"""By name: what a button says, and the reply."""
DRAFTED: Final = "drafted"
MOST_EMPTY: Final = 10
"""Empty fields that a drafted reply names; the rest are counted."""


def reply(library: Library, case: Draft, name: str) -> str:
    """The reply of a name; empty for one that there is not."""
    if name == DRAFTED:
        return drafted(library, case)
    return TEMPLATES[name][1] if name in TEMPLATES else ""


def drafted(library: Library, case: Draft) -> str:
    """A reply from what is known of the case, in the words of the texts; nothing is said that is not known."""
    if case.kind == "enquiry":
        return _on_question(library, case)
    lines = ["您好，您提交的内容我们看过了。"]
    findings = Verdict.model_validate(case.verdict).findings if case.verdict else ()
    for outcome, lead in (("unmet", "这几项按您说的情况还没有达到："), ("unknown", "这几项还没有说清，请补充：")):
        named = [finding for finding in findings if finding.outcome == outcome]
        lines += [lead, *map(_criterion, named)] if named else []
    empty = [one.called for one in case_fields(library, case) if not one.value]
    if empty:
        more = f"等 {len(empty)} 栏" if len(empty) > MOST_EMPTY else ""
        lines.append(f"申报表里这几栏还空着：{'、'.join(empty[:MOST_EMPTY])}{more}。")
    if len(lines) == 1:
        lines.append("目前没有发现要补的内容。")
    return "\n".join(lines)


def _criterion(finding: Finding) -> str:
    source = next(iter(finding.sources), None)
    return f"· {finding.title}{f'（{source.label}：{quoted(source.quote)}）' if source else ''}"


def _on_question(library: Library, case: Draft) -> str:
    """What the assistant had shown on the question, to be checked and sent."""
    known = [one for one in case.shown if one.region in library.regulations]
    if not known:
        return ""
    cited = dict.fromkeys(
        f"· {library.get(one.region).identity.short}{one.label}：{quoted(one.quote)}" for one in known if one.quote
    )
    return "\n".join([f"您好，关于您问的问题，{known_region(library, case)}文件里是这样写的：", *cited])
