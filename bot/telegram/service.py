"""The channel as a whole: start, receive and send side by side, stop in order."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot import notices
from bot.delivery import ChannelStoppedError
from bot.engine import Engine
from bot.logs import event, fault_of
from bot.outbox import Backoff, Outbox
from bot.pacing import Pace
from bot.retention import look_after
from bot.telegram.incoming import CHANNEL, Door
from bot.telegram.inline import InlineMode
from bot.telegram.polling import Poller, pause, unless
from bot.telegram.rendering import Message
from bot.telegram.sender import TelegramSender
from storage.store import Store

_log = logging.getLogger(__name__)

STOPPED: Final = 0
REFUSED: Final = 4
"""Telegram refuses the token, or hands the updates to another program."""
GRACE = 3.0
"""Seconds for messages on their way when the program is told to stop."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class TelegramOptions:
    """What the channel must be told."""

    token: str = field(repr=False)
    api: str = "https://api.telegram.org"
    staff_ids: frozenset[int] = frozenset()
    patience: int = 25
    """Seconds that Telegram may hold a request for updates open."""
    pace: Pace = field(default_factory=Pace)
    backoff: Backoff = field(default_factory=Backoff)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


async def run_telegram(
    options: TelegramOptions,
    engine: Engine,
    store: Store,
    say: Say,
    stop: asyncio.Event | None = None,
) -> int:
    """Serve until SIGTERM, SIGINT or ``stop``; return the exit code. ``say`` is told, in Chinese, what the operator
    must know. Raises StorageError if the data cannot be used any more."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    stop = stop or _stopped_by_signals()
    fetching = HTTPXRequest(connection_pool_size=1)
    bot = Bot(
        options.token,
        f"{options.api}/bot",
        request=HTTPXRequest(connection_pool_size=32, pool_timeout=10.0),
        get_updates_request=fetching,
    )
    try:
        if not await _connect(bot, options.backoff, stop, say):
            return STOPPED
        say(notices.TELEGRAM_RUNNING.format(name=bot.username))
        _tell_of_new_number(engine, store, say)
        await _introduce(bot)
        outbox = Outbox(store, TelegramSender(bot), CHANNEL, options.pace, options.backoff, engine.reached)
        door = Door(
            name=bot.username,
            number=bot.id,
            staff_chat=lambda: _staff_chat(engine, store),
            staff_ids=options.staff_ids,
            receipt_shown=store.receipt_shown,
            clock=options.clock,
            nonce=engine.nonce,
        )
        inline = InlineMode(bot, engine.library, options.clock)
        poller = Poller(bot, fetching, door, engine, store, outbox, inline, options.patience, options.backoff)
        await _serve(poller, outbox, look_after(engine, options.clock, stop, outbox.wake, say), stop)
    except (InvalidToken, ChannelStoppedError) as error:
        say(notices.WRONG_CREDENTIALS if isinstance(error, InvalidToken) else str(error))
        return REFUSED
    finally:
        with suppress(TelegramError, RuntimeError):
            await bot.shutdown()
    return STOPPED


def _staff_chat(engine: Engine, store: Store) -> str | None:
    return None if engine.staff_chat is None else store.current_chat(engine.staff_chat)


def _tell_of_new_number(engine: Engine, store: Store, say: Say) -> None:
    """The staff chat may have become another one since the settings were written."""
    chat = _staff_chat(engine, store)
    if chat is not None and chat != engine.staff_chat:
        say(notices.STAFF_CHAT_RENAMED.format(chat=chat.removeprefix(f"{CHANNEL}:")))


def _stopped_by_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _connect(bot: Bot, backoff: Backoff, stop: asyncio.Event, say: Say) -> bool:
    """Learn who we are, trying until Telegram answers; False when told to stop before. Raises InvalidToken."""
    failures = 0
    while not stop.is_set():
        try:
            await unless(stop, bot.initialize())
            await unless(stop, bot.delete_webhook())
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            event(_log, logging.WARNING, "no connection", fault=type(error).__name__)
            if failures == 1:
                say(notices.TELEGRAM_UNREACHABLE)
            await pause(stop, backoff.after(failures))
        else:
            return not stop.is_set()
    return False


async def _introduce(bot: Bot) -> None:
    """Show the menu of commands. Not essential."""
    try:
        await bot.set_my_commands([BotCommand(name, what) for name, what in notices.COMMANDS.items()])
    except TelegramError as error:
        event(_log, logging.WARNING, "menu not set", fault=fault_of(error))


async def _serve(
    poller: Poller, outbox: Outbox[Message], reminding: Coroutine[None, None, None], stop: asyncio.Event
) -> None:
    """Receive, send and remind until told to stop or until one of the three fails, whose error is then raised."""
    receiving = asyncio.create_task(poller.run(stop))
    sending = asyncio.create_task(outbox.run())
    reminders = asyncio.create_task(reminding)
    try:
        await asyncio.wait({receiving, sending, reminders}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        await asyncio.gather(receiving, reminders, return_exceptions=True)
        await asyncio.gather(poller.close(GRACE), outbox.close(GRACE))
        await asyncio.gather(sending, return_exceptions=True)
    for side in (receiving, sending, reminders):
        side.result()
