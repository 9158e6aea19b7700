"""Importing a made-up text, and what became of it."""

from __future__ import annotations

from textwrap import dedent

from bot.documents import markdown, plain
from knowledge.importing.importing import Imported, bring_in
from knowledge.importing.lines import Reading
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import parse
from knowledge.texts.text_checks import check_labels


def imported(reading: Reading) -> Imported:
    """The folder of a reading; whatever it is, it holds."""
    found = bring_in(reading, "made", "某文件")
    parsed = parse("made", found.files["text.md"])
    assert parsed.faults == []
    assert list(check_labels(Provisions(parsed.provisions), "text.md")) == []
    assert found.lost == 0
    return found


def text(words: str) -> Imported:
    """A plain text, imported."""
    return imported(plain.read(dedent(words).encode("utf-8")))


def marked_up(words: str) -> Imported:
    """A Markdown text, imported."""
    return imported(markdown.read(dedent(words).encode("utf-8")))


def shown(found: Imported) -> list[str]:
    """One line a provision: label and words."""
    return [f"{one.label} | {one.text}" for one in found.provisions.all]


def odd(found: Imported, kind: str) -> list[tuple[int, str]]:
    """The oddities of a kind: line and words."""
    return [(one.line, one.text) for one in found.oddities if one.kind == kind]
