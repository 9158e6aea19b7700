"""Plain sentences become entries, or are handed back; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ledger.sentences import number_alone, read
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
        ("开了一次业内技术交流会", [("exchange_meeting", "2026-11-20", 1)]),
        ("和技师学院搞了一次校企合作", [("school", "2026-11-20", 1)]),
        ("签了协议", [("agreement", "2026-11-20", None)]),
        ("昨天签了2份协议", [("agreement", "2026-11-19", 2)]),
        ("按年度计划带了10个徒弟", [("apprentice", "2026-11-20", 10)]),
        ("制定了年度计划", [("plan", "2026-11-20", None)]),
        ("定了带徒计划", [("training_plan", "2026-11-20", None)]),
    ],
)  # fmt: skip
def test_what_is_said_is_understood(library: Library, text: str, entries: list[tuple[str, str, int | None]]) -> None:
    found = read(library.ledger, text, FRIDAY)
    assert [(jot.kind, jot.day.isoformat(), jot.count) for jot in found.jots] == entries
    assert found.unclear == ()


@pytest.mark.parametrize(
    ("text", "kind", "day", "count"),
    [
        ("计划带10个徒弟，带了8个徒弟", "apprentice", "2026-11-20", 8),
        ("没参加竞赛，3名徒弟拿到高级工证", "high_skilled", "2026-11-20", 3),
        ("上个月收了2名徒弟，11月2日签了2份协议", "agreement", "2026-11-02", 2),
    ],
)
def test_what_was_done_stands_beside_what_was_not(library: Library, text: str, kind: str, day: str, count: int) -> None:
    found = read(library.ledger, text, FRIDAY)
    assert [(jot.kind, jot.day.isoformat(), jot.count) for jot in found.jots] == [(kind, day, count)]
    assert len(found.unclear) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今天天气不错", "没看懂"),
        ("还没签带徒协议", "还没有做"),
        ("打算参加社区服务", "还没有做"),
        ("计划带10个徒弟", "还没有做"),
        ("计划今年带10个徒弟", "还没有做"),
        ("年度计划是带10个徒弟", "还没有做"),
        ("计划培养2名技师，拿技师证", "还没有做"),
        ("争取带3名徒弟", "还没有做"),
        ("要签2份带徒协议", "还没有做"),
        ("拟组织一场研讨会", "还没有做"),
        ("还差2名徒弟", "还没有做"),
        ("计划带3名徒弟，签3份协议、参加2次竞赛", "还没有做"),
        ("去年一共带了8个徒弟", "几月几日"),
        ("上个月收了2名徒弟，签了2份协议", "几月几日"),
        ("明天参加社区服务，签2份协议", "还没有到"),
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


MEANT = st.sampled_from(
    ["计划", "今年计划", "计划在年底", "打算", "准备", "预计", "争取", "希望", "我们要", "想", "将"]
)


@given(MEANT, st.sampled_from(["带3名徒弟", "签2份带徒协议", "组织一场研讨会", "参加一次市级竞赛", "办一次技术交流会"]))
def test_what_is_meant_to_be_done_is_never_taken_for_done(library: Library, lead: str, done: str) -> None:
    assert read(library.ledger, done, FRIDAY).jots
    assert read(library.ledger, lead + done, FRIDAY).jots == ()


DONE = ["收了2名徒弟", "计划带10个徒弟", "去年一共带了8个徒弟", "参加了3次社区服务", "5份协议签了", "花了20个小时"]


def test_only_a_bare_number_answers_how_many(library: Library) -> None:
    for kind in library.ledger.kinds:
        for text in ("3", "三", "3" + kind.unit, f"一共3{kind.counters[0]}", "有三" + kind.counters[-1] + "了。"):
            assert number_alone(kind, text) == 3, (kind.id, text)
        assert [number_alone(kind, text) for text in DONE] == [None] * len(DONE)


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
