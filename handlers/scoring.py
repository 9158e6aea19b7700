"""考核自评: the score sheet and the duties of the year, asked row by row or papers by papers, and what they come to."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from handlers import flow, questionnaire
from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.questionnaire import Survey
from handlers.score_document import filled
from handlers.wording import common
from handlers.wording import scoring as wording
from handlers.wording.questionnaire import SEE_ALL
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.inquiry import Order
from knowledge.scoring.what_if import what_if
from knowledge.vocabulary.facts import Fact

BY_ROW, BY_PAPERS = "score", "score_by_papers"
"""By which the session remembers in what order it is asked."""

_WHAT_IF = re.compile(r"(?:如果|要是|假如|假设)?(?:我们?)?(?:再|多|又)")


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """Row by row, as the sheet stands."""
    return _start(BY_ROW, library, world, turn)


def start_by_papers(library: Library, world: World, turn: Turn) -> Outcome:
    """Papers by papers, as they are got ready."""
    return _start(BY_PAPERS, library, world, turn)


def _start(name: str, library: Library, world: World, turn: Turn) -> Outcome:
    """Begin, or go on; earlier answers, whoever asked for them, are used again."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": name})
        return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))
    update = {"survey": name, "comparing": False, "full": False, "asked": (), "pending": None}
    fresh = session.model_copy(update=update)
    survey, on = SURVEYS[name], flow.today(turn)
    used = questionnaire.answered(survey, library, fresh)
    lead = wording.opening(library.get(session.region), on, len(used))
    return questionnaire.advance(survey, library, fresh, turn, lead)


def _next(order: Order, library: Library, session: Session, on: date) -> Fact | None:
    if session.region is None:
        return None
    return review.next_fact(library, session.region, session.answers, on, order, full=session.full)


def _left(library: Library, session: Session, on: date) -> int | None:
    return review.at_most_left(library, session.region or "", session.answers, on, full=session.full)


def _reads(library: Library, session: Session) -> tuple[str, ...]:
    return review.facts_used(library, session.region) if session.region else ()


def _why(library: Library, session: Session, fact: Fact) -> str:
    regulation = library.get(session.region or "")
    return wording.why(regulation, fact, review.reads(library, regulation.slug, fact.id))


def _about(library: Library, session: Session, fact: Fact) -> str:
    return wording.about(review.reads(library, session.region or "", fact.id))


def _beside(other: Choice, library: Library, session: Session) -> tuple[Choice, ...]:
    """The other order, at the first question of a sheet that has one."""
    rubric = library.get(session.region).rubric if session.region else None
    return (other,) if rubric is not None and not session.asked else ()


def _result(library: Library, session: Session, turn: Turn, lead: str) -> Outcome:
    """The review as far as the answers go."""
    regulation, on = library.get(session.region or ""), flow.today(turn)
    sheet = review.score(library, regulation.slug, session.answers, on)
    open_fact = review.next_fact(library, regulation.slug, session.answers, on, full=session.full)
    more = review.next_fact(library, regulation.slug, session.answers, on, full=True)
    way_on = (wording.ANSWER_ON,) if open_fact else (SEE_ALL,) if more else ()
    export = (wording.EXPORT,) if regulation.rubric else ()
    reply = Reply(
        text=wording.result(regulation, sheet),
        choices=(*way_on, *export, common.ANSWERS, common.ENQUIRY),
        citations=tuple(row.source for row in sheet.rows) + tuple(one for duty in sheet.duties for one in duty.sources),
    )
    return Outcome(session=flow.idle(session), replies=(flow.led(reply, lead),))


def export(library: Library, world: World, turn: Turn) -> Outcome:
    """The annex with the column for self-assessment filled in, as a document."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": BY_ROW})
        return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))
    regulation = library.get(session.region)
    choices = flow.menu(session) if session.mode is not Mode.IDLE else (common.SCORE, common.ANSWERS, common.HELP)
    if regulation.rubric is None:
        return flow.say(session, wording.no_sheet(regulation), choices=choices)
    sheet = review.score(library, regulation.slug, session.answers, flow.today(turn))
    reply = Reply(
        text=wording.exported(regulation, sheet), files=(filled(regulation, sheet, turn.at),), choices=choices
    )
    return Outcome(session=session, replies=(reply,))


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers: answer on to the end, 再带2名徒弟能加几分; None for anything else."""
    session = world.session
    if session.survey not in SURVEYS or session.region is None or not flow.at_rest(session):
        return None
    if text == SEE_ALL.says:
        full = session.model_copy(update={"full": True, "pending": None})
        return questionnaire.advance(SURVEYS[session.survey], library, full, turn)
    return _supposed(library, session, turn, text)


def _supposed(library: Library, session: Session, turn: Turn, text: str) -> Outcome | None:
    """What one more of something counted would make of the score."""
    if _WHAT_IF.match(text) is None:
        return None
    found = what_if(library, session.region or "", session.answers, flow.today(turn), text)
    if found is None:
        return None
    return flow.say(session, wording.supposed(found), choices=(common.ANSWERS, common.SCORE, common.ENQUIRY))


def _survey(order: Order, other: Choice) -> Survey:
    return Survey(
        again=common.SCORE,
        start=start if order == "row" else start_by_papers,
        next_fact=partial(_next, order),
        left=_left,
        reads=_reads,
        why=_why,
        result=_result,
        so_far=lambda _session: True,
        about=_about,
        beside=partial(_beside, other),
    )


SURVEYS = {
    BY_ROW: _survey("row", wording.BY_PAPERS),
    BY_PAPERS: _survey("evidence", wording.BY_ROW),
}
