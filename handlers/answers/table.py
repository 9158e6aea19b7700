"""Several regulations side by side: one line for each, in a few words, with the provision that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.answers.quoting import cite
from handlers.wording import ask as wording
from handlers.wording.layout import narrow
from knowledge.answering.gate import carried
from knowledge.answering.questions import Answered
from knowledge.answering.search import Target
from knowledge.library import Library, Regulation
from knowledge.model import Citation, StatusKind


def table(library: Library, targets: Sequence[Target], missing: Iterable[str], on: date) -> list[str]:
    """A heading and a line for each target; then a line for each region that has nothing on it."""
    titles = dict.fromkeys(target.title for target in targets)
    heading = wording.TABLE.format(title=next(iter(titles))) if len(titles) == 1 else wording.TABLE_OF_ALL
    rows = [_row(library.get(target.region), target, on) for target in targets]
    return [heading, *rows, *(wording.ROW_MISSING.format(name=library.get(slug).identity.short) for slug in missing)]


def _row(regulation: Regulation, target: Target, on: date) -> str:
    citations = [cite(regulation, source) for source in target.sources]
    draft = wording.DRAFT_MARK if regulation.status(on).kind is StatusKind.DRAFT else ""
    label = f"（{_labels(target, citations)}）" if citations else ""
    return f"{regulation.identity.short}{draft}｜{cell(regulation, target)}{label}"


def cell(regulation: Regulation, target: Target) -> str:
    """What a text says on something, in a few words if the data has them and their quotes carry them."""
    entry = target.entry
    if entry is None:
        return wording.CELL_BELOW
    if not isinstance(entry, Answered):
        return wording.CELL_SILENT
    quotes = [source.quote for source in target.sources]
    introduction = regulation.introduction(target.sources[0].at)
    fitting = (words for words in (entry.brief, entry.say) if words and carried(words, quotes, introduction))
    return narrow(next(fitting, wording.CELL_BELOW)).rstrip("。")


def _labels(target: Target, citations: Sequence[Citation]) -> str:
    """The provisions that a cell rests on; those nearest to what is not written are named as such."""
    if isinstance(target.entry, Answered) or target.entry is None:
        return citations[0].label
    return wording.NEAREST_IN_TABLE.format(label=citations[0].label)
