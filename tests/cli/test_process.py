"""What only a real process shows: pipes, encodings, signals, two at once."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings

PROJECT = Path(__file__).parents[2]
BOT = [sys.executable, "-m", "bot"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    settings = {name.upper() for name in Settings.model_fields}
    bare = {name: value for name, value in os.environ.items() if name not in settings}
    return {**bare, "PYTHONPATH": str(PROJECT), "DATABASE": str(tmp_path / "assistant.db")}


def test_a_reader_that_goes_away_ends_the_program_quietly(environment: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*BOT, "provisions", "--json"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_output_is_utf8_whatever_the_locale(environment: dict[str, str], tmp_path: Path) -> None:
    poor = {**environment, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run([*BOT, "regulation", "list"], env=poor, cwd=tmp_path, capture_output=True, check=True)
    assert "萧山" in ran.stdout.decode("utf-8")


def test_half_a_character_in_an_id_comes_back_as_it_was(environment: dict[str, str], tmp_path: Path) -> None:
    raw = b'{"id": "\\ud800", "question": "x", "region": "nowhere"}\n{"id": "b", "question": "\\ud800\\u0000"}\n'
    ran = subprocess.run(
        [*BOT, "ask", "--batch", "-"], env=environment, cwd=tmp_path, input=raw, capture_output=True, check=True
    )
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["id"] == "\ud800"
    assert "error" in first
    assert second["id"] == "b"


def test_bytes_that_are_no_text_do_not_end_the_chat(environment: dict[str, str], tmp_path: Path) -> None:
    raw = b"\xff\xfe\x00\n" + "😀".encode() * 1000 + b"\n" + b"a" * 65_536 + b"\n"
    ran = subprocess.run(
        [*BOT, "chat"], env=environment, cwd=tmp_path, input=raw, capture_output=True, check=True, timeout=60
    )
    assert ran.stdout.decode("utf-8").count("\n> ") == 3
    assert b"Traceback" not in ran.stderr


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """What a shell runs in the background ignores Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_leaves_the_chat_politely(environment: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*BOT, "chat"],
        env={**environment, "PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert any("您好".encode() in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
        assert "再见" in process.stdout.read().decode("utf-8")
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_without_a_token_the_web_page_is_served_and_says_where(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        BOT,
        env={**environment, "PORT": str(port)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = []
        for line in process.stdout:
            told.append(line.decode("utf-8"))
            if "网页已打开" in told[-1]:
                break
        assert f"http://127.0.0.1:{port}" in told[-1]
        assert any("@BotFather" in line for line in told)
        page = httpx.get(f"http://127.0.0.1:{port}/")
        assert "请先选地区" in page.text
        second, on_other_data = (
            subprocess.run(
                BOT,
                env={**environment, "PORT": str(port), "DATABASE": str(tmp_path / name)},
                cwd=tmp_path,
                capture_output=True,
                check=False,
            )
            for name in ("assistant.db", "other.db")
        )
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert second.returncode == 3
    assert "另一个程序正在使用数据文件" in second.stderr.decode("utf-8")
    assert on_other_data.returncode == 1
    assert f"端口 {port} 已被别的程序占用" in on_other_data.stderr.decode("utf-8")


def test_a_second_program_on_the_same_data_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*BOT, "chat"], env=environment, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert any("您好".encode() in line for line in first.stdout)
        second = subprocess.run(
            [*BOT, "chat"], env=environment, cwd=tmp_path, input=b"", capture_output=True, check=False
        )
        first.stdin.close()
        first.stdout.read()
    assert second.returncode == 3
    assert "另一个程序正在使用数据文件" in second.stderr.decode("utf-8")


def test_the_next_run_remembers(environment: dict[str, str], tmp_path: Path) -> None:
    def chat(words: str) -> str:
        return subprocess.run(
            [*BOT, "chat"], env=environment, cwd=tmp_path, input=words, capture_output=True, check=True, text=True
        ).stdout

    chat("萧山\n查资格\n是\n")
    again = chat("改答案\n")
    assert "您的回答：" in again
