"""The eligibility questionnaire: questions until the outcome is settled, then the verdict, of one region or of all."""

from __future__ import annotations

from datetime import date

from handlers import flow, questionnaire
from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.questionnaire import Survey
from handlers.wording import common
from handlers.wording import eligibility as wording
from handlers.wording.procedure import next_steps
from handlers.wording.questionnaire import SEE_ALL
from knowledge.eligibility import rules
from knowledge.library import Library
from knowledge.vocabulary.facts import Fact

NAME = "check"
"""By which the session remembers that this questionnaire is the one at hand."""


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """Begin, or go on with, the questionnaire of the session's region; earlier answers are used again."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": "check"})
        choices = common.region_choices(library, (common.COMPARE,))
        return flow.say(waiting, common.WHICH_REGION, choices=choices)
    fresh = _begun(session, comparing=False)
    regulation = library.get(session.region)
    used = questionnaire.answered(SURVEY, library, fresh)
    lead = wording.opening(regulation, flow.today(turn), len(used))
    return questionnaire.advance(SURVEY, library, fresh, turn, lead)


def compare(library: Library, world: World, turn: Turn) -> Outcome:
    """The same answers for all regulations; only what is still open is asked."""
    fresh = _begun(world.session, comparing=True)
    return questionnaire.advance(SURVEY, library, fresh, turn, wording.COMPARE_OPENING)


def _begun(session: Session, *, comparing: bool) -> Session:
    update = {"survey": NAME, "comparing": comparing, "full": False, "asked": (), "pending": None}
    return session.model_copy(update=update)


def _next(library: Library, session: Session, on: date) -> Fact | None:
    for slug in _regions(library, session):
        fact = rules.next_fact(library, slug, session.answers, on, full=session.full)
        if fact is not None:
            return fact
    return None


def _left(library: Library, session: Session, on: date) -> int | None:
    if _for_all(session):
        return None
    return rules.at_most_left(library, session.region or "", session.answers, on, full=session.full)


def _regions(library: Library, session: Session) -> tuple[str, ...]:
    """Which regulations the questions serve: the chosen one, or all, the chosen one first."""
    if session.region is not None and not session.comparing:
        return (session.region,)
    first = (session.region,) if session.region is not None else ()
    return (*first, *(slug for slug in library.regulations if slug != session.region))


def _for_all(session: Session) -> bool:
    """Whether the questionnaire serves all regulations; one begun by 对比各地 may have no region of its own."""
    return session.comparing or session.region is None


def _reads(library: Library, session: Session) -> set[str]:
    return {fact for slug in _regions(library, session) for fact in rules.facts_used(library, slug)}


def _why(library: Library, session: Session, fact: Fact) -> str:
    reasons = [
        (library.get(slug), criterion)
        for slug in _regions(library, session)
        for criterion in rules.criteria_using(library, slug, fact.id)
    ]
    return wording.why(fact, reasons)


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers: see every gap, one region's list, the result again."""
    session = world.session
    if text == SEE_ALL.says and session.region and session.survey == NAME:
        full = session.model_copy(update={"full": True, "pending": None})
        return questionnaire.advance(SURVEY, library, full, turn)
    if text == wording.NEXT_STEPS.says and session.region:
        text = next_steps(library.get(session.region), flow.today(turn))
        return flow.say(session, text, choices=_after(done=True))
    for slug, regulation in library.regulations.items():
        if text == wording.details(regulation).says:
            chosen = flow.in_region(session, slug).model_copy(update={"comparing": False, "survey": NAME})
            return _result(library, chosen, turn, "")
    return None


def _result(library: Library, session: Session, turn: Turn, lead: str) -> Outcome:
    """The verdict, or the five of them side by side."""
    on = flow.today(turn)
    done = flow.idle(session)
    if _for_all(session):
        verdicts = [
            (library.get(slug), rules.judge(library, slug, session.answers, on)) for slug in library.regulations
        ]
        choices = tuple(wording.details(regulation) for regulation, _ in verdicts)
        more = () if _next(library, session, on) is None else (wording.COMPARE_ON,)
        reply = Reply(text=wording.comparison(verdicts, on), choices=(*choices, *more, common.ANSWERS))
        return Outcome(session=done, replies=(flow.led(reply, lead),))
    regulation = library.get(session.region or "")
    verdict = rules.judge(library, regulation.slug, session.answers, on)
    settled = rules.next_fact(library, regulation.slug, session.answers, on, full=False) is None
    complete = rules.next_fact(library, regulation.slug, session.answers, on, full=True) is None
    reply = Reply(
        text=wording.verdict(library, regulation, verdict, complete=complete, settled=settled),
        choices=_after(done=complete, settled=settled),
        citations=tuple(source for finding in verdict.findings for source in finding.sources),
    )
    return Outcome(session=done, replies=(flow.led(reply, lead),))


def _after(*, done: bool, settled: bool = True) -> tuple[Choice, ...]:
    """What a result leads to."""
    more = () if done else (SEE_ALL,) if settled else (wording.ANSWER_ON,)
    return (*more, wording.NEXT_STEPS, common.DRAFT, common.COMPARE, common.ANSWERS, common.ENQUIRY)


SURVEY = Survey(
    again=common.CHECK,
    start=start,
    next_fact=_next,
    left=_left,
    reads=_reads,
    why=_why,
    result=_result,
    so_far=_for_all,
)
