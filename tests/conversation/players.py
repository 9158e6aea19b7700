"""Plays transcripts: the engine with its store, without any channel between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine import Engine
from handlers.core import RECEIPT, case_named, step
from handlers.model import Press, Reply, Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.conversation.script import ME, TO_ME, TO_STAFF, Said, pressed, shown

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
        self._last: dict[str, Reply] = {}
        self._rev: dict[str, int] = {}
        self._desk: list[Reply] = []

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
            if not desk:
                self._last[queued.chat] = reply
                if queued.rev is not None:
                    self._rev[queued.chat] = queued.rev
            written = shown(reply.text, [c.label for c in reply.choices], reply.files)
            heard.append(Said(TO_STAFF if desk else TO_ME, written))
        return heard

    def _content(self, said: Said, *, staff: bool) -> dict[str, object]:
        label = pressed(said.text)
        if staff and label is not None:
            card = next(reply for reply in reversed(self._desk) if reply.choices)
            return {"command": next(choice.says for choice in card.choices if choice.label == label)}
        if staff:
            return {"text": said.text, "reply_to": self._receipt(self._desk[-1])}
        if label is None:
            return {"text": said.text}
        labels = [choice.label for choice in self._last["test:applicant"].choices]
        return {"press": Press(rev=self._rev["test:applicant"], index=labels.index(label))}

    @staticmethod
    def _receipt(reply: Reply) -> str | None:
        """The case that a message at the desk is about, as the channel finds it."""
        found = RECEIPT.search(reply.text)
        return reply.receipt or (found.group() if found else None)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
