"""Reminders: each sent once at a sensible hour, whatever the clock does and wherever the program dies."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.reminders import POINTS, send_due
from handlers.core import case_named, step
from handlers.flow import SHANGHAI
from handlers.model import Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.conversation.person import Person
from tests.law import LIBRARY
from tests.processes import run

ME = "telegram:7"
SAID = ("/dates 杭州", "2024年3月1日", "打开提醒 杭州年度自查")
"""Self-check by 5 January: reminded of on 22 December and on 4 January."""
SWITCHED_ON = datetime(2026, 11, 20, 2, tzinfo=UTC)


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def path(library: Library, tmp_path: Path) -> Path:
    """A storage in which one reminder is on."""
    store = SqliteStore.open(tmp_path / "assistant.db")
    talk(Engine(store, library, step, case_named), SWITCHED_ON, *SAID)
    for queued in store.undelivered():
        store.mark_sent(queued.id, SWITCHED_ON)
    store.close()
    return tmp_path / "assistant.db"


@pytest.fixture
def engine(library: Library, path: Path) -> Iterator[Engine]:
    store = SqliteStore.open(path)
    yield Engine(store, library, step, case_named)
    store.close()


def talk(engine: Engine, when: datetime, *said: str) -> None:
    """What the person types, one turn after the other."""
    for number, text in enumerate(said):
        key = f"{when.isoformat()}/{number}"
        engine.take(
            Turn(channel="telegram", key=key, person=ME, chat=ME, at=when, nonce="a" * 32, text=text)
        )  # fmt: skip


def reminded(engine: Engine) -> list[str]:
    """The reminders in the outbox."""
    waiting = (queued.reply.text for queued in engine.store.undelivered())
    return [text for text in waiting if "🔔 提醒" in text]


def test_once_on_each_of_its_days(engine: Engine) -> None:
    moment, end = SWITCHED_ON, at("2027-01-10")
    days = []
    while moment < end:
        if send_due(engine, moment):
            days.append(moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H"))
        moment += timedelta(minutes=47)
    assert [day[:10] for day in days] == ["2026-12-22", "2027-01-04"]
    assert all(int(day[11:]) == 9 for day in days)
    first, second = reminded(engine)
    assert first.startswith("文件状态：征求意见稿")
    assert "2027年1月5日（还有14天）" in first
    assert "还有1天" in second


@pytest.mark.parametrize("hour", [0, 8, 18, 23])
def test_not_at_night(engine: Engine, hour: int) -> None:
    assert send_due(engine, at("2026-12-22", hour, 59)) == 0
    assert send_due(engine, at("2026-12-22", 17, 59)) == 1


def test_a_clock_that_jumps_repeats_nothing(engine: Engine) -> None:
    for day in ("2026-12-22", "2026-12-21", "2026-12-22", "2027-01-04", "2026-12-22", "2027-01-04", "2026-11-01"):
        send_due(engine, at(day))
    assert len(reminded(engine)) == 2


def test_of_what_was_missed_only_the_last_is_sent(engine: Engine) -> None:
    assert send_due(engine, at("2027-01-05")) == 1
    assert "就是今天" in reminded(engine)[0]
    assert send_due(engine, at("2027-01-06")) == 0


def test_the_next_year_is_another_one(engine: Engine) -> None:
    assert [send_due(engine, at(day)) for day in ("2026-12-22", "2027-12-21", "2027-12-22")] == [1, 0, 1]


def test_nothing_of_the_person_is_touched(engine: Engine) -> None:
    engine.store.hold(ME, "left")
    with engine.store.transaction() as before:
        session = before.session(ME)
    send_due(engine, at("2026-12-22"))
    with engine.store.transaction() as after:
        assert after.session(ME) == session
    (queued,) = (each for each in engine.store.undelivered() if "🔔" in each.reply.text)
    assert (queued.state, queued.rev) == ("held", None)
    assert [choice.says for choice in queued.reply.choices] == ["停止提醒 杭州年度自查", "停止全部提醒"]


@pytest.mark.parametrize("words", ["停止提醒 杭州年度自查", "停止全部提醒"])
def test_one_tap_stops_it(engine: Engine, words: str) -> None:
    talk(engine, at("2026-12-01"), words)
    assert send_due(engine, at("2026-12-22")) == 0
    assert engine.store.reminded() == ()


def test_a_changed_answer_moves_it(engine: Engine) -> None:
    talk(engine, at("2026-12-01"), "打开提醒 有效期满", "改答案", "1", "2025年3月1日")
    assert [send_due(engine, at(day)) for day in ("2027-02-14", "2028-02-15")] == [0, 1]


def test_a_damaged_session_stops_nobody_else(engine: Engine) -> None:
    other = Turn(channel="telegram", key="x", person="telegram:8", chat="telegram:8", at=SWITCHED_ON, nonce="b" * 32)
    for number, text in enumerate(SAID):
        engine.take(other.model_copy(update={"key": f"x{number}", "text": text}))
    with engine.store.transaction() as transaction:
        transaction._db.execute("UPDATE sessions SET sealed = x'00' WHERE person = ?", (ME,))  # type: ignore[attr-defined]
    assert send_due(engine, at("2026-12-22")) == 1


def die(path: str, point: str) -> None:
    """A program that looks at the clock on the day and dies at the point."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    store = SqliteStore.open(Path(path))
    send_due(Engine(store, LIBRARY, step, case_named, reached=reached), at("2026-12-22"))


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(library: Library, path: Path, point: str) -> None:
    assert run(die, str(path), point) == -signal.SIGKILL
    store = SqliteStore.open(path)
    engine = Engine(store, library, step, case_named)
    sent = send_due(engine, at("2026-12-22"))
    assert sent == (0 if point == "reminder-committed" else 1)
    assert len(reminded(engine)) == 1
    store.close()


class TestWords:
    """Switching in the conversation."""

    @pytest.fixture
    def person(self, library: Library) -> Person:
        person = Person(library)
        person.say("/dates 杭州", "2024年3月1日")
        return person

    def test_the_buttons_say_what_is_on(self, person: Person) -> None:
        assert "🔔提醒：年度自查" in person.labels
        assert person.do(text="打开提醒 杭州年度自查").reminders is not None

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("打开提醒 年度自查", "提醒打开了"),
            ("打开提醒：杭州有效期满", "提醒打开了"),
            ("打开提醒 杭州申报", "还算不出日期"),
            ("打开提醒 天津年度自查", "没有找到"),
            ("停止提醒 年度自查", "本来就没有打开"),
            ("取消提醒 年度自查", "本来就没有打开"),
            ("/remind", "没有打开任何提醒"),
            ("提醒", "没有打开任何提醒"),
        ],
    )
    def test_in_many_words(self, person: Person, words: str, expected: str) -> None:
        assert expected in person.say(words)

    def test_in_the_middle_of_a_draft_nothing_is_lost(self, person: Person) -> None:
        person.say("/draft 郑州")
        assert "第 1 栏" in person.say("打开提醒 杭州年度自查")
        assert not any("提醒" in value for draft in person.drafts.values() for value in draft.fields.values())

    def test_not_in_a_group(self, person: Person) -> None:
        outcome = person.do(text="打开提醒 年度自查", chat="test:desk", staff=True)
        assert outcome.reminders is None
