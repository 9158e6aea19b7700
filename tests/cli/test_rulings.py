"""Rulings at the terminal: written down, listed, taken back; the assistant must not be running."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from storage.sqlite import SqliteStore
from tests.cases.test_rulings import CASE, FIRST, TWO_OTHERS, case

ADD = ("rulings", "add", "--case", CASE.lower(), "--provision", "第九条第1项", "--text", "领办技师可以计入三人")
WHO = ("--authority", "萧山区人力社保局", "--date", "2026-11-18")


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A case that leaves something open."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
        transaction.save_draft(case(TWO_OTHERS), None)
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def listed() -> list[dict[str, object]]:
    return [json.loads(line) for line in run("rulings", "list", "--json").stdout.splitlines()]


def test_written_down_listed_and_taken_back(path: Path) -> None:
    assert "还没有裁量结论" in run("rulings", "list").stderr
    added = run(*ADD, *WHO)
    assert added.exit_code == 0, added.stderr
    assert "已记下裁量结论" in added.stdout
    (kept,) = listed()
    assert (kept["provision"], kept["case"], kept["expiry"]) == ("art_9__item_1", CASE, None)
    assert "萧山第九条第1项\t有效\t萧山区人力社保局\t2026-11-18\t领办技师可以计入三人" in run("rulings", "list").stdout
    with closing(SqliteStore.open(path)) as store:
        told, of_colleagues = store.undelivered()
    assert (told.chat, of_colleagues.chat) == (FIRST, "staff")
    assert "裁量结论" in of_colleagues.reply.text
    assert "领办技师可以计入三人" in of_colleagues.reply.text
    name = str(kept["id"])
    assert "已撤回" in run("rulings", "withdraw", name[:6]).stdout
    assert "\t已撤回\t" in run("rulings", "list").stdout
    assert "已经撤回，没有再改" in run("rulings", "withdraw", name).stderr
    assert "撤回裁量结论" in run("staff", "log", CASE).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rulings", "withdraw", "ffff"), "没有这条裁量结论"),
        (("rulings", "add", "--case", "B" * 8, "--provision", "第九条", "--text", "可以", *WHO), "没有找到这个案件"),
        (("rulings", "add", "--case", CASE, "--provision", "第九十条", "--text", "可以", *WHO), "没有这一条"),
        (("rulings", "add", "--case", CASE, "--provision", "第八条", "--text", "可以", *WHO), "团队中3人以上"),
    ],
)
def test_what_cannot_be_done_is_told(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.stderr
    assert not listed()


def test_a_running_assistant_is_told(path: Path) -> None:
    with closing(SqliteStore.open(path)):
        result = run(*ADD, *WHO)
        assert result.exit_code == 3
        assert run("rulings", "withdraw", "a").exit_code == 3
        assert run("rulings", "list").exit_code == 0
    assert not listed()
