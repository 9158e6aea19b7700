"""Questionnaires about a workshop of one region: what its text asks for, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import flow
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Questionnaire, in_words
from handlers.session import Aim, Session
from handlers.wording import common
from handlers.wording import eligibility as wording
from knowledge.library import Library, Regulation
from knowledge.model import Bound
from knowledge.vocabulary.facts import Fact, Value


@dataclass(frozen=True)
class RegionInquiry:
    """Questions about one regulation, and the reply that they end in."""

    begins: Choice
    open_facts: Callable[[Library, str, Mapping[str, Value], date], Sequence[str]]
    """What is still to be asked, in order."""
    facts_used: Callable[[Library, str], Sequence[str]]
    reasons: Callable[[Library, str, str], Sequence[tuple[str, Sequence[Bound]]]]
    """What a fact is asked for, and the words of the text behind it."""
    told: Callable[[Library, World, date, str], Reply]

    def next_fact(self, library: Library, session: Session, on: date) -> Fact | None:
        """The first open one."""
        waiting = self._open(library, session, on)
        return in_words(library, session, waiting[0]) if waiting else None

    def left(self, library: Library, session: Session, on: date) -> int | None:
        """All that is open now."""
        return len(self._open(library, session, on))

    def _open(self, library: Library, session: Session, on: date) -> Sequence[str]:
        return self.open_facts(library, session.region, session.answers, on) if session.region else ()

    def facts(self, library: Library, session: Session) -> Collection[str]:
        """What the region's part reads."""
        return self.facts_used(library, session.region) if session.region else ()

    def why(self, library: Library, session: Session, fact: Fact) -> str:
        """The provisions that the fact matters to."""
        regulation = library.get(session.region or "")
        found = self.reasons(library, regulation.slug, fact.id)
        return wording.why(fact, [(regulation, title, sources) for title, sources in found])

    def about(self, _library: Library, _session: Session, _fact: Fact) -> str:
        """Nothing: the questions speak for themselves."""
        return ""

    def shortcuts(self, _library: Library, _session: Session) -> tuple[Choice, ...]:
        """None: there are few questions."""
        return ()

    def result(self, library: Library, world: World, turn: Turn, lead: str) -> Outcome:
        """What the answers come to."""
        done = flow.idle(world.session)
        reply = self.told(library, world, flow.today(turn), done.region or "")
        return Outcome(session=done, replies=(flow.led(reply, lead),))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a regulation's folder that questions are about."""

    written: Callable[[Regulation], bool]
    """Whether the folder has it."""
    opening: Callable[[Regulation, date, int], str]
    """The first words; with the number of answers that are used again."""


def start(
    questions: Questionnaire,
    aim: Aim,
    part: Part,
    library: Library,
    world: World,
    turn: Turn,
) -> Outcome:
    """Begin, or go on, in the session's region; without one it is asked first."""
    if world.session.region is None:
        return flow.for_region(library, world.session, aim)
    regulation = library.get(world.session.region)
    if not part.written(regulation):
        text = common.NOT_WRITTEN.format(name=regulation.identity.short, part=questions.inquiry.begins.label)
        return flow.say(flow.idle(world.session), text, choices=common.MENU)
    afresh = flow.with_session(world, aim=aim, comparing=False, full=False, asked=(), pending=None)
    on = flow.today(turn)
    if questions.inquiry.next_fact(library, afresh.session, on) is None:  # the result tells the status itself
        return questions.advance(library, afresh, turn)
    used = len(questions.answered(library, afresh.session))
    lead = part.opening(regulation, on, used)
    return questions.advance(library, afresh, turn, lead)
