"""Follow-up: whoever handles a case is reminded, admins hear what is late, the digest comes once; nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.engine import Engine
from bot.followup import POINTS, Promise, follow_up
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.model import Turn
from handlers.sla import Sla
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.law import LIBRARY
from tests.processes import run
from tests.storage.test_store import draft

DESK, ADMIN, OFFICER = "telegram:-100", "telegram:103", "telegram:102"
APPLICANT = "telegram:7"
PROMISE = Promise(Sla(days={"submitted": 3}), mail_to=("office@example.cn",))
QUIET = Promise(Sla(days={"submitted": 3}), digest_hour=23)
"""Without a digest in the hours that are looked at."""
CASE = "K7QF2M8R"


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=SHANGHAI).astimezone(UTC)


MONDAY = at("2026-11-16")
"""Handed in; three working days end on Thursday the 19th."""


def case(receipt: str = CASE, when: datetime = MONDAY, **more: Any) -> Draft:
    history = [{"at": when, "who": APPLICANT, "what": "submitted"}]
    values = {"receipt": receipt, "state": "submitted", "history": history, "created": when, "changed": when}
    return draft(receipt * 2, APPLICANT, **{**values, **more})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(SqliteStore.open(tmp_path / "assistant.db")) as store, store.transaction() as transaction:
        transaction.add_member("吴办", "reviewer", 102, MONDAY)
        transaction.add_member("郑管", "admin", 103, MONDAY)
        transaction.save_draft(case(assignee="staff:1"), None)
    return tmp_path / "assistant.db"


@pytest.fixture
def engine(library: Library, path: Path) -> Iterator[Engine]:
    with closing(SqliteStore.open(path)) as store:
        yield Engine(store, library, step, case_named, staff_chat=DESK)


def visit(engine: Engine, person: str) -> None:
    """Somebody writes to the bot."""
    with engine.store.transaction() as transaction:
        transaction.add_turn(
            Turn(channel="telegram", key=person, person=person, chat=person, at=MONDAY, nonce="0" * 32, text="你好")
        )


def waiting(engine: Engine) -> list[tuple[str, str]]:
    """Chats and the first lines of what waits for them."""
    return [(queued.chat, queued.reply.text.split("\n")[0]) for queued in engine.store.undelivered()]


def test_near_on_the_day_and_late_each_once(engine: Engine) -> None:
    moment, told = MONDAY, []
    while moment < at("2026-11-27"):
        if moment.astimezone(SHANGHAI).hour < 23 and follow_up(engine, QUIET, moment):
            told.append(moment.astimezone(SHANGHAI).strftime("%d %H"))
        moment += timedelta(minutes=47)
    assert [one[:2] for one in told] == ["18", "19", "20"]
    assert waiting(engine) == [
        (DESK, "⏰ 下一个工作日到期"),
        (DESK, "⏰ 今天到期"),
        (DESK, "❗ 已超期，请管理员看一看"),
    ]


def test_whoever_has_written_to_the_bot_is_told_there(engine: Engine) -> None:
    visit(engine, OFFICER)
    visit(engine, ADMIN)
    for day in ("2026-11-19", "2026-11-20"):
        follow_up(engine, QUIET, at(day))
    assert [chat for chat, _ in waiting(engine)] == [OFFICER, ADMIN]
    engine.store.hold(OFFICER, "left")
    with engine.store.transaction() as transaction:
        transaction.save_draft(case("B" * 8, at("2026-11-17"), assignee="staff:1"), None)
    follow_up(engine, QUIET, at("2026-11-20"))
    assert waiting(engine)[-1] == (DESK, "⏰ 今天到期")


def test_what_is_late_goes_by_mail_too(engine: Engine) -> None:
    follow_up(engine, Promise(QUIET.sla, 23, PROMISE.mail_to), at("2026-11-20"))
    assert [chat for chat, _ in waiting(engine)] == [DESK, "mail:office@example.cn"]
    text = engine.store.undelivered()[1].reply.text
    assert f"萧山｜回执 {CASE}｜已提交，等待受理｜已有 4 个工作日，超期 1 个工作日" in text
    assert "经办人：吴办。" in text
    assert "不是规定里的期限" in text


@pytest.mark.parametrize("moment", [at("2026-11-19", 8, 59), at("2026-11-19", 18), at("2026-11-21"), at("2026-10-01")])
def test_not_at_night_nor_on_holidays(engine: Engine, moment: datetime) -> None:
    assert follow_up(engine, QUIET, moment) == 0


def test_a_case_that_moves_on_waits_anew(engine: Engine) -> None:
    follow_up(engine, QUIET, at("2026-11-20"))
    moved = case(rev=1, state="accepted", history=[{"at": at("2026-11-20"), "who": "staff:1", "what": "accepted"}])
    with engine.store.transaction() as transaction:
        transaction.save_draft(moved, 0)
    assert follow_up(engine, Promise(Sla(days={"accepted": 1}), 23), at("2026-11-23")) == 1
    assert waiting(engine)[-1] == (DESK, "⏰ 今天到期")


def test_nowhere_to_go_is_tried_again_later(library: Library, path: Path) -> None:
    with closing(SqliteStore.open(path)) as store:
        nowhere = Engine(store, library, step, case_named)
        assert follow_up(nowhere, QUIET, at("2026-11-20")) == 0
        nowhere.staff_chat = DESK
        assert follow_up(nowhere, QUIET, at("2026-11-20")) == 1


def test_the_digest_comes_once_a_working_day_at_its_hour(engine: Engine) -> None:
    with engine.store.transaction() as transaction:
        transaction.save_draft(case("B" * 8, at("2026-11-20", 15)), None)
        transaction.save_draft(case("C" * 8, at("2026-11-19"), kind="enquiry", fields={"question": "公示几天"}), None)
    promise = Promise(PROMISE.sla, 11, PROMISE.mail_to)
    for day in ("2026-11-21", "2026-11-22"):
        assert follow_up(engine, promise, at(day, 11)) == 0
    follow_up(engine, promise, at("2026-11-23", 10, 59))
    before = len(engine.store.undelivered())
    assert follow_up(engine, promise, at("2026-11-23", 11)) == 1
    assert follow_up(engine, promise, at("2026-11-23", 17)) == 0
    digests = engine.store.undelivered()[before:]
    assert [queued.chat for queued in digests] == [DESK, "mail:office@example.cn"]
    assert digests[0].reply.text == (
        "案件日报 2026年11月23日\n在办：\n· 已提交，等待受理：2 件\n· 等待答复：1 件\n上一个工作日以来新收：1 件\n"
        f"超期：1 件\n· 萧山｜回执 {CASE}｜已提交，等待受理｜已有 5 个工作日，超期 2 个工作日\n"
        "期限由本助手的管理员设定，不是规定里的期限。"
    )


def test_what_was_said_of_a_case_goes_with_its_applicant(engine: Engine) -> None:
    follow_up(engine, PROMISE, at("2026-11-20"))
    with engine.store.transaction() as transaction:
        transaction.forget(APPLICANT, at("2026-11-20"))
    assert all(CASE not in queued.reply.text or "日报" in queued.reply.text for queued in engine.store.undelivered())
    assert follow_up(engine, QUIET, at("2026-11-20")) == 0


def test_nobody_counts_as_heard_from(engine: Engine) -> None:
    follow_up(engine, PROMISE, at("2026-11-20"))
    with engine.store.transaction() as transaction:
        assert not transaction.in_reach(DESK)
        assert not transaction.in_reach(ADMIN)


def die(path: str, point: str) -> None:
    """A program that looks at the clock on the day and dies at the point."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    store = SqliteStore.open(Path(path))
    engine = Engine(store, LIBRARY, step, case_named, staff_chat=DESK, reached=reached)
    follow_up(engine, QUIET, at("2026-11-20"))


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(library: Library, path: Path, point: str) -> None:
    assert run(die, str(path), point) == -signal.SIGKILL
    with closing(SqliteStore.open(path)) as store:
        engine = Engine(store, library, step, case_named, staff_chat=DESK)
        assert follow_up(engine, QUIET, at("2026-11-20")) == (0 if point == "followup-committed" else 1)
        assert len(waiting(engine)) == 1
