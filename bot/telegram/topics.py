"""The threads of the staff's group: a topic for each case, called by how the case stands, with its card pinned.

What the group was last told is kept (``storage.threads``), so that only what differs is sent. Every step but one may be
done twice without harm. Making a topic may not: the order is written down before it is given, and where its answer was
lost, the news of the topic is waited for before another one is ordered. A group without topics gets the same messages,
one below the other.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.logs import event, fault_of
from bot.notices import NO_TOPIC_RIGHTS
from bot.telegram.incoming import CHANNEL, Made
from bot.telegram.rendering import Message, Settling, keyboard_of
from bot.worker import Do
from handlers.model import Standing
from handlers.wording.thread import left_behind
from storage.errors import UnavailableError
from storage.store import Store
from storage.threads import Thread

_log = logging.getLogger(__name__)

PATIENCE: Final = 5.0
"""Seconds that the news of a topic is waited for, where the answer to its order was lost."""
LONGEST: Final = 128
"""Characters of a topic's name."""
GONE: Final = ("thread not found", "topic_deleted", "topic_id_invalid")
"""How Telegram says that somebody has deleted a topic."""
CLOSED: Final = ("topic_closed",)
DONE: Final = "not_modified"
"""How it says that something has been done before."""
NO_FORUM: Final = "not a forum"
RETRY: Final = 1.0
"""Seconds until the storage is tried again."""
T = TypeVar("T")


Take = Callable[[], Awaitable[object]]
After = Callable[[Thread], Thread]


class UnknownTopicError(Exception):
    """Whether a topic was made is not known yet."""


@dataclass
class Topics:
    """Keeps the threads of the staff's group."""

    bot: Bot
    do: Do
    store: Store
    staff_chat: Callable[[], str | None]
    """Chat of the staff, by its present id."""
    say: Callable[[str], None]
    """Tells the operator, in Chinese."""
    there: bool | None = None
    """Whether the staff's group has topics; None while that is not known."""
    _shut: set[str] = field(default_factory=set, init=False)
    """Receipts of cases in whose topics nothing can be written, and which we may not open."""
    _since: dict[str, float] = field(default_factory=dict, init=False)
    """When it was first seen that the answer to an order is missing."""
    _told: bool = field(default=False, init=False)

    async def look(self, chat: str) -> None:
        """See whether the group has topics. Raises TelegramError."""
        try:
            self.there = bool((await self.bot.get_chat(_number(chat))).is_forum)
        except (BadRequest, Forbidden):
            self.there = False  # the group has not let us in; whatever comes from it will tell

    def learn(self, *, there: bool, rights: bool) -> None:
        """The group has told whether it has topics; ``rights``: we may be allowed to do something else than before."""
        self.there = there
        if rights:
            self._shut.clear()

    async def heard_of(self, made: Made) -> None:
        """News of a topic of ours: the one that was waited for, or one too many, which is taken away again."""
        if await self._do(lambda: self._is_one_too_many(made)):
            with suppress(TelegramError):
                await self.bot.delete_forum_topic(_number(made.chat), int(made.topic))

    def _is_one_too_many(self, made: Made) -> bool:
        """Take the topic for the one that was ordered, if it is still missing."""
        thread = self.store.thread(made.receipt, made.chat)
        if thread is None or thread.topic == made.topic:
            return False
        if thread.topic is None and thread.ordered:
            self.store.keep_thread(_begun(thread, made.topic))
            return False
        return True

    async def topic_of(self, chat: str, message: Message) -> int | None:
        """Where a message belongs: the open topic of its case, made if need be; None for the chat itself.

        Raises TelegramError, and UnknownTopicError where it is to be asked again in a moment.
        """
        if message.receipt is None or message.receipt in self._shut or not await self._has_topics(chat):
            return None
        thread = await self._thread(chat, message.receipt)
        standing = message.standing
        if standing is not None and standing.gone:
            return None
        if thread.topic is None:
            return None if standing is None else await self._make(thread, standing, card=message.card)
        if thread.over and standing is not None and not standing.over and not await self._reopened(thread):
            return None
        return int(thread.topic)

    async def _reopened(self, thread: Thread) -> bool:
        """Open a topic again; False where we may not, so that the case goes on in the group itself."""
        if await _done(self.bot.reopen_forum_topic(_number(thread.chat), int(thread.topic or 0))):
            await self._keep(replace(thread, over=False))
            return True
        self._shut.add(thread.receipt)
        self._tell()
        return False

    async def shown(self, chat: str, message: Message, number: int) -> None:
        """A new card is there: it carries the buttons from now on, and the one before carries none."""
        if message.receipt is None:
            return
        before = await self._thread(chat, message.receipt)
        actions = "" if message.buttons is None else message.buttons.to_json()
        await self._keep(replace(before, card=str(number), pinned=False, actions=actions))
        if before.card != str(number):
            await self._put_away(before)

    async def _put_away(self, thread: Thread) -> None:
        """A card that another one takes the place of: it has no buttons any more and is not pinned."""
        if thread.card is None:
            return
        with suppress(TelegramError):
            await self.bot.edit_message_reply_markup(chat_id=_number(thread.chat), message_id=int(thread.card))
        if thread.pinned:
            with suppress(TelegramError):
                await self.bot.unpin_chat_message(_number(thread.chat), int(thread.card))

    async def differs(self, chat: str, settling: Settling) -> bool:
        """Whether there is anything to settle."""
        thread = await self._do(lambda: self.store.thread(settling.receipt, chat))
        gone = settling.standing.gone
        return thread is not None and (gone or bool(self._steps(thread, settling.standing)))

    async def settle(self, chat: str, settling: Settling) -> None:
        """Make the thread say how the case stands. Raises TelegramError, after which the rest is still to be done."""
        thread = await self._do(lambda: self.store.thread(settling.receipt, chat))
        if thread is None:
            return
        for take, after in self._steps(thread, settling.standing):
            await _done(take())
            thread = after(thread)
            await self._keep(thread)
        if settling.standing.gone:
            if not await self._removed(thread):
                await self.bot.send_message(_number(chat), left_behind(settling.receipt))
            await self._do(lambda: self.store.drop_thread(settling.receipt))

    async def deleted(self, receipt: str) -> None:
        """Somebody has deleted the topic of a case, with all that stood there."""
        await self._do(lambda: self.store.drop_thread(receipt))
        event(_log, logging.WARNING, "topic deleted by hand")

    async def closed(self, chat: str, receipt: str) -> None:
        """Somebody has closed the topic of a case, so that nothing could be sent there."""
        await self._reopened(await self._thread(chat, receipt))

    def _steps(self, thread: Thread, standing: Standing) -> list[tuple[Take, After]]:
        """What is to be done, in order; each with what is then known of the thread."""
        chat, topic, card = _number(thread.chat), thread.topic, thread.card
        steps: list[tuple[Take, After]] = []
        markup = keyboard_of(standing.actions)
        actions = "" if markup is None else markup.to_json()
        if card is not None and actions != thread.actions:
            edit = partial(
                self.bot.edit_message_reply_markup, chat_id=chat, message_id=int(card), reply_markup=markup
            )  # fmt: skip
            steps.append((edit, partial(replace, actions=actions)))
        if topic is None or standing.gone:
            return steps
        number, title = int(topic), standing.title[:LONGEST]
        if title != thread.title:
            rename = partial(self.bot.edit_forum_topic, chat, number, name=title)
            steps.append((rename, partial(replace, title=title)))
        if card is not None and not thread.pinned:
            pin = partial(self.bot.pin_chat_message, chat, int(card), disable_notification=True)
            steps.append((pin, partial(replace, pinned=True)))
        if standing.over and not thread.over:
            steps.append((partial(self.bot.close_forum_topic, chat, number), partial(replace, over=True)))
        return steps

    async def _removed(self, thread: Thread) -> bool:
        """Delete a topic with all that stands there; close it at least, where deleting is not allowed. False where
        messages about the case are left."""
        if thread.topic is None:
            return thread.card is None
        chat, topic = _number(thread.chat), int(thread.topic)
        if await _done(self.bot.delete_forum_topic(chat, topic)):
            return True
        await _done(self.bot.close_forum_topic(chat, topic))
        return False

    async def _make(self, thread: Thread, standing: Standing, *, card: bool) -> int | None:
        """A new topic, in which a card stands first; None where the group lets us make none."""
        receipt, title = thread.receipt, standing.title[:LONGEST]
        if thread.ordered and time.monotonic() - self._since.setdefault(receipt, time.monotonic()) < PATIENCE:
            raise UnknownTopicError
        await self._keep(replace(thread, ordered=True))
        try:
            made = await self.bot.create_forum_topic(_number(thread.chat), title)
        except RetryAfter:
            await self._keep(replace(thread, ordered=False))
            raise
        except (BadRequest, Forbidden) as error:
            await self._keep(replace(thread, ordered=False))
            self._refused(error)
            return None
        self._since.pop(receipt, None)
        begun = replace(_begun(thread, str(made.message_thread_id)), title=title)
        await self._keep(begun)
        await self._put_away(thread)
        if not card:
            await self._show_card(begun, standing)
        return made.message_thread_id

    async def _show_card(self, thread: Thread, standing: Standing) -> None:
        """A card in a topic of a case whose packet is somewhere else."""
        markup, topic = keyboard_of(standing.actions), int(thread.topic or 0)
        with suppress(TelegramError):
            sent = await self.bot.send_message(
                _number(thread.chat), standing.summary, reply_markup=markup, message_thread_id=topic
            )
            actions = "" if markup is None else markup.to_json()
            await self._keep(replace(thread, card=str(sent.message_id), actions=actions))

    def _refused(self, error: TelegramError) -> None:
        """Go on without topics; who runs the program learns why, where it is a right that is missing."""
        event(_log, logging.WARNING, "no topic made", fault=fault_of(error))
        self.there = False
        if NO_FORUM not in error.message.lower():
            self._tell()

    def _tell(self) -> None:
        """Tell who runs the program, once, which rights are missing."""
        if not self._told:
            self._told = True
            self.say(NO_TOPIC_RIGHTS)

    async def _has_topics(self, chat: str) -> bool:
        if chat != await self._do(self.staff_chat):
            return False
        if self.there is None:
            await self.look(chat)
        return bool(self.there)

    async def _thread(self, chat: str, receipt: str) -> Thread:
        found = await self._do(lambda: self.store.thread(receipt, chat))
        return found or Thread(receipt=receipt, chat=chat)

    async def _keep(self, thread: Thread) -> None:
        await self._do(lambda: self.store.keep_thread(thread))

    async def _do(self, work: Callable[[], T]) -> T:
        """Do it until the storage does it: what the group has been told must be kept."""
        while True:
            try:
                return await self.do(work)
            except UnavailableError:
                event(_log, logging.ERROR, "storage unavailable")
                await asyncio.sleep(RETRY)


def _begun(thread: Thread, topic: str) -> Thread:
    """A thread whose topic has just been made: nothing stands there yet."""
    return Thread(receipt=thread.receipt, chat=thread.chat, topic=topic)


async def _done(taken: Awaitable[object]) -> bool:
    """Do something that is not worth the message before it: what Telegram refuses for good is left undone. One may not
    be allowed to pin, or it has been done already."""
    try:
        await taken
    except (BadRequest, Forbidden) as error:
        event(_log, logging.INFO, "thread left as it is", fault=fault_of(error))
        return DONE in error.message.lower()
    return True


def _number(chat: str) -> int:
    return int(chat.removeprefix(f"{CHANNEL}:"))
