"""Conditions on events and on results one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.cases import case_of
from knowledge.library import Library
from knowledge.vocabulary.case import truth, wanting
from knowledge.vocabulary.conditions import Condition

ON = date(2026, 11, 20)
RESULTS = ("合格", "不合格", "不合格", "合格")


def held(library: Library, condition: dict[str, Any], **answers: Any) -> bool | None:
    return truth(Condition.model_validate(condition), case_of(library, answers, ON))


@pytest.mark.parametrize(
    ("said", "years", "expected"),
    [
        ("2025-11-20", 1, True),
        ("2025-11-21", 1, False),
        ("2025-11", 1, None),
        ("2024-11", 1, True),
        ("2026-11-20", 0, True),
        ("没有", 0, False),
        (None, 0, None),
    ],
)
def test_full_years_since_an_event(library: Library, said: str | None, years: int, expected: bool | None) -> None:
    assert held(library, {"fact": "named_on", "years_passed": years}, named_on=said) is expected


@pytest.mark.parametrize(
    ("named", "cancelled", "expected"),
    [
        ("2022-03-01", "2026-03-01", True),
        ("2022-03-01", "2026-03-02", False),
        ("2022-03-01", "2026-03", None),
        ("2022-03", "2026-02-28", True),
        ("2022-03-01", "没有", False),
        ("没有", "2026-03-01", False),
        (None, "2026-03-01", None),
    ],
)
def test_within_years_of_another_event(
    library: Library, named: str | None, cancelled: str, expected: bool | None
) -> None:
    condition = {"fact": "cancelled_on", "within": {"years": 4, "of": "named_on"}}
    assert held(library, condition, named_on=named, cancelled_on=cancelled) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"among": ["合格"], "at_least": 2}, True),
        ({"among": ["合格"], "at_least": 3}, False),
        ({"among": ["合格", "不合格"], "at_most": 3}, False),
        ({"among": ["不合格"], "in_a_row": 2}, True),
        ({"among": ["合格"], "in_a_row": 2}, False),
        ({"latest": ["合格"]}, True),
        ({"latest": ["不合格"]}, False),
    ],
)
def test_results_in_order(library: Library, test: dict[str, Any], expected: bool) -> None:
    condition = {"fact": "review_results", **test}
    assert held(library, condition, review_results=RESULTS) is expected
    assert held(library, condition) is None


def test_no_results_yet(library: Library) -> None:
    assert held(library, {"fact": "review_results", "latest": ["合格"]}, review_results=()) is False
    assert held(library, {"fact": "review_results", "among": ["合格"], "in_a_row": 1}, review_results=()) is False


def test_both_events_are_wanted(library: Library) -> None:
    condition = Condition.model_validate({"fact": "cancelled_on", "within": {"years": 4, "of": "named_on"}})
    assert wanting(condition, case_of(library, {}, ON)) == ("cancelled_on", "named_on")
    assert wanting(condition, case_of(library, {"named_on": "2022-03-01"}, ON)) == ("cancelled_on",)


@pytest.mark.parametrize(
    "condition", [{"fact": "review_results", "in_a_row": 2}, {"fact": "named_on", "years_passed": 1, "years_since": 1}]
)
def test_what_is_no_condition(condition: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(condition)
