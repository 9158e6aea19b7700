"""Markdown: ``source.txt`` is the file itself, and what is mark-up in it is told apart from its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.documents.decoding import decode
from knowledge.importing.lines import Line, Mark, Oddity, Reading, plain

WHY = "Markdown 记号"
FRONT_MATTER = "Markdown 文件头的设置，不是规定的内容"
COMMENT = "Markdown 注释，不是规定的内容"
LONGEST_FRONT_MATTER = 60
MARKED = re.compile(r"^(?:#{1,6} \S|\*\*第.{1,12}条\*\*)", re.M)
FEWEST = 2
"""Headings that make a text Markdown."""
SPECIAL = re.compile(r"[\\`\[\]<&*]")
"""What a line must hold for there to be mark-up within it."""
STRONG = re.compile(r"(\*\*)(?=\S)(.+?)(?<=\S)\*\*")
DOT = re.compile(r"\s*([-*+])\s+(?=\S)")
BLANKS = re.compile("&(?:nbsp|ensp|emsp|thinsp);")
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark with tables; what legal texts use as plain signs (1. 2. - * _ and indentation) stays plain."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    return parser.disable(["code", "fence", "list", "lheading", "reference", "blockquote", "emphasis", "entity"])


def is_markdown(text: str) -> bool:
    """Whether a text that does not call itself Markdown is marked up as such."""
    return len(MARKED.findall(text)) >= FEWEST


def read(raw: bytes) -> Reading:
    """The lines of a Markdown file."""
    text, oddities = decode(raw)
    return marked_up(text, oddities)


def marked_up(text: str, oddities: Sequence[Oddity]) -> Reading:
    """The lines of a text in Markdown."""
    lines = text.split("\n")
    after = _front_matter(lines)
    blocks = _blocks("\n".join([""] * after + lines[after:]))
    made = [
        _whole(line, FRONT_MATTER) if number < after else _line(line, blocks.get(number))
        for number, line in enumerate(lines)
    ]
    return Reading(tuple(made), tuple(oddities))


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines at the beginning are settings between two rulers."""
    if lines[0].strip() != "---":
        return 0
    return next((place + 1 for place, line in enumerate(lines[1:LONGEST_FRONT_MATTER], 1) if line.strip() == "---"), 0)


def _blocks(text: str) -> dict[int, Token]:
    """The token that each line with a role of its own belongs to: headings, rows, rulers, HTML."""
    found: dict[int, Token] = {}
    tokens = _parser().parse(text)
    for place, token in enumerate(tokens):
        if token.type in {"heading_open", "tr_open", "html_block", "hr"} and token.map:
            if token.type == "tr_open":
                token.children = list(_cells(tokens[place + 1 :]))
                token.meta["head"] = tokens[place - 1].type == "thead_open"
                found.setdefault(token.map[0], token)
            else:
                found |= dict.fromkeys(range(*token.map), token)
        if token.type == "tbody_open" and token.map:
            found.setdefault(token.map[0] - 1, Token("rule", "", 0))
        if token.type == "table_open" and token.map:
            found.setdefault(token.map[0] + 1, Token("rule", "", 0))
    return found


def _cells(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "tr_close":
            return
        if token.type == "inline":
            yield token


def _line(line: str, block: Token | None) -> Line:
    match block.type if block else "":
        case "heading_open":
            return _heading(line, int(block.tag[1]) if block else 1)
        case "tr_open":
            return _row(line, block.children or [] if block else [], head=bool(block and block.meta.get("head")))
        case "html_block":
            return _html(line)
        case "hr" | "rule":
            return _whole(line, WHY)
        case _:
            return _text(line)


def _text(line: str) -> Line:
    """A line of words, perhaps with the dot of a list before it."""
    dot = DOT.match(line)
    words, marks = _inline(line[dot.end() :] if dot else line)
    return Line(line, words, (*([Mark(dot.group(1), WHY)] if dot else []), *marks))


def _whole(line: str, why: str) -> Line:
    """A line that is nothing but mark-up."""
    words = line.strip()
    return Line(line, "", (Mark(words, why),)) if words else plain(line)


def _heading(line: str, level: int) -> Line:
    opened = re.match(r"\s*(#{1,6})", line)
    if not opened:
        return plain(line)
    closed = re.search(r"\s(#+)\s*$", line[opened.end() :])
    inner = line[opened.end() :]
    marks = [Mark(opened.group(1), WHY)]
    if closed:
        inner = inner[: closed.start()]
        marks.append(Mark(closed.group(1), WHY))
    words, more = _inline(inner.strip())
    return Line(line, words, (*marks, *more), heading=level)


def _row(line: str, cells: Sequence[Token], *, head: bool) -> Line:
    """A row: every border is a mark."""
    said = [_inline(cell.content) for cell in cells]
    marks = [Mark("|", WHY)] * (line.count("|") - sum(words.count("|") for words, _ in said))
    return Line(
        line,
        " ".join(words for words, _ in said),
        (*marks, *(mark for _, found in said for mark in found)),
        cells=tuple(words.strip() for words, _ in said),
        head=head,
    )


def _html(line: str) -> Line:
    tags = [Mark(tag, COMMENT if tag.startswith("<!--") else WHY) for tag in TAG.findall(line)]
    return Line(line, TAG.sub("", line), tuple(tags))


def _inline(text: str) -> tuple[str, list[Mark]]:
    """The words of a line, and the mark-up between them."""
    if not SPECIAL.search(text):
        return text, []
    bare = BLANKS.sub(" ", STRONG.sub(r"\2", text))
    words = "".join(_said(token) for token in _parser().parseInline(bare)[0].children or [])
    return _aligned(text, words)


def _said(token: Token) -> str:
    """The words of a token."""
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "image":
            return "".join(_said(child) for child in token.children or [])
        case _:
            return ""


def _aligned(text: str, words: str) -> tuple[str, list[Mark]]:
    """What of the text is not among the words, in stretches; where the words are not in it, all of it is words."""
    marks: list[str] = []
    at, open_mark = 0, False
    for sign in text:
        if at < len(words) and sign == words[at]:
            at, open_mark = at + 1, False
        elif sign.isspace():
            open_mark = False
        elif open_mark:
            marks[-1] += sign
        else:
            marks.append(sign)
            open_mark = True
        if at < len(words) and words[at].isspace() and not sign.isspace():
            while at < len(words) and words[at].isspace():
                at += 1
    if at < len(words.rstrip()):
        return text, []
    return words, [Mark(mark, WHY) for mark in marks]
