"""From what a question finds to the message: the answer first, then the words it rests on, then the status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.answers import quoting
from handlers.answers.table import cell, table
from handlers.wording import ask as wording
from handlers.wording.layout import narrow, quoted
from handlers.wording.status import status_line
from knowledge.answering.finding import Finding
from knowledge.answering.gate import carried, stands
from knowledge.answering.questions import Answered, Silent
from knowledge.answering.search import Hit, Target
from knowledge.library import Library, Regulation
from knowledge.model import Citation, StatusKind

MOST_SOURCES = 12
"""Provisions shown for one answer where only one region is concerned."""
MOST_CHARACTERS = 900
"""Characters of provisions after which no further one is shown."""
MOST_BESIDE = 2
"""The same for each of several regions."""
BRIEF = 130
"""Characters of a related provision that are shown."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one region says on one question."""

    lines: tuple[str, ...]
    citations: tuple[Citation, ...]
    stated: bool
    """False where the text is silent."""


def block(library: Library, hit: Hit, most: int) -> Block:
    """An answer, or what is silent, with its provisions."""
    regulation = library.get(hit.target.region)
    entry = hit.target.entry
    citations = tuple(quoting.cite(regulation, source) for source in hit.target.sources)
    if isinstance(entry, Silent):
        return _silence(regulation, entry, citations)
    both = isinstance(entry, Answered) and entry.both_sides
    shown = list(citations) if both else _room(regulation, citations[:most])
    lines = [_said(regulation, entry, citations), *([wording.BOTH_SIDES] if both else []), *_quotes(regulation, shown)]
    beyond = list(dict.fromkeys(one.label for one in citations[len(shown) :]))
    if beyond:
        lines.append(wording.ALSO.format(labels="、".join(beyond)))
    return Block(tuple(filter(None, lines)), citations, stated=True)


def _said(regulation: Regulation, entry: Answered | None, citations: Sequence[Citation]) -> str:
    """The answer in a sentence, if its quotes carry it; else the quotes speak for themselves."""
    if entry is None or not entry.say:
        return wording.SEE
    introduction = regulation.introduction(citations[0].eid)
    return entry.say if carried(entry.say, [one.quote for one in citations], introduction) else wording.SEE


def _room(regulation: Regulation, citations: Sequence[Citation]) -> list[Citation]:
    """The citations that one message has room for, always the first."""
    kept: list[Citation] = []
    length = 0
    for citation in citations:
        length += len(quoting.shown(regulation, citation))
        if kept and length > MOST_CHARACTERS:
            break
        kept.append(citation)
    return kept


def _silence(regulation: Regulation, entry: Silent, citations: tuple[Citation, ...]) -> Block:
    who = entry.who or regulation.identity.contact
    lines = [entry.text]
    if citations:
        lines += [wording.NEAREST_TEXT, *_quotes(regulation, citations[:MOST_BESIDE])]
    lines.append(wording.WHO.format(who=who))
    return Block(tuple(lines), citations, stated=False)


def _quotes(regulation: Regulation, citations: Sequence[Citation]) -> list[str]:
    """Each provision once, without mere headings; the words that introduce a list before its items."""
    telling = [one for one in citations if not quoting.is_heading(regulation, one)] or citations[:1]
    fields = [one for one in telling if quoting.is_label(regulation, one)]
    lines: list[str] = []
    seen: set[str] = set()
    for citation in telling:
        if citation in fields and len(fields) > 1:
            line = quoting.labels(regulation, fields)
        else:
            above = quoting.chapeau(regulation, citation)
            if above and above.eid not in seen:
                seen.add(above.eid)
                lines.append(f"{regulation.identity.short}{above.label}：{quoted(quoting.flat(above.text))}")
            line = quoting.shown(regulation, citation)
        if line not in lines and citation.eid not in seen:
            lines.append(line)
    return lines


def related(library: Library, hits: Iterable[Hit]) -> tuple[list[str], list[Citation]]:
    """What else may be meant: a line each, and its citation."""
    lines, citations = [], []
    for hit in hits:
        regulation = library.get(hit.target.region)
        citation = quoting.cite(regulation, hit.target.sources[0])
        if quoting.is_heading(regulation, citation):
            continue
        words = narrow(quoting.flat(citation.quote))
        short = words if len(words) <= BRIEF else words[:BRIEF].rstrip("，、；：") + "……"
        lines.append(f"{regulation.identity.short}{citation.label}：「{short}」")
        citations.append(citation)
    return ([wording.RELATED, *lines] if lines else []), citations


def single(library: Library, finding: Finding) -> tuple[Block, list[str]]:
    """The answer for one region, and the lines on what is related. The block's citations are in order of likelihood."""
    found = block(library, finding.hits[0], MOST_SOURCES)
    lines, others = related(library, finding.related)
    own = list(found.citations)
    ordered = distinct((*own[:2], *others[:1], *own[2:], *others[1:]))
    return Block(found.lines, tuple(ordered), found.stated), lines


def several(library: Library, finding: Finding, on: date) -> Block:
    """A table, then the words of each region; the first provision of each comes before any second one."""
    found = [(hit.target, block(library, hit, MOST_BESIDE)) for hit in finding.hits]
    blocks = [pair for pair in found if pair[1].stated] + [pair for pair in found if not pair[1].stated]
    lines = table(library, [target for target, _ in blocks], finding.missing, on)
    for target, one in blocks:
        regulation = library.get(target.region)
        draft = [status_line(regulation, on)] if is_draft(regulation, on) else []
        words = one.lines if one.stated else _brief(one)
        in_table = words[0].rstrip("。") == cell(regulation, target)
        lines += [f"\n【{regulation.identity.short}】", *draft, *words[in_table:]]
    firsts = [one.citations[0] for _, one in blocks if one.citations]
    rest = [citation for _, one in blocks for citation in one.citations[1:]]
    return Block(tuple(lines), tuple(distinct((*firsts, *rest))), any(one.stated for _, one in blocks))


def _brief(one: Block) -> tuple[str, ...]:
    """What a region leaves unsaid, beside regions that say something: the labels of the nearest provisions only."""
    labels = "、".join(dict.fromkeys(citation.label for citation in one.citations))
    return (one.lines[0], wording.NEAREST_LABELS.format(labels=labels)) if labels else one.lines[:1]


def is_draft(regulation: Regulation, on: date) -> bool:
    """Whether the text may only be shown with its status first."""
    return regulation.status(on).kind is StatusKind.DRAFT


def distinct(citations: Iterable[Citation]) -> list[Citation]:
    """The first citation of each provision, in order; then further quotes of provisions cited already."""
    first: dict[tuple[str, str], Citation] = {}
    kept = list(dict.fromkeys(citations))
    for citation in kept:
        first.setdefault((citation.region, citation.eid), citation)
    return [*first.values(), *(one for one in kept if one not in first.values())]


def grounded(library: Library, finding: Finding) -> Finding:
    """A finding without what rests on words that do not stand where they should: it is not sent."""
    return replace(
        finding,
        hits=tuple(hit for hit in finding.hits if stand(library, hit.target)),
        related=tuple(hit for hit in finding.related if stand(library, hit.target)),
    )


def stand(library: Library, target: Target) -> bool:
    """Whether all the words that something rests on stand in the provisions that are named."""
    text = library.get(target.region).text
    return all(stands(text, source) for source in target.sources)
