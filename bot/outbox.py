"""Sends what the turns left in the outbox: in order within a chat, chats independently of one another, never too fast.

A message counts as sent only when the channel has said so and that has been stored. Where the answer is lost, or the
process dies in between, the message goes out once more: at least once, never not at all.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, TypeVar

from bot.delivery import (
    Again,
    ChannelStoppedError,
    Delivered,
    Delivery,
    OutOfReach,
    Part,
    Refused,
    Renamed,
    Sender,
    Stopped,
    Wait,
)
from bot.logs import event, fault_of
from bot.pacing import Limiter, Pace
from bot.worker import Do
from storage.errors import UnavailableError
from storage.records import Queued
from storage.store import Store

_log = logging.getLogger(__name__)
T = TypeVar("T")

OVERALL = "*"
"""Name of the limit that people's chats share; no chat is called so."""
SENT_UNMARKED = "sent-unmarked"
"""The point between the channel's word that a message has arrived and our note of it; tests end the process there."""


@dataclass(frozen=True)
class Backoff:
    """How long to wait before trying again: doubled after each failure in a row, up to a limit (seconds)."""

    first: float = 1.0
    longest: float = 60.0

    def after(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (at least one)."""
        return float(min(self.longest, self.first * 2 ** min(failures - 1, 16)))


@dataclass
class Outbox(Generic[Part]):
    """The sending side of one channel. Chats of other channels are left alone."""

    do: Do
    store: Store
    sender: Sender[Part]
    channel: str
    """First word of the ids of its chats: ``telegram``."""
    pace: Pace = field(default_factory=Pace)
    backoff: Backoff = field(default_factory=Backoff)
    reached: Callable[[str], None] = lambda _point: None
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, by any channel, when something may have been put in the outbox."""
    _limiter: Limiter = field(default_factory=Limiter, init=False)
    _workers: dict[str, asyncio.Task[None]] = field(default_factory=dict, init=False)
    _failure: BaseException | None = field(default=None, init=False)
    _closing: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    async def run(self) -> None:
        """Send whatever comes until :meth:`close`; raises ChannelStoppedError if the channel refuses us."""
        while not self._closing.is_set():
            self.waiting.clear()
            await self._start_workers()
            await self.waiting.wait()
            self._raise_failure()

    async def drain(self) -> None:
        """Send everything that waits; return when nothing does."""
        while await self._start_workers():
            await asyncio.wait(self._workers.values())
            self._raise_failure()

    async def close(self, grace: float = 3.0) -> None:
        """Let messages that are on their way arrive, within ``grace`` seconds; start no more."""
        self._closing.set()
        self.waiting.set()
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=grace)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _start_workers(self) -> int:
        """One worker for each chat that waits; the number of workers now."""
        for chat in await self._stored(lambda: self.store.chats_waiting(self.channel)):
            if chat not in self._workers and not self._closing.is_set():
                worker = asyncio.create_task(self._serve(chat))
                self._workers[chat] = worker
                worker.add_done_callback(self._ended)
        return len(self._workers)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        if not worker.cancelled() and worker.exception() is not None:
            self._failure = worker.exception()
        self.waiting.set()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _serve(self, chat: str) -> None:
        """Send what the chat waits for, oldest first, until nothing waits."""
        failures = 0
        try:
            while (queued := await self._stored(lambda: self.store.next_waiting(chat))) is not None:
                delivery = await self._attempt(queued)
                if delivery is None:
                    return
                failures = failures + 1 if isinstance(delivery, Again) else 0
                if failures:
                    await self._pause(self.backoff.after(failures))
        finally:
            del self._workers[chat]

    async def _attempt(self, queued: Queued) -> Delivery | None:
        """Send the next part of a reply and store what became of it; None when we are closing."""
        try:
            parts = self.sender.parts(queued)
        except Exception as error:  # noqa: BLE001 - a reply that cannot be shown must not stop those behind it
            return await self._settle(queued, Refused(fault_of(error)), last=True)
        place = queued.parts_sent
        if place >= len(parts):
            await self._stored(lambda: self.store.mark_sent(queued.id, datetime.now(UTC)))
            return Delivered("")
        if not await self.sender.is_needed(queued.chat, parts[place]):
            return await self._settle(queued, Delivered(""), last=place + 1 == len(parts))
        in_group = self.sender.in_group(queued.chat)
        rate = self.pace.group if in_group else self.pace.chat
        await self._pause(self._limiter.reserve(queued.chat, rate, time.monotonic()))
        if not in_group:  # so that staff are not kept waiting behind everybody's answers
            await self._pause(self._limiter.reserve(OVERALL, self.pace.overall, time.monotonic()))
        if self._closing.is_set():
            return None
        delivery = await self.sender.send(queued.chat, parts[place])
        return await self._settle(queued, delivery, last=place + 1 == len(parts))

    async def _settle(self, queued: Queued, delivery: Delivery, *, last: bool) -> Delivery:
        """Store what became of a message."""
        store, reply = self.store, queued.id
        match delivery:
            case Delivered(message):
                self.reached(SENT_UNMARKED)
                await self._stored(lambda: store.part_sent(reply, queued.parts_sent, message))
                if last:
                    await self._stored(lambda: store.mark_sent(reply, datetime.now(UTC)))
            case Wait(seconds):
                event(_log, logging.INFO, "told to wait", reply=reply, seconds=seconds)
                await self._pause(seconds)
            case Again(why):
                event(_log, logging.WARNING, "not sent, trying again", reply=reply, fault=why)
            case OutOfReach(why):
                event(_log, logging.INFO, "out of reach, held", reply=reply)
                await self._stored(lambda: store.hold(queued.chat, why))
            case Renamed(chat):
                event(_log, logging.WARNING, "chat renamed", reply=reply)
                await self._stored(lambda: store.rename_chat(queued.chat, chat))
            case Refused(why):
                event(_log, logging.ERROR, "refused for good", reply=reply)
                await self._stored(lambda: store.mark_dead(reply, why))
            case Stopped(why):
                raise ChannelStoppedError(why)
        return delivery

    async def _stored(self, work: Callable[[], T]) -> T:
        """Do it until the storage does it: what has been sent must be marked, or it would be sent again."""
        failures = 0
        while True:
            try:
                return await self.do(work)
            except UnavailableError:
                if self._closing.is_set():
                    raise
                failures += 1
                event(_log, logging.ERROR, "storage unavailable", count=failures)
                await self._pause(self.backoff.after(failures))

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the order to close."""
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), seconds)
