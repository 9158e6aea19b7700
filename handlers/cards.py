"""Cards: what a question finds, set as messages that can be sent into any chat and stand there by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from handlers import ask
from handlers.answers import opening, quoting
from handlers.answers.composing import MOST_BESIDE, block, is_draft
from handlers.answers.model import Answer
from handlers.wording import ask as ask_wording
from handlers.wording import cards as wording
from handlers.wording.layout import narrow, tidy
from handlers.wording.status import status_line
from knowledge.answering.finding import Finding
from knowledge.answering.places import Named
from knowledge.answering.search import Hit, index_of
from knowledge.library import Library, Regulation
from knowledge.model import Citation, Frozen

MOST = 20
"""Cards for one question."""
SHORT = 100
"""Characters of a description."""
ANYTHING = "ask"
"""Where the way to the assistant leads when no single region is meant."""


class Card(Frozen):
    """One thing to choose: how it is listed, and the message that it sends."""

    id: str
    """The same for the same card, for ever; 32 hexadecimal digits."""
    title: str
    description: str
    text: str


class Deck(Frozen):
    """The cards for a question, best first."""

    cards: tuple[Card, ...]
    start: str
    """Payload of the deep link to the assistant itself."""


def deck(library: Library, question: str, on: date) -> Deck:
    """The cards for what somebody has typed so far; never none."""
    named = _named(library, question)
    found = _distinct(_cards(library, question.strip(), named, on))[:MOST]
    return Deck(cards=tuple(found), start=named.regions[0] if len(named.regions) == 1 else ANYTHING)


def _cards(library: Library, question: str, named: Named, on: date) -> list[Card]:
    answer = ask.answer(library, question, region=None, on=on)
    if answer.outcome == "clarify" and answer.choices:
        chosen = [ask.answer(library, each.says, region=None, on=on) for each in answer.choices]
        return [_as_it_is(library, each, on) for each in chosen]
    if answer.outcome in {"chat", "clarify"}:
        return [_example(library.get(slug), on) for slug in named.regions or library.regulations]
    if not answer.findings:
        return [_as_it_is(library, answer, on)]
    beyond = _beyond(library, named)
    own = [card for finding in answer.findings for card in _of_finding(library, finding, beyond, on)]
    return [*own, *_whole(library, answer.citations, on)]


def _named(library: Library, question: str) -> Named:
    """What a question says of places."""
    if not library.regulations:
        return Named()
    index = index_of(library)
    return index.places.read(index.normaliser.asked(question))


def _beyond(library: Library, named: Named) -> list[str]:
    """What is said first where the place asked about has a text of its own, which is not here."""
    if not named.beyond:
        return []
    name = "、".join(library.get(slug).identity.short for slug in named.regions)
    return [ask_wording.BEYOND.format(place=named.beyond, name=name)]


def _of_finding(library: Library, finding: Finding, beyond: list[str], on: date) -> Iterable[Card]:
    """What answers, one card a region, what is stated first; then what is related, and who has nothing on it."""
    lead = [*beyond, *([ask_wording.UNSURE] if finding.unsure else [])]
    made = [(block(library, hit, MOST_BESIDE).stated, _of_hit(library, hit, lead, on)) for hit in finding.hits]
    yield from (card for stated, card in made if stated)
    yield from (card for stated, card in made if not stated)
    yield from (_of_hit(library, hit, beyond, on) for hit in finding.related)
    for slug in finding.missing:
        regulation = library.get(slug)
        text = ask_wording.MISSING_IN.format(names=regulation.identity.short)
        yield _card(wording.MISSING.format(name=regulation.identity.short), text, _set(regulation, [text], on))


def _of_hit(library: Library, hit: Hit, lead: list[str], on: date) -> Card:
    """The answer of one region with its provisions, or that its text leaves it open."""
    regulation = library.get(hit.target.region)
    made = block(library, hit, MOST_BESIDE)
    text = _set(regulation, [*lead, *made.lines], on)
    if not made.stated:
        return _card(wording.UNSTATED.format(name=regulation.identity.short), made.lines[0], text)
    cited = next((one for one in made.citations if not quoting.is_heading(regulation, one)), made.citations[0])
    return _card(_title(regulation, cited.label, on), cited.quote, text)


def _whole(library: Library, citations: Sequence[Citation], on: date) -> Iterable[Card]:
    """The articles that the answer cites, each in full."""
    for one in citations:
        regulation = library.get(one.region)
        article = opening.top_of(regulation, one.eid)
        if article.kind in opening.TOP:
            title = _title(regulation, f"{article.label}{wording.WHOLE}", on)
            yield _card(title, article.text, opening.opened(regulation, article, on).text)


def _as_it_is(library: Library, answer: Answer, on: date) -> Card:
    """An answer that is one piece: a provision opened by its number, or that there is nothing."""
    if not answer.citations:
        title = wording.REFUSED.get(answer.outcome) or answer.text.partition("\n")[0]
        return _card(title, answer.text, answer.text)
    first = answer.citations[0]
    return _card(_title(library.get(first.region), first.label, on), first.quote, answer.text)


def _example(regulation: Regulation, on: date) -> Card:
    """A region, and how to ask about it."""
    identity = regulation.identity
    title = wording.REGION.format(name=identity.short, title=identity.title)
    return _card(title, wording.EXAMPLE.format(name=identity.short), _set(regulation, [wording.region(regulation)], on))


def _title(regulation: Regulation, label: str, on: date) -> str:
    """A provision as it is listed; one of a draft says so."""
    return f"{regulation.identity.short}{label}{wording.DRAFT if is_draft(regulation, on) else ''}"


def _set(regulation: Regulation, lines: Sequence[str], on: date) -> str:
    """The lines with the status of their text, that of a draft first."""
    status = status_line(regulation, on)
    return tidy("\n".join((status, "", *lines) if is_draft(regulation, on) else (*lines, "", status)))


def _card(title: str, description: str, text: str) -> Card:
    sent = wording.fit(text)
    short = narrow(quoting.flat(wording.fit(description)))
    short = short if len(short) <= SHORT else f"{short[:SHORT]}……"
    return Card(id=sha256(f"{title}\n{sent}".encode()).hexdigest()[:32], title=title, description=short, text=sent)


def _distinct(cards: Iterable[Card]) -> list[Card]:
    """Each message once."""
    return list({card.text: card for card in reversed(list(cards))}.values())[::-1]
