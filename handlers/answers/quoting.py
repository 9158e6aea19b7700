"""Showing the words of a provision: whole where they are short, else the sentences that decide."""

from __future__ import annotations

import re
import unicodedata

from handlers.wording.layout import quoted
from knowledge.library import Regulation
from knowledge.model import Bound, Citation, Provision
from knowledge.text import WHITE, fold

SHORT = 220
"""Characters up to which a provision is shown whole."""
CHAPEAU = (26, 90)
"""Characters of the words before a list that are shown with one of its items; fewer are a mere heading."""

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


def shown(regulation: Regulation, citation: Citation) -> str:
    """A citation as people read it: label and words."""
    provision = regulation.get(citation.eid)
    words = decisive(provision.text, citation.quote).replace("\n", " ")
    return f"{regulation.identity.short}{provision.label}：{quoted(words)}"


def chapeau(regulation: Regulation, citation: Citation) -> Provision | None:
    """The provision that introduces the list of which the cited one is an item, if it rules something by itself."""
    parent = regulation.get(citation.eid).parent
    above = regulation.get(parent) if parent else None
    if above is None or above.kind not in {"article", "section", "item"}:
        return None
    rules = CHAPEAU[0] <= len(above.text) <= CHAPEAU[1] and above.text.rstrip().endswith(("：", ":"))
    return above if rules else None
