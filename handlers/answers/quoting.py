"""Showing the words of a provision: whole where they are short, else the sentences that decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from handlers.wording.layout import quoted
from knowledge.library import Regulation
from knowledge.model import Bound, Citation, Provision
from knowledge.texts.text import WHITE, fold

SHORT = 220
"""Characters up to which a provision is shown whole."""
CHAPEAU = (26, 90)
"""Characters of the words before a list that are shown with one of its items; fewer are a mere heading."""

LABEL = 14
"""Characters up to which the name of a form's field goes on one line with others."""

_DECIDES = re.compile("之一|优先|不得|予以|取消|撤销|原则上|一般|适当")
_COMMA = re.compile("[，,。]")
_SENTENCE_END = re.compile(r"[。；;\n]")


def verbatim(text: str, quote: str) -> str:
    """The quote as the text prints it. Raises ``ValueError`` where the text does not hold it."""
    start, end = _span(text, quote)
    return text[start:end]


def _span(text: str, quote: str) -> tuple[int, int]:
    """Where the quote stands in the text, whatever the width of its characters and its white space."""
    exact = text.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    places: list[int] = []
    folded = ""
    for place, character in enumerate(text):
        plain = WHITE.sub("", unicodedata.normalize("NFKC", character))
        folded += plain
        places += [place] * len(plain)
    wanted = fold(quote)
    at = folded.index(wanted)
    return places[at], places[at + len(wanted) - 1] + 1


def cite(regulation: Regulation, source: Bound) -> Citation:
    """A source as a citation, the quote in the source's own characters."""
    provision = regulation.get(source.at)
    quote = verbatim(provision.text, source.quote)
    return Citation(region=regulation.slug, eid=provision.eid, label=provision.label, quote=quote)


def decisive(text: str, quote: str) -> str:
    """The whole text where it is short, else the sentences that hold the quote."""
    if len(text) <= SHORT:
        return text
    start, end = _span(text, quote)
    before = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    after = _SENTENCE_END.search(text, max(start, end - 1))
    return text[before[-1] if before else 0 : after.end() if after else len(text)].strip()


def flat(text: str) -> str:
    """A provision's paragraphs on one line."""
    return text.replace("\n", " ")


def shown(regulation: Regulation, citation: Citation) -> str:
    """A citation as people read it: label and words."""
    provision = regulation.get(citation.eid)
    words = flat(decisive(provision.text, citation.quote))
    return f"{regulation.identity.short}{provision.label}：{quoted(words)}"


def chapeau(regulation: Regulation, citation: Citation) -> Provision | None:
    """The provision that introduces the list of which the cited one is an item, if the item says less without it."""
    parent = regulation.get(citation.eid).parent
    above = regulation.get(parent) if parent else None
    if above is None or above.kind not in {"article", "section", "item"}:
        return None
    text = regulation.introduction(citation.eid)
    fits = CHAPEAU[0] <= len(text) <= CHAPEAU[1]
    return above if fits and _DECIDES.search(text) else None


def is_heading(regulation: Regulation, citation: Citation) -> bool:
    """Whether what is cited only announces what follows (第四章 保障措施, 申报材料包括：)."""
    provision = regulation.get(citation.eid)
    text = provision.text.strip()
    if provision.kind == "chapter":
        return True
    if provision.kind not in {"article", "section", "item", "paragraph"} or _DECIDES.search(text):
        return False
    announces = text.endswith(("：", ":")) and not _COMMA.search(text)
    return announces or (len(text) < CHAPEAU[0] and bool(regulation.children(citation.eid)))


def is_label(regulation: Regulation, citation: Citation) -> bool:
    """Whether what is cited is the short name of a field of a form."""
    provision = regulation.get(citation.eid)
    return provision.kind == "field" and len(provision.text) <= LABEL


def labels(regulation: Regulation, citations: Sequence[Citation]) -> str:
    """Fields of one form on a line."""
    form = citations[0].label.split("“")[0]
    names = "".join(quoted(flat(regulation.get(one.eid).text)) for one in citations)
    return f"{regulation.identity.short}{form}各栏：{names}"
