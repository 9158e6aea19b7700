"""Staff are told, at once or once, that what they sent an applicant has not arrived, and are never told that it has."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.engine import Engine
from bot.unreached import POINTS, keep_telling_of_unreached, tell_of_unreached
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.member import Action
from handlers.wording.cases import HELD, NOTICE_HELD
from storage.sqlite import SqliteStore
from tests.cases.test_rulings import CASE, FIRST, GOOD, LATER, NOW, OFFICER, TWO_OTHERS, case, turn
from tests.law import LIBRARY
from tests.processes import run

Made = TypeVar("Made")
DESK = "telegram:-100"
SAID = f"申报草稿｜萧山｜回执 {CASE}：前面{NOTICE_HELD}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "assistant.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    store = SqliteStore.open(path)
    with store.transaction() as transaction:
        transaction.add_member("吴办", "reviewer", 102, NOW)
        transaction.save_draft(case(TWO_OTHERS), None)
        transaction.save_draft(case(TWO_OTHERS, id="e" * 16, person=LATER, receipt="B" * 8), None)
    engine = on(store)
    yield engine
    engine.store.close()


def on(store: SqliteStore, reached: Callable[[str], None] = lambda _: None) -> Engine:
    return Engine(store, LIBRARY, step, case_named, staff_chat=DESK, reached=reached)


def act(engine: Engine, name: str, minute: int = 0, **more: object) -> str:
    """What the group is told when a member of staff does it there."""
    action = Action.model_validate({"name": name, "receipt": CASE, **more})
    at = NOW + timedelta(minutes=minute)
    sent = turn(OFFICER, f"{minute:032}", at, staff=True, action=action).model_copy(update={"chat": DESK})
    return engine.take(sent).replies[-1].reply.text


def told(engine: Engine) -> list[str]:
    """Words to staff that something has not arrived."""
    return [queued.reply.text for queued in engine.store.undelivered() if queued.reply.text == SAID]


def held_of(engine: Engine, person: str = FIRST) -> list[object]:
    with engine.store.transaction() as transaction:
        return [one.at for one in transaction.held(person)]


def test_who_has_shut_us_out_is_said_in_the_confirmation(engine: Engine) -> None:
    engine.store.hold(FIRST, "blocked")
    assert act(engine, "answer", note="请看第九条") == f"{CASE}：答复{HELD}"
    assert act(engine, "recommend", 1) == f"{CASE}：建议通过。{NOTICE_HELD}"
    ruled = act(engine, "rule", 2, **GOOD)
    assert NOTICE_HELD in ruled
    assert "已通知" not in ruled
    assert act(engine, "claim", 3).endswith("已经在您手里。")
    assert held_of(engine) == [NOW + timedelta(minutes=minute) for minute in range(3)]
    assert tell_of_unreached(engine, NOW) == 0


def test_who_is_in_reach_is_said_to_be_told(engine: Engine) -> None:
    engine.store.hold(LATER, "blocked")
    assert act(engine, "answer", note="请看第九条") == f"{CASE}：答复已转给申请人。"
    assert act(engine, "recommend", 1) == f"{CASE}：建议通过，已通知申请人。"
    assert "已通知申请人" in act(engine, "rule", 2, **GOOD)
    assert not held_of(engine)


def test_found_out_when_it_is_sent_staff_are_told_once(engine: Engine) -> None:
    act(engine, "answer", note="请看第九条")
    act(engine, "answer", 1, note="还有第十条")
    assert tell_of_unreached(engine, NOW) == 0
    engine.store.hold(FIRST, "blocked")
    assert [tell_of_unreached(engine, NOW + timedelta(minutes=minute)) for minute in range(3)] == [1, 0, 0]
    assert told(engine) == [SAID]
    (queued,) = (one for one in engine.store.undelivered() if one.reply.text == SAID)
    assert (queued.chat, queued.reply.receipt) == (DESK, CASE)
    assert queued.reply.standing is not None


def test_who_writes_again_has_got_it(engine: Engine) -> None:
    act(engine, "answer", note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    engine.take(turn(FIRST, "b" * 32, text="您好"))
    assert not held_of(engine)
    assert tell_of_unreached(engine, NOW) == 0


def test_what_the_assistant_said_is_no_matter_of_staff_s(engine: Engine) -> None:
    engine.take(turn(FIRST, "b" * 32, text="您好"))
    engine.store.hold(FIRST, "blocked")
    assert not held_of(engine)
    assert tell_of_unreached(engine, NOW) == 0


def test_a_damaged_draft_stops_nothing(engine: Engine) -> None:
    act(engine, "answer", note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    with engine.store.transaction() as transaction:
        transaction._db.execute("UPDATE drafts SET sealed = x'00' WHERE person = ?", (FIRST,))  # type: ignore[attr-defined]
    assert tell_of_unreached(engine, NOW) == 0


def test_it_goes_with_the_applicant(engine: Engine) -> None:
    act(engine, "answer", note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    tell_of_unreached(engine, NOW)
    with engine.store.transaction() as transaction:
        transaction.forget(FIRST, NOW)
    assert told(engine) == []


def test_it_comes_by_itself_while_the_program_runs(engine: Engine) -> None:
    act(engine, "answer", note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    stop = asyncio.Event()

    async def do(work: Callable[[], Made]) -> Made:
        done = work()
        stop.set()
        return done

    async def serve() -> None:
        waiting = asyncio.Event()
        await asyncio.wait_for(keep_telling_of_unreached(engine, do, lambda: NOW, stop, waiting), 20)
        assert waiting.is_set()

    asyncio.run(serve())
    assert told(engine) == [SAID]


def die(path: str, point: str) -> None:
    """A program that dies at the point."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    tell_of_unreached(on(SqliteStore.open(Path(path)), reached), NOW)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(engine: Engine, path: Path, point: str) -> None:
    act(engine, "answer", note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    engine.store.close()
    assert run(die, str(path), point) == -signal.SIGKILL
    engine.store = SqliteStore.open(path)
    tell_of_unreached(engine, NOW + timedelta(minutes=1))
    assert told(engine) == [SAID]


def test_the_case_is_the_one_in_which_staff_did_it(engine: Engine) -> None:
    other: Draft = case(TWO_OTHERS, id="f" * 16, receipt="C" * 8)
    with engine.store.transaction() as transaction:
        transaction.save_draft(other, None)
    act(engine, "answer", 5, note="请看第九条")
    engine.store.hold(FIRST, "blocked")
    assert tell_of_unreached(engine, NOW) == 1
    assert told(engine) == [SAID]
