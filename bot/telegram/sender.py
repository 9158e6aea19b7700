"""Out to Telegram: one message, and what Telegram's answer means."""

from collections.abc import Sequence
from datetime import timedelta

from telegram import Bot, InputFile, LinkPreviewOptions
from telegram import Message as Sent
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.delivery import Again, Delivered, Delivery, OutOfReach, Refused, Renamed, Stopped, Wait
from bot.notices import WRONG_CREDENTIALS
from bot.telegram.incoming import CHANNEL
from bot.telegram.rendering import Message, Part, Settling, parts
from bot.telegram.topics import CLOSED, GONE, Topics, UnknownTopicError
from handlers.model import File, Original
from handlers.wording.thread import ORIGINAL_GONE
from storage.records import Queued

SHUT_OUT = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "user is deactivated",
    "kicked",
    "need administrator",
)
"""Bad requests that speak of the chat rather than of the message: another message would fare no better."""
NO_COPY = ("message to copy not found", "can't be copied")
SOON = 1.0
"""Seconds until something is looked at again."""


class TelegramSender:
    """Sends messages as the bot."""

    def __init__(self, bot: Bot, topics: Topics) -> None:
        self._bot = bot
        self._topics = topics

    def parts(self, queued: Queued) -> Sequence[Part]:
        """The messages that show the reply, and what they mean for the thread of its case."""
        return parts(queued)

    async def is_needed(self, chat: str, part: Part) -> bool:
        """Messages are; a thread may say already how its case stands."""
        return isinstance(part, Message) or await self._topics.differs(chat, part)

    async def send(self, chat: str, part: Part) -> Delivery:
        """Send one message; Telegram's refusals are values, not exceptions."""
        try:
            if isinstance(part, Settling):
                await self._topics.settle(chat, part)
                return Delivered("")
            topic = await self._topics.topic_of(chat, part)
            number = await self._send(int(chat.removeprefix(f"{CHANNEL}:")), part, topic)
            if part.card:
                await self._topics.shown(chat, part, number)
        except UnknownTopicError:
            return Wait(SOON)
        except TelegramError as error:
            return await self._failed(chat, part, error)
        return Delivered(str(number))

    async def _failed(self, chat: str, part: Part, error: TelegramError) -> Delivery:
        """What a failed sending means; a topic that somebody has closed or deleted is put right first."""
        words = error.message.lower()
        if isinstance(error, BadRequest) and part.receipt is not None:
            if any(sign in words for sign in GONE):
                await self._topics.deleted(part.receipt)
                return Wait(0.0)
            if any(sign in words for sign in CLOSED):
                await self._topics.closed(chat, part.receipt)
                return Wait(0.0)
        return outcome(error)

    async def _send(self, number: int, part: Message, topic: int | None) -> int:
        """The number of the message that it became."""
        if part.original is not None:
            return await self._copy(number, part.original, topic)
        if part.file is not None:
            return (await self._send_file(number, part.file, topic)).message_id
        return (await self._send_text(number, part, topic)).message_id

    async def _send_text(self, number: int, part: Message, topic: int | None) -> Sent:
        return await self._bot.send_message(
            chat_id=number,
            text=part.text,
            reply_markup=part.buttons,
            message_thread_id=topic,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _send_file(self, number: int, file: File, topic: int | None) -> Sent:
        """A picture is shown in place; anything else is a document, whose type is not guessed from its content."""
        content = InputFile(file.content, filename=file.name)
        if file.is_picture:
            return await self._bot.send_photo(chat_id=number, photo=content, message_thread_id=topic)
        return await self._bot.send_document(
            chat_id=number, document=content, disable_content_type_detection=True, message_thread_id=topic
        )

    async def _copy(self, number: int, original: Original, topic: int | None) -> int:
        """The same picture or file, with its caption as we keep it; a word in its place where it has been deleted."""
        place, caption = int(original.chat.removeprefix(f"{CHANNEL}:")), original.caption or None
        try:
            copied = await self._bot.copy_message(
                number, place, int(original.message), caption=caption, message_thread_id=topic
            )
        except BadRequest as error:
            if not any(sign in error.message.lower() for sign in NO_COPY):
                raise
            return (await self._send_text(number, Message(ORIGINAL_GONE), topic)).message_id
        return copied.message_id

    def in_group(self, chat: str) -> bool:
        """Groups have negative ids."""
        return chat.startswith(f"{CHANNEL}:-")


def outcome(error: TelegramError) -> Delivery:
    """What a failed sending means. The order matters: BadRequest and TimedOut are kinds of NetworkError."""
    match error:
        case RetryAfter():
            return Wait(seconds_of(error))
        case Forbidden():
            return OutOfReach(error.message)
        case ChatMigrated():
            return Renamed(f"{CHANNEL}:{error.new_chat_id}")
        case InvalidToken():
            return Stopped(WRONG_CREDENTIALS)
        case BadRequest():
            shut_out = any(words in error.message.lower() for words in SHUT_OUT)
            return OutOfReach(error.message) if shut_out else Refused(error.message)
        case _:
            return Again(type(error).__name__)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
