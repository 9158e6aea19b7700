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
from bot.telegram.rendering import Message, messages
from handlers.model import File
from storage.store import Queued

SHUT_OUT = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "user is deactivated",
    "kicked",
    "need administrator",
)
"""Bad requests that speak of the chat rather than of the message: another message would fare no better."""


class TelegramSender:
    """Sends messages as the bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def parts(self, queued: Queued) -> Sequence[Message]:
        """The messages that show the reply."""
        return messages(queued.reply, queued.rev)

    async def send(self, chat: str, part: Message) -> Delivery:
        """Send one message; Telegram's refusals are values, not exceptions."""
        number = int(chat.removeprefix(f"{CHANNEL}:"))
        try:
            sent = await (self._send_text(number, part) if part.file is None else self._send_file(number, part.file))
        except TelegramError as error:
            return outcome(error)
        return Delivered(str(sent.message_id))

    async def _send_text(self, number: int, part: Message) -> Sent:
        return await self._bot.send_message(
            chat_id=number,
            text=part.text,
            reply_markup=part.buttons,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _send_file(self, number: int, file: File) -> Sent:
        """A picture is shown in place; anything else is a document, whose type is not guessed from its content."""
        content = InputFile(file.content, filename=file.name)
        if file.is_picture:
            return await self._bot.send_photo(chat_id=number, photo=content)
        return await self._bot.send_document(chat_id=number, document=content, disable_content_type_detection=True)

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
