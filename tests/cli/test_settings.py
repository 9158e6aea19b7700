"""Settings are read from the environment and ``.env``; wrong ones refuse to start and say what to write."""

import re
from pathlib import Path

import pytest

from bot.mail import Post
from bot.settings import Settings, SettingsError, read_settings

PROJECT = Path(__file__).parents[2]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_set_is_the_web_page_on_this_machine_with_one_database_file() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.database == Path("var/assistant.db")
    assert settings.staff_ids == frozenset()
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, None)


def test_everything_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"TELEGRAM_BOT_TOKEN={TOKEN}\nTELEGRAM_API_URL=http://127.0.0.1:8081/\nDATABASE=data/a.db\n"
        "STAFF_CHAT=-1001234567890\nSTAFF_IDS=11, 22，33\nLOG_LEVEL=debug\n"
    )
    settings = read_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.database == Path("data/a.db")
    assert settings.staff_chat == -1001234567890
    assert settings.staff_ids == {11, 22, 33}
    assert settings.log_level == "DEBUG"


def test_what_is_promised_and_where_mail_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().sla.days == {"submitted": 3, "accepted": 10}
    assert read_settings().post is None
    for name, value in {
        "SLA": "submitted：5，recommended:2",
        "SMTP_URL": "smtps://office:p%40ss@mail.example.cn",
        "MAIL_FROM": "robot@example.cn",
        "MAIL_TO": "a@example.cn，b@example.cn",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.sla.days == {"submitted": 5, "recommended": 2}
    assert settings.mail_to == ("a@example.cn", "b@example.cn")
    assert settings.post == Post("mail.example.cn", 465, "robot@example.cn", "office", "p@ss", tls=True)
    assert "p%40ss" not in repr(settings) + settings.model_dump_json()
    monkeypatch.setenv("SLA", "off")
    assert not read_settings().sla.days


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=ERROR\n")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    assert read_settings().log_level == "WARNING"


def test_other_machines_are_let_in_over_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:8000")
    with pytest.raises(SettingsError, match="HOST"):
        read_settings()
    monkeypatch.setenv("PUBLIC_URL", "https://assistant.example/")
    assert read_settings().host == "0.0.0.0"
    assert read_settings().public_url == "https://assistant.example"


def test_the_token_does_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = read_settings()
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLA", "submitted"),
        ("SLA", "submitted:0"),
        ("SLA", "closed:3"),
        ("DIGEST_HOUR", "24"),
        ("SMTP_URL", "https://mail.example.cn"),
        ("SMTP_URL", "smtp://mail.example.cn:99999"),
        ("MAIL_FROM", "robot"),
        ("MAIL_TO", "a@example.cn, nobody"),
        ("TELEGRAM_BOT_TOKEN", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"),
        ("TELEGRAM_BOT_TOKEN", f"bot{TOKEN}"),
        ("TELEGRAM_BOT_TOKEN", TOKEN[:20]),
        ("TELEGRAM_BOT_TOKEN", f"{TOKEN} x"),
        ("TELEGRAM_API_URL", "http://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://someone:secret@api.telegram.org"),
        ("TELEGRAM_API_URL", "https://api.telegram.org/bot"),
        ("TELEGRAM_API_URL", "ftp://127.0.0.1"),
        ("TELEGRAM_API_URL", "https://"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("DATABASE", "."),
        ("STAFF_CHAT", "@staff"),
        ("STAFF_IDS", "zhangsan"),
        ("STAFF_IDS", "11,-100123"),
        ("LOG_LEVEL", "LOUD"),
        ("PUBLIC_URL", "http://assistant.example"),
        ("PUBLIC_URL", "https://assistant.example/chat"),
        ("HOST", "0.0.0.0"),
        ("PORT", "0"),
        ("PORT", "http"),
        ("TELEGRAM_WEBHOOK", "maybe"),
    ],
)
def test_a_wrong_value_is_refused_by_name_without_being_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    assert str(refusal.value) == f"设置 {name} 不对：{Settings.model_fields[name.lower()].description}。"


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    monkeypatch.setenv("STAFF_CHAT", "@staff")
    with pytest.raises(SettingsError, match=r"STAFF_CHAT.*\n.*LOG_LEVEL"):
        read_settings()


def test_a_misspelt_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\n")
    with pytest.raises(SettingsError, match="不认识的设置 TELEGRAM_TOKEN") as refusal:
        read_settings()
    assert TOKEN not in str(refusal.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeL\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings()


def test_the_example_lists_every_setting_with_its_default() -> None:
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)) == sorted(
        name.upper() for name in Settings.model_fields
    )
    from_example = read_settings(PROJECT / ".env.example")
    assert from_example == Settings(_env_file=None)


def test_every_setting_of_the_example_is_commented() -> None:
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert re.search(rf"^#.*\n{name.upper()}=", text, re.MULTILINE), name


@pytest.mark.parametrize("line", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN：123", "this is = = garbage"])
def test_a_line_that_is_no_setting_is_not_left_out_in_silence(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# 说明\n\nLOG_LEVEL=INFO\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="第 4 行看不懂"):
        read_settings()
