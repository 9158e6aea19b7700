"""Which questionnaire is at hand: what a session asks for, and how each of them is begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import changes, dates, eligibility, money, retirement, scoring
from handlers.model import Outcome, Turn, World
from handlers.questionnaire import Questionnaire
from handlers.session import Aim, Session
from knowledge.library import Library

_QUESTIONS: Mapping[Aim, Questionnaire] = {
    Aim.ELIGIBILITY: eligibility.QUESTIONS,
    Aim.SCORE: scoring.BY_ROW,
    Aim.SCORE_BY_PAPERS: scoring.BY_PAPERS,
    Aim.MONEY: money.QUESTIONS,
    Aim.DATES: dates.QUESTIONS,
    Aim.CHANGE: changes.QUESTIONS,
    Aim.RETIREMENT: retirement.QUESTIONS,
}

_STARTS: Mapping[Aim, Callable[[Library, World, Turn], Outcome]] = {
    Aim.ELIGIBILITY: eligibility.start,
    Aim.SCORE: scoring.start,
    Aim.SCORE_BY_PAPERS: scoring.start_by_papers,
    Aim.MONEY: money.start,
    Aim.DATES: dates.start,
    Aim.CHANGE: changes.go_on,
    Aim.RETIREMENT: retirement.start,
}


def of(session: Session) -> Questionnaire:
    """The questionnaire at hand, or the last one."""
    return _QUESTIONS[session.aim]


def start(aim: Aim, library: Library, world: World, turn: Turn) -> Outcome:
    """A questionnaire from its beginning; answers given before are used again."""
    return _STARTS[aim](library, world, turn)


def choose_answer(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """The answer of the list that is to be changed; None where the words are something else."""
    return of(world.session).choose_answer(library, world, turn, text)


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers; None for anything else."""
    return scoring.result_words(library, world, turn, text) or eligibility.result_words(library, world, turn, text)
