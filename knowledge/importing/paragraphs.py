"""From lines to paragraphs: lines that a page broke are joined, articles that a line ran together are parted.

Only white space is changed. A number at the beginning of a line counts where the numbers before it lead to it and the
line before it had come to an end; otherwise it is a reference in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.importing.cleaning import Clean
from knowledge.importing.lines import Oddity
from knowledge.importing.starts import ANNEX, BURIED, HEADED, PIECES, Start, start_of
from knowledge.importing.widths import Wrapping, wrapping

TERMINAL = frozenset("。；;：:！？!?…")
CLOSING = "”’」』）)》】〕>"
NEAR = 2
"""Lines within which a number finds its words."""
LONGEST_OPEN = 200
"""Characters within which a bracket is closed."""
LONGEST_NAME = 22
"""Characters that an article's name may have which stands on a line of its own before its words."""
SENTENCE = 12
"""Characters from which an unfinished line is the beginning of a sentence and no heading."""
AMENDS = re.compile(r"(?:修改为|改为|作为第|增加|内容如下|规定如下|分别为).*[：:]$")
"""The end of a paragraph that quotes what another law is to say."""


@dataclass(slots=True)
class Paragraph:
    """One paragraph, and the lines of the source that it comes from."""

    text: str
    lines: list[int]
    start: Start | None = None
    """The number that it begins with, if that counts."""
    heading: int = 0
    cells: tuple[str, ...] = ()
    head: bool = False
    quoted: bool = False
    """It stands in what an amending document quotes."""
    last: Clean | None = field(default=None, repr=False)
    """The last of its lines."""

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.lines[0]

    @property
    def ended(self) -> bool:
        """Whether it ends like a sentence."""
        return ends(self.text)


def ends(text: str) -> bool:
    """Whether a text ends like a sentence, brackets and quotation marks at its end aside."""
    return text.rstrip(CLOSING)[-1:] in TERMINAL


def open_brackets(text: str) -> bool:
    """Whether a bracket or a title that the text opens is still open at its end."""
    return any(text.count(left) > text.count(right) for left, right in ("《》", "（）", "()", "〈〉"))


class Assembler:
    """Takes one line after another and keeps the paragraph that is open for more."""

    def __init__(self, lines: Sequence[Clean]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.oddities: list[Oddity] = []
        self._wrap: Wrapping = wrapping(lines)
        self._last: Start | None = None
        """The last article that counts."""
        self._body = False
        """Whether an article, a division or an item has been met."""
        self._quoting = False
        """Whether the open article quotes articles of another law."""
        self._since: list[str] = []
        """Paragraphs since the last article, to see what they leave open."""
        self._joined: list[int] = []
        """Lines that go on with the paragraph above them."""
        self._buried: dict[int, list[str]] = {}
        """For each line the articles that begin in the middle of it."""
        self._tight = Counter(
            bool(start.tight) for one in lines if (start := start_of(one.words)) and _is_article(start)
        )

    def take(self, line: Clean) -> None:
        """One line: a row, a heading, the rest of the open paragraph, or a new one."""
        headed = HEADED.fullmatch(line.words)
        follower = start_of(headed.group(4)) if headed else None
        if headed and follower and follower.follows(self._last) and not line.cells:
            self.take(replace(line, words=headed.group(1)))
            self.take(replace(line, words=headed.group(4), heading=0))
            self._buried.setdefault(line.number, []).append(follower.name())
            return
        if line.cells:
            self._add(Paragraph(" ".join(line.cells), [line.number], cells=line.cells, head=line.head, last=line))
            return
        before = self.paragraphs[-1] if self.paragraphs else None
        start = self._counts(line, before)
        if before is not None and start is None and self._continues(before, line):
            self._join(before, line)
            return
        opened = Paragraph(line.words, [line.number], start, line.heading, last=line, quoted=self._quoting)
        self._add(opened)

    def finish(self) -> list[Paragraph]:
        """All paragraphs."""
        if self._joined:
            count = len(self._joined)
            shown = "、".join(map(str, self._joined[:10])) + ("等" if count > 10 else "")
            self.oddities.append(Oddity(self._joined[0], "wrapped", f"接上{count}处被切断的行（第{shown}行）"))
        for line, names in self._buried.items():
            told = names[0] if len(names) == 1 else f"{names[0]}至{names[-1]}"
            self.oddities.append(Oddity(line, "buried", f"一行里连着几条，已分开：{told}（{len(names)}条）"))
        return self.paragraphs

    def _add(self, one: Paragraph) -> None:
        start = one.start
        if start is not None and start.shape != "item":
            self._body = True
            self._quoting = self._quoting and start.shape == "division"
        if start is not None and start.shape == "article":
            self._last, self._since = start, []
        self._since.append(one.text)
        self.paragraphs.append(one)
        if start is not None or not one.cells:
            self._part(one)

    def _counts(self, line: Clean, before: Paragraph | None) -> Start | None:
        """The number that the line begins with, if it is no reference and no quotation."""
        start = start_of(line.words)
        if start is None:
            return None
        free = before is None or before.ended or bool(before.heading) or before.start is None or bool(before.cells)
        if start.shape == "article":
            return start if self._article_counts(start, line, before) else None
        if start.shape == "division":
            quoted = self._quotes(before) and not line.heading
            if quoted:
                self._quote(start, line)
            return None if quoted or (start.refers and not line.heading) else start
        unfinished = before is not None and not free and self._wrap.full(before.last)
        return None if start.refers and (unfinished or not free) else start

    def _article_counts(self, start: Start, line: Clean, before: Paragraph | None) -> bool:
        follows = start.follows(self._last)
        if start.refers and not (follows and not start.tight):
            if before is None or before.ended:
                self._odd(line, "reference", f"以“{start.name()}”开头的一行像是引用，没有当作一条")
            return False
        if follows:
            return True
        if self._quotes(before):
            self._quote(start, line)
            return False
        if before is not None and not before.ended and not before.heading and self._wrap.full(before.last):
            return False
        return not start.tight or self._tight[True] > self._tight[False]

    def _quotes(self, before: Paragraph | None) -> bool:
        """Whether the open article is quoting another law."""
        if self._last is None:
            return False
        if self._quoting or (before is not None and AMENDS.search(before.text) is not None):
            return True
        said = "".join(self._since)
        return said.count("“") > said.count("”")

    def _quote(self, start: Start, line: Clean) -> None:
        if not self._quoting:
            self._odd(line, "quoted", f"“{start.name()}”起是引用别的规定的条文，没有当作本文件的条")
        self._quoting = True

    def _odd(self, line: Clean, kind: str, text: str) -> None:
        self.oddities.append(Oddity(line.number, kind, text))

    def _continues(self, before: Paragraph, line: Clean) -> bool:
        """Whether a line goes on with the paragraph before it."""
        if before.cells or before.heading or line.heading or ANNEX.match(line.words):
            return False
        division = before.start is not None and before.start.shape == "division"
        if _bare(before) and not division:
            return before.last is not None and line.number - before.last.number <= NEAR
        if self._wrap.indents and self._body:
            return not line.indent and self._wrap.full(before.last)
        if before.ended or division:
            return False
        if open_brackets(before.text) and len(before.text) < LONGEST_OPEN:
            return True
        return self._runs_on(before, line)

    def _runs_on(self, before: Paragraph, line: Clean) -> bool:
        """Whether an unfinished paragraph is a sentence that the line ends, or a line as wide as the page."""
        full, sentence = self._wrap.full(before.last), len(before.text) > SENTENCE
        if not self._body:
            return full and sentence and "，" in before.text
        article = before.start is not None and before.start.shape == "article" and len(before.text) > LONGEST_NAME
        spoken = article or (sentence and re.search("[，。、；]", before.text) is not None)
        return full or (spoken and ends(line.words))

    def _join(self, before: Paragraph, line: Clean) -> None:
        gap = " " if before.text[-1].isascii() and line.words[0].isascii() and line.words[0].isalnum() else ""
        before.text += gap + line.words
        before.lines.append(line.number)
        before.last = line
        self._joined.append(line.number)
        self._since[-1] = before.text
        self._part(before)

    def _part(self, one: Paragraph) -> None:
        """Part a paragraph in which the next article begins after the end of a sentence."""
        for place in BURIED.finditer(one.text):
            start = start_of(one.text[place.end() :])
            expected = self._last if self._last is not None else None
            if place.end() == 0 or start is None or start.refers or not start.follows(expected):
                continue
            head, tail = one.text[: place.start()].rstrip(), one.text[place.end() :]
            self._buried.setdefault(one.lines[-1], []).append(start.name())
            one.text = head
            self._split(one)
            self._add(Paragraph(tail, [one.lines[-1]], start, last=one.last))
            return

    def _split(self, one: Paragraph) -> None:
        """Part the paragraphs of an article whose line ends were lost."""
        pieces = PIECES.split(one.text)
        one.text = pieces[0]
        for piece in pieces[1:]:
            self.paragraphs.append(Paragraph(piece, [one.lines[-1]], _item(piece), last=one.last))


def _bare(one: Paragraph) -> bool:
    """Whether a paragraph is nothing but its number yet."""
    return one.start is not None and one.text.strip() == one.start.printed.strip()


def _item(piece: str) -> Start | None:
    start = start_of(piece)
    return start if start and start.shape == "item" else None


def _is_article(start: Start) -> bool:
    return start.shape == "article" and not start.refers


def assemble(lines: Sequence[Clean]) -> tuple[list[Paragraph], list[Oddity]]:
    """The paragraphs of a document, and what was odd about its lines."""
    assembler = Assembler(lines)
    for line in lines:
        assembler.take(line)
    paragraphs = assembler.finish()
    return paragraphs, assembler.oddities
