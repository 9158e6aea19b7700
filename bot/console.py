"""The assistant in a terminal: a line typed is a turn, and the same engine answers it.

Also reads a file or a pipe; then each line is shown before its answer, so that the output reads as a conversation.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import click

from bot.engine import Engine, new_nonce
from bot.notices import IDENTITY_NUMBER_MASKED, NOT_STORED
from bot.redact import clean
from handlers.model import Choice, Reply, Turn
from storage.store import Store, UnavailableError

PERSON = "console:local"
"""One person sits at the terminal; a second start goes on with the same conversation."""

PROMPT = "> "
HELLO = "（输入文字或编号，按回车发送；按 Ctrl-D 离开。）"
GOODBYE = "再见。您的回答已保存，下次启动可以接着来。"
GOODBYE_UNSTORED = "再见。最后输入的内容没有存下来，之前的都还在，下次启动可以接着来。"

_NUMBERED = re.compile(r"^\d+[.、．]", re.MULTILINE)


def converse(engine: Engine) -> None:
    """Talk until the input ends or Ctrl-C is pressed; what was answered is kept. Other StorageErrors pass through."""
    run = uuid4().hex
    stored = True
    click.echo(HELLO)
    try:
        for number, typed in enumerate(_typed()):
            try:
                _take(engine, f"{run}:{number}", typed)
                stored = True
            except UnavailableError:
                stored = False
                click.echo(f"\n{NOT_STORED}\n", err=True)
    except KeyboardInterrupt:
        click.echo()
    click.echo(GOODBYE if stored else GOODBYE_UNSTORED)


def _typed() -> Iterator[str]:
    """``/start``, so that the assistant speaks first; then what is typed, until the input ends."""
    yield "/start"
    terminal = sys.stdin.isatty()
    if terminal:
        with suppress(ImportError):
            import_module("readline")  # input() then edits lines, wide characters too, and remembers them
    while True:
        try:
            words = input(PROMPT if terminal else "")
        except EOFError:
            break
        if not terminal:
            click.echo(f"{PROMPT}{clean(words).text}")
        yield words
    if terminal:
        click.echo()


def _take(engine: Engine, key: str, typed: str) -> None:
    """One line is one turn; then everything in the outbox is shown."""
    cleaned = clean(typed)
    turn = Turn(
        channel="console",
        key=key,
        person=PERSON,
        chat=PERSON,
        at=datetime.now(UTC),
        nonce=new_nonce(),
        text=cleaned.text,
    )
    engine.take(turn, (Reply(text=IDENTITY_NUMBER_MASKED),) if cleaned.masked else ())
    _show_waiting(engine.store)


def _show_waiting(store: Store) -> None:
    """Print the replies in the outbox, each marked when it stands on the screen."""
    while (queued := store.next_waiting(PERSON)) is not None:
        click.echo(f"\n{shown(queued.reply)}\n")
        store.mark_sent(queued.id, datetime.now(UTC))


def shown(reply: Reply) -> str:
    """A reply as plain text, its choices below it.

    Choices are numbered, except where the text has a numbered list of its own: there a number means that list.
    """
    numbered = [] if _NUMBERED.search(reply.text) else [choice for choice in reply.choices if not choice.control]
    lines = [reply.text, *(f"  {number}. {choice.label}" for number, choice in enumerate(numbered, start=1))]
    words = [choice for choice in reply.choices if choice not in numbered]
    if words:
        lines.append("  " + " ".join(map(_words, words)))
    return "\n".join(lines)


def _words(choice: Choice) -> str:
    """A choice that is typed in words."""
    return f"［{choice.says}］"
