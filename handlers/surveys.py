"""All questionnaires by name, and the one that a session is at."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import eligibility, questionnaire, scoring
from handlers.model import Outcome, Session, Turn, World
from handlers.questionnaire import Survey
from knowledge.library import Library

BY_NAME: Mapping[str, Survey] = {eligibility.NAME: eligibility.SURVEY, **scoring.SURVEYS}


def of(session: Session) -> Survey:
    """The questionnaire at hand, or the last one."""
    return BY_NAME.get(session.survey, eligibility.SURVEY)


def choose_answer(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """An answer of the list to change; None where the words are something else."""
    return questionnaire.choose_answer(of(world.session), library, world, turn, text)


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers; None for anything else."""
    return scoring.result_words(library, world, turn, text) or eligibility.result_words(library, world, turn, text)
