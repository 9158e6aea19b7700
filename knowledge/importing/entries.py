"""The lines of ``text.md`` in the making."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.importing.paragraphs import Paragraph
from knowledge.texts.numbering import marker


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``text.md`` and the lines of the source that it comes from."""

    text: str
    lines: tuple[int, ...]
    mark: str = ""
    """Structure before the words: ``## ``, ``{序言} ``."""
    depth: int = 0
    named: tuple[str, str] | None = None
    """eId and label given by hand, where those that the place gives are taken."""
    cells: tuple[str, ...] = ()
    head: bool = False
    literal: bool = False
    """The words are no number and no mark, whatever they look like."""
    apart: bool = False
    """A blank line goes before, for the eye."""

    def plainly(self) -> Entry:
        """The same words as a paragraph of their own, without any structure."""
        return replace(self, mark="{另段} ", named=None, cells=(), head=False, literal=False)

    def written(self) -> list[str]:
        """The lines of ``text.md``."""
        named = f'{{#{self.named[0]} "{self.named[1]}"}} ' if self.named else ""
        before = "  " * self.depth + named + self.mark
        blank = [""] if self.apart else []
        if self.cells:
            cells = " | ".join(cell.replace("|", "\\|") for cell in self.cells)
            rule = ["  " * self.depth + "| " + " | ".join("---" for _ in self.cells) + " |"] if self.head else []
            return [*blank, f"{before}| {cells} |", *rule]
        escape = "\\" if self.literal and not self.mark and _looks_marked(self.text) else ""
        return [*blank, f"{before}{escape}{self.text}".rstrip()]


def _looks_marked(text: str) -> bool:
    """Whether words would be read as structure."""
    return text.startswith(("{", "#", "|", "- ", "\\")) or marker(text) is not None


@dataclass(slots=True)
class Draft:
    """A text in the making."""

    entries: list[Entry] = field(default_factory=list)

    def add(
        self, one: Paragraph, mark: str = "", depth: int = 0, *, apart: bool = False, literal: bool = False
    ) -> None:
        """One paragraph as one entry, its number written as ``text.md`` has it unless it is ``literal``."""
        text = one.text if literal or one.start is None else one.start.written(one.text)
        self.entries.append(
            Entry(text, tuple(one.lines), mark, depth, cells=one.cells, head=one.head, literal=literal, apart=apart)
        )

    def open_body(self) -> None:
        """What follows stands by itself."""
        self.entries.append(Entry("", (), "{正文}", apart=True))


def write(entries: list[Entry]) -> tuple[str, dict[int, int]]:
    """The text and for each of its lines the entry that it comes from."""
    lines: list[str] = []
    owners: dict[int, int] = {}
    for place, entry in enumerate(entries):
        for line in entry.written():
            lines.append(line)
            owners[len(lines)] = place
    return "\n".join(lines).strip("\n") + "\n", owners
