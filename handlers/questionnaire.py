"""Every questionnaire: one question at a time, with 上一题, 跳过, 为什么问这个 and 改答案, then its result.

What is asked, why, and what comes of it is told by a ``Survey``; answers are facts of the one vocabulary, kept in the
session whichever survey asked for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from handlers import asking, flow
from handlers.intents import Name
from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.wording import common
from handlers.wording import questionnaire as wording
from knowledge.answering.search import looks_like_question
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers, Fact, Value, worded
from knowledge.vocabulary.typed import BadValueError, squeezed
from knowledge.vocabulary.values import parse

_NUMBERS = re.compile(r"[选第]?[0-9０-９]{1,2}(?:[,，、;；/和选第项个]*[0-9０-９]{1,2})*[项个]?")
"""An answer that is nothing but numbers of choices."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one questionnaire asks and what comes of it."""

    again: Choice
    """The button that begins it or goes on with it."""
    start: Callable[[Library, World, Turn], Outcome]
    next_fact: Callable[[Library, Session, date], Fact | None]
    """The next question; None when nothing open matters."""
    left: Callable[[Library, Session, date], int | None]
    """At most so many questions are still to come; None where that is not told."""
    reads: Callable[[Library, Session], Collection[str]]
    """Facts whose answers belong to it."""
    why: Callable[[Library, Session, Fact], str]
    """The provisions behind a question."""
    result: Callable[[Library, Session, Turn, str], Outcome]
    """What the answers so far come to, after a line."""
    so_far: Callable[[Session], bool]
    """Whether the result may be asked for at any question."""
    about: Callable[[Library, Session, Fact], str] = lambda _library, _session, _fact: ""
    """A line under the question."""
    beside: Callable[[Library, Session], tuple[Choice, ...]] = lambda _library, _session: ()
    """Further buttons of a question."""


def advance(survey: Survey, library: Library, session: Session, turn: Turn, lead: str = "") -> Outcome:
    """The next question, or the result."""
    fact = survey.next_fact(library, session, flow.today(turn))
    if fact is None:
        return survey.result(library, session, turn, lead)
    asked = session.model_copy(update={"mode": Mode.QUESTION, "fact": fact.id})
    reply = _question(survey, library, asked, turn, fact)
    return Outcome(session=asked, replies=(flow.led(reply, lead),))


def question(survey: Survey, library: Library, world: World, turn: Turn) -> Reply:
    """The open question, shown again."""
    session = world.session
    return _question(survey, library, session, turn, _open_fact(library, session))


def _open_fact(library: Library, session: Session) -> Fact:
    return fact_of(library, session, session.fact or "")


def fact_of(library: Library, session: Session, fact_id: str) -> Fact:
    """A fact in the words of the regulation at hand."""
    fact = library.facts[fact_id]
    return worded(fact, library.get(session.region).identity.leader) if session.region else fact


def _question(survey: Survey, library: Library, session: Session, turn: Turn, fact: Fact) -> Reply:
    left = survey.left(library, session, flow.today(turn))
    text = wording.question(
        fact,
        number=len(session.asked) + 1,
        left=None if left is None else max(left, 1),
        about=survey.about(library, session, fact),
    )
    back = (common.BACK,) if session.asked else ()
    so_far = (wording.SO_FAR,) if survey.so_far(session) else ()
    change = (common.ANSWERS,) if answered(survey, library, session) else ()
    beside = survey.beside(library, session)
    controls = (common.NOT_SURE, *back, *so_far, common.WHY, *change, *beside, common.CANCEL)
    return Reply(text=text, choices=(*wording.answer_choices(fact), *controls))


def asks_about(library: Library, session: Session, place: str) -> bool:
    """Whether the open question, or one of its answers, names a place."""
    fact = _open_fact(library, session)
    words = (fact.question, *(word for choice in fact.choices for word in (choice.value, *choice.also)))
    return any(place in word for word in words)


def receive(survey: Survey, library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """An answer to the open question; or a question about the law, answered, and the same question again."""
    session, here = world.session, partial(question, survey)
    fact = _open_fact(library, session)
    if text.strip("。.！!？? ") in wording.SO_FAR_WORDS:
        return survey.result(library, session, turn, "")
    asks = looks_like_question(text)
    try:
        value = parse(fact, text, on=flow.today(turn))
    except BadValueError as bad:
        if asks:
            return asking.aside(library, world, turn, text, here)
        return flow.again(library, world, turn, bad.message, here)
    other = _caught(fact, text, value)
    if other is not None and asks:
        return asking.aside(library, world, turn, text, here)
    if other is not None:
        return flow.again(library, world, turn, wording.not_listed(text, other), here)
    return _store(survey, library, session, turn, fact, value)


def _caught(fact: Fact, text: str, value: Value) -> str | None:
    """The catch-all answer (其他) that words were taken for without saying it; they may have meant anything."""
    chosen = value if isinstance(value, tuple) else (value,)
    said = squeezed(text)
    for choice in fact.choices:
        if choice.other and choice.value in chosen:
            named = any(word in said for word in (choice.value, *choice.also))
            return None if named or _NUMBERS.fullmatch(said) else choice.value
    return None


def _store(survey: Survey, library: Library, session: Session, turn: Turn, fact: Fact, value: Value) -> Outcome:
    """Remember an answer; the others stay as they are."""
    answers: Answers = {**session.answers, fact.id: value}
    asked = (*(each for each in session.asked if each != fact.id), fact.id)
    stored = session.model_copy(update={"answers": answers, "asked": asked})
    return advance(survey, library, stored, turn, wording.noted(fact, value))


def navigate(survey: Survey, library: Library, world: World, turn: Turn, name: Name) -> Outcome:
    """上一题, 跳过, 为什么问这个."""
    session = world.session
    if name is Name.BACK:
        return _back(survey, library, world, turn)
    fact = _open_fact(library, session)
    if name is Name.WHY:
        return flow.again(library, world, turn, survey.why(library, session, fact), partial(question, survey))
    return _store(survey, library, session, turn, fact, None)


def _back(survey: Survey, library: Library, world: World, turn: Turn) -> Outcome:
    session = world.session
    if not session.asked:
        return flow.again(library, world, turn, wording.FIRST_QUESTION, partial(question, survey))
    fact = fact_of(library, session, session.asked[-1])
    answers = {key: value for key, value in session.answers.items() if key != fact.id}
    return _reopened(survey, library, turn, session, fact, {"asked": session.asked[:-1], "answers": answers})


def _reopened(
    survey: Survey, library: Library, turn: Turn, session: Session, fact: Fact, changes: dict[str, object]
) -> Outcome:
    """A question put again, with what was answered before."""
    before = wording.before(fact, session.answers.get(fact.id))
    update = {"mode": Mode.QUESTION, "fact": fact.id, **changes}
    reopened = session.model_copy(update=update)
    return Outcome(session=reopened, replies=(flow.led(_question(survey, library, reopened, turn, fact), before),))


def answered(survey: Survey, library: Library, session: Session) -> tuple[Fact, ...]:
    """Facts of the survey that have an answer, in the vocabulary's order."""
    wanted = survey.reads(library, session)
    said = (fact_id for fact_id in library.facts if fact_id in session.answers and fact_id in wanted)
    return tuple(fact_of(library, session, fact_id) for fact_id in said)


def answers(survey: Survey, library: Library, world: World, turn: Turn) -> Outcome:
    """The list of all answers, to change one."""
    session = world.session
    listed = answered(survey, library, session)
    if not listed and session.mode is Mode.QUESTION:
        return flow.again(library, world, turn, wording.NONE_YET, partial(question, survey))
    if not listed:
        text = wording.NO_ANSWERS.format(start=survey.again.label)
        return flow.say(flow.idle(session), text, choices=common.MENU)
    choosing = session.model_copy(update={"mode": Mode.ANSWERS})
    way_on = (survey.again,) if session.fact is None else (wording.GO_ON,)
    return flow.say(choosing, wording.answer_list(listed, session.answers), choices=(*way_on, common.CANCEL))


def choose_answer(survey: Survey, library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """The number, or the name, of the answer to change; None where the words are something else."""
    session = world.session
    listed = answered(survey, library, session)
    if text == wording.GO_ON.says:
        return advance(survey, library, session, turn)
    plain = text.strip("。. 、第条").removeprefix("改")
    named = [fact for fact in listed if len(plain) > 1 and plain in fact.short]
    if plain.isascii() and plain.isdigit():
        place = int(plain[:4])
        if not 1 <= place <= len(listed):
            return flow.say(session, wording.no_such_answer(len(listed)), choices=(common.CANCEL,))
        named = [listed[place - 1]]
    if len(named) != 1:
        return None
    fact = named[0]
    return _reopened(
        survey, library, turn, session, fact, {"asked": tuple(each for each in session.asked if each != fact.id)}
    )
