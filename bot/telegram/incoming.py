"""From an update of Telegram to a turn. Who counts as staff is decided here, by number and place, never by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
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
from handlers.cases.thread import is_for_colleagues
from handlers.model import Original, Press, Reply, Turn
from handlers.wording.thread import KINDS
from storage.errors import StorageError

CHANNEL = "telegram"
NOBODY = f"{CHANNEL}:0"
LASTING = "!"
"""First character of the data of a lasting button, before its words: on a staff card these are a command, under an
answer they are words about that answer, whose id follows them."""
ONCE = "#"
"""First character of the data of a button on the staff chat whose words are a command, and which goes when pressed."""
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
class Made:
    """News of a topic that the bot has made."""

    chat: str
    topic: str
    receipt: str
    """The case that it is called by."""


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
    once: bool = False
    """The button goes only if the press did what it is for."""
    lasting: InlineKeyboardMarkup | None = None
    """Of that message: the buttons that stay."""
    inline: Inline | None = None
    made: Made | None = None
    """A topic of ours has come into being."""
    topics: bool | None = None
    """Whether the staff chat has topics, where the update tells."""
    rights: bool = False
    """What the bot may do in the staff chat may be otherwise from now on."""


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
    receipt_in: Callable[[str, str], str | None]
    """Receipt of the case that a topic of the staff chat belongs to (chat, topic)."""
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
        if message is not None and message.forum_topic_created is not None:
            return replace(self._unheard(key, "topic"), made=self._made(message))
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
        elif data.startswith(TYPED) or (data.startswith((LASTING, ONCE)) and at_desk):
            said = {"text" if data[0] == TYPED else "command": redact.clean(data[1:]).text}
        else:
            said = {"other": "button"}
        turn = self._turn(key, person, chat, staff=self._is_staff(chat, query.from_user), **said)
        once = data.startswith(ONCE)
        if not (place is not None or once) or query.message is None:
            return Incoming(turn, query=query.id)
        lasting = _lasting(query.message)
        return Incoming(turn, query=query.id, message=query.message.message_id, once=once, lasting=lasting)

    def _inline(self, key: str, query: InlineQuery) -> Incoming:
        """Nobody's conversation: who asks is not looked at, and what is asked is answered but not kept."""
        words = redact.clean(query.query).text
        return replace(self._unheard(key, "inline"), inline=Inline(query.id, words))

    def _membership(self, key: str, change: ChatMemberUpdated) -> Incoming:
        chat = _name(change.chat.id)
        left = change.new_chat_member.status in _GONE
        turn = self._turn(key, _name(change.from_user.id), chat, at=change.date, other="left" if left else "joined")
        topics = self._topics(change.chat)
        return Incoming(turn, quiet=True, left=left, topics=topics, rights=topics is not None)

    def _message(self, key: str, message: Message, user: User, *, edited: bool) -> Incoming:
        person, chat = _name(user.id), _name(message.chat.id)
        private = message.chat.type == ChatType.PRIVATE
        thread = self._thread(chat, message)
        staff, topics = self._is_staff(chat, user), self._topics(message.chat)
        kind = _kind(message, edited=edited)
        if not private and not (chat == self.staff_chat() and self._addressed(message, thread, kind, staff=staff)):
            return replace(self._unheard(key, "group"), topics=topics)
        receipt = (thread or self._receipt(chat, message)) if staff else None
        said: dict[str, Any] = {"at": message.date, "staff": staff, "reply_to": receipt}
        said |= {"in_thread": staff and thread is not None}
        if kind is not None:
            turn = self._turn(key, person, chat, other=kind, original=_original(chat, message, kind), **said)
            return Incoming(turn, topics=topics)
        cleaned = redact.clean(message.text or "")
        text = _COMMAND.sub(r"\1", cleaned.text, count=1) if cleaned.text.startswith("/") else cleaned.text
        turn = self._turn(key, person, chat, text=text, **said)
        delete = message.message_id if cleaned.masked and (private or thread) else None
        return Incoming(turn, first=notices.about(cleaned, receipt), message=delete, topics=topics)

    def _thread(self, chat: str, message: Message) -> str | None:
        """The case in whose topic of the staff chat a message stands."""
        if chat != self.staff_chat() or not message.is_topic_message or message.message_thread_id is None:
            return None
        return self.receipt_in(chat, str(message.message_thread_id))

    def _made(self, message: Message) -> Made | None:
        """News of a topic of ours in the staff chat."""
        chat, made, user = _name(message.chat.id), message.forum_topic_created, message.from_user
        named = _RECEIPT.findall(made.name) if made else []
        if chat != self.staff_chat() or user is None or user.id != self.number or len(named) != 1:
            return None
        return Made(chat, str(message.message_thread_id), named[0])

    def _topics(self, chat: Chat) -> bool | None:
        return bool(chat.is_forum) if _name(chat.id) == self.staff_chat() else None

    def _addressed(self, message: Message, thread: str | None, kind: str | None, *, staff: bool) -> bool:
        """In a group: a reply to the bot, or a command that is not another bot's; in a case's topic all that staff say,
        except to one another. People's own talk is not ours, nor is what Telegram tells of itself."""
        if message.text is None and message.effective_attachment is None:
            return False
        answered = message.reply_to_message
        if answered is not None and answered.message_id == message.message_thread_id:
            answered = None  # so Telegram shows everything that stands in a topic: as an answer to its beginning
        if answered is not None and answered.from_user is not None and answered.from_user.id == self.number:
            return True
        if thread is not None and staff:
            words = message.text or message.caption or ""
            return answered is None and not (kind == "edit" and is_for_colleagues(words))
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


def _original(chat: str, message: Message, kind: str) -> Original | None:
    """What can be passed on as it is; nothing that came from elsewhere or was changed."""
    if kind not in KINDS:
        return None
    caption = redact.clean(message.caption or "").text
    number, album = str(message.message_id), message.media_group_id
    return Original(chat=chat, message=number, kind=kind, album=album, caption=caption)


def _name(number: int) -> str:
    return f"{CHANNEL}:{number}"
