"""What the self-assessment asks, in which order, and for which words of the text."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.inquiry import Order
from knowledge.vocabulary.facts import Answers
from tests.scoring.reviews import ON, WITH_SHEET, best


def asked(library: Library, slug: str, order: Order) -> list[str]:
    """The questions that a workshop gets that has done everything."""
    answers: Answers = {}
    while fact := review.next_fact(library, slug, answers, ON, order):
        answers[fact.id] = best(library.facts[fact.id])
    return list(answers)


@pytest.mark.parametrize("slug", WITH_SHEET)
def test_rows_and_papers_ask_the_same_in_another_order(library: Library, slug: str) -> None:
    by_row, by_papers = asked(library, slug, "row"), asked(library, slug, "evidence")
    assert sorted(by_row) == sorted(by_papers)
    assert by_row != by_papers


def test_vetoes_come_first(library: Library) -> None:
    assert asked(library, "xiaoshan", "evidence")[0] == "veto_grounds_xiaoshan"


def test_a_veto_asks_which_and_then_stops(library: Library) -> None:
    said: Answers = {"veto_grounds_xiaoshan": True, "refused_assessment": False}
    fact = review.next_fact(library, "xiaoshan", said, ON)
    assert fact is not None
    assert fact.id == "leader_left_skilled_post"
    assert review.next_fact(library, "xiaoshan", {**said, fact.id: True}, ON) is None
    assert review.next_fact(library, "xiaoshan", {**said, fact.id: True}, ON, full=True) is not None


def test_a_row_that_is_lost_asks_no_more(library: Library) -> None:
    said: Answers = {"veto_grounds_xiaoshan": False, "dedicated_site": False}
    fact = review.next_fact(library, "xiaoshan", said, ON)
    assert fact is not None
    assert fact.id == "equipment_sufficient"


@pytest.mark.parametrize("slug", ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"])
def test_every_question_has_words_of_the_text_behind_it(library: Library, slug: str) -> None:
    for fact in asked(library, slug, "row"):
        sources = review.reads(library, slug, fact)
        assert sources
        assert all(source.quote and source.label for source in sources)


def test_answers_of_other_questionnaires_are_used(library: Library) -> None:
    said: Answers = {"annual_plan": True, "studio_management_system": True}
    fact = review.next_fact(library, "daxing", said, ON)
    assert fact is not None
    assert fact.id == "personnel_files_and_review"
