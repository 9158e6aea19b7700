"""Every transcript, word for word: through the engine, through Telegram, and through the terminal.

After a deliberate change of wording run ``UPDATE_TRANSCRIPTS=1 pytest tests/conversation`` and read the difference.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.conversation.players import EnginePlayer
from tests.conversation.script import replay

FILES = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_says_what_the_transcript_says(library: Library, tmp_path: Path, path: Path) -> None:
    """The core, with its real store."""
    with closing(EnginePlayer(library, tmp_path / "assistant.db")) as player:
        replay(path, player.play)


def test_there_are_enough_of_them() -> None:
    """At least twenty, at least three a region."""
    assert len(FILES) >= 20
    for slug in ("xiaoshan", "hangzhou", "urumqi", "zhengzhou", "daxing"):
        assert sum(path.stem.startswith(slug) for path in FILES) >= 3
