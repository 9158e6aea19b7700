"""What must hold for the kinds of the ledger: facts that exist and fit, no two kinds of one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.faults import Fault
from knowledge.ledger.kinds import Kinds
from knowledge.strict_yaml import Document
from knowledge.vocabulary.facts import Fact

_FITS = {"sum": "number", "yes": "yes_no", "day": "event", "choice": "choice"}


def check_kinds(kinds: Kinds, facts: Mapping[str, Fact], read: Document, name: str) -> Iterator[Fault]:
    """Every fault, by file and line."""
    seen: set[str] = set()
    for index, kind in enumerate(kinds.kinds):
        line = read.line(("kinds", index))
        if {kind.id, kind.title} & seen:
            yield Fault(name, line, f"事项重复：{kind.id}")
        seen |= {kind.id, kind.title}
        for feed in kind.feeds:
            if feed.fact not in facts:
                yield Fault(name, line, f"没有这个事实：{feed.fact}")
            elif facts[feed.fact].kind != _FITS[feed.how]:
                yield Fault(name, line, f"{feed.how} 不适合这个事实：{feed.fact}")
            elif feed.value and feed.value not in {choice.value for choice in facts[feed.fact].choices}:
                yield Fault(name, line, f"{feed.fact}没有这个答案：{feed.value}")
