"""考核自评: the score sheet and the duties of the year, asked row by row or papers by papers, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from handlers import by_region, flow
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Questionnaire, in_words
from handlers.recorded import known, notes
from handlers.score_document import filled
from handlers.session import Aim, Mode, Session
from handlers.wording import common
from handlers.wording import scoring as wording
from handlers.wording.questionnaire import SEE_ALL, SO_FAR
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.inquiry import Order
from knowledge.scoring.what_if import what_if
from knowledge.vocabulary.facts import Fact

_WHAT_IF = re.compile(r"(?:如果|要是|假如|假设)?(?:我们?)?(?:再|多|又)")


@dataclass(frozen=True)
class Review:
    """The review of the session's region, asked in one order."""

    order: Order
    other: Choice
    """The other order, offered at the first question of a sheet."""
    begins: Choice = common.SCORE

    def next_fact(self, library: Library, session: Session, on: date) -> Fact | None:
        """The next one in this order that can still move the result."""
        if session.region is None:
            return None
        fact = review.next_fact(library, session.region, known(session), on, self.order, full=session.full)
        return in_words(library, session, fact.id) if fact else None

    def left(self, library: Library, session: Session, on: date) -> int | None:
        """An upper bound."""
        return max(review.at_most_left(library, session.region or "", known(session), on, full=session.full), 1)

    def facts(self, library: Library, session: Session) -> Collection[str]:
        """What the sheet and the duties read."""
        return review.facts_used(library, session.region) if session.region else ()

    def why(self, library: Library, session: Session, fact: Fact) -> str:
        """The rows and duties that the fact matters to."""
        regulation = library.get(session.region or "")
        return wording.why(regulation, fact, review.reads(library, regulation.slug, fact.id))

    def about(self, library: Library, session: Session, fact: Fact) -> str:
        """The row that the question is for."""
        return wording.about(review.reads(library, session.region or "", fact.id))

    def shortcuts(self, library: Library, session: Session) -> tuple[Choice, ...]:
        """The result so far at any question, and the other order at the first."""
        rubric = library.get(session.region).rubric if session.region else None
        return (SO_FAR, *((self.other,) if rubric is not None and not session.asked else ()))

    def result(self, library: Library, world: World, turn: Turn, lead: str) -> Outcome:
        """The review as far as the answers go."""
        return _result(library, world.session, turn, lead)


BY_ROW = Questionnaire(Review("row", wording.BY_PAPERS))
BY_PAPERS = Questionnaire(Review("evidence", wording.BY_ROW))
PART = by_region.Part(lambda regulation: regulation.reviewed, wording.opening)
_ORDERS: Mapping[Aim, Questionnaire] = {Aim.SCORE: BY_ROW, Aim.SCORE_BY_PAPERS: BY_PAPERS}


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """Row by row, as the sheet stands."""
    return by_region.start(BY_ROW, Aim.SCORE, PART, library, world, turn)


def start_by_papers(library: Library, world: World, turn: Turn) -> Outcome:
    """Papers by papers, as they are got ready."""
    return by_region.start(BY_PAPERS, Aim.SCORE_BY_PAPERS, PART, library, world, turn)


def _result(library: Library, session: Session, turn: Turn, lead: str) -> Outcome:
    """The review as far as the answers go."""
    regulation, on = library.get(session.region or ""), flow.today(turn)
    sheet = review.score(library, regulation.slug, known(session), on)
    open_fact = review.next_fact(library, regulation.slug, known(session), on, full=session.full)
    more = review.next_fact(library, regulation.slug, known(session), on, full=True)
    way_on = (wording.ANSWER_ON,) if open_fact else (SEE_ALL,) if more else ()
    export = (wording.EXPORT,) if regulation.rubric else ()
    reply = Reply(
        text=wording.result(regulation, sheet, notes(library, session)),
        choices=(*way_on, *export, common.LOG, common.ANSWERS, common.ENQUIRY),
        citations=tuple(row.source for row in sheet.rows) + tuple(one for duty in sheet.duties for one in duty.sources),
    )
    return Outcome(session=flow.idle(session), replies=(flow.led(reply, lead),))


def export(library: Library, world: World, turn: Turn) -> Outcome:
    """The annex with the column for self-assessment filled in, as a document."""
    session = world.session
    if session.region is None:
        return flow.for_region(library, session, Aim.SCORE)
    regulation = library.get(session.region)
    choices = flow.menu(session) if session.mode is not Mode.IDLE else (common.SCORE, common.ANSWERS, common.HELP)
    if regulation.rubric is None:
        return flow.say(session, wording.no_sheet(regulation), choices=choices)
    sheet = review.score(library, regulation.slug, known(session), flow.today(turn))
    reply = Reply(
        text=wording.exported(regulation, sheet), files=(filled(regulation, sheet, turn.at),), choices=choices
    )
    return Outcome(session=session, replies=(reply,))


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers: answer on to the end, 再带2名徒弟能加几分; None for anything else."""
    session = world.session
    if session.aim not in _ORDERS or session.region is None or not flow.at_rest(session):
        return None
    if text == SEE_ALL.says:
        return _ORDERS[session.aim].advance(library, flow.with_session(world, full=True, pending=None), turn)
    return _supposed(library, session, turn, text)


def _supposed(library: Library, session: Session, turn: Turn, text: str) -> Outcome | None:
    """What one more of something counted would make of the score."""
    if _WHAT_IF.match(text) is None:
        return None
    found = what_if(library, session.region or "", known(session), flow.today(turn), text)
    if found is None:
        return None
    return flow.say(session, wording.supposed(found), choices=(common.ANSWERS, common.SCORE, common.ENQUIRY))
