"""Whole stories with both sides, word for word: applicants on Telegram and on the web, staff in topics and at the desk.

Renewed by ``UPDATE_TRANSCRIPTS=1``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library
from tests.conversation.script import replay
from tests.stories.player import StoryPlayer

FILES = sorted((Path(__file__).parent.parent / "transcripts" / "stories").glob("*.txt"))


def is_heard(who: str) -> bool:
    return who.startswith("→")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everybody_is_shown_what_the_story_says(library: Library, tmp_path: Path, path: Path) -> None:
    player = StoryPlayer(library, tmp_path / "assistant.db")
    with player.office:
        replay(path, player.play, is_heard)


def test_there_are_enough_of_them() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert len(FILES) >= 12
    assert all(f"{where}：" in told for where in ("申请人", "申请人（网页）", "（话题）", "（工作台）"))
    assert all(f"备好：{place} " in told for place in ("大兴", "杭州", "乌鲁木齐", "萧山", "郑州"))
