"""Takes updates from Telegram. The offset, which is what confirms an update, moves only after the turn is committed."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.delivery import ChannelStoppedError
from bot.logs import event
from bot.notices import POLLED_ELSEWHERE, WRONG_CREDENTIALS
from bot.outbox import Backoff
from bot.telegram.incoming import Raw
from bot.telegram.receiving import Receiver
from bot.telegram.sender import seconds_of
from storage.errors import UnavailableError

_log = logging.getLogger(__name__)
T = TypeVar("T")

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that we ask for."""
BATCH = 100


@dataclass
class Poller:
    """The receiving side of the channel."""

    bot: Bot
    request: BaseRequest
    """For fetching alone: it hands over the updates as they came, so that one odd update spoils no other."""
    receiver: Receiver
    patience: int
    """Seconds that Telegram may hold a request open while there is nothing to hand over."""
    backoff: Backoff
    _offset: int | None = field(default=None, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``; the turn at hand is finished first. Raises ChannelStoppedError if Telegram refuses us."""
        failures = 0
        while not stop.is_set():
            try:
                for raw in await self._fetch(stop):
                    if stop.is_set() or not await self._take(raw, stop):
                        break
                    self._offset = raw["update_id"] + 1
                failures = 0
            except (InvalidToken, Conflict) as error:
                raise ChannelStoppedError(
                    WRONG_CREDENTIALS if isinstance(error, InvalidToken) else POLLED_ELSEWHERE
                ) from None
            except TelegramError as error:
                failures += 1
                wait = seconds_of(error) if isinstance(error, RetryAfter) else self.backoff.after(failures)
                event(_log, logging.WARNING, "no updates", fault=type(error).__name__, seconds=wait)
                await pause(stop, wait)

    async def _fetch(self, stop: asyncio.Event) -> list[Raw]:
        """The next updates; none when told to stop."""
        query: dict[str, Any] = {"timeout": self.patience, "limit": BATCH, "allowed_updates": json.dumps(KINDS)}
        if self._offset is not None:
            query["offset"] = self._offset
        url = f"{self.bot.base_url}/getUpdates?{urlencode(query)}"
        result = await unless(stop, self.request.post(url, read_timeout=self.patience + 10))
        return result if isinstance(result, list) else []

    async def _take(self, raw: Raw, stop: asyncio.Event) -> bool:
        """Have the update handled, trying until it can be stored; False when told to stop before that."""
        failures = 0
        while True:
            try:
                await self.receiver.take(raw)
            except UnavailableError:
                failures += 1
                event(_log, logging.ERROR, "update not stored, trying again", count=failures)
                await pause(stop, self.backoff.after(failures))
                if stop.is_set():
                    return False
            else:
                return True


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of the work, or None if told to stop before there is one."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond the order to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
