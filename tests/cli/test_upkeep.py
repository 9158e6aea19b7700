"""What an operator does at the terminal: back up, restore, check, clear away, erase, change the key."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.engine import Engine
from bot.followup import Promise, follow_up
from bot.settings import Settings
from handlers.core import case_named, step
from handlers.model import Reply, Turn
from handlers.session import Session
from storage.master_key import default_path
from storage.sqlite import SqliteStore
from tests.fake_bot_api import FakeBotApi
from tests.law import LIBRARY

ME = "telegram:7"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Somebody's conversation in a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        talk(store, "1")
    return path


def talk(store: SqliteStore, key: str, at: datetime = NOW) -> None:
    turn = Turn(channel="telegram", key=key, person=ME, chat=ME, at=at, nonce="0" * 32, text="你好")
    with store.transaction() as transaction:
        number = transaction.add_turn(turn)
        assert number is not None
        transaction.save_session(Session(person=ME, rev=1))
        queued = transaction.queue(number, ME, Reply(text="您好"), None)
    store.mark_sent(queued.id, at)


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def said(path: Path) -> int:
    """How much of the conversation is kept."""
    with closing(SqliteStore.open(path)) as store:
        return len(store.history(ME, 9))


@pytest.mark.parametrize("name", ["backup", "restore", "audit", "doctor", "purge", "erase", "keys"])
def test_each_has_a_help(name: str) -> None:
    assert run(name, "--help").exit_code == 0


class TestBackup:
    def test_there_and_back(self, path: Path) -> None:
        backup = run("backup")
        assert backup.exit_code == 0
        assert "已经试着恢复过一次，并通过了检查" in backup.stdout
        assert "不要和备份放在一起" in backup.stdout
        (made,) = (path.parent.parent / "var-backups").iterdir()
        with closing(SqliteStore.open(path)) as store:
            talk(store, "2")
        restored = run("restore", str(made), stdin="y\n")
        assert restored.exit_code == 0
        assert "恢复以前的数据另存在" in restored.stdout
        assert said(path) == 1

    def test_for_programs(self, tmp_path: Path) -> None:
        (row,) = rows(run("backup", str(tmp_path / "disk"), "--json"))
        assert Path(row["backup"]).parent == tmp_path / "disk"
        assert row["bytes"] > 100_000
        assert (row["files"], row["keys_destroyed"], row["pruned"]) == (0, 0, [])

    def test_beside_the_key_it_is_refused(self, path: Path) -> None:
        refused = run("backup", str(default_path(path).parent))
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "不能放在一起" in refused.stderr

    @pytest.mark.parametrize("inside", ["var", "var/backups", "var/../var/a/b"])
    def test_inside_the_data_folder_it_is_refused(self, path: Path, inside: str) -> None:
        refused = run("backup", inside)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "数据丢了，备份也一起丢了" in refused.stderr
        assert "var-backups" in refused.stderr
        assert sorted(each.name for each in path.parent.iterdir()) == ["assistant.db", "assistant.db.lock"]

    @pytest.mark.parametrize("folder", ["disk", "disk/workshop/backups"])
    def test_one_that_fails_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
        monkeypatch.setenv("DATABASE", "vra/assistant.db")
        assert run("backup", folder).exit_code == 1
        assert sorted(each.name for each in tmp_path.iterdir()) == ["var", "var-keys"]

    def test_a_clock_that_jumped_deletes_no_old_ones(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.look_at_clock(NOW - timedelta(days=40))
        old = path.parent.parent / "var-backups" / "backup-20200101T000000Z"
        old.mkdir(parents=True)
        result = run("backup")
        assert result.exit_code == 0
        assert "没有删除旧备份" in result.stderr
        assert old.exists()

    def test_restore_asks_first(self, path: Path, tmp_path: Path) -> None:
        (row,) = rows(run("backup", "--json"))
        with closing(SqliteStore.open(path)) as store:
            talk(store, "2")
        for answer in ("n\n", "\n", "否\n"):
            declined = run("restore", row["backup"], stdin=answer)
            assert (declined.exit_code, declined.stderr) == (1, "好的，什么都没有改动。\n")
        assert said(path) == 2
        assert run("restore", str(tmp_path), "--yes").stderr.startswith("错误：")

    def test_restore_needs_the_program_stopped(self, path: Path) -> None:
        (row,) = rows(run("backup", "--json"))
        with closing(SqliteStore.open(path)):
            refused = run("restore", row["backup"], "--yes")
        assert refused.exit_code == 3
        assert "另一个程序正在使用" in refused.stderr


class TestAudit:
    def test_all_is_well(self) -> None:
        result = run("audit")
        assert result.exit_code == 0
        assert result.stdout.startswith("SQLite 3.")
        assert "没有发现问题" in result.stdout

    def test_what_is_not_is_told_and_fails(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            store._db.execute("UPDATE sessions SET sealed = x'00'")
        result = run("audit")
        assert result.exit_code == 1
        assert "N9\t表 sessions 有 1 行解不开" in result.stdout
        (row,) = rows(run("audit", "--json"))
        assert row["invariant"] == "N9"


class TestPurge:
    def test_what_is_over_goes(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            talk(store, "old", NOW - timedelta(days=31))
        result = run("purge")
        assert result.exit_code == 0, result.output
        assert said(path) == 1

    def test_a_clock_that_jumped_is_refused_until_it_is_vouched_for(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            talk(store, "old", NOW - timedelta(days=31))
            with store.transaction() as transaction:
                transaction.look_at_clock(NOW - timedelta(days=40))
        refused = run("purge")
        assert refused.exit_code == 1
        assert "什么都没有删除" in refused.stderr
        assert said(path) == 2
        assert run("purge", "--clock-is-right").exit_code == 0
        assert said(path) == 1


class TestErase:
    def test_the_number_is_typed_twice(self, path: Path) -> None:
        assert run("erase", ME, stdin="telegram:8\n").exit_code == 1
        assert said(path) == 1
        erased = run("erase", ME, stdin=f"{ME}\n")
        assert erased.exit_code == 0
        assert f"已经删除 {ME} 这个人的全部资料" in erased.stdout
        assert said(path) == 0

    def test_somebody_unknown(self) -> None:
        assert "没有 telegram:99 的资料" in run("erase", "telegram:99", "--yes").stderr

    @pytest.mark.parametrize("nobody", ["", " ", "staff"])
    def test_nobody_is_not_erased(self, path: Path, nobody: str) -> None:
        assert run("erase", nobody, "--yes").exit_code == 1
        assert said(path) == 1


def test_a_new_master_key(path: Path) -> None:
    before = default_path(path).read_text()
    result = run("keys", "rotate")
    assert result.exit_code == 0
    assert "请马上再做一次备份" in result.stdout
    assert default_path(path).read_text() != before
    assert said(path) == 1


@pytest.mark.parametrize(
    "words", [("erase", ME, "--yes"), ("keys", "rotate"), ("purge",), ("purge", "--clock-is-right"), ("audit",)]
)
def test_a_mistyped_database_is_told_and_not_made(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE", str(tmp_path / "vra" / "assistant.db"))
    refused = run(*words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "还没有可读的数据文件" in refused.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["var", "var-keys"]


class TestDoctor:
    """Each thing that may be wrong, by its name."""

    def states(self) -> dict[str, str]:
        return {row["check"]: row["state"] for row in rows(run("doctor", "--json"))}

    def test_all_is_well(self) -> None:
        run("backup")
        result = run("doctor")
        assert result.exit_code == 0
        assert "✗" not in result.stdout
        found = self.states()
        names = ("settings", "folder", "data", "running", "clock", "fonts", "backup")
        assert {found[name] for name in names} == {"good"}

    def test_before_the_first_start(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("DATABASE", str(tmp_path / "new" / "assistant.db"))
        assert run("doctor").exit_code == 0

    def test_rights_that_are_too_wide(self, path: Path) -> None:
        path.chmod(0o644)
        result = run("doctor")
        assert result.exit_code == 1
        assert "✗ var/assistant.db 的权限太宽" in result.stdout

    def test_mail_that_is_half_set_up_or_stuck(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "mail" not in self.states()
        monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
        assert self.states()["mail"] == "bad"
        monkeypatch.setenv("MAIL_FROM", "robot@example.cn")
        monkeypatch.setenv("MAIL_TO", "office@example.cn")
        assert self.states()["mail"] == "good"
        with closing(SqliteStore.open(path)) as store:
            engine = Engine(store, LIBRARY, step, case_named)
            follow_up(engine, Promise(mail_to=("office@example.cn",)), datetime(2026, 11, 20, 2, tzinfo=UTC))
        assert self.states()["mail"] == "bad"
        assert "有 1 封邮件还没有发出" in run("doctor").stdout

    def test_a_key_that_is_lost(self, path: Path) -> None:
        default_path(path).unlink()
        result = run("doctor")
        assert result.exit_code == 1
        assert "不见了" in result.stdout

    def test_a_running_program(self, path: Path) -> None:
        with closing(SqliteStore.open(path)):
            assert "程序正在运行" in run("doctor").stdout

    def test_a_clock_that_jumped(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
            transaction.look_at_clock(NOW - timedelta(days=3))
        assert self.states()["clock"] == "bad"

    def test_a_staff_chat_without_staff(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STAFF_CHAT", "-100")
        assert self.states()["staff"] == "bad"

    def test_the_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with FakeBotApi() as api:
            monkeypatch.setenv("TELEGRAM_BOT_TOKEN", api.token)
            monkeypatch.setenv("TELEGRAM_API_URL", api.url)
            assert "Telegram 认得这个令牌：@workshop_test_bot" in run("doctor").stdout
            monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:BB" + api.token[12:])
            assert self.states()["token"] == "bad"
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", api.token)
        assert self.states()["token"] == "note"
