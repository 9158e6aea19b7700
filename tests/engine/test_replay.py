"""What is stored of the turns is enough: taken again by an empty engine they give the same sessions and drafts."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.engine import Engine
from handlers.core import case_named, step
from knowledge.library import Library
from storage.rows import TURNS
from storage.sqlite import SqliteStore
from tests.conversation.players import EnginePlayer
from tests.conversation.script import read

FOLDER = Path(__file__).parent.parent / "transcripts"
NAMES = ("xiaoshan_05_draft_to_staff", "xiaoshan_06_enquiry", "urumqi_03_matching_funds", "zhengzhou_40_ledger")
PEOPLE = ("test:applicant", "test:officer")


def kept(store: SqliteStore) -> list[str]:
    """Everything that is remembered of everybody."""
    with store.transaction() as transaction:
        return [
            each.model_dump_json()
            for person in PEOPLE
            for each in (transaction.session(person), *transaction.drafts(person), *transaction.entries(person))
        ]


@pytest.mark.parametrize("name", NAMES)
def test_stored_turns_give_what_was_stored(library: Library, tmp_path: Path, name: str) -> None:
    player = EnginePlayer(library, tmp_path / "first" / "assistant.db")
    for exchange in read(FOLDER / f"{name}.txt").exchanges:
        player.play(exchange.turn)
    player.close()
    with (
        closing(SqliteStore.open(tmp_path / "first" / "assistant.db")) as first,
        closing(SqliteStore.open(tmp_path / "again" / "assistant.db")) as again,
    ):
        engine = Engine(again, library, step, case_named, staff_chat="test:desk")
        turns = [TURNS.read(first._vault, row) for row in first._rows("SELECT * FROM turns ORDER BY id")]
        revisions = 0
        for turn in turns:
            with again.transaction() as before:
                earlier = before.session(turn.person).rev
            engine.take(turn)
            with again.transaction() as after:
                revisions += after.session(turn.person).rev > earlier
        assert kept(again) == kept(first)
        with first.transaction() as transaction:
            assert sum(transaction.session(person).rev for person in PEOPLE) == revisions
