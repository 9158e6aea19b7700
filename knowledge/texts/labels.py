"""Citations as people write them, turned into eIds: 第10条, 第七条第一款第（一）项, 三（1）, 附件2第7行."""

from __future__ import annotations

import re

from knowledge.texts.numbering import to_int
from knowledge.texts.text import fold

HEAD = re.compile(
    r"第(?P<art>[^第条]+)条(?:之(?P<extra>[一二三四五六七八九十]+))?"
    r"|第(?P<chp>[^第章]+)章|附件(?P<annex>\d+|[一二三四五六七八九十]+)|(?P<sec>[一二三四五六七八九十百]+)、?(?=[(第\d]|$)"
)
STEP = re.compile(
    r"第?\((?P<paren>[^()]+)\)项?|第(?P<item>[^第项款行节]+)项|第(?P<para>[^第项款行节]+)款"
    r"|第(?P<row>\d+)行(?:\(.*\))?|第(?P<part>[^第节]+)节|(?P<digit>\d+)[.、]?"
)


def eid_of(label: str) -> str | None:
    """The eId that a citation means, whether or not any provision bears it; None where the words are no citation."""
    folded = fold(label)
    head = HEAD.match(folded)
    if not head:
        return None
    try:
        eid = _head(head)
        at = head.end()
        inner = HEAD.match(folded, at) if head.lastgroup == "annex" else None
        if inner and inner.lastgroup != "annex":
            eid, at = f"{eid}__{_head(inner)}", inner.end()
        while at < len(folded):
            step = STEP.match(folded, at)
            if not step:
                return None
            eid += _step(step)
            at = step.end()
    except ValueError:
        return None
    return eid


def _head(head: re.Match[str]) -> str:
    if head["art"]:
        return f"art_{to_int(head['art'])}" + (f"_{to_int(head['extra'])}" if head["extra"] else "")
    kind = head.lastgroup or ""
    return f"{kind}_{to_int(head[kind])}"


def _step(step: re.Match[str]) -> str:
    """One step down; 第一款 is the article's own words and so no step."""
    kind = step.lastgroup or ""
    number = to_int(step[kind])
    if kind == "para" and number == 1:
        return ""
    return f"__{'item' if kind in {'paren', 'digit'} else kind}_{number}"
