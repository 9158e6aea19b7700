"""Names, numbers and the token, typed into whole conversations, are found in no log, no file and no chat of others.

The real bot, the real file, everything logged at DEBUG; then every byte that is left is looked at.
"""

import io
import logging
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.settings import Settings
from handlers.model import Turn
from knowledge.answering.gate import stands
from knowledge.library import Library
from knowledge.model import Bound, Citation
from storage.audit import Finding
from storage.backup import back_up, default_folder
from storage.master_key import default_path
from storage.sqlite import SqliteReader, SqliteStore
from tests.conversation.players import START
from tests.conversation.script import ME, Said, pressed, read
from tests.fake_bot_api import TOKEN, Shown
from tests.telegram.player import DESK, TelegramPlayer

NAME, PHONE, NUMBER = "金丝雀甲乙", "13912345678", "11010519491231002X"
CANARIES = (NAME, PHONE, NUMBER, TOKEN, TOKEN.partition(":")[2])
FOLDER = Path(__file__).parent.parent / "transcripts"
ALL = sorted(path.stem for path in FOLDER.glob("*.txt"))
SOME = ("xiaoshan_05_draft_to_staff", "xiaoshan_06_enquiry", "zhengzhou_40_ledger")
"""A draft and a question handed to staff, and a ledger."""
TYPED = (
    f"我叫{NAME}，电话{PHONE}，身份证{NUMBER}，萧山补助多少",
    f"/log 今天{NAME}签了1份带徒协议",
    "记下来",
    "加备注",
    f"{NAME}，{PHONE}",
    "转人工",
    f"{NAME}（{PHONE}）问：注册在滨江能不能报？",
)
STRANGER = 900


@dataclass
class Left:
    """What a run leaves behind."""

    logged: str
    running: dict[str, bytes]
    """Files of the data folder while the bot runs, the write-ahead log among them."""
    stopped: dict[str, bytes]
    backup: dict[str, bytes]
    shown: list[Shown]
    applicants: set[int]
    found: tuple[Finding, ...]
    """What the audit has to say."""


@pytest.fixture(scope="module", params=["some", pytest.param("all", marks=pytest.mark.long)])
def left(request: pytest.FixtureRequest, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Left:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    path = tmp_path_factory.mktemp("canary") / "var" / "assistant.db"
    player = TelegramPlayer(library, path)
    with player.bench:
        applicants = {play(player, name) for name in (SOME if request.param == "some" else ALL)}
        player.bench.ask(STRANGER, "注册在滨江能不能报？")
        player.bench.ask(STRANGER, "/my")
        running = files(path.parent)
    root.handlers[:] = handlers
    root.setLevel(level)
    backup = back_up(path, default_path(path), default_folder(path), START + timedelta(days=1))
    with closing(SqliteReader.open(path)) as reader:
        found = reader.audit(START + timedelta(hours=2), lambda one: stands(library.get(one.region).text, bound(one)))
    shown = player.bench.api.shown
    return Left(stream.getvalue(), running, files(path.parent), files(backup), shown, applicants, found)


def bound(citation: Citation) -> Bound:
    return Bound(at=citation.eid, quote=citation.quote)


def play(player: TelegramPlayer, name: str) -> int:
    """A transcript in which people bear the canary's name; then more of it. The applicant's number."""
    player.begin()
    for exchange in read(FOLDER / f"{name}.txt").exchanges:
        said = exchange.turn
        if pressed(said.text) is None:
            said = Said(said.who, said.text.replace("张三", NAME).replace("王建国", NAME))
        player.play(said)
    for text in TYPED:
        player.play(Said(ME, text))
    return player._applicant


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def holding(held: dict[str, bytes]) -> list[tuple[str, str]]:
    """Which canary stands in which file, in any of the ways in which text is written."""
    return [
        (name, canary)
        for name, content in held.items()
        for canary in CANARIES
        if any(form in content for form in (canary.encode(), canary.encode("utf-16-le"), escaped(canary)))
    ]


def escaped(text: str) -> bytes:
    return text.encode("ascii", "backslashreplace")


def test_the_conversations_took_place(left: Left) -> None:
    assert "turn taken" in left.logged
    assert "turn failed" not in left.logged
    told = "\n".join(each.text for each in left.shown if each.chat == DESK)
    assert NAME in told
    assert PHONE in told
    assert "assistant.db-wal" in left.running
    assert len(left.running["assistant.db-wal"]) > 100_000


def test_no_log_holds_any(left: Left) -> None:
    assert [canary for canary in CANARIES if canary in left.logged] == []


def test_no_file_holds_any(left: Left) -> None:
    assert holding(left.running) + holding(left.stopped) + holding(left.backup) == []


def test_no_other_chat_is_shown_any(left: Left) -> None:
    others = [each for each in left.shown if each.chat not in {DESK, *left.applicants}]
    assert {each.chat for each in others} == {STRANGER}
    assert [canary for canary in CANARIES for each in others if canary in each.text] == []


def test_identity_numbers_and_the_token_reach_nobody(left: Left) -> None:
    assert [each for each in left.shown if NUMBER in each.text or TOKEN in each.text] == []


def test_the_audit_finds_nothing(left: Left) -> None:
    assert left.found == ()


@pytest.mark.long
def test_the_terminal_leaves_none_either(tmp_path: Path) -> None:
    settings = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in settings}
    environment |= {"DATABASE": str(tmp_path / "var" / "assistant.db"), "LOG_LEVEL": "DEBUG"}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2]), "TELEGRAM_BOT_TOKEN": TOKEN}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        env=environment,
        cwd=tmp_path,
        input="\n".join(TYPED).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert NAME in ran.stdout.decode()
    assert b"turn taken" in ran.stderr
    assert holding({"log": ran.stderr, **files(tmp_path)}) == []


def test_it_would_be_noticed(tmp_path: Path) -> None:
    """The search itself finds what stands in the open, and the words are there for who has the key."""
    path = tmp_path / "var" / "assistant.db"
    with closing(SqliteStore.open(path)) as store:
        turn = Turn(channel="t", key=f"{NAME}", person="t:1", chat="t:1", at=START, nonce="0" * 32, text=PHONE)
        with store.transaction() as transaction:
            transaction.add_turn(turn)
        assert store.history("t:1", 1)[0].turn == turn
    assert holding(files(path.parent)) == [("assistant.db", NAME)]
