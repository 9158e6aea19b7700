"""Plays transcripts: the engine with its store, without any channel between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine import Engine
from handlers.core import RECEIPT, case_named, step
from handlers.model import Press, Reply, Turn
from knowledge.library import Library
from storage.records import Queued
from storage.sqlite import SqliteStore
from tests.conversation.script import IN_PASSING, ME, TO_ME, TO_STAFF, Pressed, Said, pressed, shown

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai on the day that the personas are judged at."""


def nonces() -> Callable[[], str]:
    """Nonces that are the same in every run."""
    count = 0

    def next_nonce() -> str:
        nonlocal count
        count += 1
        return hashlib.sha256(str(count).encode()).hexdigest()[:32]

    return next_nonce


class StaffButtons:
    """The buttons of the staff chat, some of which can be pressed only once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def press(self, desk: Sequence[Reply], label: str) -> str:
        """What a button says: of a question, of the card as it is now, or as it was."""
        asked = (choice for reply in reversed(desk) for choice in reply.choices if choice.once)
        cards = (choice for reply in reversed(desk) if reply.standing for choice in reply.standing.actions)
        found = next(one for one in (*asked, *cards) if one.label == label and one.says not in self._used)
        if found.once:
            self._used.add(found.says)
        return found.says


class EnginePlayer:
    """One applicant and one member of staff, talking to the engine."""

    def __init__(self, library: Library, database: Path) -> None:
        self._nonce = nonces()
        self._store = SqliteStore.open(database)
        self._engine = Engine(
            store=self._store,
            library=library,
            step=step,
            case_named=case_named,
            staff_chat="test:desk",
            nonce=self._nonce,
        )
        self._count = 0
        self._shown: list[Queued] = []
        self._desk: list[Reply] = []
        self._buttons = StaffButtons()

    def play(self, said: Said) -> list[Said]:
        """One turn; what came back to either side, in order."""
        self._count += 1
        staff = said.who != ME
        turn = Turn(
            channel="test",
            key=str(self._count),
            person="test:officer" if staff else "test:applicant",
            chat="test:desk" if staff else "test:applicant",
            at=START + timedelta(minutes=self._count),
            nonce=self._nonce(),
            staff=staff,
            **self._content(said, staff=staff),
        )
        heard = []
        for queued in self._engine.take(turn).replies:
            reply, desk = queued.reply, queued.chat == "test:desk"
            if desk:
                self._desk.append(reply)
            else:
                self._shown.append(queued)
            who = TO_STAFF if desk else IN_PASSING if reply.passing else TO_ME
            heard.append(Said(who, shown(reply.text, [c.label for c in reply.choices], reply.files)))
        return heard

    def _content(self, said: Said, *, staff: bool) -> dict[str, object]:
        press = pressed(said.text)
        if staff and press is not None:
            return {"command": self._buttons.press(self._desk, press.label)}
        if staff:
            answered = None if said.text.startswith("/") else self._receipt(self._desk[-1])
            return {"text": said.text, "reply_to": answered}
        return {"text": said.text} if press is None else self._pressed(press)

    def _pressed(self, press: Pressed) -> dict[str, object]:
        """What the button sends: its place among the choices of a revision, or its own words."""
        found = [
            (queued, choice)
            for queued in reversed(self._shown)
            for choice in queued.reply.choices
            if choice.label == press.label
        ]
        queued, choice = found[press.place - 1]
        if choice.lasting:
            return {"text": choice.says, "about": choice.about}
        if queued.rev is None:
            return {"text": choice.says}
        fleeting = [each for each in queued.reply.choices if not each.lasting]
        return {"press": Press(rev=queued.rev, index=fleeting.index(choice))}

    @staticmethod
    def _receipt(reply: Reply) -> str | None:
        """The case that a message at the desk is about, as the channel finds it."""
        found = RECEIPT.search(reply.text)
        return reply.receipt or (found.group() if found else None)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
