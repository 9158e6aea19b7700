"""退休计算: the statutory day of retirement, and what each text asks for; with or without a region."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from handlers import flow
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Inquiry, Questionnaire, in_words
from handlers.session import Aim, Session
from handlers.wording import changes, common
from handlers.wording import retirement as wording
from knowledge.eligibility.outlook import outlook
from knowledge.library import Library
from knowledge.vocabulary.facts import Fact
from knowledge.vocabulary.typed import BadValueError
from knowledge.vocabulary.values import parse


class Retirement(Inquiry):
    """When the leader retires by the national rule."""

    begins = wording.RETIRE

    def next_fact(self, library: Library, session: Session, _on: date) -> Fact | None:
        """Birth first; sex and post only where they still make a difference."""
        fact = library.retirement.open_fact(session.answers)
        return in_words(library, session, fact) if fact else None

    def left(self, _library: Library, _session: Session, _on: date) -> int | None:
        """Not told: a man is asked one question less."""
        return None

    def facts(self, library: Library, _session: Session) -> Collection[str]:
        """What the rule reads."""
        return facts_of_rule(library)

    def why(self, library: Library, _session: Session, _fact: Fact) -> str:
        """The same reason for every question."""
        return wording.WHY.format(source=library.retirement.source)

    def result(self, library: Library, world: World, turn: Turn, lead: str) -> Outcome:
        """The day, the rule with its source, and every text's own words."""
        session = world.session
        found = outlook(library, session.answers, flow.today(turn))
        text = wording.told(library, found, QUESTIONS.answered(library, session), session.answers)
        choices = (common.ANSWERS, changes.CHANGE, common.CHECK, common.HELP)
        reply = Reply(text=text, choices=choices, citations=tuple(demand.source for demand in found.demands))
        return Outcome(session=flow.idle(session), replies=(flow.led(reply, lead),))


QUESTIONS = Questionnaire(Retirement())


def start(library: Library, world: World, turn: Turn, said: str = "") -> Outcome:
    """``/retire``; what stands behind it (``/retire 1966年5月 男``) replaces the answers given before."""
    own = facts_of_rule(library)
    answers = {fact: value for fact, value in world.session.answers.items() if not (said and fact in own)}
    for word in said.split():
        for fact in own:
            try:
                answers[fact] = parse(library.facts[fact], word, on=flow.today(turn))
            except BadValueError:
                continue
            break
    afresh = flow.with_session(world, aim=Aim.RETIREMENT, answers=answers, comparing=False, asked=(), pending=None)
    return QUESTIONS.advance(library, afresh, turn, wording.OPENING)


def facts_of_rule(library: Library) -> tuple[str, str, str]:
    """Birth, sex and post, in the order in which they are asked."""
    facts = library.retirement.facts
    return facts.birth, facts.sex, facts.post
