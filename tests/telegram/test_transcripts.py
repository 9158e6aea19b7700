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

RECEIPT = re.compile(r"(?<![0-9A-Z])[2-9A-HJ-NP-Z]{8}(?![0-9A-Z])", re.ASCII)


@pytest.fixture(scope="module")
def telegram(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramPlayer]:
    """One bot for all transcripts."""
    player = TelegramPlayer(library, tmp_path_factory.mktemp("telegram") / "assistant.db")
    with player.bench:
        yield player


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_telegram_says_the_same_words(library: Library, telegram: TelegramPlayer, tmp_path: Path, path: Path) -> None:
    engine = EnginePlayer(library, tmp_path / "assistant.db")
    telegram.begin()
    for exchange in read(path).exchanges:
        assert words(telegram.play(exchange.turn)) == words(engine.play(exchange.turn)), exchange.turn.text
    engine.close()


def words(heard: Sequence[Said]) -> dict[str, str]:
    """All that one side is shown, however it is cut into messages; receipts are made by chance."""
    sides: dict[str, str] = defaultdict(str)
    for said in heard:
        sides[said.who] += RECEIPT.sub("<receipt>", "".join(said.text.split()))
    return dict(sides)
