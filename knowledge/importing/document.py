"""The whole of a document: where its title matter ends, its table of contents, its body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.importing.building import Builder
from knowledge.importing.entries import Draft, Entry
from knowledge.importing.front import CONTENTS, is_body_title, roles, title_place
from knowledge.importing.lines import Oddity
from knowledge.importing.paragraphs import Paragraph, ends
from knowledge.texts.outline import ANNEX

BRINGS = re.compile("通知|印发|公告|公布|令|函|征求")
"""What a notice says that brings rules with a title of their own."""
LONGEST_ENTRY = 60
"""Characters of a line of a table of contents."""


def arrange(paragraphs: list[Paragraph]) -> tuple[list[Entry], list[Oddity]]:
    """The lines of ``text.md``, and what is odd about the document."""
    draft = Draft()
    articles = any(one.start and one.start.shape == "article" for one in paragraphs)
    begin, contents = _body(paragraphs, articles=articles)
    oddities = _front(paragraphs[:begin], draft, contents)
    builder = Builder(paragraphs, draft, sections=not articles)
    for place in range(begin, len(paragraphs)):
        builder.take(place)
    return draft.entries, [*oddities, *builder.oddities, *_whole(paragraphs, articles=articles)]


def _body(paragraphs: Sequence[Paragraph], *, articles: bool) -> tuple[int, range]:
    """Where the body begins, and where the table of contents before it stands."""
    contents = _contents(paragraphs)
    for place, one in enumerate(paragraphs):
        start = one.start
        if place in contents:
            continue
        if one.cells or (start and (start.shape != "item" or start.style == "section" or not articles)):
            return place, contents
        if one.heading > 1 and not CONTENTS.fullmatch(one.text) and place > 0:
            return place, contents
    titled = title_place(paragraphs)
    after = 0 if titled is None else titled + 1
    words = next((place for place, one in enumerate(paragraphs) if place >= after and ends(one.text)), len(paragraphs))
    return words, contents


def _contents(paragraphs: Sequence[Paragraph]) -> range:
    """The places of a table of contents: its heading, and the lines below that name divisions yet to come."""
    begin = next((place for place, one in enumerate(paragraphs) if CONTENTS.fullmatch(one.text)), None)
    if begin is None:
        return range(0)
    seen: set[tuple[str, int, str]] = set()
    above = ""
    for place in range(begin + 1, len(paragraphs)):
        one = paragraphs[place]
        start = one.start
        if len(one.text) > LONGEST_ENTRY or one.ended or (start is not None and start.shape == "article"):
            return range(begin, place)
        if start is not None and start.shape == "division":
            above = above if start.style in {"part", "topic"} else start.name()
            key = (start.style, start.number, above if start.style in {"part", "topic"} else "")
            if key in seen or one.heading:
                return range(begin, place)
            seen.add(key)
        elif start is None and (one.heading or ANNEX.match(one.text) or not seen):
            return range(begin, place)
    return range(begin, begin + 1)


def _front(front: Sequence[Paragraph], draft: Draft, contents: range) -> list[Oddity]:
    """The title matter as entries."""
    oddities: list[Oddity] = []
    titled = title_place(front)
    body_titled = _body_title(front, titled)
    marks = roles(front, titled=titled)
    for place, (one, role) in enumerate(zip(front, marks, strict=True)):
        if place in contents:
            draft.add(one, "{目录} " if place == contents.start else "", literal=True, apart=place == contents.start)
        elif place == body_titled or (place == titled and body_titled is None):
            plain = ANNEX.match(one.text) or one.text.startswith("#")
            draft.add(one, "{正文标题} " if plain else "# ", literal=True, apart=True)
        else:
            goes_on = place > 0 and role == marks[place - 1] == "附件目录"
            draft.add(one, "" if goes_on else f"{{{role}}} ", literal=True, apart=not goes_on)
    if any(role == "序言" for role in marks):
        first = front[marks.index("序言")]
        count = marks.count("序言")
        oddities.append(
            Oddity(first.line, "preamble", f"第一条前面有{count}段序言或说明，收在文件头：{first.text[:30]}")
        )
    return oddities


def _body_title(front: Sequence[Paragraph], titled: int | None) -> int | None:
    """Which paragraph is the title of the rules, where a notice that brings them has a title of its own."""
    if titled is None or not any(BRINGS.search(one.text) for one in front[: titled + 1]):
        return None
    later = [place for place, one in enumerate(front) if place > titled and is_body_title(one.text)]
    return later[-1] if later else None


def _whole(paragraphs: Sequence[Paragraph], *, articles: bool) -> list[Oddity]:
    """What is odd about the document as a whole."""
    if not paragraphs:
        return [Oddity(0, "empty", "文件里没有正文")]
    if not any(one.start for one in paragraphs):
        return [Oddity(paragraphs[0].line, "no_units", "没有找到任何编号的条款，全文按段落收录")]
    if not articles:
        return [Oddity(paragraphs[0].line, "no_articles", "没有“第几条”，按“一、（一）1.”等编号收录")]
    return []
