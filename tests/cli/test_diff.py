"""``regulation diff`` as a person or a program runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from tests.editions.made import new_folder, text_alone
from tests.law import LIBRARY


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that the tests have read already, in place of reading it again."""
    monkeypatch.setattr("bot.commands.comparing.open_library", lambda: LIBRARY)


def diff(*words: str) -> Result:
    return CliRunner().invoke(cli, ("regulation", "diff", *words))


@pytest.mark.usefixtures("read_once")
def test_a_folder_beside_the_library(tmp_path: Path) -> None:
    new_folder(tmp_path / "新版")
    told = diff("大兴", "新版")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("旧：《大兴区首席技师工作室管理办法（试行）》")
    assert "数字变了：第三条 两年 → 三年；第十四条 3万元 → 5万元。" in told.stdout


@pytest.mark.usefixtures("read_once")
def test_the_same_for_programs_with_every_provision_once(tmp_path: Path) -> None:
    new_folder(tmp_path / "new")
    told = diff("daxing", "new", "--json")
    assert told.exit_code == 0, told.output
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert rows[0]["row"] == "summary"
    assert rows[0]["provisions"] == {"kept": 57, "changed": 4, "new": 1, "renumbered": 2}
    provisions = [row for row in rows if row["row"] == "provision"]
    assert len(provisions) == 64
    third = next(row for row in provisions if row["new"]["eid"] == "art_3")
    assert ["out", "两"] in third["pieces"]
    level = next(row for row in rows if row["row"] == "data" and row["id"] == "D-LEVEL")
    assert level["aspects"]["need"][1] == {"fact": "leader_level", "in": ["高级技师", "首席技师或特级技师"]}
    assert {row["row"] for row in rows} == {"summary", "provision", "data", "unrevised"}


@pytest.mark.usefixtures("read_once")
def test_a_folder_with_nothing_but_the_text(tmp_path: Path) -> None:
    text_alone(new_folder(tmp_path / "new"))
    told = diff("daxing", "new")
    assert told.exit_code == 0, told.output
    assert "新的一边没有写：申报条件（rules.yaml）、" in told.stdout
    assert "引第六条（一）1「原则上应取得国家技师或以上职业资格」，新文本里没有这句话" in told.stdout
    rows = [json.loads(line) for line in diff("daxing", "new", "--json").stdout.splitlines()]
    assert {row["row"] for row in rows} == {"summary", "provision", "unbound"}


def test_nothing_changed() -> None:
    assert "两边一样：条文的字没有变，资料也没有变。" in diff("daxing", "大兴").stdout


@pytest.mark.usefixtures("read_once")
def test_two_different_regulations_are_called_that() -> None:
    assert "这是两份不同的规定" in diff("xiaoshan", "urumqi").stdout


@pytest.mark.usefixtures("read_once")
def test_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "new")
    (folder / "rules.yaml").write_text("criteria: 1\n", encoding="utf-8")
    refused = diff("daxing", "new")
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "new/rules.yaml:1: criteria：应是列表" in refused.stderr


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("named", ["上海", "没有的/文件夹"])
def test_what_is_neither_a_regulation_nor_a_folder(named: str) -> None:
    refused = diff("daxing", named)
    assert refused.exit_code == 1
    assert refused.stderr == f"错误：没有“{named}”这份规定，也没有这个文件夹。\n"


@pytest.mark.usefixtures("read_once")
def test_a_folder_called_like_a_regulation_needs_its_path(tmp_path: Path) -> None:
    new_folder(tmp_path / "daxing")
    assert "两边一样" in diff("daxing", "daxing").stdout
    assert "两年 → 三年" in diff("daxing", "./daxing").stdout
