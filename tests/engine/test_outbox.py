"""Sending: order, patience, refusals, and never too fast."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import (
    Again,
    ChannelStoppedError,
    Delivered,
    Delivery,
    OutOfReach,
    Refused,
    Renamed,
    Stopped,
    Wait,
)
from bot.outbox import Backoff, Outbox
from bot.pacing import ROOM, Limiter, Pace, Rate
from storage.errors import UnavailableError
from storage.records import Queued
from storage.sqlite import SqliteStore
from tests.storage.test_store import put

T = TypeVar("T")
FREE = Pace(Rate(0.0), Rate(0.0), Rate(0.0))
SOON = Backoff(first=0.001, longest=0.01)


@dataclass
class Channel:
    """A channel whose answers the test writes."""

    answers: dict[str, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    """By text; what is not named is delivered."""
    shown: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    slow: float = 0.0

    def parts(self, queued: Queued) -> Sequence[str]:
        if queued.reply.text == "坏":
            raise ZeroDivisionError
        return queued.reply.text.split("|")

    async def send(self, chat: str, part: str) -> Delivery:
        await asyncio.sleep(self.slow)
        self.times.append(asyncio.get_running_loop().time())
        if self.answers[part]:
            return self.answers[part].pop(0)
        self.shown.append((chat, part))
        return Delivered(f"m{len(self.shown)}")

    async def is_needed(self, _chat: str, _part: str) -> bool:
        return True

    def in_group(self, chat: str) -> bool:
        return chat.startswith("telegram:-")

    def texts(self, chat: str = "telegram:7") -> list[str]:
        return [text for where, text in self.shown if where == chat]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty storage."""
    opened = SqliteStore.open(tmp_path / "assistant.db")
    yield opened
    opened.close()


async def at_once(work: Callable[[], T]) -> T:
    """The store belongs to the test's own thread."""
    return work()


def drain(store: SqliteStore, channel: Channel, pace: Pace = FREE) -> None:
    asyncio.run(Outbox(at_once, store, channel, "telegram", pace, SOON).drain())


def states(store: SqliteStore) -> list[tuple[str, str, str]]:
    return [(each.reply.text, each.state, each.reason) for each in store.undelivered()]


def test_everything_is_sent_in_order(store: SqliteStore) -> None:
    put(store, "1", "一", "二")
    put(store, "2", "甲", chat="telegram:8")
    put(store, "3", "三")
    channel = Channel()
    drain(store, channel)
    assert channel.texts() == ["一", "二", "三"]
    assert channel.texts("telegram:8") == ["甲"]
    assert states(store) == []


def test_other_channels_are_left_alone(store: SqliteStore) -> None:
    put(store, "1", "屏幕", chat="console:local")
    put(store, "2", "卡片", chat="staff")
    channel = Channel()
    drain(store, channel)
    assert channel.shown == []
    assert [state for _, state, _ in states(store)] == ["waiting", "waiting"]


def test_a_reply_in_parts_goes_on_where_it_stopped(store: SqliteStore) -> None:
    (number,) = put(store, "1", "一|二|三")
    store.part_sent(number, 0, "m0")
    channel = Channel()
    drain(store, channel)
    assert channel.texts() == ["二", "三"]


def test_a_reply_whose_last_mark_was_lost_is_not_sent_again(store: SqliteStore) -> None:
    (number,) = put(store, "1", "一")
    store.part_sent(number, 0, "m0")
    channel = Channel()
    drain(store, channel)
    assert (channel.shown, states(store)) == ([], [])


def test_failures_are_repeated_before_what_comes_after(store: SqliteStore) -> None:
    put(store, "1", "一", "二")
    channel = Channel()
    channel.answers["一"] = [Again("TimedOut"), Wait(0.01), Again("NetworkError")]
    drain(store, channel)
    assert channel.texts() == ["一", "二"]


def test_one_chat_that_must_wait_stops_no_other(store: SqliteStore) -> None:
    put(store, "1", "慢")
    put(store, "2", "快", chat="telegram:8")
    channel = Channel()
    channel.answers["慢"] = [Wait(0.15)]
    drain(store, channel)
    assert [text for _, text in channel.shown] == ["快", "慢"]
    assert channel.times[-1] - channel.times[0] >= 0.15


def test_a_refused_message_is_dead_with_its_reason(store: SqliteStore) -> None:
    put(store, "1", "一", "坏", "二")
    channel = Channel()
    channel.answers["一"] = [Refused("BUTTON_DATA_INVALID")]
    drain(store, channel)
    assert channel.texts() == ["二"]
    (first, second) = states(store)
    assert first == ("一", "dead", "BUTTON_DATA_INVALID")
    assert second[2].startswith("ZeroDivisionError<test_outbox.py:")


def test_out_of_reach_is_held(store: SqliteStore) -> None:
    put(store, "1", "一", "二")
    channel = Channel()
    channel.answers["一"] = [OutOfReach("blocked by the user")]
    drain(store, channel)
    assert channel.shown == []
    assert states(store) == [("一", "held", "blocked by the user"), ("二", "held", "blocked by the user")]


def test_a_renamed_chat_is_followed(store: SqliteStore) -> None:
    put(store, "1", "一", "二", chat="telegram:-5")
    channel = Channel()
    channel.answers["一"] = [Renamed("telegram:-1005")]
    drain(store, channel)
    assert channel.texts("telegram:-1005") == ["一", "二"]


def test_a_channel_that_refuses_us_stops_the_outbox(store: SqliteStore) -> None:
    put(store, "1", "一")
    channel = Channel()
    channel.answers["一"] = [Stopped("令牌不对")]
    with pytest.raises(ChannelStoppedError, match="令牌不对"):
        drain(store, channel)
    assert states(store) == [("一", "waiting", "")]


def test_what_was_sent_is_marked_once_the_disk_has_room(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "1", "一")
    failures = iter([True, True, False])
    mark = SqliteStore.part_sent

    def part_sent(self: SqliteStore, queued: int, part: int, message: str) -> None:
        if next(failures):
            raise UnavailableError("满")
        mark(self, queued, part, message)

    monkeypatch.setattr(SqliteStore, "part_sent", part_sent)
    channel = Channel()
    drain(store, channel)
    assert channel.texts() == ["一"]
    assert states(store) == []


def test_running_sends_what_comes_until_closed(store: SqliteStore) -> None:
    channel = Channel()

    async def serve() -> None:
        outbox = Outbox(at_once, store, channel, "telegram", FREE, SOON)
        running = asyncio.create_task(outbox.run())
        for number in range(20):
            put(store, str(number), f"第{number}")
            outbox.waiting.set()
            await asyncio.sleep(0.001 * (number % 3))
        await outbox.drain()
        await outbox.close()
        await running

    asyncio.run(serve())
    assert channel.texts() == [f"第{number}" for number in range(20)]


def test_closing_lets_a_message_arrive_and_starts_no_more(store: SqliteStore) -> None:
    put(store, "1", "一", "二")
    channel = Channel(slow=0.05)

    async def serve() -> None:
        outbox = Outbox(at_once, store, channel, "telegram", FREE, SOON)
        running = asyncio.create_task(outbox.run())
        await asyncio.sleep(0.02)
        await outbox.close()
        await running

    asyncio.run(serve())
    assert channel.texts() == ["一"]
    assert states(store) == [("二", "waiting", "")]


def test_closing_gives_up_a_message_that_hangs(store: SqliteStore) -> None:
    put(store, "1", "一")
    channel = Channel(slow=30)

    async def serve() -> None:
        outbox = Outbox(at_once, store, channel, "telegram", FREE, SOON)
        running = asyncio.create_task(outbox.run())
        await asyncio.sleep(0.02)
        await asyncio.wait_for(outbox.close(grace=0.05), 2)
        await running

    asyncio.run(serve())
    assert states(store) == [("一", "waiting", "")]


def test_groups_are_slower_than_people(store: SqliteStore) -> None:
    put(store, "1", "一", "二", "三")
    put(store, "2", "甲", "乙", "丙", chat="telegram:-5")
    channel = Channel()
    drain(store, channel, Pace(Rate(0.01), Rate(0.1), Rate(0.001)))
    assert channel.texts("telegram:-5") == ["甲", "乙", "丙"]
    last = {chat: channel.times[place] for place, (chat, _) in enumerate(channel.shown)}
    assert last["telegram:-5"] - channel.times[0] >= 0.19
    assert last["telegram:7"] < last["telegram:-5"]


def test_the_wait_grows_to_a_limit() -> None:
    backoff = Backoff(first=1, longest=60)
    assert [backoff.after(failures) for failures in (1, 2, 3, 6, 7, 10_000)] == [1, 2, 4, 32, 60, 60]


@given(every=st.floats(0.01, 5), burst=st.integers(1, 4), steps=st.lists(st.floats(0, 10), min_size=1, max_size=60))
def test_no_stretch_of_time_holds_more_than_the_rate_allows(every: float, burst: int, steps: list[float]) -> None:
    limiter, rate, now = Limiter(), Rate(every, burst), 0.0
    times = []
    for step in steps:
        now += step
        times.append(now + limiter.reserve("chat", rate, now))
    for first in range(len(times)):
        for last in range(first, len(times)):
            assert last - first + 1 <= burst + (times[last] - times[first]) / every + 1e-6


def test_a_group_never_gets_more_than_twenty_messages_in_a_minute() -> None:
    limiter = Limiter()
    times = [limiter.reserve("group", Pace().group, 0.0) for _ in range(200)]
    assert max(sum(start <= time < start + 60 for time in times) for start in times) <= 20


def test_forgotten_chats_are_those_whose_time_has_passed() -> None:
    limiter, rate = Limiter(), Rate(1.0)
    for chat in range(ROOM + 1):
        limiter.reserve(str(chat), rate, 0.0)
    limiter.reserve("last", rate, 0.5)
    assert len(limiter.due) == ROOM + 2
    limiter.reserve("late", rate, 5.0)
    assert set(limiter.due) == {"late"}
    assert limiter.reserve("late", rate, 5.0) == 1.0


def test_sent_replies_say_when(store: SqliteStore) -> None:
    put(store, "1", "一")
    drain(store, Channel())
    ((sent_at,),) = store._db.execute("SELECT sent_at FROM outbox").fetchall()
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(sent_at)).total_seconds()) < 60
