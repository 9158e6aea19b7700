"""Answering a question about the regulations, in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from handlers.answers import opening
from handlers.answers.composing import Block, distinct, grounded, is_draft, several, single, stand
from handlers.answers.model import Answer, AnswerKind
from handlers.answers.quoting import cite
from handlers.answers.table import table
from handlers.answers.talk import is_order, small_talk
from handlers.choice import Choice
from handlers.wording import ask as wording
from handlers.wording.common import known_names, some_names
from handlers.wording.layout import tidy
from handlers.wording.status import status_line
from knowledge.answering.finding import Finding, choose
from knowledge.answering.phrases import any_of
from knowledge.answering.places import Named
from knowledge.answering.search import Index, index_of
from knowledge.answering.sentences import Part, content, parts, singly
from knowledge.answering.targets import on_topic
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.texts.numbering import to_han

__all__ = ["Answer", "answer", "as_result"]

LONGEST = 2_000
"""Characters of a message that are read."""
LEAST = 1
"""Characters with a meaning that a question needs."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one part of a message finds, and in which regions it was looked for."""

    finding: Finding
    scope: tuple[str, ...]


_FOLLOW = re.compile(
    r"那|么|呢|吗|的|又|也|怎么样|如何|怎么说|换成|换|要是|如果|是|在|这边|那边|可不可以|可以|能不能|能|行不行|行|[^\u4e00-\u9fffa-z0-9]"
)
_CAN = re.compile("可以|能|行")
_SO = re.compile("不|要|需|给|有|没|能|可以|最|一年|每年|年年|两年")
"""What follows 哪里 where it asks in which region something is so."""
_MAY_APPLY = "能报吗"
"""What 钱塘区可以吗 asks where nothing was asked before."""


def answer(
    library: Library, question: str, *, region: str | None, on: date, topic: Citation | None = None, before: str = ""
) -> Answer:
    """The answer to a question; ``region`` is what the conversation is about, ``topic`` the provision last shown,
    ``before`` the question that it was shown for."""
    if not library.regulations:
        return Answer(outcome="declined", text=wording.UNAVAILABLE)
    index = index_of(library)
    asked = index.normaliser.asked(question[:LONGEST])
    kind = small_talk(library.speech.other, asked)
    if kind is not None:
        return Answer(outcome="chat", text=wording.SMALL_TALK[kind])
    if is_order(library.speech.other, asked):
        return _declined(library)
    leafed = opening.leaf(library, asked, topic, on)
    if leafed:
        return leafed
    named = index.places.read(asked, region)
    if named.elsewhere and not (region in library.regulations and index.uses(region or "", named.elsewhere)):
        return _elsewhere(library, named)
    scope = _scope(library, index, named, region)
    opened = _opened(library, named.rest, scope, on)
    if opened:
        return opened
    again = before or (index.topic_at(topic) if topic else None)
    return _answered(library, index, named, scope, again, on)


def as_result(found: Answer) -> dict[str, object]:
    """An answer as the batch interface prints it."""
    citations = [
        {"region": one.region, "eid": one.eid, "label": one.label, "quote": one.quote} for one in found.citations
    ]
    return {"outcome": found.outcome, "citations": citations, "text": found.text}


def _scope(library: Library, index: Index, named: Named, region: str | None) -> tuple[str, ...]:
    """The regions that a question is about: named, told by a term, of the conversation, or all."""
    every = tuple(library.regulations)
    if named.regions:
        return named.regions
    if named.everywhere:
        return every
    session = region if region in library.regulations else None
    strange = [slug for word, slug in named.terms if session is None or not index.uses(session, word)]
    if strange:
        return tuple(dict.fromkeys(strange))
    return (session,) if session else every


def _opened(library: Library, rest: str, scope: tuple[str, ...], on: date) -> Answer | None:
    """A provision, or the table of contents, asked for by name."""
    label = opening.citation_in(rest)
    if label is None and len(scope) == 1 and opening.ALONE.fullmatch(opening.bare(rest)):
        label = opening.bare(rest) if library.get(scope[0]).find(opening.bare(rest)) else None
    return (
        opening.open_label(library, label, scope, on) if label else opening.contents(library, rest.strip(), scope, on)
    )


def _answered(
    library: Library,
    index: Index,
    named: Named,
    scope: tuple[str, ...],
    again: str | None,
    on: date,
) -> Answer:
    """Search, and put the message together; ``again`` is what was asked before."""
    rest = named.rest
    if len(scope) > 1 and (named.together or named.everywhere) and index.places.compares_only(rest):
        return _overview(library, scope, on)
    if named.regions and not _FOLLOW.sub("", rest):
        rest = again or (_MAY_APPLY if _CAN.search(rest) else "")
        if not rest:
            return _about_what(library, named.regions)
    elif content(rest) < LEAST:
        return Answer(outcome="clarify", text=wording.TOO_SHORT)
    text = _placed(library, named, scope) if rest == named.rest else rest
    every = parts(text if len(named.regions) > 1 else singly(text))
    found = _message(library, [_found(library, index, part, named, scope) for part in every], named, scope, on)
    return found.model_copy(update={"question": rest}) if found.topic else found


def _placed(library: Library, named: Named, scope: tuple[str, ...]) -> str:
    """The question without the word that asks in which region something is so (哪里不用公示), if put to all."""
    if named.regions or len(scope) < len(library.regulations):
        return named.said
    found = any_of(library.speech.lexicon.which).match(named.said)
    return named.said[found.end() :] if found and _SO.match(named.said, found.end()) else named.said


def _found(library: Library, index: Index, part: Part, named: Named, scope: tuple[str, ...]) -> Found:
    """What one part of a message finds: in the regions that it names itself, else in those of the message."""
    own = index.places.read(part.asks, scope[0] if len(scope) == 1 else None)
    where = scope if named.together else own.regions or scope
    context, beside, before = (index.places.without(text) for text in (part.context, part.beside, part.before))
    told = Part(own.rest, context, beside, before, own.unit)
    known = len(where) < len(library.regulations)
    ranking = index.rank(told, where)
    if named.together and len(where) > 1:
        ranking = replace(ranking, ours=True)
    return Found(grounded(library, choose(ranking, where, known or named.everywhere)), where)


def _overview(library: Library, scope: tuple[str, ...], on: date) -> Answer:
    """The things that are asked most, for regions that somebody compares without saying in what."""
    lines = [wording.OVERVIEW]
    cited: list[Citation] = []
    for name, topic in library.speech.topics.items():
        if topic.overview:
            known = {slug: on_topic(library, library.get(slug), name) for slug in scope}
            targets = [one for one in known.values() if one and stand(library, one)]
            lines += ["", *table(library, targets, (slug for slug, one in known.items() if one is None), on)]
            cited += [cite(library.get(one.region), one.sources[0]) for one in targets if one.sources]
    text = _with_status(library, lines, scope, False, on)
    return Answer(outcome="answer", text=text, citations=tuple(distinct(cited)))


def _about_what(library: Library, regions: tuple[str, ...]) -> Answer:
    name = "、".join(library.get(slug).identity.short for slug in regions)
    return Answer(outcome="clarify", text=wording.ABOUT_WHAT.format(name=name))


def _message(library: Library, found: list[Found], named: Named, scope: tuple[str, ...], on: date) -> Answer:
    """One message for all parts of a question."""
    told = _distinct([one for one in found if one.finding.hits])
    if not told:
        return _nothing(library, [one.finding for one in found], scope, on)
    blocks: list[Block] = []
    lines: list[str] = []
    for number, one in enumerate(told, start=1):
        alone = len(one.scope) == 1
        made, extra = single(library, one.finding) if alone else (several(library, one.finding, on), [])
        blocks.append(made)
        head = [wording.PART.format(number=to_han(number))] if len(told) > 1 else []
        head += [wording.UNSURE] if one.finding.unsure else []
        lines += ["", *head, *_unsaid(made.lines, lines), *([""] if extra else []), *_unsaid(extra, lines)]
    regions = tuple(dict.fromkeys(one.region for made in blocks for one in made.citations)) or scope
    note = [wording.BEYOND.format(place=named.beyond, name=_names(library, scope))] if named.beyond else []
    citations = _interleaved(blocks)
    outcome: AnswerKind = "answer" if any(made.stated for made in blocks) else "not_stated"
    if named.own_rules:
        outcome = "declined"
    first = citations[0] if citations else None
    placed = any(len(one.scope) > 1 for one in told)
    text = _with_status(library, [*note, *lines], regions, placed, on)
    return Answer(
        outcome=outcome,
        text=text,
        citations=citations,
        choices=_choices(library, first),
        topic=first,
        findings=tuple(one.finding for one in told),
    )


def _unsaid(lines: Iterable[str], before: list[str]) -> list[str]:
    """The lines of a part, without provisions that an earlier part has shown already."""
    return [line for line in lines if line not in before or "：「" not in line]


def _distinct(found: list[Found]) -> list[Found]:
    """Two questions with the same answer are answered once."""
    kept: dict[tuple[tuple[str, str], ...], Found] = {}
    for one in found:
        kept.setdefault(tuple((hit.target.region, hit.target.topic) for hit in one.finding.hits), one)
    return list(kept.values())


def _interleaved(blocks: list[Block]) -> tuple[Citation, ...]:
    """The first citation of every part before any second one."""
    firsts = [made.citations[0] for made in blocks if made.citations]
    return tuple(distinct((*firsts, *(one for made in blocks for one in made.citations))))


def _with_status(library: Library, lines: list[str], regions: tuple[str, ...], placed: bool, on: date) -> str:
    """The message with a status line for each region; a draft's comes first, unless it is ``placed`` already."""
    drafts = [slug for slug in regions if is_draft(library.get(slug), on)]
    others = [status_line(library.get(slug), on) for slug in regions if slug not in drafts]
    leading = [] if placed else [status_line(library.get(slug), on) for slug in drafts]
    return tidy("\n".join((*leading, *([""] if leading else []), *lines, "", *others)))


def _choices(library: Library, first: Citation | None) -> tuple[Choice, ...]:
    if first is None:
        return ()
    regulation = library.get(first.region)
    return opening.around(regulation, regulation.get(first.eid))


def _nothing(library: Library, findings: list[Finding], scope: tuple[str, ...], on: date) -> Answer:
    """Nothing answers: another subject, or something on which the texts have nothing."""
    speech = library.speech
    absent = next((finding.absent for finding in findings if finding.absent), None)
    if absent is None and not any(finding.ours for finding in findings):
        return Answer(outcome="declined", text=wording.DECLINED.format(names=known_names(library)))
    name = _names(library, scope)
    if absent is not None:
        text = wording.ABSENT_IN.format(name=name, title=speech.topics[absent].title)
    else:
        text = (
            wording.NOTHING_IN.format(name=name)
            if len(scope) < len(library.regulations)
            else wording.NOTHING.format(count=to_han(len(scope)))
        )
    return Answer(outcome="not_stated", text=_with_status(library, [text], scope if len(scope) == 1 else (), False, on))


def _declined(library: Library) -> Answer:
    return Answer(outcome="declined", text=wording.DECLINED.format(names=known_names(library)))


def _elsewhere(library: Library, named: Named) -> Answer:
    """A place that no text covers: what there is instead."""
    near = library.get(named.near).identity if named.near else None
    nearest = wording.NEAREST.format(name=near.short, title=near.title) if near else ""
    names = known_names(library)
    return Answer(
        outcome="declined", text=wording.ELSEWHERE.format(place=named.elsewhere, names=names, near=nearest).strip()
    )


def _names(library: Library, slugs: tuple[str, ...]) -> str:
    return some_names([library.get(slug).identity.short for slug in slugs])
