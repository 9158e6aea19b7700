"""``staff``: let in, changed, let go, and a link to sign in with; beside the running assistant where that is safe."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from handlers.model import Code
from storage.sqlite import SqliteStore


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Data without anybody."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    path = tmp_path / "var" / "assistant.db"
    SqliteStore.open(path).close()
    return path


@pytest.fixture
def zhou() -> None:
    assert run("staff", "add", "周看", "--role", "viewer").exit_code == 0


@pytest.fixture
def running(path: Path, zhou: None) -> Iterator[SqliteStore]:
    """The assistant, which holds the data."""
    with closing(SqliteStore.open(path)) as store:
        yield store


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def listed() -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("staff", "list", "--json").stdout.splitlines()]


def test_nobody_yet() -> None:
    result = run("staff", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "用 staff add" in result.stderr


def test_two_are_let_in_and_listed() -> None:
    added = run("staff", "add", "  周　看 ", "--role", "viewer")
    assert added.stdout == "已登记：staff:1\t周 看\t查看\t-\t在岗\n"
    run("staff", "add", "吴办", "--role", "reviewer", "--telegram", "102")
    assert listed() == [
        {"id": "staff:1", "name": "周 看", "role": "viewer", "telegram": None, "active": True},
        {"id": "staff:2", "name": "吴办", "role": "reviewer", "telegram": 102, "active": True},
    ]
    assert run("staff", "list").stdout.splitlines()[1] == "staff:2\t吴办\t办理\t102\t在岗"


@pytest.mark.usefixtures("zhou")
@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (["--role", "admin"], {"role": "admin"}),
        (["--name", "周管", "--telegram", "7"], {"name": "周管", "telegram": 7}),
        (["--leave"], {"active": False}),
    ],
)
def test_a_member_changes(words: list[str], changed: dict[str, object]) -> None:
    before = listed()[0]
    assert run("staff", "change", "1", *words).exit_code == 0
    assert listed() == [{**before, **changed}]


@pytest.mark.usefixtures("zhou")
def test_who_left_comes_back_and_a_number_goes_again() -> None:
    run("staff", "change", "staff:1", "--leave", "--telegram", "7")
    refused = run("staff", "invite", "1")
    assert refused.exit_code == 1
    assert "staff change staff:1 --back" in refused.stderr
    back = run("staff", "change", "1", "--back", "--no-telegram")
    assert back.stdout == "已更改：staff:1\t周看\t查看\t-\t在岗\n"


@pytest.mark.usefixtures("zhou")
@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["add", " ", "--role", "admin"], "请写工作人员的姓名", 1),
        (["add", "长" * 41, "--role", "admin"], "最多 40 个字", 1),
        (["add", "吴\x1b办", "--role", "admin"], "请写工作人员的姓名", 1),
        (["add", "吴办"], "还缺少 '--role'", 2),
        (["add", "吴办", "--role", "chief"], "'chief' 不在可选的范围里", 2),
        (["add", "吴办", "--role", "admin", "--telegram", "-100"], "超出了范围", 2),
        (["add", "吴办", "--role", "admin", "--telegram", "wu"], "'wu' 不是数字", 2),
        (["change", "9", "--leave"], "没有编号是 staff:9 的工作人员", 1),
        (["change", "周看", "--leave"], "不是工作人员的编号", 2),
        (["change", "1"], "没有写要改什么", 2),
        (["change", "1", "--leave", "--back"], "不能同时写", 2),
        (["change", "1", "--telegram", "7", "--no-telegram"], "不能同时写", 2),
        (["invite", "9"], "没有编号是 staff:9 的工作人员", 1),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(words: list[str], said: str, code: int) -> None:
    before = listed()
    refused = run("staff", *words)
    assert (refused.exit_code, refused.stdout) == (code, "")
    assert said in refused.stderr
    assert listed() == before


@pytest.mark.usefixtures("zhou")
def test_a_number_on_telegram_is_one_members() -> None:
    run("staff", "change", "1", "--telegram", "7")
    refused = run("staff", "add", "吴办", "--role", "admin", "--telegram", "7")
    assert refused.exit_code == 1
    assert "已经是另一位工作人员的" in refused.stderr


def test_the_list_is_changed_only_while_the_assistant_is_stopped(running: SqliteStore) -> None:
    for words in (["add", "吴办", "--role", "admin"], ["change", "1", "--leave"]):
        refused = run("staff", *words)
        assert refused.exit_code == 3
        assert "请先停掉那一个，再试一次" in refused.stderr
    assert [each["name"] for each in listed()] == ["周看"]


@pytest.mark.parametrize("public", [None, "https://assistant.example"])
def test_a_link_made_beside_the_running_assistant_lets_in_once(
    running: SqliteStore, public: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if public:
        monkeypatch.setenv("PUBLIC_URL", public)
    invited = run("staff", "invite", "1")
    assert "只能用一次，30分钟内有效" in invited.stdout
    (address, secret) = re.findall(r"(https?://\S+)/desk/in/([0-9a-f]{32})$", invited.stdout, re.MULTILINE)[0]
    assert address == (public or "http://127.0.0.1:8000")
    now = datetime.now(UTC)
    with running.transaction() as transaction:
        code = transaction.redeem(secret, now + timedelta(minutes=29))
        assert isinstance(code, Code)
        assert (code.kind, code.person) == ("desk", "staff:1")
        assert transaction.redeem(secret, now) is None


def test_a_link_made_before_the_start_lets_in_after_it(path: Path, zhou: None) -> None:
    secret = re.findall(r"/desk/in/([0-9a-f]{32})", run("staff", "invite", "1").stdout)[0]
    with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
        assert transaction.redeem(secret, datetime.now(UTC)) is not None
