"""The impact assessment names every kind of sensitive data that a form asks for."""

from pathlib import Path

import pytest

from handlers.wording.privacy import EDITION
from tests.law import LIBRARY

ASSESSMENT = (Path(__file__).parents[2] / "docs/pia.md").read_text(encoding="utf-8")
LABELS = sorted(
    {
        field.label
        for regulation in LIBRARY.regulations.values()
        if regulation.form
        for group in regulation.form.sheets
        for field in group.fields
        if field.sensitive
    }
)


@pytest.mark.parametrize("label", LABELS)
def test_every_sensitive_field_is_assessed(label: str) -> None:
    assert label in ASSESSMENT


def test_it_is_about_the_notice_that_people_see() -> None:
    assert f"说明版本：{EDITION}" in ASSESSMENT


def test_outside_the_form_only_birth_and_health_are_asked_and_both_are_assessed() -> None:
    kinds = {fact.sensitivity for fact in LIBRARY.facts.values()} - {"none"}
    assert kinds == {"birth", "health"}
    assert "出生年月，不带姓名" in ASSESSMENT
    assert "身体是否健康" in ASSESSMENT
