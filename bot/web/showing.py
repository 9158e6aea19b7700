"""What of a conversation stands on the page: from the stored exchanges to bubbles, buttons and marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.web.words import Line, paragraphs, place_of
from handlers.choice import Choice
from handlers.flow import SHANGHAI
from handlers.model import Link, Press, Progress, Reply, Turn
from knowledge.library import Library
from storage.records import Exchange, Queued

GREETING = "/start"
"""What a conversation begins with, whoever says it."""
VOTES = {"👍": "有帮助", "👎": "没帮助"}
"""Buttons whose label is a picture, which is drawn, and how they are read out."""
UNKNOWN_PRESS = "（点了一个按钮）"
NOT_TEXT = "（发来的不是文字）"

_NUMBERED = re.compile(r"^\d+[.、．]", re.MULTILINE)


@dataclass(frozen=True)
class Button:
    """Something to press: a field of the form that it sends, and its value."""

    label: str
    name: str
    value: str
    number: int | None = None
    """What may be typed instead."""
    spoken: str = ""
    """How the label is read out, where it is a picture."""
    chosen: bool = False
    """The person has pressed it."""


@dataclass(frozen=True)
class Source:
    """A provision that a reply rests on."""

    label: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """A file that came with a reply."""

    name: str
    address: str
    picture: bool
    size: str


@dataclass(frozen=True)
class Bar:
    """How far a questionnaire has come."""

    done: int
    all: int


@dataclass(frozen=True)
class Bubble:
    """One message on the page."""

    id: str
    mine: bool
    """The person's own words."""
    paragraphs: list[list[Line]]
    at: datetime
    text: str = ""
    progress: Bar | None = None
    sources: tuple[Source, ...] = ()
    links: tuple[Link, ...] = ()
    files: tuple[Attachment, ...] = ()
    answers: tuple[Button, ...] = ()
    """Choices that answer the question."""
    controls: tuple[Button, ...] = ()
    """上一题, 取消, …"""
    held: bool = False
    """The choices hang on the session: they can be pressed until something else has been said."""
    under: tuple[Button, ...] = ()
    """What can be said of this very answer, at any time."""


@dataclass(frozen=True)
class Shown:
    """The conversation as it stands."""

    bubbles: tuple[Bubble, ...]
    last: int
    """Number of the newest reply."""
    live: str = ""
    """The bubble whose choices can still be pressed."""
    latest: str = ""
    """Where reading goes on: the person's own last words."""
    passing: str = ""
    """What is said for a moment only."""


def shown(library: Library, history: Sequence[Exchange], after: int = 0) -> Shown:
    """The bubbles of a conversation, or of what came after a reply. Only the newest question can still be answered."""
    live, said_of = _live(history), _said_of(history)
    bubbles: list[Bubble] = []
    passing = ""
    for exchange in history:
        fresh = [queued for queued in exchange.replies if queued.id > after]
        passing = "".join(queued.reply.text for queued in fresh if queued.reply.passing)
        said = [queued for queued in fresh if not queued.reply.passing]
        if said and exchange.turn is not None and _speaks(exchange.turn):
            bubbles.append(_own(exchange.number, exchange.turn, history))
        bubbles += [_bubble(library, queued, exchange.at, live, said_of) for queued in said]
    last = max((queued.id for exchange in history for queued in exchange.replies), default=0)
    latest = next((one.id for one in reversed(bubbles) if one.mine), "")
    return Shown(tuple(bubbles), last, f"r{live}", latest, passing)


def first(library: Library, replies: Iterable[Reply], at: datetime) -> Shown:
    """What somebody sees who has said nothing yet; their buttons carry words, since no question is stored."""
    made = [Queued(0, 0, "", reply, None) for reply in replies]
    return Shown(tuple(_bubble(library, queued, at, 0, {}) for queued in made), 0)


def _speaks(turn: Turn) -> bool:
    """Whether the person's turn is shown: not the greeting by which a conversation begins, nor the link to it."""
    return not (turn.text or "").startswith("/start") and turn.edit is None and turn.decision is None


def _own(number: int, turn: Turn, history: Sequence[Exchange]) -> Bubble:
    """The person's own words; a press says what stood on the button."""
    words = _pressed(turn.press, history) if turn.press is not None else turn.text
    text = NOT_TEXT if words is None else words
    return Bubble(f"m{number}", True, [], turn.at.astimezone(SHANGHAI), text=text)


def _pressed(press: Press, history: Sequence[Exchange]) -> str:
    for exchange in history:
        for queued in exchange.replies:
            fleeting = [choice for choice in queued.reply.choices if not choice.lasting]
            if queued.rev == press.rev and press.index < len(fleeting):
                return fleeting[press.index].label
    return UNKNOWN_PRESS


def _live(history: Sequence[Exchange]) -> int:
    """The reply whose choices the session still holds."""
    offering = [(queued.rev, queued.id) for one in history for queued in one.replies if queued.rev is not None]
    return max(offering, default=(0, 0))[1]


def _said_of(history: Sequence[Exchange]) -> dict[str, list[str]]:
    """What was pressed under each answer, in order."""
    said: dict[str, list[str]] = defaultdict(list)
    for exchange in history:
        turn = exchange.turn
        if turn is not None and turn.about is not None:
            said[turn.about].append(turn.text or "")
    return said


def _bubble(library: Library, queued: Queued, at: datetime, live: int, said_of: dict[str, list[str]]) -> Bubble:
    reply = queued.reply
    usable = queued.rev is None or queued.id == live
    fleeting = [choice for choice in reply.choices if not choice.lasting] if usable else []
    buttons = [_button(choice, queued.rev, index) for index, choice in enumerate(fleeting)]
    answers = [button for button, choice in zip(buttons, fleeting, strict=True) if not choice.control]
    if not _NUMBERED.search(reply.text):
        answers = [replace(button, number=number) for number, button in enumerate(answers, start=1)]
    words = paragraphs(library, reply.text, reply.citations)
    return Bubble(
        id=f"r{queued.id}",
        mine=False,
        paragraphs=words,
        at=at.astimezone(SHANGHAI),
        progress=_bar(reply.progress),
        sources=_sources(library, reply, words),
        links=reply.links,
        files=tuple(
            Attachment(file.name, f"/files/{queued.id}/{place}", file.is_picture, _size(file.content))
            for place, file in enumerate(reply.files)
        ),
        answers=tuple(answers),
        controls=tuple(button for button, choice in zip(buttons, fleeting, strict=True) if choice.control),
        held=queued.rev is not None,
        under=_under(reply.choices, said_of),
    )


def _bar(progress: Progress | None) -> Bar | None:
    if progress is None or progress.left is None:
        return None
    return Bar(progress.number - 1, progress.number - 1 + progress.left)


def _button(choice: Choice, rev: int | None, index: int) -> Button:
    """Its place among the choices of the session's revision, or its own words."""
    if rev is None:
        return Button(choice.label, "word", choice.says)
    return Button(choice.label, "press", f"{rev}:{index}")


def _under(choices: Sequence[Choice], said_of: dict[str, list[str]]) -> tuple[Button, ...]:
    """What can be said of an answer; the vote that counts is marked."""
    lasting = [choice for choice in choices if choice.lasting and choice.about]
    ballots = {choice.says for choice in lasting if choice.label in VOTES}
    buttons = []
    for choice in lasting:
        votes = [words for words in said_of.get(choice.about or "", ()) if words in ballots]
        spoken, value = VOTES.get(choice.label, ""), f"{choice.says} {choice.about}"
        buttons.append(Button(choice.label, "lasting", value, spoken=spoken, chosen=votes[-1:] == [choice.says]))
    return tuple(buttons)


def _sources(library: Library, reply: Reply, words: list[list[Line]]) -> tuple[Source, ...]:
    """The provisions to which no word of the text leads already, each once."""
    seen = {piece.link.partition("?")[0] for block in words for line in block for piece in line.pieces}
    found = []
    for one in reply.citations:
        if one.region in library.regulations and one.eid in library.get(one.region).text:
            address = place_of(library, one)
            if address.partition("?")[0] not in seen:
                seen.add(address.partition("?")[0])
                found.append(Source(library.get(one.region).identity.short + one.label, address))
    return tuple(found)


def _size(content: bytes) -> str:
    return f"{max(1, round(len(content) / 1024))} KB"
