"""The eligibility questionnaire: asked until the outcome is settled, then the verdict."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from handlers import flow
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Inquiry, Questionnaire
from handlers.reminding import offer
from handlers.rulings import beside
from handlers.session import Aim, Checked, Session
from handlers.wording import common
from handlers.wording import eligibility as wording
from handlers.wording.procedure import next_steps
from handlers.wording.questionnaire import SEE_ALL, SO_FAR
from knowledge.eligibility import rules
from knowledge.library import Library
from knowledge.vocabulary.facts import Fact


class Eligibility(Inquiry):
    """Whether an application would be allowed: in the session's region, or in all of them."""

    begins = common.CHECK

    def next_fact(self, library: Library, session: Session, on: date) -> Fact | None:
        """The open fact that can settle most, of the first region that is not settled."""
        for slug in _regions(library, session):
            fact = rules.next_fact(library, slug, session.answers, on, full=session.full)
            if fact is not None:
                return fact
        return None

    def left(self, library: Library, session: Session, on: date) -> int | None:
        """For one region; over all of them it is not told."""
        if _for_all(session) or session.region is None:
            return None
        return max(rules.at_most_left(library, session.region, session.answers, on, full=session.full), 1)

    def facts(self, library: Library, session: Session) -> Collection[str]:
        """Facts that the rules of the shown regulations read."""
        return {fact for slug in _regions(library, session) for fact in rules.facts_used(library, slug)}

    def why(self, library: Library, session: Session, fact: Fact) -> str:
        """The criteria that the fact decides."""
        return wording.why(
            fact,
            [
                (library.get(slug), criterion.title, criterion.sources)
                for slug in _regions(library, session)
                for criterion in rules.criteria_using(library, slug, fact.id)
            ],
        )

    def shortcuts(self, _library: Library, session: Session) -> tuple[Choice, ...]:
        """Over all regions nobody must answer to the end."""
        return (SO_FAR,) if _for_all(session) else ()

    def result(self, library: Library, world: World, turn: Turn, lead: str) -> Outcome:
        """The verdict, or the five of them side by side."""
        return _result(library, world, turn, lead)


QUESTIONS = Questionnaire(Eligibility())


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """Begin, or go on with, the questionnaire of the session's region; earlier answers are used again."""
    session = world.session
    if session.region is None:
        return flow.for_region(library, session, Aim.ELIGIBILITY, (common.COMPARE,))
    fresh = _afresh(world, comparing=False)
    regulation = library.get(session.region)
    if regulation.rules is None:
        return _unruled(library, fresh.session)
    used = QUESTIONS.answered(library, fresh.session)
    lead = wording.opening(regulation, flow.today(turn), len(used))
    return QUESTIONS.advance(library, fresh, turn, lead)


def compare(library: Library, world: World, turn: Turn) -> Outcome:
    """The same answers for all regulations; only what is still open is asked."""
    if not library.judging:
        return flow.say(flow.idle(world.session), common.NOTHING_TO_JUDGE, choices=common.MENU)
    return QUESTIONS.advance(library, _afresh(world, comparing=True), turn, wording.COMPARE_OPENING)


def _afresh(world: World, *, comparing: bool) -> World:
    """From the first question on, with the answers given before."""
    return flow.with_session(world, aim=Aim.ELIGIBILITY, comparing=comparing, full=False, asked=(), pending=None)


def _unruled(library: Library, session: Session) -> Outcome:
    """The session's region has no rules: what there is instead."""
    name = library.get(session.region or "").identity.short
    choices = common.region_choices(library, (common.ASK, common.HELP)) if library.judging else common.MENU
    return flow.say(flow.idle(session), common.NO_RULES.format(name=name), choices=choices)


def _regions(library: Library, session: Session) -> tuple[str, ...]:
    """Which regulations the questions serve: the chosen one, or all that have rules, the chosen one first."""
    first = (session.region,) if session.region in library.judging else ()
    if first and not session.comparing:
        return first
    return (*first, *(slug for slug in library.judging if slug != session.region))


def _for_all(session: Session) -> bool:
    """Whether the questionnaire serves all regulations; one begun by 对比各地 may have no region of its own."""
    return session.comparing or session.region is None


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers: see every gap, one region's list, the result again."""
    session = world.session
    if text == SEE_ALL.says and session.region in library.judging:
        asked = flow.with_session(world, aim=Aim.ELIGIBILITY, full=True, pending=None)
        return QUESTIONS.advance(library, asked, turn)
    if text == wording.NEXT_STEPS.says and session.region:
        text = next_steps(library.get(session.region), flow.today(turn))
        return flow.say(session, text, choices=(*_after(done=True), *offer(library, world, turn, session.region)))
    for slug in library.judging:
        if text == wording.details(library.get(slug)).says:
            chosen = flow.in_region(session, slug).model_copy(update={"comparing": False})
            return _result(library, world.model_copy(update={"session": chosen}), turn, "")
    return None


def _result(library: Library, world: World, turn: Turn, lead: str) -> Outcome:
    """The verdict, or the five of them side by side."""
    session, on = world.session, flow.today(turn)
    done = flow.idle(session)
    if session.region is None or session.comparing:
        compared = [_compared(library, world, slug, on) for slug in library.judging]
        choices = tuple(wording.details(one.regulation) for one in compared)
        more = () if QUESTIONS.inquiry.next_fact(library, session, on) is None else (wording.COMPARE_ON,)
        reply = Reply(text=wording.comparison(compared, on), choices=(*choices, *more, common.ANSWERS))
        return Outcome(session=done, replies=(flow.led(reply, lead),))
    regulation = library.get(session.region)
    verdict = rules.judge(library, regulation.slug, session.answers, on)
    settled = rules.next_fact(library, regulation.slug, session.answers, on, full=False) is None
    complete = rules.next_fact(library, regulation.slug, session.answers, on, full=True) is None
    rulings = beside(library, world.rulings, verdict, session.answers, on)
    reply = Reply(
        text=wording.verdict(library, regulation, verdict, complete=complete, settled=settled, rulings=rulings),
        choices=(*_after(done=complete, settled=settled), *offer(library, world, turn, regulation.slug)),
        citations=tuple(source for finding in verdict.findings for source in finding.sources),
    )
    checked = {**session.checked, regulation.slug: Checked(outcome=verdict.outcome, on=on)}
    kept = done.model_copy(update={"checked": checked})
    return Outcome(session=kept, replies=(flow.led(reply, lead),))


def _compared(library: Library, world: World, slug: str, on: date) -> wording.Compared:
    """One region's verdict on the session's answers, with the rulings made in the same situation."""
    answers = world.session.answers
    verdict = rules.judge(library, slug, answers, on)
    return wording.Compared(library.get(slug), verdict, beside(library, world.rulings, verdict, answers, on))


def _after(*, done: bool, settled: bool = True) -> tuple[Choice, ...]:
    """What a result leads to."""
    more = () if done else (SEE_ALL,) if settled else (wording.ANSWER_ON,)
    return (*more, wording.NEXT_STEPS, common.DRAFT, common.COMPARE, common.ANSWERS, common.ENQUIRY)
