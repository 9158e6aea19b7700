"""Inline mode through the real poller: what is listed, what is kept, and what happens when something fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from telegram import Bot

from bot.telegram.inline import KEPT, MOST, NOT_KEPT, InlineMode, articles
from bot.worker import Worker
from handlers.cards import Card, Deck, deck
from handlers.core import case_named, step
from knowledge.answering.search import index_of
from knowledge.library import Library
from storage.sqlite import SqliteReader
from tests.fake_bot_api import Fault, Listed
from tests.telegram.bench import Bench, until

ME, OTHER = 7, 8
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TOO_OLD = Fault(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


@pytest.fixture
def bench(library: Library, tmp_path: Path) -> Iterator[Bench]:
    """A running bot."""
    index_of(library)
    with Bench(tmp_path / "assistant.db", library, step, case_named, clock=lambda: NOON) as running:
        yield running


def inquire(bench: Bench, words: str) -> Listed:
    """What somebody who types these words is shown."""
    before = len(bench.api.listed)
    bench.api.inquire(ME, words)
    until(lambda: len(bench.api.listed) > before)
    return bench.api.listed[before]


def test_the_cards_are_listed(bench: Bench, library: Library) -> None:
    listed = inquire(bench, "萧山 补助")
    expected = deck(library, "萧山 补助", NOON.date()).cards
    assert [(one["id"], one["title"], one["description"]) for one in listed.results] == [
        (card.id, card.title, card.description) for card in expected
    ]
    assert [one["input_message_content"]["message_text"] for one in listed.results] == [card.text for card in expected]
    assert all(one["input_message_content"]["link_preview_options"]["is_disabled"] for one in listed.results)
    assert listed.parameters["cache_time"] == str(KEPT)
    assert '"start_parameter": "xiaoshan"' in listed.parameters["button"]


@pytest.mark.parametrize("words", ["", "补助", "杭州 补助", "第九条", "天气怎么样", "萧山" * 128, "😀" * 64, "<b>&"])
def test_whatever_is_typed_telegram_takes_the_answer(bench: Bench, words: str) -> None:
    assert inquire(bench, words).results


def test_the_day_is_the_one_in_china(bench: Bench, library: Library) -> None:
    late = InlineMode(cast(Bot, None), library, lambda: datetime(2028, 8, 27, 20, tzinfo=UTC), Worker().do)
    assert "届满" in late._deck("乌鲁木齐 补助").cards[0].text
    early = replace(late, clock=lambda: datetime(2028, 8, 27, 12, tzinfo=UTC))
    assert "届满" not in early._deck("乌鲁木齐 补助").cards[0].text


def test_nothing_is_kept_but_the_number_of_the_update(bench: Bench) -> None:
    bench.ask(ME, "郑州")
    session = bench.rows("SELECT * FROM sessions")
    update = bench.api.inquire(ME, "萧山 我的号码11010519491231002X")
    bench.settle(update)
    until(lambda: bench.api.listed)
    assert bench.rows("SELECT * FROM sessions") == session
    assert bench.rows(f"SELECT person FROM turns WHERE key = '{update}'") == [("telegram:0",)]
    with closing(SqliteReader.open(bench.path)) as reader:
        (exchange,) = reader.history("telegram:0", 5)
    assert exchange.turn is not None
    assert "萧山" not in exchange.turn.model_dump_json()
    assert bench.rows("SELECT count(*) FROM outbox") == [(1,)]
    held = b"".join(file.read_bytes() for file in bench.path.parent.iterdir())
    assert b"11010519491231002X" not in held


def test_a_late_answer_is_let_go(bench: Bench) -> None:
    bench.api.faults["answerInlineQuery"].append(TOO_OLD)
    bench.settle(bench.api.inquire(ME, "萧山"))
    assert inquire(bench, "郑州").results
    assert bench.ask(ME, "郑州")
    assert bench.code is None


def test_a_query_that_comes_again_is_answered_again_and_kept_once(bench: Bench) -> None:
    inquire(bench, "萧山")
    bench.api.redeliver = True
    inquire(bench, "郑州")
    assert bench.rows("SELECT count(*), count(DISTINCT key) FROM turns") == [(2, 2)]


def test_a_fault_gives_an_empty_list_and_stops_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> Deck:
        raise ZeroDivisionError("萧山 补助")

    with monkeypatch.context() as broken:
        broken.setattr("bot.telegram.inline.deck", fail)
        listed = inquire(bench, "萧山 补助")
    assert (listed.results, listed.parameters["cache_time"]) == ([], str(NOT_KEPT))
    assert "补助" not in caplog.text
    assert inquire(bench, "萧山 补助").results
    assert bench.ask(ME, "郑州")


def test_others_need_not_wait_for_a_slow_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = bench.api._answer_inline

    def slowly(parameters: dict[str, str]) -> bool:
        time.sleep(2)
        return answer(parameters)

    monkeypatch.setattr(bench.api, "_answer_inline", slowly)
    bench.settle(bench.api.inquire(ME, "萧山"))
    assert bench.ask(OTHER, "郑州")
    assert bench.api.listed == []
    until(lambda: bench.api.listed)


def test_a_message_that_telegram_would_refuse_is_left_out() -> None:
    cards = [Card(id=str(n), title="甲", description="乙", text="😀" * length) for n, length in enumerate((2048, 2049))]
    assert [one.id for one in articles(Deck(cards=tuple(cards), start="ask"))] == ["0"]
    many = tuple(cards[0].model_copy(update={"id": str(number)}) for number in range(60))
    assert len(articles(Deck(cards=many, start="ask"))) == MOST
