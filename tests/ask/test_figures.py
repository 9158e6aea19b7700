"""The figures that answering must reach, over our own questions."""

import pytest

from knowledge.library import Library
from tests.ask.figures import Judged, figures, judge, read

FLOORS = {
    "first": 0.90,
    "first three": 0.97,
    "first, region unknown": 0.90,
    "outcome": 0.95,
    "phrase": 0.95,
    "foreign declined": 0.97,
}


@pytest.fixture(scope="module")
def judged(library: Library) -> list[Judged]:
    return judge(library, read())


def test_there_are_enough_questions_and_no_two_alike() -> None:
    rows = read()
    assert len(rows) >= 300
    assert len({row["question"] + str(row["region"]) for row in rows}) == len(rows)


def test_every_right_answer_names_provisions_that_exist(library: Library) -> None:
    for row in read():
        for right in row["gold"]:
            labels = [each.label for each in library.get(right["region"]).provisions]
            assert any(label.startswith(right["label"]) for label in labels), (row["id"], right)


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_shares_reach_their_floor(library: Library, judged: list[Judged], name: str, floor: float) -> None:
    assert figures(library, judged)[name] >= floor


def test_hardly_any_real_question_is_declined(library: Library, judged: list[Judged]) -> None:
    assert figures(library, judged)["real declined"] <= 0.02


def test_no_quote_is_false(library: Library, judged: list[Judged]) -> None:
    assert figures(library, judged)["false quotes (count)"] == 0


def test_a_question_costs_little(library: Library, judged: list[Judged]) -> None:
    assert figures(library, judged)["CPU median (ms)"] < 10
