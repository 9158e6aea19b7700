"""The assistant in a terminal: a line typed is a turn, and the same engine answers it.

Also reads a file or a pipe; then each line is shown before its answer, so that the output reads as a conversation.
"""

import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from uuid import uuid4

import click

from bot.engine import Engine, new_nonce
from bot.news import tell_people
from bot.notices import IDENTITY_NUMBER_MASKED, NOT_STORED
from bot.redact import clean
from bot.reminders import EVERY, send_due
from handlers.choice import Choice
from handlers.model import File, Reply, Turn
from knowledge.reasons import why
from storage.errors import UnavailableError
from storage.store import Store

PERSON = "console:local"
"""One person sits at the terminal; a second start goes on with the same conversation."""

PROMPT = "> "
HELLO = "（输入文字或编号，按回车发送；按 Ctrl-D 离开。）"
SAVED = "（文件已存为 {path}）"
NOT_SAVED = "（文件 {name} 存不下来：{why}。请检查 {folder} 这个文件夹，再要一次。）"
GOODBYE = "再见。您的回答已保存，下次启动可以接着来。"
GOODBYE_UNSTORED = "再见。最后输入的内容没有存下来，之前的都还在，下次启动可以接着来。"

_NUMBERED = re.compile(r"^\d+[.、．]", re.MULTILINE)


def converse(engine: Engine, files: Path) -> None:
    """Talk until the input ends or Ctrl-C is pressed; what was answered is kept. Other StorageErrors pass through.

    ``files`` is the folder where files made for the person are put.
    """
    run = uuid4().hex
    stored = True
    click.echo(HELLO)
    _remind(engine, files)
    try:
        for number, typed in enumerate(_typed(lambda: _interrupt(engine, files))):
            try:
                _take(engine, f"{run}:{number}", typed, files)
                _remind(engine, files)
                stored = True
            except UnavailableError:
                stored = False
                click.echo(f"\n{NOT_STORED}\n", err=True)
    except KeyboardInterrupt:
        click.echo()
    click.echo(GOODBYE if stored else GOODBYE_UNSTORED)


def _remind(engine: Engine, files: Path) -> bool:
    """Show the reminders that are due, and word of changes; whether there were any. What cannot be stored now comes
    later."""
    with suppress(UnavailableError):
        if send_due(engine, datetime.now(UTC)) + tell_people(engine, datetime.now(UTC)):
            _show_waiting(engine.store, files)
            return True
    return False


def _interrupt(engine: Engine, files: Path) -> None:
    """Reminders that fall due while the person thinks stand above a new prompt."""
    if _remind(engine, files):
        click.echo(PROMPT, nl=False)


@contextmanager
def _looking(look: Callable[[], None]) -> Iterator[None]:
    """Do something now and then while the terminal waits for a line: never while a turn is being answered."""
    before = signal.signal(signal.SIGALRM, lambda _number, _frame: look())
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _typed(look: Callable[[], None]) -> Iterator[str]:
    """``/start``, so that the assistant speaks first; then what is typed, until the input ends.

    At a terminal ``look`` is called now and then while it waits.
    """
    yield "/start"
    terminal = sys.stdin.isatty()
    if terminal:
        with suppress(ImportError):
            import_module("readline")  # input() then edits lines, wide characters too, and remembers them
    while True:
        try:
            with _looking(look) if terminal else nullcontext():
                words = input(PROMPT if terminal else "")
        except EOFError:
            break
        if not terminal:
            click.echo(f"{PROMPT}{clean(words).text}")
        yield words
    if terminal:
        click.echo()


def _take(engine: Engine, key: str, typed: str, files: Path) -> None:
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
    _show_waiting(engine.store, files)


def _show_waiting(store: Store, files: Path) -> None:
    """Print the replies in the outbox, each marked when it stands on the screen."""
    while (queued := store.next_waiting(PERSON)) is not None:
        saved = [_saved(file, files) for file in queued.reply.files]
        click.echo("\n" + "\n".join([*saved, shown(queued.reply)]) + "\n")
        store.mark_sent(queued.id, datetime.now(UTC))


def _saved(file: File, folder: Path) -> str:
    """Put a file into the folder, under a name that is free; say where it is, or why not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = next(path for path in _names(folder / file.name) if not path.exists())
        path.write_bytes(file.content)
    except OSError as error:
        return NOT_SAVED.format(name=file.name, why=why(error), folder=folder)
    return SAVED.format(path=path)


def _names(path: Path) -> Iterator[Path]:
    """The path, then the same with a number behind its name."""
    yield path
    for number in count(2):
        yield path.with_stem(f"{path.stem}-{number}")


def shown(reply: Reply) -> str:
    """A reply as plain text, its choices below it.

    Choices are numbered, except where the text has a numbered list of its own: there a number means that list.
    """
    numbered = [] if _NUMBERED.search(reply.text) else [choice for choice in reply.choices if not choice.control]
    lines = [reply.in_words, *(f"  {number}. {choice.label}" for number, choice in enumerate(numbered, start=1))]
    words = [choice for choice in reply.choices if choice not in numbered]
    if words:
        lines.append("  " + " ".join(map(_words, words)))
    return "\n".join(lines)


def _words(choice: Choice) -> str:
    """A choice that is typed in words."""
    return f"［{choice.says}］"
