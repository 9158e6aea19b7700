"""The real bot, killed: no update lost, none applied twice, no reply missing, order kept."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from itertools import groupby, zip_longest
from pathlib import Path

import pytest

from bot.engine import POINTS
from bot.outbox import SENT_UNMARKED
from handlers.model import Press
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.conversation.players import START, EnginePlayer
from tests.conversation.script import read, shown
from tests.engine.killed import answers, serve, serve_the_law, shown_press
from tests.fake_bot_api import BROKEN, DROPPED_AFTER, DROPPED_BEFORE, FakeBotApi, Fault, Shown, too_many
from tests.processes import PATIENCE, run, start
from tests.telegram.bench import until

USERS = (11, 12, 13)
TRANSCRIPTS = [
    Path(__file__).parent.parent / "transcripts" / f"{name}.txt"
    for name in ("hangzhou_02_honorary", "urumqi_02_ban", "zhengzhou_04_settled_early", "daxing_01_no_certificate")
]
"""Conversations that are typed throughout, so that all of it may be said before the first answer."""


class Crowd:
    """Users who talk to a bot that dies, and remember what they said."""

    def __init__(self, api: FakeBotApi, path: Path, serve: Callable[..., None] = serve) -> None:
        self.api = api
        self.serve = serve
        self.path = path
        self.said: dict[int, list[str]] = {user: [] for user in USERS}
        self.updates: list[int] = []
        self.kills = 0
        self.repeated = 0

    def talk(self, rounds: int) -> None:
        """Each user types, and now and then presses a button."""
        for _ in range(rounds):
            for user in USERS:
                place = len(self.said[user])
                if place % 3 == 2:
                    self.updates.append(self.api.press_data(user, f"{place}:0", Shown(1, user, "…")))
                    self.said[user].append(shown_press(Press(rev=place, index=0)))
                else:
                    self.updates.append(self.api.say(user, f"第{place}句"))
                    self.said[user].append(f"第{place}句")

    def kill_at(self, point: str, times: int) -> None:
        """Run the bot until it dies at the point."""
        assert run(self.serve, str(self.path), self.api.url, point, times) == -signal.SIGKILL
        self.kills += 1

    def kill_after(self, seconds: float) -> None:
        """Run the bot and kill it, wherever it is."""
        process = start(self.serve, str(self.path), self.api.url)
        time.sleep(seconds)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(PATIENCE)
        assert process.exitcode == -signal.SIGKILL
        self.kills += 1

    def finish(self, patience: float = PATIENCE) -> None:
        """Run the bot until nothing is left to do, and end it as an operator would."""
        met = len(self.api.called("getMe"))
        process = start(self.serve, str(self.path), self.api.url)
        try:
            # Not before it has introduced itself: until then nothing listens for the signal.
            until(lambda: len(self.api.called("getMe")) > met and self.is_done(), patience)
            began = time.monotonic()
            process.terminate()
            process.join(PATIENCE)
        finally:
            process.kill()
        assert process.exitcode == 0
        assert time.monotonic() - began < 5

    def is_done(self) -> bool:
        """Every update is confirmed and no reply waits."""
        return set(self.updates) <= self.api.confirmed and not self.rows("SELECT 1 FROM outbox WHERE state <> 'sent'")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What stands in the data."""
        if not self.path.exists():
            return []
        reader = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def drafts(self) -> dict[int, list[dict[str, str]]]:
        """What each user's drafts hold."""
        store = SqliteStore.open(self.path)
        try:
            with store.transaction() as transaction:
                return {user: [each.fields for each in transaction.drafts(f"telegram:{user}")] for user in USERS}
        finally:
            store.close()

    def check(self, lost_answers: int = 0) -> None:
        """Everything was taken once, in order, and answered; what was shown twice is owed to a death."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        taken = self.rows("SELECT key, error FROM turns")
        assert sorted(taken) == sorted((str(update), None) for update in self.updates)
        assert {str(update) for update in self.api.confirmed} <= {str(key) for key, _ in taken}
        drafts = self.drafts()
        for user, said in self.said.items():
            (rev,) = self.rows(f"SELECT rev FROM sessions WHERE person = 'telegram:{user}'")
            assert rev == (len(said),)
            assert drafts[user] == [{str(place): words for place, words in enumerate(said)}]
            shown = [message.text for message in self.api.replies(user)]
            once = [text for text, _ in groupby(shown)]
            assert once == [words for place, text in enumerate(said) for words in answers(place, text)]
            repeated = len(shown) - len(once)
            assert repeated <= self.kills + lost_answers, "a death repeats one message of a chat at most"
            self.repeated += repeated


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    """A crowd and its server, which outlives every bot."""
    with FakeBotApi() as api:
        yield Crowd(api, tmp_path / "assistant.db")


@pytest.mark.parametrize("point", [*POINTS, SENT_UNMARKED])
def test_killed_at_a_named_point(crowd: Crowd, point: str) -> None:
    for times in (1, 2, 5):
        crowd.talk(2)
        crowd.kill_at(point, times)
    crowd.talk(1)
    crowd.finish()
    crowd.check()


def test_killed_while_telegram_fails(crowd: Crowd) -> None:
    for number, point in enumerate(("after-commit", SENT_UNMARKED, "before-commit", SENT_UNMARKED)):
        faults = (DROPPED_BEFORE, DROPPED_AFTER, BROKEN, too_many(1)) if number == 0 else (DROPPED_AFTER, BROKEN)
        crowd.api.faults["sendMessage"].extend(faults)
        crowd.api.faults["getUpdates"].extend((BROKEN, DROPPED_AFTER))
        crowd.api.redeliver = True
        crowd.talk(2)
        crowd.kill_at(point, 3)
    crowd.finish()
    crowd.check(lost_answers=4)


def test_a_stop_by_an_operator_loses_nothing(crowd: Crowd) -> None:
    crowd.talk(20)
    process = start(serve, str(crowd.path), crowd.api.url)
    while not crowd.api.shown:
        time.sleep(0.005)
    began = time.monotonic()
    process.terminate()
    process.join(PATIENCE)
    assert process.exitcode == 0
    assert time.monotonic() - began < 5
    assert not crowd.is_done()
    crowd.finish()
    crowd.check()


def test_killed_in_the_middle_of_real_conversations(library: Library, tmp_path: Path) -> None:
    scripts = [read(path) for path in TRANSCRIPTS]
    with FakeBotApi() as api:
        api.clock = lambda: START
        crowd = Crowd(api, tmp_path / "assistant.db", serve_the_law)
        for exchanges in zip_longest(*(script.exchanges for script in scripts)):
            for user, exchange in enumerate(exchanges, start=11):
                if exchange is not None:
                    crowd.updates.append(api.say(user, exchange.turn.text))
        for point, times in (("turn-stored", 12), (SENT_UNMARKED, 20), ("before-commit", 9), ("after-commit", 1)):
            crowd.kill_at(point, times)
        crowd.finish()
        assert crowd.rows("SELECT count(*), count(error) FROM turns") == [(len(crowd.updates), 0)]
        for user, script in enumerate(scripts, start=11):
            player = EnginePlayer(library, tmp_path / f"{user}.db")
            said = [heard.text for exchange in script.exchanges for heard in player.play(exchange.turn)]
            player.close()
            heard = [shown(message.text, [label for label, _ in message.buttons]) for message in api.replies(user)]
            assert [text for text, _ in groupby(heard)] == [text for text, _ in groupby(said)]


VOTES = ("有用", "没用", "有用")


def test_killed_while_people_vote(tmp_path: Path) -> None:
    """Every vote is there once, and it is the last one."""
    with FakeBotApi() as api:
        crowd = Crowd(api, tmp_path / "assistant.db", serve_the_law)
        for number, user in enumerate(USERS, start=1):
            crowd.updates += [api.say(user, words) for words in ("萧山公示几天", *VOTES[:number])]
        api.redeliver = True
        for point, times in (("vote-saved", 2), ("before-commit", 3), ("after-commit", 2), ("drafts-saved", 2)):
            crowd.kill_at(point, times)
        crowd.finish()
        assert crowd.rows("SELECT count(*), count(error) FROM turns") == [(len(crowd.updates), 0)]
        kept = crowd.rows("SELECT votes.person, vote FROM votes JOIN outbox ON outbox.id = reply ORDER BY votes.person")
        given = ("useful", "useless", "useful")
        assert kept == [(f"telegram:{user}", what) for user, what in zip(USERS, given, strict=True)]


@pytest.mark.long
def test_killed_anywhere_under_faults(crowd: Crowd) -> None:
    """Hundreds of random deaths while Telegram fails in every way that it can."""
    chance = random.Random(20261120)
    lost = 0

    def fault(method: str) -> Fault | None:
        nonlocal lost
        if method not in {"sendMessage", "getUpdates", "answerCallbackQuery"} or chance.random() > 0.08:
            return None
        (chosen,) = chance.choices((BROKEN, DROPPED_BEFORE, DROPPED_AFTER, too_many(1)), weights=(5, 5, 5, 1))
        lost += chosen.done and method == "sendMessage"
        return chosen

    crowd.api.chance = fault
    crowd.api.redeliver = True
    for _ in range(int(os.environ.get("KILLS", "300"))):
        crowd.talk(chance.randint(1, 3))
        crowd.kill_after(chance.uniform(0.2, 1.2))
    crowd.finish(patience=300)
    crowd.check(lost_answers=lost)
    shown = len(crowd.api.shown)
    print(f"{crowd.kills} kills, {len(crowd.updates)} updates, {shown} messages", end="; ")
    print(f"{lost} answers lost, {crowd.repeated} messages repeated")
