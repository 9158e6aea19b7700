"""Every transcript in a browser says what it says without one, word for word, with the same buttons."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.conversation.players import EnginePlayer
from tests.conversation.script import IN_PASSING, TO_ME, TO_STAFF, Said, read
from tests.web.player import WebPlayer

FILES = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))
ALL_TOGETHER = [path for path in FILES if "/feedback" in path.read_text(encoding="utf-8")]
"""Where staff are shown what everybody asked: these need an assistant that nobody else has talked to."""

RECEIPT = re.compile(r"(?<![0-9A-Z])[2-9A-HJ-NP-Z]{8}(?![0-9A-Z])", re.ASCII)
SECRET = re.compile("[0-9a-f]{32}")
BUTTONS = re.compile(r"(?:［[^［］]+］)+$")


@pytest.fixture(scope="module")
def web(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebPlayer]:
    """One application for all other transcripts."""
    player = WebPlayer(library, tmp_path_factory.mktemp("web") / "assistant.db")
    with player.bench:
        yield player


@pytest.mark.parametrize("path", sorted({*FILES} - {*ALL_TOGETHER}), ids=lambda path: path.stem)
def test_the_page_says_the_same_words(library: Library, web: WebPlayer, tmp_path: Path, path: Path) -> None:
    compare(library, web, tmp_path, path)


@pytest.mark.parametrize("path", ALL_TOGETHER, ids=lambda path: path.stem)
def test_staff_are_told_of_everybody(library: Library, tmp_path: Path, path: Path) -> None:
    web = WebPlayer(library, tmp_path / "web.db")
    with web.bench:
        compare(library, web, tmp_path, path)


def compare(library: Library, web: WebPlayer, folder: Path, path: Path) -> None:
    engine = EnginePlayer(library, folder / "assistant.db")
    web.begin()
    for exchange in read(path).exchanges:
        words, buttons = as_heard(engine.play(exchange.turn))
        heard = web.play(exchange.turn)
        assert plain(heard.words) == words[TO_ME], exchange.turn.text
        assert plain("".join(heard.desk)) == words[TO_STAFF], exchange.turn.text
        assert plain(heard.passing) == words[IN_PASSING]
        assert sorted(heard.buttons) == buttons
    engine.close()


def as_heard(heard: list[Said]) -> tuple[dict[str, str], list[str]]:
    """What each side is told, without white space, and the buttons that the applicant gets."""
    words: dict[str, str] = defaultdict(str)
    buttons: list[str] = []
    for said in heard:
        *lines, last = said.text.split("\n")
        own = BUTTONS.fullmatch(last)
        words[said.who] += plain("\n".join(lines if own else [*lines, last]))
        if said.who == TO_ME and own:
            buttons += ["".join(label.split()) for label in re.findall("［([^［］]+)］", last)]
    return words, sorted(buttons)


def plain(text: str) -> str:
    """Receipts and one-time codes are made by chance; how the words are set is not compared."""
    return SECRET.sub("<secret>", RECEIPT.sub("<receipt>", "".join(text.split())))
