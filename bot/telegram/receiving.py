"""What becomes of an update, however it came in: read, handled and committed in the worker, then courtesies."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.engine import Engine, Taken
from bot.telegram.incoming import Door, Incoming, Raw
from bot.telegram.inline import InlineMode
from bot.telegram.topics import Topics
from bot.worker import Do
from storage.store import Store

ANSWER = 2.0
"""Seconds that the reply to a press may be kept back for the answer to the press itself."""


@dataclass
class Receiver:
    """Takes updates one by one."""

    bot: Bot
    door: Door
    engine: Engine
    store: Store
    do: Do
    waiting: asyncio.Event
    """Set when something may have been put in the outbox."""
    inline: InlineMode
    topics: Topics
    _courtesies: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def take(self, raw: Raw) -> None:
        """Have the update handled. Raises UnavailableError where it could not be stored: then it must come again."""
        incoming, taken = await self.do(lambda: self._handled(raw))
        if incoming.inline is not None:
            self._be_courteous(self.inline.answer(incoming.inline))
        else:
            self._be_courteous(self._after(incoming, taken))

    async def close(self, grace: float) -> None:
        """Let answers to presses that are on their way arrive."""
        if self._courtesies:
            await asyncio.wait(self._courtesies, timeout=grace)

    def _handled(self, raw: Raw) -> tuple[Incoming, Taken]:
        """Take the turn."""
        incoming = self.door.read(raw)
        if incoming.topics is not None:
            self.topics.learn(there=incoming.topics, rights=incoming.rights)
        taken = Taken(number=None)
        if incoming.quiet:
            self.engine.note(incoming.turn)
        else:
            taken = self.engine.take(incoming.turn, incoming.first)
        if incoming.left:
            self.store.hold(incoming.turn.chat, "left")
        return incoming, taken

    def _be_courteous(self, courtesy: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(courtesy)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _after(self, incoming: Incoming, taken: Taken) -> None:
        """After the commit: end the button's waiting sign, showing what is said in passing, then send, then take away
        what must not be used again.

        None of it matters enough to be repeated: a button of yesterday is refused by the session in any case.
        """
        if incoming.made is not None:
            await self.topics.heard_of(incoming.made)
        if incoming.query is not None:
            with suppress(TelegramError):
                passing = next((queued.reply.text for queued in taken.replies if queued.reply.passing), None)
                await self.bot.answer_callback_query(incoming.query, passing, read_timeout=ANSWER)
        self.waiting.set()
        if incoming.message is None or (incoming.once and not taken.used):
            return
        chat = int(incoming.turn.chat.partition(":")[2])
        with suppress(TelegramError):
            if incoming.query is not None:
                await self.bot.edit_message_reply_markup(
                    chat_id=chat, message_id=incoming.message, reply_markup=incoming.lasting
                )
            else:
                await self.bot.delete_message(chat_id=chat, message_id=incoming.message)
