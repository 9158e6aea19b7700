"""The same transcripts typed into the terminal: the same words on the screen."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import console
from bot.engine import Engine
from handlers.core import case_named, step
from handlers.model import Reply
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.conversation.players import START, nonces
from tests.conversation.script import ME, TO_ME, Script, pressed, read
from tests.conversation.script import shown as as_written

FILES = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))
ALONE = [path for path in FILES if not read(path).with_staff and not read(path).votes_by_button]
"""In a terminal one types what one thinks of an answer; there are no buttons that stay."""


class Typist:
    """Types a transcript's lines; a button is typed as the words that the last reply gave it."""

    def __init__(self, script: Script, shown: deque[Reply]) -> None:
        self._turns = iter(exchange.turn for exchange in script.exchanges if exchange.turn.who == ME)
        self._shown = shown

    def __call__(self, _prompt: str) -> str:
        """The next line; EOFError after the last, as ``input`` does."""
        turn = next(self._turns, None)
        if turn is None:
            raise EOFError
        press = pressed(turn.text)
        if press is None:
            return turn.text
        return next(choice.says for choice in self._shown[-1].choices if choice.label == press.label)


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[Engine]:
    store = SqliteStore.open(tmp_path / "assistant.db")
    yield Engine(store=store, library=library, step=step, case_named=case_named)
    store.close()


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_the_terminal_shows_what_the_transcript_says(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, path: Path, tmp_path: Path
) -> None:
    """Every reply of the transcript, in order, with nothing between but what was typed."""
    script = read(path)
    shown: deque[Reply] = deque()
    real = console.shown

    def remember(reply: Reply) -> str:
        shown.append(reply)
        return real(reply)

    monkeypatch.setattr(console, "shown", remember)
    monkeypatch.setattr(console, "datetime", SimpleNamespace(now=(START + timedelta(minutes=1)).astimezone))
    next_nonce = nonces()
    made = iter(["0" * 32, *(next_nonce() for _ in range(200))])  # the first is for the terminal's own /start
    monkeypatch.setattr(console, "new_nonce", lambda: next(made))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("builtins.input", Typist(script, shown))
    console.converse(engine, tmp_path / "files")
    shown.popleft()
    expected = [said.text for exchange in script.exchanges for said in exchange.replies if said.who == TO_ME]
    assert [as_written(reply.text, [], reply.files) for reply in shown] == [_without_buttons(text) for text in expected]


def _without_buttons(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[:-1]) if lines[-1].startswith("［") and lines[-1].endswith("］") else text
