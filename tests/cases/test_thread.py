"""What is written, or sent, about a case beside the buttons: for whom it is, and where it cannot go."""

from __future__ import annotations

import pytest

from handlers.core import step
from handlers.draft import Draft
from handlers.model import Original, Outcome, Turn, World
from handlers.session import Mode, Session
from handlers.wording import thread as wording
from tests.cases.test_actions import AT, STAFF, case
from tests.law import LIBRARY

DESK = "telegram:-100"
PHOTO = Original(chat=DESK, message="7", kind="photo")


def write(found: Draft, who: str = "telegram:102", letter: Turn | None = None, **said: object) -> Outcome:
    values = {
        "channel": "telegram",
        "key": "9",
        "person": who,
        "chat": DESK,
        "at": AT,
        "nonce": "0" * 32,
        "staff": True,
    }
    turn = Turn.model_validate({**values, "staff": True, "reply_to": found.receipt, "in_thread": True, **said})
    return step(LIBRARY, World(session=Session(person=who), case=found, staff=STAFF, letter=letter), turn)


def test_who_can_only_look_is_left_alone() -> None:
    assert write(case(), "telegram:101", text="我看一下").replies == ()


@pytest.mark.parametrize(("state", "told"), [("withdrawn", "不能这样处理"), ("submitted", "要把这段话发给申请人吗")])
def test_nothing_is_asked_that_could_only_be_refused(state: str, told: str) -> None:
    (reply,) = write(case().model_copy(update={"state": state}), text="您好").replies
    assert told in reply.text
    assert bool(reply.choices) == (state == "submitted")


def test_a_picture_for_somebody_who_has_gone_to_the_web_meanwhile() -> None:
    letter = Turn.model_validate(
        {
            **{"channel": "telegram", "key": "8", "person": "telegram:102", "chat": DESK, "at": AT, "nonce": "0" * 32},
            **{"other": "photo", "original": PHOTO, "reply_to": "K7QF2M8R", "in_thread": True, "staff": True},
        }
    )
    found = case().model_copy(update={"chat": "web:1"})
    outcome = write(found, letter=letter, command="answer K7QF2M8R 8")
    assert [reply.text for reply in outcome.replies] == [wording.ONLY_WORDS]
    assert not outcome.save


@pytest.mark.parametrize("group", [True, False])
def test_pictures_are_taken_only_where_staff_have_a_group(group: bool) -> None:
    me = "telegram:42"
    session = Session(person=me, mode=Mode.WRITING, pending="K7QF2M8R")
    sent = PHOTO.model_copy(update={"chat": me})
    turn = Turn(
        channel="telegram", key="1", person=me, chat=me, at=AT, nonce="0" * 32, other="photo", original=sent
    )  # fmt: skip
    outcome = step(LIBRARY, World(session=session, drafts=(case(),), group=group), turn)
    assert ("已转给工作人员" in outcome.replies[0].text) == group
    assert ("直接发图片和文件" in outcome.replies[0].text) is False
    assert bool(outcome.save) == group
