"""Plain sentences become entries, or are handed back; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ledger.sentences import read
from knowledge.library import Library

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("今天和小王签了带徒协议", [("agreement", "2026-11-20", None)]),
        ("3名徒弟拿到高级工证", [("high_skilled", "2026-11-20", 3)]),
        ("参加社区服务一次", [("service", "2026-11-20", 1)]),
        ("今天签了2份带徒协议，还参加了一次社区服务", [("agreement", "2026-11-20", 2), ("service", "2026-11-20", 1)]),
        ("昨天收了两名徒弟", [("apprentice", "2026-11-19", 2)]),
        ("上周五组织了一场研讨会", [("seminar", "2026-11-13", 1)]),
        ("３月５日参加了1次市级竞赛", [("competition", "2026-03-05", 1)]),
        ("三月五号参加了一次省级比赛", [("competition", "2026-03-05", 1)]),
        ("去年12月1日，2人考上技师", [("technician", "2025-12-01", 2)]),
        ("2025年12月1日有1人拿到高级技师证", [("senior_technician", "2025-12-01", 1)]),
        ("十二天前新带三个徒弟", [("apprentice", "2026-11-08", 3)]),
        ("上个月5号两名徒弟取得高级工证和1名徒弟取得技师证",
         [("high_skilled", "2026-10-05", 2), ("technician", "2026-10-05", 1)]),
        ("1月15日把年度工作计划报备了", [("plan_filed", "2026-01-15", None)]),
        ("收了几名徒弟", [("apprentice", "2026-11-20", None)]),
        ("收了三四名徒弟", [("apprentice", "2026-11-20", None)]),
        ("收了3-5名徒弟", [("apprentice", "2026-11-20", None)]),
        ("收了徒弟", [("apprentice", "2026-11-20", None)]),
    ],
)  # fmt: skip
def test_what_is_said_is_understood(library: Library, text: str, entries: list[tuple[str, str, int | None]]) -> None:
    found = read(library.ledger, text, FRIDAY)
    assert [(jot.kind, jot.day.isoformat(), jot.count) for jot in found.jots] == entries
    assert found.unclear == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今天天气不错", "没看懂"),
        ("还没签带徒协议", "还没有做"),
        ("打算参加社区服务", "还没有做"),
        ("明天参加社区服务", "还没有到"),
        ("12月5日参加了社区服务", "还没有到"),
        ("2月30日参加了社区服务", "日历上没有"),
        ("上个月收了2名徒弟", "几月几日"),
        ("3月参加了社区服务", "几月几日"),
    ],
)
def test_what_is_not_plain_is_handed_back(library: Library, text: str, told: str) -> None:
    found = read(library.ledger, text, FRIDAY)
    assert found.jots == ()
    assert told in found.unclear[0][1]


PIECES = st.sampled_from(
    [
        "今天",
        "上周",
        "99月99日",
        "〇〇〇〇年",
        "0天前",
        "999天前",
        "签",
        "协议",
        "徒弟",
        "一百",
        "２",
        "名",
        "，",
        "和",
        "没",
        "零零",
        "下个月31日",
    ]
)


@given(text=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join)), on=st.dates())
def test_no_text_breaks_it_and_no_entry_lies_ahead(library: Library, text: str, on: date) -> None:
    found = read(library.ledger, text, on)
    assert all(jot.day <= on for jot in found.jots)
    assert all(jot.count is None or jot.count >= 1 for jot in found.jots)


@given(st.integers(min_value=1, max_value=1000))
def test_every_number_is_read(library: Library, number: int) -> None:
    assert read(library.ledger, f"收了{number}名徒弟", FRIDAY).jots[0].count == number
