"""What a person's ledger says of this year, beside what they have answered; an answer wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers import flow
from handlers.model import Turn, World
from handlers.session import Session
from handlers.wording import ledger as wording
from knowledge.ledger.entries import Recorded, recorded
from knowledge.library import Library
from knowledge.scoring.duties import facts_of_duty
from knowledge.vocabulary.facts import Answers


def read_in(library: Library, world: World, turn: Turn) -> World:
    """The world whose session knows what the ledger says on this day."""
    year = flow.today(turn).year
    regions = {one.region for one in world.entries}
    found = {slug: dict(recorded(library.ledger, world.entries, slug, year)) for slug in sorted(regions)}
    return flow.with_session(world, recorded=found)


def known(session: Session) -> Answers:
    """The answers, and the ledger where nothing was answered or the answer was 不清楚."""
    filled = {fact: one.value for fact, one in _own(session).items() if session.answers.get(fact) is None}
    return {**session.answers, **filled}


def notes(library: Library, session: Session) -> Mapping[str, str]:
    """By the id of a row or a duty: what of it rests on the ledger, or on an answer that the ledger contradicts."""
    found = _own(session)
    told: dict[str, str] = {}
    for name, facts in _readers(library, session.region or ""):
        lines = [
            wording.beside(library.facts[fact], found[fact], session.answers.get(fact))
            for fact in facts
            if fact in found
        ]
        if any(lines):
            told[name] = "；".join(filter(None, lines))
    return told


def _own(session: Session) -> Mapping[str, Recorded]:
    return session.recorded.get(session.region or "", {})


def _readers(library: Library, slug: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every row and duty of a region, and the facts that it reads."""
    regulation = library.get(slug)
    for row in regulation.rubric.rows if regulation.rubric else ():
        yield row.id, tuple(ask.fact for ask in row.asks)
    for duty in regulation.obligations.duties:
        dated = (duty.deadline.date_fact,) if duty.deadline else ()
        yield duty.id, (*facts_of_duty(duty), *dated)
