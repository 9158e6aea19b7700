"""A document becomes the folder of a regulation: its source, the text with its structure, what it says of itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import yaml

from knowledge.importing.cleaning import INVISIBLE, Cleaned, clean
from knowledge.importing.document import arrange
from knowledge.importing.identity import Found, identify
from knowledge.importing.lines import Oddity, Reading
from knowledge.importing.oddities import content, divisions, numbering, printing, tail
from knowledge.importing.paragraphs import assemble
from knowledge.importing.settling import settle
from knowledge.model import Bound, Dropped
from knowledge.texts.proof import check_words, source_characters, spans
from knowledge.texts.provisions import Provisions

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WIDTH = 118
UNSEEN = re.compile(f"^(- text: )({INVISIBLE.pattern})$", re.M)
"""A dropped character that nobody could see in the file."""
HEAD = "# 由 regulation add 从原件读出。可以改；没有读出的项目没有写，知道的请补上。\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """What one document becomes."""

    slug: str
    found: Found
    files: dict[str, str]
    """``source.txt``, ``text.md`` and ``regulation.yaml``."""
    provisions: Provisions
    characters: int
    """Characters of the source that are no white space."""
    dropped: int
    lost: int
    """Characters that are neither in a provision nor dropped."""
    oddities: tuple[Oddity, ...]
    """In the order of the source."""

    @property
    def counts(self) -> Counter[str]:
        """How many provisions there are of each kind."""
        return Counter(one.kind for one in self.provisions.all)


def bring_in(reading: Reading, slug: str, name: str, short: str | None = None) -> Imported:
    """The folder of a document; ``name`` stands in where it has no title, ``short`` is what people are to call it."""
    cleaned = clean(reading.lines)
    paragraphs, broken = assemble(cleaned.lines)
    oddities = [*reading.oddities, *cleaned.oddities, *broken, *printing(paragraphs)]
    entries, arranged = arrange(paragraphs)
    settled = settle(slug, entries, reading.source, cleaned.dropped)
    words, _ = source_characters(reading.source, cleaned.dropped)
    lines = {eid: first for eid, (first, _) in spans(words, settled.provisions.all).items()}
    found = identify(settled.provisions, name)
    found.short = short or found.short
    oddities += [*arranged, *settled.oddities, *_seen(settled.provisions, lines), *found.oddities]
    whole, _ = source_characters(reading.source, ())
    wrong = list(check_words(words, settled.provisions.all, "source.txt", "text.md"))
    return Imported(
        slug=slug,
        found=found,
        files={
            "source.txt": reading.source,
            "text.md": settled.text,
            "regulation.yaml": _identity(slug, found, cleaned),
        },
        provisions=settled.provisions,
        characters=len(whole.text),
        dropped=len(whole.text) - len(words.text),
        lost=len(wrong),
        oddities=tuple(sorted(dict.fromkeys(oddities), key=lambda one: one.line)),
    )


def _seen(provisions: Provisions, lines: dict[str, int]) -> list[Oddity]:
    """What is odd about the text as it stands."""
    articles = [(one, lines.get(one.eid, 0)) for one in provisions.all if one.kind == "article"]
    return [
        *numbering(articles),
        *divisions(provisions, lines),
        *content(provisions, lines),
        *tail(provisions, lines),
    ]


def _identity(slug: str, found: Found, cleaned: Cleaned) -> str:
    """``regulation.yaml``."""
    validity: dict[str, Any] = {
        "effective": found.effective and found.effective.isoformat(),
        "until": found.until and found.until.isoformat(),
        "draft": True if found.draft else None,
        "trial": True if found.trial else None,
        "sources": [_bound(source) for source in found.sources],
    }
    data: dict[str, Any] = {
        "slug": slug,
        "short": found.short,
        "region": found.region,
        "title": found.title,
        "number": found.number,
        "issuers": list(found.issuers),
        "issued": found.issued and found.issued.isoformat(),
        "validity": _filled(validity),
        "predecessors": [{"name": name, "source": _bound(source)} for name, source in found.predecessors],
        "interpreter": found.interpreter and {"name": found.interpreter[0], "source": _bound(found.interpreter[1])},
        "dropped": [_dropped(each) for each in cleaned.dropped],
    }
    said = yaml.dump(
        _filled(data), Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None
    )
    return HEAD + UNSEEN.sub(lambda found: f'{found[1]}"\\u{ord(found[2]):04X}"', said)


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what was not found."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _bound(source: Bound) -> dict[str, str]:
    return {"at": source.at, "quote": source.quote}


def _dropped(each: Dropped) -> dict[str, Any]:
    return {"text": each.text, "lines": list(each.lines), "why": each.why}
