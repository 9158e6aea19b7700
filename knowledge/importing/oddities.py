"""What may be odd about a file: the kinds, and what is seen only once the text stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.importing.lines import Oddity
from knowledge.importing.paragraphs import Paragraph
from knowledge.model import Provision
from knowledge.texts.numbering import marker, to_han, to_int
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import fold

TITLES = {
    "empty": "没有正文",
    "no_units": "没有编号",
    "no_articles": "没有“第几条”",
    "unread": "看不出结构",
    "gap": "缺号",
    "repeat": "重号",
    "first": "不是从一开始",
    "mixed": "编号写法不一",
    "heading": "没有编号的标题",
    "quoted": "引用的条文",
    "reference": "像编号的引用",
    "buried": "条文连在一起",
    "tight": "编号后没有空格",
    "spaced": "编号里有空格",
    "misprint": "错字",
    "wrapped": "断行",
    "preamble": "序言",
    "tail": "最后一条后面的话",
    "table": "表格",
    "annex_missing": "缺附件",
    "annex": "附件",
    "deleted": "删去的条文",
    "repealed": "标明失效",
    "date_blank": "日期空白",
    "private": "造字",
    "lost": "读不出的字",
    "dropped": "舍弃的字",
    "numbering": "自动编号",
    "outside": "正文以外的文字",
    "encoding": "编码",
    "control": "控制字符",
    "no_title": "没有标题",
}
"""Kinds by id, and what each is called in a report; the graver come first."""

DELETED = re.compile(
    r"^[（(]?\s*(?:本条)?(?:已)?(?:删[去除]|废止)|[（(][^（()）]{0,24}(?:删[去除]|废止)[^（()）]{0,6}[）)]\s*$"
)
REPEALED = re.compile(r"[（(\[【]\s*(?:已?失效|已?废止|已被修改)\s*[）)\]】]")
NAMED_ANNEX = re.compile(r"附\s*件\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})(?![\u4e00-\u9fff])")
MENTIONED = re.compile(r"(?:见|（|\()附[件表]\s*([0-9０-９]{0,2})\s*(?:）|\)|。|，)")


def printing(paragraphs: Sequence[Paragraph]) -> Iterator[Oddity]:
    """Numbers that are printed in some odd way, each kind at its first place."""
    starts = [(one, one.start) for one in paragraphs if one.start is not None and one.start.shape != "item"]
    checks = (
        ("tight", lambda start: start.tight, "{count}处编号后面没有空格，如“{words}”"),
        ("spaced", lambda start: bool(re.search(r"\s", start.printed)), "{count}处编号里有空格，如“{words}”"),
        ("misprint", lambda start: start.printed.startswith("笫"), "{count}处“第”印成“笫”，如“{words}”"),
    )
    for kind, is_odd, said in checks:
        found = [one for one, start in starts if is_odd(start)]
        if found:
            yield Oddity(found[0].line, kind, said.format(count=len(found), words=found[0].text[:16]))


def numbering(articles: Sequence[tuple[Provision, int]]) -> Iterator[Oddity]:
    """Articles missing or out of order; each with its line of the source. Annexes count by themselves."""
    last: dict[str, tuple[int, int]] = {}
    for one, line in articles:
        found = marker(one.text)
        if found is None:
            continue
        scope = one.eid.rpartition("art_")[0] if one.eid.startswith("annex") else ""
        number, extra = last.get(scope, (0, 0))
        last[scope] = (found.number, found.extra)
        if found.extra:
            if (found.number, found.extra) != (number, extra + 1):
                yield Oddity(line, "gap", f"{one.label}前面不是第{to_han(found.number)}条或它的上一条")
        elif not number and found.number > 1:
            yield Oddity(line, "first", f"第一个条号是{one.label}，前面的条文不在这份文件里")
        elif found.number > number + 1:
            yield Oddity(line, "gap", f"{_between(number, found.number)}没有，{to_article(number)}后面就是{one.label}")
        elif found.number < number:
            yield Oddity(line, "repeat", f"{to_article(number)}后面是{one.label}，编号重新开始或倒退")


def to_article(number: int) -> str:
    """An article's number as people write it."""
    return f"第{to_han(number)}条"


def _between(low: int, high: int) -> str:
    first, last = to_article(low + 1), to_article(high - 1)
    return first if first == last else f"{first}至{last}"


def divisions(provisions: Provisions, line_of: Mapping[str, int]) -> Iterator[Oddity]:
    """Chapters and the like that are missing."""
    last: dict[tuple[str | None, str], int] = {}
    for one in provisions.all:
        found = marker(one.text) if one.kind == "chapter" else None
        if found is None:
            continue
        key = (one.parent, found.style)
        if found.number > last.get(key, 0) + 1 and (key in last or one.parent is None):
            yield Oddity(line_of.get(one.eid, 0), "gap", f"{one.label}前面缺了编号")
        last[key] = found.number


def content(provisions: Provisions, line_of: Mapping[str, int]) -> Iterator[Oddity]:
    """Articles deleted in place, texts that call themselves void, annexes named that are not there."""
    there = {one.label for one in provisions.all if one.kind == "annex"}
    for one in provisions.all:
        line = line_of.get(one.eid, 0)
        if one.kind in {"article", "paragraph"} and DELETED.search(_words(one)):
            yield Oddity(line, "deleted", f"{one.label}标明删去：{one.text[:30]}")
        if one.kind in {"front", "title"} and REPEALED.search(one.text):
            yield Oddity(line, "repealed", f"文件自己标明不再有效：{one.text[:40]}")
        if one.kind == "annex":
            yield Oddity(line, "annex", f"{one.label}：{one.text[:30]}")
    yield from _missing(provisions, there, line_of)


def _words(one: Provision) -> str:
    """The words after the number."""
    found = marker(one.text)
    return one.text[len(found.printed) :].strip() if found else one.text


def _missing(provisions: Provisions, there: set[str], line_of: Mapping[str, int]) -> Iterator[Oddity]:
    """Annexes that the text names and the file does not have."""
    told: set[str] = set()
    for one in provisions.all:
        if one.kind in {"annex", "contents"} or one.eid.startswith("annex"):
            continue
        named = [f"附件{to_int(number)}" for number in NAMED_ANNEX.findall(one.text)]
        listed = one.eid.startswith("front__annexes")
        if listed:
            named += [
                f"附件{number}" for number in re.findall(r"(?:^|[：:\s])(\d{1,2})\s*[.．、]", fold_lines(one.text))
            ]
            named = named or ["附件1"]
        elif MENTIONED.search(one.text) and not named:
            named = ["附件1"] if not there else []
        for label in dict.fromkeys(named):
            if label not in there and label not in told:
                told.add(label)
                yield Oddity(line_of.get(one.eid, 0), "annex_missing", f"提到{label}，文件里没有：{one.text[:40]}")


def fold_lines(text: str) -> str:
    """Each line in plain widths."""
    return "\n".join(fold(line) for line in text.split("\n"))


def tail(provisions: Provisions, line_of: Mapping[str, int]) -> Iterator[Oddity]:
    """Paragraphs after the last article that may be a repeal or a note, and no part of it."""
    articles = [one for one in provisions.all if one.kind == "article" and not one.eid.startswith("annex")]
    if not articles:
        return
    after = [one for one in provisions.children(articles[-1].eid) if one.kind == "paragraph"]
    if after:
        said = f"{articles[-1].label}后面还有{len(after)}段，收作它的款；是附带的话就移开：{after[0].text[:30]}"
        yield Oddity(line_of.get(after[0].eid, 0), "tail", said)
