"""Whoever mistypes is told so in Chinese: by our own words, by click's, and by the system's reasons."""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.commands.language import CATALOGUES, DOMAIN
from knowledge.reasons import why

PLACE = CATALOGUES / "zh_CN" / "LC_MESSAGES"
NAMES = re.compile(r"'[^']*'|--?[a-z-]+|(?<=[：: ])cli( [a-z]+)*|\b[A-Z_]+\b")
"""What stays as it is: what was typed, and names of commands and their parts."""


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE", raising=False)


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["guess"], "没有 'guess' 这个命令"),
        (["erase"], "还缺少 'WHOM'"),
        (["erase", "a", "b"], "后面多写了：b"),
        (["audit", "--jsno"], "没有 '--jsno' 这个选项。 有相近的：'--json'。"),
        (["audit", "--json=1"], "后面不用写值"),
        (["ask", "--region"], "选项 '--region' 后面要写上它的值"),
        (["restore", "nowhere"], "没有文件夹 'nowhere'，请检查路径"),
        (["restore", "file"], "'file' 是文件，这里要写文件夹"),
        (["regulation", "add", "x.docx", "--slug", "x"], "没有文件 'x.docx'"),
        (["score", "--batch", "nowhere"], "'nowhere' 打不开（没有这个文件或文件夹）"),
        (["ask", "x", "--on", "明天"], "不是日期"),
        (["keys", "exchange"], "没有 'exchange' 这个命令"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_a_mistake_is_told_in_chinese_alone(words: list[str], said: str) -> None:
    Path("file").touch()
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not re.search("[A-Za-z]{2}", NAMES.sub("", result.stderr)), result.stderr


def test_the_language_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "没有 'guess' 这个命令" in run("guess").stderr


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EACCES, errno.EPERM, errno.ENOENT, errno.EIO, errno.EROFS, errno.ENOTDIR, 0, None]
)
def test_a_reason_of_the_system_is_chinese_or_a_number(number: int | None) -> None:
    error = OSError("no good") if number is None else OSError(number, os.strerror(number))
    assert not re.search("[a-z]{3}", why(error).replace("OSError", ""))


def messages(catalogue: Catalog) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    return {_plain(each.id): _plain(each.string) for each in catalogue if each.id}


def _plain(words: str | Sequence[str] | None) -> str | tuple[str, ...]:
    return words if isinstance(words, str) else tuple(words or ())


def in_click() -> Iterator[str]:
    found = extract_from_dir(Path(click.__file__).parent, keywords={"_": None, "ngettext": (1, 2)})
    for _, _, message, _, _ in found:
        yield from message if isinstance(message, tuple) else (message,)


def test_every_message_of_the_catalogue_is_one_of_clicks() -> None:
    with (PLACE / f"{DOMAIN}.po").open("rb") as file:
        known = messages(read_po(file))
    asked = {each for message in known for each in ((message,) if isinstance(message, str) else message)}
    assert asked <= set(in_click())


def test_what_is_compiled_is_what_is_written() -> None:
    with (PLACE / f"{DOMAIN}.po").open("rb") as written, (PLACE / f"{DOMAIN}.mo").open("rb") as compiled:
        assert messages(read_mo(compiled)) == messages(read_po(written))
