"""Every transcript through Telegram says what it says without Telegram, word for word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.conversation.players import EnginePlayer
from tests.conversation.script import Said, read
from tests.telegram.player import TelegramPlayer

FILES = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))
ALL_TOGETHER = [path for path in FILES if "/feedback" in path.read_text(encoding="utf-8")]
"""Where staff are shown what everybody asked: these need a bot that nobody else has talked to."""

RECEIPT = re.compile(r"(?<![0-9A-Z])[2-9A-HJ-NP-Z]{8}(?![0-9A-Z])", re.ASCII)


@pytest.fixture(scope="module")
def telegram(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramPlayer]:
    """One bot for all other transcripts."""
    player = TelegramPlayer(library, tmp_path_factory.mktemp("telegram") / "assistant.db")
    with player.bench:
        yield player


@pytest.mark.parametrize("path", sorted({*FILES} - {*ALL_TOGETHER}), ids=lambda path: path.stem)
def test_telegram_says_the_same_words(library: Library, telegram: TelegramPlayer, tmp_path: Path, path: Path) -> None:
    telegram.begin()
    compare(library, telegram, tmp_path, path)


@pytest.mark.parametrize("path", ALL_TOGETHER, ids=lambda path: path.stem)
def test_telegram_tells_staff_of_everybody(library: Library, tmp_path: Path, path: Path) -> None:
    telegram = TelegramPlayer(library, tmp_path / "telegram.db")
    with telegram.bench:
        compare(library, telegram, tmp_path, path)


def compare(library: Library, telegram: TelegramPlayer, folder: Path, path: Path) -> None:
    engine = EnginePlayer(library, folder / "assistant.db")
    for exchange in read(path).exchanges:
        assert words(telegram.play(exchange.turn)) == words(engine.play(exchange.turn)), exchange.turn.text
    engine.close()


def words(heard: Sequence[Said]) -> dict[str, str]:
    """All that one side is shown, however it is cut into messages; receipts are made by chance."""
    sides: dict[str, str] = defaultdict(str)
    for said in heard:
        sides[said.who] += RECEIPT.sub("<receipt>", "".join(said.text.split()))
    return dict(sides)
