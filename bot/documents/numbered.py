"""Numbers that Word prints before paragraphs without their standing in the text."""

from __future__ import annotations

from collections import defaultdict

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from knowledge.texts.numbering import to_han

HAN = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital"}
    | {"taiwaneseCountingThousand", "chineseLegalSimplified", "koreanDigital2"}
)
CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
DECIMAL = frozenset({"decimal", "decimalFullWidth", "decimalHalfWidth", "decimalZero"})
SILENT = frozenset({"none", "bullet"})
MOST_CIRCLED = 20


class Numbers:
    """Counts the numbered paragraphs of a document."""

    def __init__(self, document: Document) -> None:
        self.count = 0
        """Paragraphs whose number was written out."""
        self.unread = 0
        """Paragraphs whose number could not be."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        """For each list and level: the number's form, its text, and where it begins."""
        self._at: dict[str, dict[int, int]] = defaultdict(dict)
        self._styled = {
            style.get(qn("w:styleId")): found
            for style in document.styles.element.iter(qn("w:style"))
            if (found := style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) is not None
        }
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(etree.fromstring(part.blob))

    def _read(self, root: etree._Element) -> None:
        abstract = {each.get(qn("w:abstractNumId")): _levels(each) for each in root.iter(qn("w:abstractNum"))}
        for num in root.iter(qn("w:num")):
            of = num.find(qn("w:abstractNumId"))
            if of is not None:
                self._levels[num.get(qn("w:numId")) or ""] = abstract.get(of.get(qn("w:val")), {})

    def before(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph; empty where it prints none."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        found = own if own is not None else self._styled.get(style.get(qn("w:val"))) if style is not None else None
        if found is None or not any(True for _ in paragraph.iter(qn("w:t"))):
            return ""
        number, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        of = number.get(qn("w:val")) if number is not None else None
        if of in {None, "0"}:
            return ""
        return self._printed(of or "", int(depth.get(qn("w:val")) or 0) if depth is not None else 0)

    def _printed(self, of: str, depth: int) -> str:
        levels = self._levels.get(of, {})
        if depth not in levels:
            self.unread += 1
            return ""
        counts = self._at[of]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        form, text, _ = levels[depth]
        if form in SILENT:
            return ""
        for level in range(depth + 1):
            written = _written(levels.get(level, ("decimal", "", 1))[0], counts.get(level, 1))
            if written is None and f"%{level + 1}" in text:
                self.unread += 1
                return ""
            text = text.replace(f"%{level + 1}", written or "")
        self.count += 1
        return text + (" " if text.endswith(("条", "章", "节")) else "")


def _levels(abstract: etree._Element) -> dict[int, tuple[str, str, int]]:
    found = {}
    for level in abstract.iter(qn("w:lvl")):
        parts = {part: level.find(qn(f"w:{part}")) for part in ("numFmt", "lvlText", "start")}
        form, text, start = (each.get(qn("w:val")) if each is not None else None for each in parts.values())
        found[int(level.get(qn("w:ilvl")) or 0)] = (form or "decimal", text or "", int(start or 1))
    return found


def _written(form: str, number: int) -> str | None:
    """A number in one of the forms that are known."""
    if form in DECIMAL:
        return str(number)
    if form in HAN and number:
        return to_han(number)
    if form in CIRCLED and 0 < number <= MOST_CIRCLED:
        return chr(ord("①") + number - 1)
    return None
