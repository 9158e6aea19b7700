"""A bot that dies where it is told to, and a conversation whose every turn leaves a trace that can be counted."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import cast

from bot.engine import Engine
from bot.logs import configure
from bot.outbox import Backoff
from bot.pacing import Pace, Rate
from bot.serving import stopped_by_signals
from bot.telegram import TelegramOptions, run_telegram
from bot.worker import Worker
from handlers.choice import Choice
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.model import Outcome, Press, Reply, Turn, World
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.fake_bot_api import TOKEN
from tests.law import LIBRARY

NOTHING = cast(Library, None)
"""The counting conversation needs no law."""
OFFERED = (Choice(label="再来", says="再来"),)


def serve(path: str, url: str, point: str = "", times: int = 1) -> None:
    """The real bot with the counting conversation; it dies when it reaches ``point`` for the ``times``-th time."""
    _run(path, url, lambda store: Engine(store, NOTHING, count, no_case, reached=_killer(point, times)))


def serve_the_law(path: str, url: str, point: str = "", times: int = 1) -> None:
    """The same with the real conversation and the real library."""
    _run(path, url, lambda store: Engine(store, LIBRARY, step, case_named, reached=_killer(point, times)))


def _run(path: str, url: str, engine_on: Callable[[SqliteStore], Engine]) -> None:
    configure("CRITICAL")
    raise SystemExit(asyncio.run(_serve(Path(path), url, engine_on)))


async def _serve(path: Path, url: str, engine_on: Callable[[SqliteStore], Engine]) -> int:
    free, soon = Rate(0.0), Backoff(first=0.02, longest=0.2)
    options = TelegramOptions(TOKEN, url, patience=1, pace=Pace(free, free, free), backoff=soon)
    stop = stopped_by_signals()
    with Worker() as worker:
        engine = await worker.do(lambda: engine_on(SqliteStore.open(path)))
        try:
            return await run_telegram(options, engine, worker.do, lambda _words: None, stop, asyncio.Event())
        finally:
            await worker.do(engine.store.close)


def _killer(point: str, times: int) -> Callable[[str], None]:
    left = times

    def reached(here: str) -> None:
        nonlocal left
        if here == point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return reached


def no_case(_turn: Turn) -> str | None:
    """Nobody is staff here."""
    return None


def count(_library: Library, world: World, turn: Turn) -> Outcome:
    """Write the turn into the person's one draft, at the place that its number gives, and answer with two replies."""
    said = turn.text if turn.press is None else shown_press(turn.press)
    place = world.session.rev
    session = world.session.model_copy(update={"rev": place + 1, "offered": OFFERED})
    if world.drafts:
        draft = world.drafts[0].model_copy(
            update={"changed": turn.at, "fields": {**world.drafts[0].fields, str(place): said}}
        )
    else:
        draft = Draft(
            id=turn.nonce,
            person=turn.person,
            region="none",
            edition="none",
            created=turn.at,
            changed=turn.at,
            fields={str(place): said or ""},
        )
    first, second = (Reply(text=words) for words in answers(place, said or ""))
    return Outcome(session=session, replies=(first, second.model_copy(update={"choices": OFFERED})), save=(draft,))


def answers(place: int, said: str) -> tuple[str, str]:
    """The two replies to the turn at this place."""
    return f"{place}：{said}（一）", f"{place}：{said}（二）"


def shown_press(press: Press) -> str:
    """A press as words."""
    return f"按 {press.rev}:{press.index}"
