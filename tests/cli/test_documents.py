"""The documents say what the program does: commands, settings and libraries that exist, and no others."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import PLACES, cli

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
DECISIONS = sorted((PROJECT / "docs/adr").glob("0*.md"))


def one_of(group: click.Group, name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


def commands(group: click.Group = cli, *path: str) -> Iterator[tuple[str, ...]]:
    for name in group.list_commands(click.Context(group)):
        command = one_of(group, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


def at(path: tuple[str, ...]) -> click.Command:
    command: click.Command = cli
    for name in path:
        assert isinstance(command, click.Group)
        command = one_of(command, name)
    return command


def shown_commands() -> list[list[str]]:
    return [shlex.split(line) for line in re.findall(r"^python -m bot (.*)$", README, re.MULTILINE)]


def test_there_are_these_commands_and_no_others() -> None:
    assert sorted(commands()) == [
        ("ask",),
        ("audit",),
        ("backup",),
        ("changes",),
        ("chat",),
        ("deadlines",),
        ("doctor",),
        ("drafts",),
        ("drafts", "export"),
        ("drafts", "list"),
        ("drafts", "show"),
        ("eligibility",),
        ("erase",),
        ("facts",),
        ("feedback",),
        ("feedback", "list"),
        ("funding",),
        ("keys",),
        ("keys", "rotate"),
        ("provisions",),
        ("purge",),
        ("regulation",),
        ("regulation", "add"),
        ("regulation", "check"),
        ("regulation", "diff"),
        ("regulation", "list"),
        ("restore",),
        ("retire",),
        ("rulings",),
        ("rulings", "add"),
        ("rulings", "list"),
        ("rulings", "withdraw"),
        ("score",),
        ("serve",),
        ("staff",),
        ("staff", "add"),
        ("staff", "change"),
        ("staff", "invite"),
        ("staff", "list"),
        ("staff", "log"),
    ]


@pytest.mark.parametrize("words", shown_commands(), ids=" ".join)
def test_every_command_of_the_readme_parses(words: list[str]) -> None:
    command: click.Command = cli
    while isinstance(command, click.Group):
        command = one_of(command, words.pop(0))
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_the_readme_shows_every_command_but_the_default_pair() -> None:
    named = {words[0] for words in shown_commands()}
    assert named == set(PLACES) - {"serve", "chat"}


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    command = at(path)
    assert command.help
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or (isinstance(parameter, click.Option) and parameter.help)


def test_every_document_that_a_help_names_exists() -> None:
    named = {place for path in commands() for place in re.findall(r"docs/\S+\.md", at(path).help or "")}
    assert named == {"docs/operations.md"}
    assert all((PROJECT / place).is_file() for place in named)


@pytest.mark.parametrize("target", re.findall(r"`?make ([a-z]+)", README))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=PROJECT, check=True, capture_output=True)


@pytest.mark.parametrize("place", re.findall(r"`((?:[a-z.]+/)+)`", README) + re.findall(r"\]\(([^)h]\S+)\)", README))
def test_every_place_of_the_readme_exists(place: str) -> None:
    assert (PROJECT / place).exists()


def test_the_changelog_opens_with_what_is_not_released() -> None:
    assert re.findall(r"^## \[(.+?)\]", CHANGELOG, re.MULTILINE)[0] == "Unreleased"
    for command in PLACES:
        assert f"`{command}`" in CHANGELOG


def declared() -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return [re.split("[<>=]", each)[0] for each in required]


@pytest.mark.parametrize("library", declared())
def test_every_library_has_its_reason_written_down(library: str) -> None:
    texts = [path.read_text(encoding="utf-8").lower() for path in DECISIONS]
    assert any(f"**{library}**" in text for text in texts)


def test_the_index_of_decisions_is_complete() -> None:
    index = (PROJECT / "docs/adr/README.md").read_text(encoding="utf-8")
    assert re.findall(r"\((0\S+\.md)\)", index) == [path.name for path in DECISIONS]
