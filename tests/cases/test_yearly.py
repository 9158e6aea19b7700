"""考核自评 beside an application: what its applicant had said when they handed in, and never more than that."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.consent import Consent
from handlers.core import step
from handlers.draft import Draft, Edit
from handlers.model import STAFF, Outcome, Turn, World
from handlers.session import Mode, Session
from handlers.wording.privacy import EDITION
from handlers.wording.yearly import whose
from handlers.yearly import next_due, sheet_of
from knowledge.ledger.entries import Entry
from knowledge.vocabulary.facts import Answers
from tests.cases.test_rulings import TWO_OTHERS
from tests.law import LIBRARY
from tests.scoring.reviews import all_done

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
ME = "telegram:42"
AGREED = Consent(kind="form", edition=EDITION, at=AT, granted=True)
LINE = "考核自评：{}这是申请人自己的回答和台账，没有核对过。"


def entry(kind: str, count: int) -> Entry:
    day = date(2026, 11, 2)
    values = {"id": "0" * 16, "person": ME, "region": "xiaoshan", "created": AT, "changed": AT, "day": day}
    return Entry.model_validate({**values, "kind": kind, "count": count})


def draft(region: str = "xiaoshan", **more: Any) -> Draft:
    edition = LIBRARY.get(region).edition
    values = {"id": "d" * 16, "person": ME, "region": region, "edition": edition, "created": AT, "changed": AT}
    return Draft.model_validate({**values, **more})


def world(answers: Answers, *entries: Entry, region: str = "xiaoshan") -> World:
    session = Session(person=ME, answers=answers, mode=Mode.CONFIRM, pending="submit", draft="d" * 16)
    return World(session=session, drafts=(draft(region),), consents=(AGREED,), entries=entries)


def turn(**said: Any) -> Turn:
    return Turn(channel="test", key="1", person=ME, chat=ME, at=AT, nonce="0" * 32, **said)


def hand_in(answers: Answers, *entries: Entry, region: str = "xiaoshan") -> Outcome:
    return step(LIBRARY, world(answers, *entries, region=region), turn(text="确定"))


def packet(outcome: Outcome) -> str:
    (text,) = (reply.text for reply in outcome.replies if reply.to == STAFF)
    return text


def test_who_has_begun_no_review_hands_in_none() -> None:
    outcome = hand_in({**TWO_OTHERS, "studio_management_system": True, "sign_visible": None})
    assert outcome.save[0].reviewed == {}
    assert sheet_of(LIBRARY, outcome.save[0]) is None
    assert "考核自评" not in packet(outcome)


def test_what_was_said_goes_along_and_nothing_else() -> None:
    said: Answers = {"studio_management_system": True, "sign_visible": True, "improper_spending": None}
    kept = hand_in({**TWO_OTHERS, **said}).save[0]
    assert kept.reviewed == said
    assert "sign_visible" not in kept.answers


@pytest.mark.parametrize(
    ("region", "line"),
    [("xiaoshan", "64—110分（上限110分，含加分10分）。"), ("hangzhou", "年度任务1项：做到1项，没做到0项。")],
)
def test_staff_read_a_line_of_it(region: str, line: str) -> None:
    assert LINE.format(line) in packet(hand_in(all_done(LIBRARY, region), region=region))


def test_what_is_not_known_widens_the_range() -> None:
    outcome = hand_in({"sign_visible": True, "apprentices_this_year": 1})
    sheet = sheet_of(LIBRARY, outcome.save[0])
    assert sheet is not None
    assert sheet.total is not None
    assert sheet.total.open
    assert f"还有 {len(sheet.missing)} 项不知道）" in packet(outcome)


def test_a_ground_that_decides_comes_first() -> None:
    outcome = hand_in({**all_done(LIBRARY, "xiaoshan"), "refused_assessment": True})
    assert "考核自评：不合格，不看分数（" in packet(outcome)


def test_the_ledger_counts_where_nothing_was_answered() -> None:
    kept = hand_in({"apprentices_this_year": None}, entry("apprentice", 3)).save[0]
    assert kept.reviewed == {"apprentices_this_year": 3}
    assert hand_in({"apprentices_this_year": 1}, entry("apprentice", 3)).save[0].reviewed["apprentices_this_year"] == 1


def test_on_the_form_page_the_ledger_counts_too() -> None:
    edit = Edit(draft="d" * 16, rev=0, submit=True)
    kept = step(LIBRARY, world({}, entry("apprentice", 3)), turn(edit=edit)).save[0]
    assert (kept.state, kept.reviewed) == ("submitted", {"apprentices_this_year": 3})


def test_the_sheet_stays_as_it_was_on_the_day() -> None:
    kept = hand_in(all_done(LIBRARY, "urumqi"), region="urumqi").save[0]
    later = kept.model_copy(update={"changed": AT.replace(year=2027), "state": "closed"})
    assert sheet_of(LIBRARY, later) == sheet_of(LIBRARY, kept)
    assert sheet_of(LIBRARY, kept).on == date(2026, 11, 20)  # type: ignore[union-attr]


def test_a_newer_text_is_said_to_be_one() -> None:
    kept = draft(
        reviewed={"sign_visible": True}, edition="0" * 16 + "-" + "0" * 16, state="to_correct", receipt="A" * 8
    )
    asked = world({"sign_visible": True}).model_copy(update={"drafts": (kept,)})
    assert "按现在的文本计算" not in packet(step(LIBRARY, asked, turn(text="确定")))
    assert whose(LIBRARY, kept).endswith("按现在的文本计算。")


@pytest.mark.parametrize(
    ("region", "line"),
    [
        ("urumqi", "下一个期限：年底总结和计划（第十九条（一）），2026年12月1日到2026年12月31日（还有11天）"),
        ("xiaoshan", ""),
        ("daxing", ""),
    ],
)
def test_the_next_deadline(region: str, line: str) -> None:
    text = packet(hand_in({}, region=region))
    assert (line in text) if line else ("下一个期限" not in text)


def test_a_question_has_no_deadline() -> None:
    assert next_due(LIBRARY, draft("urumqi", kind="enquiry"), AT.date()) is None
    assert next_due(LIBRARY, draft("urumqi").model_copy(update={"region": ""}), AT.date()) is None


def test_a_case_kept_by_an_earlier_version() -> None:
    stored = draft().model_dump(mode="json", exclude={"reviewed"})
    assert sheet_of(LIBRARY, Draft.model_validate(stored)) is None


def test_the_copy_of_one_s_data_holds_it() -> None:
    kept = world({}).model_copy(update={"drafts": (draft(reviewed={"apprentices_this_year": 3}),)})
    (reply,) = step(LIBRARY, kept, turn(text="/mydata")).replies
    (held,) = json.loads(reply.files[1].content)["草稿和咨询"]
    assert held["提交时的考核自评回答"] == [{"问题": LIBRARY.facts["apprentices_this_year"].question, "回答": "3人"}]
