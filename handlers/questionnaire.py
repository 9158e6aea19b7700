"""One question at a time, whatever the questions are for: typed answers, 上一题, 跳过, 为什么问这个, 改答案."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handlers import asking, flow
from handlers.choice import Choice
from handlers.intents import Name
from handlers.model import Outcome, Progress, Reply, Turn, World
from handlers.session import Mode, Session
from handlers.wording import common
from handlers.wording import questionnaire as wording
from knowledge.answering.search import looks_like_question
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers, Fact, Value, worded
from knowledge.vocabulary.succession import out_of_order, wrong_order
from knowledge.vocabulary.typed import BadValueError, squeezed
from knowledge.vocabulary.values import parse

_NUMBERS = re.compile(r"[选第]?[0-9０-９]{1,2}(?:[,，、;；/和选第项个]*[0-9０-９]{1,2})*[项个]?")
"""An answer that is nothing but numbers of choices."""


class Inquiry(Protocol):
    """What the questions are for: which come next, why each is asked, and what is said in the end."""

    @property
    def begins(self) -> Choice:
        """The button that begins it."""

    def next_fact(self, library: Library, session: Session, on: date, /) -> Fact | None:
        """The next question; None when nothing open can change the result."""

    def left(self, library: Library, session: Session, on: date, /) -> int | None:
        """An upper bound of the questions still to come, the open one included; None where that is not told."""

    def facts(self, library: Library, session: Session, /) -> Collection[str]:
        """Ids of the facts that the result may rest on."""

    def why(self, library: Library, session: Session, fact: Fact, /) -> str:
        """The provisions behind a question."""

    def about(self, _library: Library, _session: Session, _fact: Fact, /) -> str:
        """A line under the question; nothing where it speaks for itself."""
        return ""

    def shortcuts(self, _library: Library, _session: Session, /) -> tuple[Choice, ...]:
        """Further buttons under a question."""
        return ()

    def result(self, library: Library, world: World, turn: Turn, lead: str, /) -> Outcome:
        """What is said on the answers as they stand."""


def in_words(library: Library, session: Session, fact_id: str) -> Fact:
    """A fact in the words of the regulation at hand."""
    fact = library.facts[fact_id]
    return worded(fact, library.get(session.region).identity.leader) if session.region else fact


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one inquiry, asked and answered."""

    inquiry: Inquiry

    def advance(self, library: Library, world: World, turn: Turn, lead: str = "") -> Outcome:
        """The next question, or the result."""
        session = world.session
        fact = self.inquiry.next_fact(library, session, flow.today(turn))
        if fact is None:
            return self.inquiry.result(library, world, turn, lead)
        asked = session.model_copy(update={"mode": Mode.QUESTION, "fact": fact.id})
        reply = self._question(library, asked, turn, fact)
        return Outcome(session=asked, replies=(flow.led(reply, lead),))

    def question(self, library: Library, world: World, turn: Turn) -> Reply:
        """The open question, shown again."""
        return self._question(library, world.session, turn, _open_fact(library, world.session))

    def receive(self, library: Library, world: World, turn: Turn, text: str) -> Outcome:
        """An answer to the open question; or a question about the law, answered, and the same question again."""
        session = world.session
        fact = _open_fact(library, session)
        if text.strip("。.！!？? ") in wording.SO_FAR_WORDS:
            return self.inquiry.result(library, world, turn, "")
        asks = looks_like_question(text)
        try:
            value = parse(fact, text, on=flow.today(turn))
        except BadValueError as bad:
            if asks:
                return asking.aside(library, world, turn, text, self.question)
            return flow.again(library, world, turn, bad.message, self.question)
        answers: Answers = {**session.answers, fact.id: value}
        wrong = [pair for pair in out_of_order(library.facts, answers) if fact.id in {one.id for one in pair}]
        if wrong:
            return flow.again(library, world, turn, wrong_order(*wrong[0]) + wording.CHANGE_OTHER, self.question)
        other = _caught(fact, text, value)
        if other is not None and asks:
            return asking.aside(library, world, turn, text, self.question)
        if other is not None:
            return flow.again(library, world, turn, wording.not_listed(text, other), self.question)
        return self._store(library, world, turn, fact, value)

    def navigate(self, library: Library, world: World, turn: Turn, name: Name) -> Outcome:
        """上一题, 跳过, 为什么问这个."""
        session = world.session
        if name is Name.BACK:
            return self._back(library, world, turn)
        fact = _open_fact(library, session)
        if name is Name.WHY:
            return flow.again(library, world, turn, self.inquiry.why(library, session, fact), self.question)
        return self._store(library, world, turn, fact, None)

    def answers(self, library: Library, world: World, turn: Turn) -> Outcome:
        """The list of all answers, to change one."""
        session = world.session
        listed = self.answered(library, session)
        if not listed and session.mode is Mode.QUESTION:
            return flow.again(library, world, turn, wording.NONE_YET, self.question)
        if not listed:
            return flow.say(
                flow.idle(session), wording.NO_ANSWERS.format(start=self.inquiry.begins.label), choices=common.MENU
            )
        choosing = session.model_copy(update={"mode": Mode.ANSWERS})
        way_on = (self.inquiry.begins,) if session.fact is None else (wording.GO_ON,)
        return flow.say(choosing, wording.answer_list(listed, session.answers), choices=(*way_on, common.CANCEL))

    def choose_answer(self, library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
        """The number, or the name, of the answer to change; None where the words are something else."""
        session = world.session
        listed = self.answered(library, session)
        if text == wording.GO_ON.says:
            return self.advance(library, world, turn)
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
        update = {"mode": Mode.QUESTION, "fact": fact.id, "asked": tuple(a for a in session.asked if a != fact.id)}
        chosen = session.model_copy(update=update)
        before = wording.before(fact, session.answers.get(fact.id))
        return Outcome(session=chosen, replies=(flow.led(self._question(library, chosen, turn, fact), before),))

    def answered(self, library: Library, session: Session) -> tuple[Fact, ...]:
        """Facts of the inquiry that have an answer, in the vocabulary's order."""
        wanted = set(self.inquiry.facts(library, session))
        said = (fact_id for fact_id in library.facts if fact_id in session.answers and fact_id in wanted)
        return tuple(in_words(library, session, fact_id) for fact_id in said)

    def _question(self, library: Library, session: Session, turn: Turn, fact: Fact) -> Reply:
        left = self.inquiry.left(library, session, flow.today(turn))
        back = (common.BACK,) if session.asked else ()
        change = (common.ANSWERS,) if self.answered(library, session) else ()
        shortcuts = self.inquiry.shortcuts(library, session)
        controls = (common.NOT_SURE, *back, *shortcuts, common.WHY, *change, common.CANCEL)
        number = len(session.asked) + 1
        text = wording.question(fact, number=number, left=left, about=self.inquiry.about(library, session, fact))
        progress = Progress(number=number, left=left)
        return Reply(text=text, choices=(*wording.answer_choices(fact), *controls), progress=progress)

    def _store(self, library: Library, world: World, turn: Turn, fact: Fact, value: Value) -> Outcome:
        """Remember an answer; the others stay as they are."""
        session = world.session
        answers: Answers = {**session.answers, fact.id: value}
        asked = (*(each for each in session.asked if each != fact.id), fact.id)
        stored = flow.with_session(world, answers=answers, asked=asked)
        return self.advance(library, stored, turn, wording.noted(fact, value))

    def _back(self, library: Library, world: World, turn: Turn) -> Outcome:
        session = world.session
        if not session.asked:
            return flow.again(library, world, turn, wording.FIRST_QUESTION, self.question)
        fact = in_words(library, session, session.asked[-1])
        before = wording.before(fact, session.answers.get(fact.id))
        answers = {key: value for key, value in session.answers.items() if key != fact.id}
        update = {"asked": session.asked[:-1], "fact": fact.id, "mode": Mode.QUESTION, "answers": answers}
        reopened = session.model_copy(update=update)
        return Outcome(session=reopened, replies=(flow.led(self._question(library, reopened, turn, fact), before),))


def asks_about(library: Library, session: Session, place: str) -> bool:
    """Whether the open question, or one of its answers, names a place."""
    fact = _open_fact(library, session)
    words = (fact.question, *(word for choice in fact.choices for word in (choice.value, *choice.also)))
    return any(place in word for word in words)


def _open_fact(library: Library, session: Session) -> Fact:
    return in_words(library, session, session.fact or "")


def _caught(fact: Fact, text: str, value: Value) -> str | None:
    """The catch-all answer (其他) that words were taken for without saying it; they may have meant anything."""
    chosen = value if isinstance(value, tuple) else (value,)
    said = squeezed(text)
    for choice in fact.choices:
        if choice.other and choice.value in chosen:
            named = any(word in said for word in (choice.value, *choice.also))
            return None if named or _NUMBERS.fullmatch(said) else choice.value
    return None
