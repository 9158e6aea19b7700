"""What staff see of a case's fields: masked where sensitive, compared with the time before, nothing left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.cases.fields import case_fields, named_fields
from handlers.cases.masking import mask
from handlers.cases.silence import SILENCE, silent
from handlers.draft import Event
from handlers.wording import replies
from knowledge.model import Citation
from tests.cases.test_actions import AT, act, case
from tests.forms.drafts import full
from tests.law import LIBRARY


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("11010519491231002X", "110105********002X"),
        ("13812345678", "13*******78"),
        ("张三", "**"),
        ("1988年", "*****"),
        ("第一行\n第二行", "*******"),
        ("", ""),
    ],
)
def test_masks(value: str, masked: str) -> None:
    assert mask(value) == masked


@given(some.text(max_size=60))
def test_a_mask_hides_at_least_a_third(value: str) -> None:
    shown = mask(value)
    assert not value or shown.count("*") * 3 >= len(shown)


@pytest.mark.parametrize("slug", list(LIBRARY.regulations))
def test_all_fields_are_there_and_what_has_no_place_too(slug: str) -> None:
    draft = full(LIBRARY, slug, 2)
    draft = draft.model_copy(update={"fields": {**draft.fields, "gone.field": "旧表里写的"}})
    found = {one.key: one for one in case_fields(LIBRARY, draft)}
    assert {key for key, one in found.items() if one.value} == set(draft.fields)
    assert found["gone.field"].masked.value == "*****"
    assert all(one.masked.value == one.value for one in found.values() if not one.sensitive)


def test_what_is_being_corrected_is_not_what_was_handed_in() -> None:
    draft = case(
        "to_correct", fields={"unit_name": "改到一半"}, handed_in={"unit_name": "甲厂"}, before={"unit_name": "乙厂"}
    )
    (unit,) = (one for one in case_fields(LIBRARY, draft) if one.key == "unit_name")
    assert (unit.value, unit.before) == ("甲厂", "乙厂")


def test_a_colleague_s_case_is_taken_over_after_silence() -> None:
    held = case(assignee="staff:3", history=(Event(at=AT, who="staff:3", what="claimed", to="staff:3"),))
    assert "这个案件由郑管经办" in act(held, "claim").replies[0].text
    assert not act(held, "claim", "staff:3").save
    assert not silent(held, AT.date() + timedelta(days=SILENCE))  # a weekend lies between
    assert silent(held, AT.date() + timedelta(days=SILENCE + 2))


@pytest.mark.parametrize("to", ["staff:1", "staff:4", "staff:99", "吴办", ""])
def test_a_case_goes_to_nobody_who_cannot_handle_it(to: str) -> None:
    outcome = act(case(), "assign", "staff:3", to=to)
    assert not outcome.save
    assert "没有这位工作人员" in outcome.replies[0].text


def test_a_drafted_reply_says_what_is_empty_and_quotes_what_was_shown() -> None:
    assert "这几栏还空着" in replies.drafted(LIBRARY, case(fields={"unit_name": "甲厂"}))
    asked = case(kind="enquiry", fields={"question": "几天"}, shown=())
    assert replies.drafted(LIBRARY, asked) == ""
    cited = Citation(region="xiaoshan", eid="art_9", label="第九条", quote="团队中3人以上")
    assert "萧山第九条：「团队中3人以上」" in replies.drafted(LIBRARY, asked.model_copy(update={"shown": (cited,)}))


@pytest.mark.parametrize(
    ("text", "keys", "rest"),
    [
        ("申报单位：请写全称", ("unit_name",), "请写全称"),
        ("申报单位、封面·工作室名称: 今天10:30前", ("unit_name", "workshop_name"), "今天10:30前"),
        ("申报单位：", ("unit_name",), ""),
        ("请写全称", (), "请写全称"),
        ("注意：请写全称", (), "注意：请写全称"),
        ("申报单位、别的：请写全称", (), "申报单位、别的：请写全称"),
        ("：请写全称", (), "：请写全称"),
    ],
)
def test_words_may_begin_with_the_fields_that_they_are_about(text: str, keys: tuple[str, ...], rest: str) -> None:
    assert named_fields(LIBRARY, full(LIBRARY, "urumqi", 1), text) == (keys, rest)


def test_nothing_is_a_field_of_a_question() -> None:
    assert named_fields(LIBRARY, case(kind="enquiry"), "申报单位：请写全称") == ((), "申报单位：请写全称")
