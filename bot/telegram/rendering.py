"""From a reply to Telegram messages: plain text cut to length, choices as buttons under the last piece."""

from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.telegram.incoming import CHANNEL, LASTING, ONCE, TYPED
from handlers.choice import Choice
from handlers.model import File, Original, Reply, Standing
from storage.records import Queued

LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 units in one message."""
DATA = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
"""Bytes that a button may carry."""
BUTTONS = 100
"""Buttons under one message."""
WIDE = 20
"""Chinese characters, with the room around each label, that fit into a row of buttons on a narrow phone."""
MARGIN = 4
"""Room around a label, in characters."""
BREAKS = ("\n\n", "\n", "。", "；", "，", " ")
"""Where to cut, best first."""


@dataclass(frozen=True)
class Message:
    """One message to send."""

    text: str = ""
    buttons: InlineKeyboardMarkup | None = None
    file: File | None = None
    """Sent instead of a text."""
    original: Original | None = None
    """Copied instead of a text."""
    receipt: str | None = None
    """The case in whose thread it stands."""
    standing: Standing | None = None
    """How that case stands."""
    card: bool = False
    """It carries the buttons of the case from now on."""


@dataclass(frozen=True)
class Settling:
    """What is done after the messages: the case's thread and card are made to say how the case stands."""

    receipt: str
    standing: Standing


Part = Message | Settling


def parts(queued: Queued) -> tuple[Part, ...]:
    """All that shows a reply, in order; in a group, where the staff are, with what it means for the case's thread."""
    reply, in_group = queued.reply, queued.chat.startswith(f"{CHANNEL}:-")
    shown = messages(reply, queued.rev)
    if not in_group or reply.receipt is None:
        return shown
    threaded = tuple(replace(one, receipt=reply.receipt, standing=reply.standing) for one in shown)
    return threaded if reply.standing is None else (*threaded, Settling(reply.receipt, reply.standing))


def messages(reply: Reply, rev: int | None) -> tuple[Message, ...]:
    """The messages that show a reply: its files, then its text, then what is passed on; none for one that is shown in
    passing. A choice that fits no button is written out in words. The buttons stand below the end of the text; those of
    a card below its beginning, which sums up the case.
    """
    if reply.passing:
        return ()
    buttons: list[InlineKeyboardButton] = []
    written: list[str] = []
    place = 0
    for choice in reply.choices:
        data = _data(choice, rev, place)
        place += not choice.lasting
        if len(data.encode()) <= DATA and len(buttons) < BUTTONS:
            buttons.append(InlineKeyboardButton(choice.label, callback_data=data))
        else:
            written.append(_in_words(choice))
    pieces = split("\n".join([reply.in_words, *written]))
    markup = keyboard(buttons)
    below = pieces[0 if reply.card else -1] if pieces else ""
    texts = tuple(
        Message(piece, markup if piece is below else None, card=reply.card and piece is below) for piece in pieces
    )
    passed_on = () if reply.original is None else (Message(original=reply.original),)
    return (*(Message(file=file) for file in reply.files), *texts, *passed_on)


def keyboard_of(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """The buttons of lasting choices."""
    return keyboard([InlineKeyboardButton(choice.label, callback_data=_data(choice, None, 0)) for choice in choices])


def keyboard(buttons: list[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """Buttons in rows; None where there are none."""
    return InlineKeyboardMarkup(_rows(buttons)) if buttons else None


def _data(choice: Choice, rev: int | None, place: int) -> str:
    """What a button sends back: its place among the choices of the session's revision, or its own words."""
    if choice.once:
        return f"{ONCE}{choice.says}"
    if choice.lasting:
        return f"{LASTING}{choice.says} {choice.about}" if choice.about else f"{LASTING}{choice.says}"
    return f"{TYPED}{choice.says}" if rev is None else f"{rev}:{place}"


def split(text: str) -> list[str]:
    """Cut at paragraphs, else lines, else sentences, so that every piece can be sent; blank pieces are left out."""
    pieces: list[str] = []
    while units(text) > LONGEST:
        cut = _cut(text)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n")
    return [piece for piece in [*pieces, text] if piece.strip()]


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str) -> int:
    """Where the first piece of a text that is too long ends."""
    room = LONGEST
    window = 0
    for char in text:
        room -= 1 + (char > "\uffff")
        if room < 0:
            break
        window += 1
    for mark in BREAKS:
        place = text.rfind(mark, 0, window)
        if place > 0:
            return place + len(mark)
    return window


def _rows(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Short buttons side by side, in their order; a long one has a row of its own."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for button in buttons:
        width = len(button.text) + MARGIN
        if width > room:
            rows.append([])
            room = WIDE
        rows[-1].append(button)
        room -= width
    return rows


def _in_words(choice: Choice) -> str:
    return f"{choice.label}：请输入“{choice.says}”"
