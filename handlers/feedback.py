"""How an answer is received: the buttons under it, the votes, and which answer a vote or 转人工 is about."""

from __future__ import annotations

from handlers import enquiry, flow
from handlers.answers.model import Answer
from handlers.choice import Choice
from handlers.flow import Here
from handlers.model import Asked, Ballot, Outcome, Received, Reply, Turn, Vote, World
from handlers.session import LastAnswer, Session
from handlers.wording import common
from handlers.wording import feedback as wording
from knowledge.answering.search import index_of
from knowledge.library import Library

ID = 16
"""Digits of a turn's nonce that name the answer given in it."""


def asked(library: Library, session: Session, turn: Turn, question: str, answer: Answer) -> Asked | None:
    """What an answer about the rules is remembered by; None for small talk and for a question in return."""
    if answer.outcome in {"chat", "clarify"}:
        return None
    regions = tuple(dict.fromkeys(one.region for one in answer.citations))
    if not regions and library.regulations:
        index = index_of(library)
        named = index.places.read(index.normaliser.asked(question)).regions
        regions = named or ((session.region,) if session.region else ())
    return Asked(id=turn.nonce[:ID], question=question, regions=regions, outcome=answer.outcome)


def remembered(session: Session, about: Asked | None) -> Session:
    """The session after an answer; another revision is made of it when the turn ends."""
    if about is None:
        return session
    return session.model_copy(update={"last_answer": LastAnswer(id=about.id, rev=session.rev + 1)})


def choices(answer: Answer, about: Asked) -> tuple[Choice, ...]:
    """The buttons under an answer. Where nothing was found there is nothing to praise."""
    found = answer.outcome == "answer" or bool(answer.citations)
    marks = (wording.USEFUL, wording.USELESS) if found else (wording.USELESS,)
    return tuple(_of(choice, about.id) for choice in (*marks, common.ENQUIRY))


def _of(choice: Choice, answer: str) -> Choice:
    return choice.model_copy(update={"lasting": True, "about": answer})


def answer_named(session: Session, turn: Turn) -> str | None:
    """The answer that a turn may be about, so that the engine can load it."""
    handing = enquiry.answer_in_hand(session)
    last = session.last_answer.id if session.last_answer else None
    return turn.about or handing or last


def at_hand(world: World, turn: Turn) -> Received | None:
    """The answer that 转人工 is about: the one pressed under, the one being handed over, else the one just given."""
    session = world.session
    pointed = turn.about is not None or enquiry.answer_in_hand(session) is not None
    just = session.last_answer is not None and session.last_answer.rev == session.rev
    return world.answer if pointed or just else None


def vote(library: Library, world: World, turn: Turn, what: Vote, here: Here) -> Outcome:
    """👍 or 👎; the same vote again changes nothing."""
    given = world.answer
    if given is None:
        return _told(library, world, turn, wording.NOTHING_GIVEN if turn.about is None else wording.NOT_YOURS, here)
    if given.vote == what:
        return _told(library, world, turn, wording.SAME, here)
    if what == "useful":
        told = _told(library, world, turn, wording.THANKS, here)
    else:
        told = _offered(library, world, turn, given, here)
    return told.model_copy(update={"ballot": Ballot(answer=given.asked.id, vote=what)})


def _told(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """A line: in passing for a press, which leaves the open step and its buttons as they are."""
    if turn.about is not None:
        return Outcome(session=world.session, replies=(Reply(text=text, passing=True),))
    session = _still_last(world.session)
    if flow.at_rest(session):
        return flow.say(session, text)
    return flow.again(library, world.model_copy(update={"session": session}), turn, text, here)


def _offered(library: Library, world: World, turn: Turn, given: Received, here: Here) -> Outcome:
    """Thanks, and the way to staff with that very question."""
    offer = Reply(text=wording.SORRY, choices=(_of(common.ENQUIRY, given.asked.id),))
    if turn.about is not None:
        return Outcome(session=world.session, replies=(offer,))
    session = _still_last(world.session)
    if flow.at_rest(session):
        return Outcome(session=session, replies=(offer,))
    shown = here(library, world.model_copy(update={"session": session}), turn)
    return Outcome(session=session, replies=(offer, shown))


def _still_last(session: Session) -> Session:
    """A vote is typed about the last answer, which 转人工 then means too."""
    last = session.last_answer
    if last is None:
        return session
    return session.model_copy(update={"last_answer": last.model_copy(update={"rev": session.rev + 1})})
