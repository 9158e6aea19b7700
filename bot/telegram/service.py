"""The channel as a whole: start, receive and send side by side, stop in order."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot import notices
from bot.delivery import ChannelStoppedError
from bot.engine import Engine
from bot.logs import event, fault_of
from bot.outbox import Backoff, Outbox
from bot.pacing import Pace
from bot.telegram.incoming import CHANNEL, Door
from bot.telegram.inline import InlineMode
from bot.telegram.polling import KINDS, Poller, pause, unless
from bot.telegram.receiving import Receiver
from bot.telegram.rendering import Part
from bot.telegram.sender import TelegramSender
from bot.telegram.topics import Topics
from bot.webhook import Webhook
from bot.worker import Do

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
    webhook: Webhook | None = None
    """Where Telegram brings the updates; None where we fetch them."""


async def run_telegram(
    options: TelegramOptions, engine: Engine, do: Do, say: Say, stop: asyncio.Event, waiting: asyncio.Event
) -> int:
    """Serve until ``stop``; return the exit code. ``say`` is told, in Chinese, what the operator must know.

    ``waiting`` is set, by any channel, when something may have been put in the outbox. Raises StorageError if the data
    cannot be used any more.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    store = engine.store
    fetching = HTTPXRequest(connection_pool_size=1)
    bot = Bot(
        options.token,
        f"{options.api}/bot",
        request=HTTPXRequest(connection_pool_size=32, pool_timeout=10.0),
        get_updates_request=fetching,
    )
    try:
        if not await _connect(bot, options, stop, say):
            return STOPPED
        say(notices.TELEGRAM_RUNNING.format(name=bot.username))
        engine.site = engine.site.model_copy(update={"bot": bot.username})
        await do(lambda: _tell_of_new_number(engine, say))
        topics = Topics(bot, do, store, lambda: _staff_chat(engine), say)
        await _introduce(bot, await do(lambda: _staff_chat(engine)))
        sender = TelegramSender(bot, topics)
        outbox = Outbox(do, store, sender, CHANNEL, options.pace, options.backoff, engine.reached, waiting)
        door = Door(
            name=bot.username,
            number=bot.id,
            staff_chat=lambda: _staff_chat(engine),
            staff_ids=options.staff_ids,
            receipt_shown=store.receipt_shown,
            receipt_in=store.receipt_in,
            clock=options.clock,
            nonce=engine.nonce,
        )
        inline = InlineMode(bot, engine.library, options.clock, do)
        receiver = Receiver(bot, door, engine, store, do, waiting, inline, topics)
        poller = Poller(bot, fetching, receiver, options.patience, options.backoff)
        receiving = poller.run(stop) if options.webhook is None else _admit(options.webhook, receiver, stop)
        await _serve(receiving, receiver, outbox, stop)
    except (InvalidToken, ChannelStoppedError) as error:
        say(notices.WRONG_CREDENTIALS if isinstance(error, InvalidToken) else str(error))
        return REFUSED
    finally:
        with suppress(TelegramError, RuntimeError):
            await bot.shutdown()
    return STOPPED


def _staff_chat(engine: Engine) -> str | None:
    return None if engine.staff_chat is None else engine.store.current_chat(engine.staff_chat)


def _tell_of_new_number(engine: Engine, say: Say) -> None:
    """The staff chat may have become another one since the settings were written."""
    chat = _staff_chat(engine)
    if chat is not None and chat != engine.staff_chat:
        say(notices.STAFF_CHAT_RENAMED.format(chat=chat.removeprefix(f"{CHANNEL}:")))


async def _connect(bot: Bot, options: TelegramOptions, stop: asyncio.Event, say: Say) -> bool:
    """Learn who we are, trying until Telegram answers; False when told to stop before. Raises InvalidToken."""
    failures = 0
    while not stop.is_set():
        try:
            await unless(stop, bot.initialize())
            await unless(stop, _choose(bot, options.webhook))
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            event(_log, logging.WARNING, "no connection", fault=type(error).__name__)
            if failures == 1:
                say(notices.TELEGRAM_UNREACHABLE)
            await pause(stop, options.backoff.after(failures))
        else:
            return not stop.is_set()
    return False


async def _introduce(bot: Bot, staff_chat: str | None) -> None:
    """Show the menus of commands: everybody's, and that of the staff in their chat. Not essential."""
    try:
        await bot.set_my_commands([BotCommand(name, what) for name, what in notices.COMMANDS.items()])
        if staff_chat is not None:
            await bot.set_my_commands(
                [BotCommand(name, what) for name, what in notices.STAFF_COMMANDS.items()],
                scope=BotCommandScopeChat(int(staff_chat.removeprefix(f"{CHANNEL}:"))),
            )
    except TelegramError as error:
        event(_log, logging.WARNING, "menu not set", fault=fault_of(error))


async def _choose(bot: Bot, webhook: Webhook | None) -> None:
    """Tell Telegram whether it brings the updates, one at a time, or we fetch them."""
    if webhook is None:
        await bot.delete_webhook()
    else:
        await bot.set_webhook(webhook.url, max_connections=1, allowed_updates=KINDS, secret_token=webhook.secret)


async def _admit(webhook: Webhook, receiver: Receiver, stop: asyncio.Event) -> None:
    """Let in what Telegram brings, until told to stop."""
    webhook.take = receiver.take
    await stop.wait()
    webhook.take = None


async def _serve(
    receiving: Coroutine[None, None, None], receiver: Receiver, outbox: Outbox[Part], stop: asyncio.Event
) -> None:
    """Receive and send until told to stop or until one of the two fails, whose error is then raised."""
    coming, going = asyncio.create_task(receiving), asyncio.create_task(outbox.run())
    try:
        await asyncio.wait({coming, going}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        await asyncio.gather(coming, return_exceptions=True)
        await asyncio.gather(receiver.close(GRACE), outbox.close(GRACE))
        await asyncio.gather(going, return_exceptions=True)
    for side in (coming, going):
        side.result()
