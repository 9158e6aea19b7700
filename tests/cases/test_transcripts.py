"""Transcripts in which staff do what the chat has no button for, word for word.

    职员：〔裁量结论〕第九条第1项｜萧山区人力社保局｜2026-11-19｜领办技师可以计入三人
    职员：〔撤回裁量结论〕

write down a ruling on the case shown last, and take the last one back. Renewed like the others, by
``UPDATE_TRANSCRIPTS=1``.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from handlers.cases.spoken import article
from handlers.member import Action
from handlers.wording import rulings as wording
from knowledge.library import Library
from tests.conversation.players import START, EnginePlayer
from tests.conversation.script import TO_STAFF, Said, replay

FILES = sorted((Path(__file__).parent.parent / "transcripts" / "desk").glob("*.txt"))
RULING, WITHDRAWN = "〔裁量结论〕", "〔撤回裁量结论〕"


class DeskPlayer(EnginePlayer):
    """Staff with all that they may do."""

    def play(self, said: Said) -> list[Said]:
        if said.text != WITHDRAWN:
            return super().play(said)
        with self._store.transaction() as transaction:
            last = transaction.rulings()[-1]
            transaction.save_ruling(last.model_copy(update={"withdrawn": START}))
        return [Said(TO_STAFF, wording.withdrawn(last))]

    def _content(self, said: Said, *, staff: bool) -> dict[str, object]:
        if not said.text.startswith(RULING):
            return super()._content(said, staff=staff)
        provision, authority, day, note = said.text.removeprefix(RULING).split("｜")
        receipt = self._receipt(self._desk[-1])
        with self._store.transaction() as transaction:
            case = transaction.case(receipt or "")
        assert case is not None
        eid, _ = article(self._engine.library, case, provision)
        asked = {"name": "rule", "receipt": receipt, "provision": eid, "authority": authority, "day": day, "note": note}
        return {"action": Action.model_validate(asked)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_says_what_the_transcript_says(library: Library, tmp_path: Path, path: Path) -> None:
    with closing(DeskPlayer(library, tmp_path / "assistant.db")) as player:
        replay(path, player.play)
