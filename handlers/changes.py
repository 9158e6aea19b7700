"""情况变化: what has changed, the few facts on which the answer depends, and what the text says follows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from handlers import flow
from handlers.intents import region_named
from handlers.model import Outcome, Reply, Turn, World
from handlers.questionnaire import Inquiry, Questionnaire, in_words
from handlers.session import Aim, Session
from handlers.wording import changes as wording
from handlers.wording import common
from handlers.wording.retirement import RETIRE
from knowledge.changes.entries import CHANGE
from knowledge.changes.telling import entry_of, facts_used, open_facts, reasons, tell
from knowledge.library import Library
from knowledge.vocabulary.facts import Fact
from knowledge.vocabulary.typed import BadValueError
from knowledge.vocabulary.values import parse


class Change(Inquiry):
    """What follows from a change, in the session's region."""

    begins = wording.CHANGE

    def next_fact(self, library: Library, session: Session, on: date) -> Fact | None:
        """The change itself, then what its answer depends on."""
        if session.region is None:
            return None
        following = open_facts(library, session.region, session.answers, on)
        return in_words(library, session, following[0]) if following else None

    def left(self, _library: Library, _session: Session, _on: date) -> int | None:
        """Not told: it depends on the change."""
        return None

    def facts(self, library: Library, session: Session) -> Collection[str]:
        """Facts on which the region's answers rest."""
        return facts_used(library, session.region) if session.region else ()

    def why(self, library: Library, session: Session, fact: Fact) -> str:
        """The provisions that differ by this fact."""
        regulation = library.get(session.region or "")
        entry = entry_of(regulation, session.answers)
        return wording.why(regulation, fact, reasons(entry, fact.id)) if entry else wording.WHY_CHANGE

    def result(self, library: Library, world: World, turn: Turn, lead: str) -> Outcome:
        """What the text says, with what is in conflict, unsaid, or only our reading."""
        session = world.session
        done = flow.idle(session)
        regulation = library.get(session.region or "")
        found = tell(library, regulation.slug, session.answers, flow.today(turn))
        if found.change is None:
            text = wording.NOT_CHOSEN if regulation.changes else _not_written(regulation.identity.short)
            return flow.say(done, text, choices=(wording.CHANGE, common.ENQUIRY, common.HELP))
        missing = [in_words(library, session, fact) for fact in found.missing]
        cited = (
            *(one for line in found.lines for one in line.sources),
            *(s for d in found.disputes for s in d.sources),
        )
        reply = Reply(
            text=wording.told(regulation, found, missing),
            choices=(wording.OTHER_CHANGE, RETIRE, common.CHECK, common.REGION, common.ANSWERS, common.ENQUIRY),
            citations=tuple(dict.fromkeys(cited)),
        )
        return Outcome(session=done, replies=(flow.led(reply, lead),))


QUESTIONS = Questionnaire(Change())


def start(library: Library, world: World, turn: Turn, said: str = "") -> Outcome:
    """``/change``, alone or with a region and the change behind it (``/change 郑州 退休``)."""
    session = world.session
    answers = {fact: value for fact, value in session.answers.items() if fact != CHANGE}
    unread = []
    for word in said.split():
        slug = region_named(library, word)
        change = None if slug else _change(library, word)
        if slug:
            session = flow.in_region(session, slug)
        elif change:
            answers[CHANGE] = change
        else:
            unread.append(word)
    afresh = session.model_copy(update={"answers": answers})
    outcome = go_on(library, world.model_copy(update={"session": afresh}), turn)
    return flow.leading(outcome, wording.unread(unread)) if unread else outcome


def go_on(library: Library, world: World, turn: Turn) -> Outcome:
    """The same change in the session's region; the region is asked first if there is none."""
    session = world.session
    if session.region is None:
        return flow.for_region(library, session, Aim.CHANGE)
    regulation = library.get(session.region)
    if regulation.changes is None:
        return flow.say(flow.idle(session), _not_written(regulation.identity.short), choices=common.MENU)
    afresh = flow.with_session(world, aim=Aim.CHANGE, comparing=False, full=False, asked=(), pending=None)
    on = flow.today(turn)
    asking = QUESTIONS.inquiry.next_fact(library, session, on) is not None
    lead = wording.opening(regulation, on) if asking else ""  # the result tells the status itself
    return QUESTIONS.advance(library, afresh, turn, lead)


def _change(library: Library, word: str) -> str | None:
    """The change that a word names; None where it is none."""
    try:
        return str(parse(library.facts[CHANGE], word) or "") or None
    except (BadValueError, KeyError):
        return None


def _not_written(name: str) -> str:
    return common.NOT_WRITTEN.format(name=name, part=wording.CHANGE.label)
