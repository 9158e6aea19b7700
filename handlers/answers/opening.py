"""Opening a provision by its number, and leafing from there: 第九条, 萧山附件2, 全文, 上一条, 目录."""

from __future__ import annotations

import re
from datetime import date

from handlers.answers.model import Answer
from handlers.choice import Choice
from handlers.wording import ask as wording
from handlers.wording.layout import narrow, tidy
from handlers.wording.status import status_line
from knowledge.library import Library, Regulation
from knowledge.model import Citation, Provision, StatusKind

TOP = frozenset({"article", "section", "annex"})
"""Kinds that are leafed through."""
FIRST_WORDS = 22
"""Characters of an article that a table of contents shows."""
CITED = 400
"""Characters of an opened provision's own words that its citation carries."""

_CHINESE = "[一二三四五六七八九十百零〇两0-9]"
CITATION = re.compile(
    rf"第?{_CHINESE}+条(?:之{_CHINESE}+)?(?:第?[(（]{_CHINESE}+[)）]项?|第?{_CHINESE}+[项款]|[①-⑳]|{_CHINESE}(?![{_CHINESE[1:-1]}]))*"
    rf"|附件\s*[一二12](?:第\d+行)?|[一二三四五六七八](?:[(（]{_CHINESE}+[)）]\d?)+"
)
ALONE = re.compile("[一二三四五六七八]")
_UNMARKED = re.compile(f"(?<![第(（之{_CHINESE[1:-1]}])(?={_CHINESE}+[条项款])")
"""Where people leave out the 第 of a number (14条, 9条1项)."""
LEAF = {wording.WHOLE: 0, "看全文": 0, "完整条文": 0, wording.BEFORE: -1, "前一条": -1, wording.AFTER: 1, "后一条": 1}
CONTENTS = frozenset({"目录", "条目", "看目录", "全部条文", "有哪些条文"})
_FILLER = re.compile(
    r"请|帮我|给我|我想|我要|可以|能不能|能|看看|查看|看|查|打开|显示|翻到|一下|原文|全文|内容|说了什么|说的是什么|说什么|说啥|说的啥|说了啥|讲了什么|讲什么|讲的啥|讲了啥|写了什么|写了啥"
    r"|写什么|规定了什么|规定了啥|规定什么|有什么规定|是什么|是啥|讲啥|咋说的|咋写的|咋规定的|怎么写的|怎么写|怎么说的|怎么说|怎么规定的|怎么规定|具体|完整|条文|规定|办法|文件|的|里|那|呢|吗|么|吧|[^\u4e00-\u9fffa-z0-9]"
)  # fmt: skip
_ANNEX_NUMBER = str.maketrans("一二", "12")


def bare(text: str) -> str:
    """A request without the words around what it asks to see."""
    return _FILLER.sub("", text)


def citation_in(text: str) -> str | None:
    """The citation that a request names and nothing else, 14条 as 第14条; None for anything more."""
    words = text.replace(" ", "")
    found = CITATION.search(words)
    if not found or bare(words[: found.start()] + words[found.end() :]):
        return None
    label = found.group()
    return label.translate(_ANNEX_NUMBER) if label.startswith("附件") else _UNMARKED.sub("第", label)


def open_label(library: Library, label: str, scope: tuple[str, ...], on: date) -> Answer:
    """The provision of that label in a region; where several have it, the question which one."""
    found = [(library.get(slug), library.get(slug).find(label)) for slug in scope]
    there = [(regulation, provision) for regulation, provision in found if provision]
    if not there:
        name = "、".join(library.get(slug).identity.short for slug in scope)
        return Answer(outcome="not_stated", text=wording.NO_ARTICLE.format(name=name, label=label))
    if len(there) > 1:
        shorts = [regulation.identity.short for regulation, _ in there]
        choices = tuple(Choice(label=short, says=f"{short}{label}") for short in shorts)
        return Answer(outcome="clarify", text=wording.WHICH_ARTICLE.format(label=label), choices=choices)
    return opened(*there[0], on)


def opened(regulation: Regulation, provision: Provision, on: date) -> Answer:
    """A provision with everything under it."""
    short = regulation.identity.short
    status = status_line(regulation, on)
    body = f"{short}{provision.label}\n{narrow(regulation.whole(provision.eid))}"
    draft = regulation.status(on).kind is StatusKind.DRAFT
    text = f"{status}\n\n{body}" if draft else f"{body}\n\n{status}"
    quote = provision.text[:CITED]
    cited = Citation(region=regulation.slug, eid=provision.eid, label=provision.label, quote=quote)
    return Answer(
        outcome="answer", text=tidy(text), citations=(cited,), choices=around(regulation, provision), topic=cited
    )


def leaf(library: Library, text: str, topic: Citation | None, on: date) -> Answer | None:
    """全文, 上一条 and 下一条 of the provision last shown; None where the words are none of these."""
    step = LEAF.get(text.strip("。.!！?？ "))
    if step is None:
        return None
    if topic is None or topic.region not in library.regulations:
        return Answer(outcome="clarify", text=wording.NO_TOPIC)
    regulation = library.get(topic.region)
    article = top_of(regulation, topic.eid)
    if step == 0:
        return opened(regulation, article, on)
    found = neighbour(regulation, article, step)
    if found is None:
        where = "后面" if step > 0 else "前面"
        return Answer(outcome="clarify", text=wording.NO_NEXT.format(name=regulation.identity.short, where=where))
    return opened(regulation, found, on)


def top_of(regulation: Regulation, eid: str) -> Provision:
    """The article, section or annex that a provision belongs to; the provision itself for title matter."""
    provision = regulation.get(eid)
    while provision.kind not in TOP and provision.parent:
        above = regulation.get(provision.parent)
        if above.kind == "chapter":
            break
        provision = above
    return provision


def neighbour(regulation: Regulation, article: Provision, step: int) -> Provision | None:
    """The article before or after; None at either end, and where none is open."""
    line = [each for each in regulation.provisions if each.kind in TOP]
    at = next((place for place, each in enumerate(line) if each.eid == article.eid), None)
    if at is None or not 0 <= at + step < len(line):
        return None
    return line[at + step]


def around(regulation: Regulation, provision: Provision) -> tuple[Choice, ...]:
    """Buttons to the whole article and its neighbours, as words that are understood at any time."""
    short = regulation.identity.short
    article = top_of(regulation, provision.eid)
    choices = []
    if article.eid != provision.eid or provision.kind not in TOP:
        choices.append(Choice(label=wording.WHOLE, says=f"{short}{article.label}"))
    for label, step in ((wording.BEFORE, -1), (wording.AFTER, 1)):
        found = neighbour(regulation, article, step)
        if found is not None:
            choices.append(Choice(label=label, says=f"{short}{found.label}"))
    return tuple(choices) if article.kind in TOP else ()


def contents(library: Library, text: str, scope: tuple[str, ...], on: date) -> Answer | None:
    """The table of contents of one regulation; None where the words do not ask for it."""
    if text.strip("。.?？ ") not in CONTENTS:
        return None
    if len(scope) != 1:
        shorts = [library.get(slug).identity.short for slug in scope]
        choices = tuple(Choice(label=short, says=f"{short}目录") for short in shorts)
        return Answer(outcome="clarify", text=wording.WHICH_ARTICLE.format(label="目录"), choices=choices)
    regulation = library.get(scope[0])
    lines = [_entry(provision) for provision in regulation.provisions if provision.kind in TOP | {"chapter"}]
    title = wording.CONTENTS.format(name=regulation.identity.short, title=regulation.identity.title)
    return Answer(outcome="answer", text=tidy("\n".join((title, *lines, "", status_line(regulation, on)))))


def _entry(provision: Provision) -> str:
    words = narrow(provision.text.replace("\n", " "))
    if provision.kind == "chapter":
        return f"\n{words}"
    return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rstrip("，、；：") + "……"
