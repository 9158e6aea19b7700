"""The ledger is written with the turn that confirms it, or not at all; and only one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine import Engine, new_nonce
from handlers.core import case_named, step
from handlers.model import Outcome, Turn, World
from knowledge.faults import Fault
from knowledge.ledger.checks import check_kinds
from knowledge.ledger.kinds import Kinds
from knowledge.library import Library
from knowledge.strict_yaml import document, validate
from storage.sqlite import SqliteStore
from tests.ledger.test_recorded import AT, entry


class Died(BaseException):
    """The process ends here."""


def turn(key: str, text: str) -> Turn:
    return Turn(channel="test", key=key, person="test:1", chat="test:1", at=AT, nonce=new_nonce(), text=text)


def test_an_entry_is_there_with_its_turn_and_not_before(library: Library, tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "assistant.db")

    def die(point: str) -> None:
        if point == "before-commit":
            raise Died

    engine = Engine(store, library, step, case_named)
    for key, text in enumerate(("萧山", "/log 今天收了2名徒弟")):
        engine.take(turn(str(key), text))
    confirmed = turn("9", "记下来")
    with pytest.raises(Died):
        replace(engine, reached=die).take(confirmed)
    with store.transaction() as transaction:
        assert transaction.entries("test:1") == ()
    engine.take(confirmed)
    engine.take(confirmed)
    with store.transaction() as transaction:
        assert [(one.kind, one.count) for one in transaction.entries("test:1")] == [("apprentice", 2)]
    store.close()


def test_nobody_writes_into_another_ledger(library: Library, tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "assistant.db")

    def trespass(_library: Library, world: World, _turn: Turn) -> Outcome:
        return Outcome(session=world.session, replies=(), entries=(entry("roster", AT.date(), person="test:2"),))

    taken = Engine(store, library, trespass, case_named).take(turn("1", "你好"))
    assert len(taken.replies) == 1
    with store.transaction() as transaction:
        assert transaction.entries("test:2") == ()
    store.close()


def test_faults_of_the_kinds_are_told_with_their_lines(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(
        "kinds:\n"
        "  - {id: a, title: 甲, unit: 次, counters: [次], words: [甲], evidence: 照片,"
        " feeds: [{fact: no_such, how: day}]}\n"
        "  - {id: a, title: 乙, unit: 次, counters: [次], words: [乙], evidence: 照片,"
        ' feeds: [{fact: site_area, how: "yes"}]}\n',
        encoding="utf-8",
    )
    faults: list[Fault] = []
    read = document(path, "ledger.yaml", faults)
    assert read is not None
    kinds = validate(Kinds, read, "ledger.yaml", faults)
    assert kinds is not None
    assert [str(fault) for fault in check_kinds(kinds, library.facts, read, "ledger.yaml")] == [
        "ledger.yaml:2: 没有这个事实：no_such",
        "ledger.yaml:3: 事项重复：a",
        "ledger.yaml:3: yes 不适合这个事实：site_area",
    ]
