"""Transcripts: whole conversations as plain text, read, played and written back.

    # what the conversation shows
    我：查资格
    助手：您想看哪个地方的规定？
      ［萧山］［杭州］
    职员：［受理］
    助手给职员：…
    我：［👎］（往上第2个）
    助手提示：…

〔文件：名称〕 is a file that comes with a reply.

A line that starts with two spaces goes on with what stands above it. ［…］ is a button; alone after 我： it is pressed,
the newest of that label or one further up. 助手提示 is shown for a moment, where a channel can.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handlers.model import File

ME, STAFF = "我", "职员"
TO_ME, TO_STAFF, IN_PASSING = "助手", "助手给职员", "助手提示"
_ALL = {ME, STAFF, TO_ME, TO_STAFF, IN_PASSING}
_INDENT = "  "


@dataclass
class Said:
    """One message: who speaks (or is spoken to), and the words."""

    who: str
    text: str


@dataclass
class Exchange:
    """What a person did and what came back."""

    turn: Said
    replies: list[Said] = field(default_factory=list)


@dataclass
class Script:
    """A transcript file."""

    title: str
    exchanges: list[Exchange]

    @property
    def with_staff(self) -> bool:
        """Whether staff act in it."""
        return any(exchange.turn.who == STAFF for exchange in self.exchanges)

    @property
    def votes_by_button(self) -> bool:
        """Whether a button under an answer is pressed."""
        presses = [pressed(exchange.turn.text) for exchange in self.exchanges]
        return any(press.label in {"👍", "👎"} for press in presses if press)


def read(path: Path, is_heard: Callable[[str], bool] | None = None) -> Script:
    """Read a transcript; a malformed line is an error with its number. ``is_heard`` tells those who are spoken to from
    those who speak, where they are others than usual."""
    heard = is_heard or (lambda who: who not in {ME, STAFF})
    title: list[str] = []
    exchanges: list[Exchange] = []
    current: Said | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            title.append(line.lstrip("# "))
        elif line.startswith(_INDENT) and current is not None:
            current.text += "\n" + line.removeprefix(_INDENT)
        elif line.strip():
            who, colon, words = line.partition("：")
            if not colon or (is_heard is None and who not in _ALL):
                raise ValueError(f"{path.name}:{number}: {line}")
            current = Said(who, words)
            if not heard(who):
                exchanges.append(Exchange(current))
            else:
                exchanges[-1].replies.append(current)
        elif current is not None and heard(current.who):
            current.text += "\n"
    for exchange in exchanges:
        for said in (exchange.turn, *exchange.replies):
            said.text = said.text.strip()
    return Script("\n".join(title), exchanges)


def write(path: Path, script: Script) -> None:
    """Write a transcript back, in the form that ``read`` reads."""
    lines = [f"# {line}" for line in script.title.splitlines()]
    for exchange in script.exchanges:
        lines.append("")
        for said in (exchange.turn, *exchange.replies):
            first, *rest = said.text.split("\n")
            lines.append(f"{said.who}：{first}")
            lines += [f"{_INDENT}{line}" if line else "" for line in rest]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def shown(text: str, labels: list[str], files: Iterable[File] = ()) -> str:
    """A reply as a transcript shows it: the names of its files, its text, its buttons."""
    named = [f"〔文件：{file.name}〕" for file in files]
    buttons = "".join(f"［{label}］" for label in labels)
    return "\n".join((*named, *filter(None, (text, buttons))))


@dataclass(frozen=True)
class Pressed:
    """A press of a button."""

    label: str
    place: int = 1
    """1 for the newest button of that label, 2 for the one before, …"""


def pressed(text: str) -> Pressed | None:
    """The button that a line presses."""
    found = re.fullmatch(r"［([^［］]+)］(?:（往上第([2-9])个）)?", text)
    return Pressed(found[1], int(found[2] or 1)) if found else None


def replay(path: Path, play: Callable[[Said], list[Said]], is_heard: Callable[[str], bool] | None = None) -> None:
    """Play a transcript: everybody must be told what stands there. ``UPDATE_TRANSCRIPTS=1`` writes it anew."""
    script = read(path, is_heard)
    for exchange in script.exchanges:
        heard = play(exchange.turn)
        if os.environ.get("UPDATE_TRANSCRIPTS"):
            exchange.replies = heard
        told = [(said.who, said.text) for said in exchange.replies]
        assert [(said.who, said.text) for said in heard] == told, exchange.turn.text
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        write(path, script)
