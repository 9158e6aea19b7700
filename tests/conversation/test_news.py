"""Transcripts across starts of the program between which a text has changed, word for word.

    我：〔三天以后，程序换上新的文件夹再启动〕
    我：〔程序再启动一次〕

are such starts; what stands below is what comes by itself then. Renewed like the others, by ``UPDATE_TRANSCRIPTS=1``.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from bot.news import note_editions, tell_people, tell_staff
from knowledge.library import Library
from storage.sqlite import SqliteStore
from tests.conversation.players import START, EnginePlayer
from tests.conversation.script import TO_ME, TO_STAFF, Said, replay, shown
from tests.conversation.test_new_edition import NEW
from tests.engine.test_news import minutes

FILES = sorted((Path(__file__).parent.parent / "transcripts" / "news").glob("*.txt"))
NEW_START, SAME_START = "〔三天以后，程序换上新的文件夹再启动〕", "〔程序再启动一次〕"


class NewsPlayer(EnginePlayer):
    """The same program, started again and again."""

    def __init__(self, library: Library, database: Path) -> None:
        super().__init__(library, database)
        self._database = database
        self._start()

    def play(self, said: Said) -> list[Said]:
        if said.text not in {NEW_START, SAME_START}:
            return super().play(said)
        if said.text == NEW_START:
            self._count += 3 * 24 * 60
            self._engine.library = NEW
        self._store.close()
        self._store = SqliteStore.open(self._database)
        self._engine.store = self._store
        return self._start()

    def _start(self) -> list[Said]:
        before = {queued.id for queued in self._store.undelivered()}
        at = START + minutes(self._count)
        note_editions(self._engine, at)
        tell_people(self._engine, at)
        tell_staff(self._engine, at)
        new = [queued for queued in self._store.undelivered() if queued.id not in before]
        self._shown += [queued for queued in new if queued.chat != "test:desk"]
        return [
            Said(
                TO_STAFF if queued.chat == "test:desk" else TO_ME,
                shown(queued.reply.text, [choice.label for choice in queued.reply.choices]),
            )
            for queued in new
        ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_says_what_the_transcript_says(library: Library, tmp_path: Path, path: Path) -> None:
    with closing(NewsPlayer(library, tmp_path / "assistant.db")) as player:
        replay(path, player.play)
