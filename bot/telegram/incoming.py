"""From an update of Telegram to a turn. Who counts as staff is decided here, by number and place, never by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.helpers import effective_message_type

from bot import notices, redact
from handlers.model import Press, Reply, Turn
from storage.store import StorageError

CHANNEL = "telegram"
NOBODY = f"{CHANNEL}:0"
LASTING = "!"
"""First character of the data of a lasting button, before its words: on a staff card these are a command, under an
answer they are words about that answer, whose id follows them."""
TYPED = "="
"""First character of the data of any other button that carries words: pressing it is typing them."""

Raw = dict[str, Any]
"""An update as Telegram sent it."""

_PRESS = re.compile(r"(\d{1,9}):(\d{1,3})", re.ASCII)
_UNDER_ANSWER = re.compile(rf"{LASTING}(\S+) ([0-9a-f]{{16}})", re.ASCII)
_COMMAND = re.compile(r"(/[a-z0-9_]{1,32})@([a-z0-9_]{1,32})", re.ASCII | re.IGNORECASE)
_RECEIPT = re.compile(r"(?<![A-Z0-9])[2-9A-HJ-NP-Z]{8}(?![A-Z0-9])")
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


@dataclass(frozen=True)
class Inline:
    """Words typed after the bot's name in any chat at all."""

    query: str
    """What Telegram waits to see answered."""
    words: str


@dataclass(frozen=True)
class Incoming:
    """An update, read."""

    turn: Turn
    quiet: bool = False
    """Stored, but not answered: it is no concern of the conversation."""
    left: bool = False
    """The chat has shut the bot out."""
    first: tuple[Reply, ...] = ()
    """What the door itself has to say."""
    query: str | None = None
    """A press that Telegram waits to see answered."""
    message: int | None = None
    """The message whose button was pressed, or that is to be deleted because it held an identity number."""
    lasting: InlineKeyboardMarkup | None = None
    """Of that message: the buttons that stay."""
    inline: Inline | None = None


@dataclass(frozen=True)
class Door:
    """Reads updates."""

    name: str
    """The bot's user name, without @."""
    number: int
    """The bot's own id."""
    staff_chat: Callable[[], str | None]
    """Chat of the staff, by its present id."""
    staff_ids: frozenset[int]
    receipt_shown: Callable[[str, str], str | None]
    """Receipt of the case that one of our messages shows (chat, message)."""
    clock: Callable[[], datetime]
    """For updates to which Telegram gives no date, such as presses."""
    nonce: Callable[[], str]

    def read(self, raw: Raw) -> Incoming:
        """Read any update; one that makes no sense becomes a turn of the kind ``undecodable``."""
        try:
            return self._read(Update.de_json(raw, None))
        except StorageError:
            raise
        except Exception:  # noqa: BLE001 - one odd update must not stop those behind it
            return self._undecodable(raw)

    def _read(self, update: Update) -> Incoming:
        key = str(update.update_id)
        if update.callback_query is not None:
            return self._press(key, update.callback_query)
        if update.inline_query is not None:
            return self._inline(key, update.inline_query)
        if update.my_chat_member is not None:
            return self._membership(key, update.my_chat_member)
        message = update.message or update.edited_message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return self._unheard(key, "unasked")
        return self._message(key, message, message.from_user, edited=update.edited_message is not None)

    def _press(self, key: str, query: CallbackQuery) -> Incoming:
        person = _name(query.from_user.id)
        chat = person if query.message is None else _name(query.message.chat.id)
        at_desk = chat == self.staff_chat()
        if chat != person and not at_desk:
            return self._unheard(key, "group", query.id)
        data = query.data or ""
        place, under = _PRESS.fullmatch(data), _UNDER_ANSWER.fullmatch(data)
        if place is not None:
            said: dict[str, Any] = {"press": Press(rev=int(place[1]), index=int(place[2]))}
        elif under is not None and not at_desk:
            said = {"text": redact.clean(under[1]).text, "about": under[2]}
        elif data.startswith(TYPED) or (data.startswith(LASTING) and at_desk):
            said = {"text" if data[0] == TYPED else "command": redact.clean(data[1:]).text}
        else:
            said = {"other": "button"}
        turn = self._turn(key, person, chat, staff=self._is_staff(chat, query.from_user), **said)
        if place is None or query.message is None:
            return Incoming(turn, query=query.id)
        return Incoming(turn, query=query.id, message=query.message.message_id, lasting=_lasting(query.message))

    def _inline(self, key: str, query: InlineQuery) -> Incoming:
        """Nobody's conversation: who asks is not looked at, and what is asked is answered but not kept."""
        words = redact.clean(query.query).text
        return replace(self._unheard(key, "inline"), inline=Inline(query.id, words))

    def _membership(self, key: str, change: ChatMemberUpdated) -> Incoming:
        chat = _name(change.chat.id)
        left = change.new_chat_member.status in _GONE
        turn = self._turn(key, _name(change.from_user.id), chat, at=change.date, other="left" if left else "joined")
        return Incoming(turn, quiet=True, left=left)

    def _message(self, key: str, message: Message, user: User, *, edited: bool) -> Incoming:
        person, chat = _name(user.id), _name(message.chat.id)
        private = message.chat.type == ChatType.PRIVATE
        if not private and not (chat == self.staff_chat() and self._addressed(message)):
            return self._unheard(key, "group")
        staff = self._is_staff(chat, user)
        kind = _kind(message, edited=edited)
        if kind is not None:
            return Incoming(self._turn(key, person, chat, at=message.date, other=kind, staff=staff))
        cleaned = redact.clean(message.text or "")
        receipt = self._receipt(chat, message) if staff else None
        text = _COMMAND.sub(r"\1", cleaned.text, count=1) if cleaned.text.startswith("/") else cleaned.text
        turn = self._turn(key, person, chat, at=message.date, text=text, reply_to=receipt, staff=staff)
        delete = message.message_id if cleaned.masked and private else None
        return Incoming(turn, first=notices.about(cleaned), message=delete)

    def _addressed(self, message: Message) -> bool:
        """In a group: a reply to the bot, or a command that is not another bot's. People's own talk is not ours."""
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == self.number:
            return True
        text = message.text or ""
        command = _COMMAND.match(text)
        return text.startswith("/") if command is None else command[2].lower() == self.name.lower()

    def _receipt(self, chat: str, message: Message) -> str | None:
        """The case of the message replied to: by its number, else by the one receipt that its text names."""
        answered = message.reply_to_message
        if answered is None or answered.from_user is None or answered.from_user.id != self.number:
            return None
        shown = self.receipt_shown(chat, str(answered.message_id))
        named = set(_RECEIPT.findall(answered.text or ""))
        return shown or (named.pop() if len(named) == 1 else None)

    def _is_staff(self, chat: str, user: User) -> bool:
        return chat == self.staff_chat() and user.id in self.staff_ids

    def _unheard(self, key: str, kind: str, query: str | None = None) -> Incoming:
        """What is not meant for us is remembered by its number alone: neither who nor what."""
        return Incoming(self._turn(key, NOBODY, NOBODY, other=kind), quiet=True, query=query)

    def _undecodable(self, raw: Raw) -> Incoming:
        """Answer if a private chat can be made out; store it in any case."""
        key = str(raw["update_id"])
        message = raw.get("message")
        chat = message.get("chat") if isinstance(message, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if not isinstance(number, int) or number <= 0:
            return self._unheard(key, "undecodable")
        return Incoming(self._turn(key, _name(number), _name(number), other="undecodable"))

    def _turn(self, key: str, person: str, chat: str, *, at: datetime | None = None, **said: Any) -> Turn:
        when, nonce = at or self.clock(), self.nonce()
        return Turn(channel=CHANNEL, key=key, person=person, chat=chat, at=when, nonce=nonce, **said)


def _lasting(message: MaybeInaccessibleMessage) -> InlineKeyboardMarkup | None:
    """The buttons of a message that stay valid when another one has been pressed."""
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = [[each for each in row if _lasts(each)] for row in (markup.inline_keyboard if markup else ())]
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def _lasts(button: InlineKeyboardButton) -> bool:
    return isinstance(button.callback_data, str) and button.callback_data.startswith(LASTING)


def _kind(message: Message, *, edited: bool) -> str | None:
    """What it is, if it is not plain text typed by this person now."""
    if edited:
        return "edit"
    if message.forward_origin is not None:
        return "forward"
    kind = effective_message_type(message)
    return None if kind == "text" else str(kind or "message")


def _name(number: int) -> str:
    return f"{CHANNEL}:{number}"
