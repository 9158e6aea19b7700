"""Cards for other chats: each stands by itself, with its provision, its words and the status of its text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards import ANYTHING, MOST, Card, deck
from handlers.wording.layout import narrow
from handlers.wording.status import LEAD
from knowledge.library import Library

DAY = date(2026, 11, 20)
ASKED = [
    json.loads(line)["question"]
    for line in (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
ROOM = 4096
"""UTF-16 units that any channel of ours takes."""


def cards(library: Library, question: str) -> tuple[Card, ...]:
    return deck(library, question, DAY).cards


def titles(library: Library, question: str) -> list[str]:
    return [card.title for card in cards(library, question)]


def test_the_answer_comes_first_then_the_article_in_full(library: Library) -> None:
    first, whole, *_ = cards(library, "萧山公示几天")
    assert (first.title, whole.title) == ("萧山第十条第4项", "萧山第十条（全文）")
    assert "公示期为7天" in first.description
    say, quote, _, status = first.text.split("\n")
    assert say == "向社会公示，公示期为7天；公示无异议的，正式发文公布。"
    assert quote.startswith("萧山第十条第4项：「4．公示公布。")
    assert status.startswith(LEAD)


def test_without_a_region_there_is_one_for_each(library: Library) -> None:
    every = titles(library, "公示几天")
    assert sorted(title[:2] for title in every[:5]) == ["乌鲁", "大兴", "杭州", "萧山", "郑州"]
    assert all(title.endswith(("（全文）", "（全文）（征求意见稿）")) for title in every[5:])


@pytest.mark.parametrize("question", ["杭州补助", "杭州六", "杭州补助什么时候到账", "杭州", "补助"])
def test_a_draft_leads_with_its_status(library: Library, question: str) -> None:
    drafts = [card for card in cards(library, question) if card.title.startswith("杭州")]
    assert drafts
    assert all(card.text.startswith(f"{LEAD}征求意见稿") for card in drafts)


def test_what_the_text_leaves_open_is_told(library: Library) -> None:
    first, *_ = cards(library, "郑州补助什么时候到账")
    assert first.title == "郑州：文件没有写明"
    assert first.text.startswith("办法没有写钱什么时候到账")


def test_a_place_with_rules_of_its_own_is_told_first(library: Library) -> None:
    answers = [card for card in cards(library, "临安补助多少") if "全文" not in card.title]
    assert answers
    assert all("这里没有收录临安自己的文件" in card.text for card in answers)


def test_an_article_is_opened_in_the_region_named_or_in_each(library: Library) -> None:
    assert titles(library, "萧山第九条") == ["萧山第九条"]
    assert titles(library, "第九条") == ["大兴第九条", "乌鲁木齐第九条", "萧山第九条", "郑州第九条"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("明天天气怎么样", "不在我能回答的范围里"),
        ("上海能报吗", "没有收录上海的规定"),
        ("萧山第九百条", "没有第九百条"),
    ],
)
def test_nothing_found_is_told_politely(library: Library, question: str, words: str) -> None:
    (card,) = cards(library, question)
    assert words in card.text
    assert card.title in {"这个问题我答不了", "文件里没有找到"}


@pytest.mark.parametrize("question", ["", "   ", "你好", "补", "？"])
def test_who_has_not_asked_yet_is_shown_something(library: Library, question: str) -> None:
    assert cards(library, question)


def test_nothing_typed_shows_what_can_be_asked_of_each_region(library: Library) -> None:
    every = cards(library, "")
    assert len(every) == len(library.regulations)
    for card, regulation in zip(every, library.regulations.values(), strict=True):
        assert regulation.identity.title in card.title
        asked = card.description.removeprefix("例如输入：")
        assert cards(library, asked)[0].title.startswith(regulation.identity.short)


@pytest.mark.parametrize(
    ("question", "start"),
    [("萧山 补助", "xiaoshan"), ("补助", ANYTHING), ("萧山和郑州的补助", ANYTHING), ("", ANYTHING)],
)
def test_the_way_to_the_assistant_leads_to_the_region(library: Library, question: str, start: str) -> None:
    assert deck(library, question, DAY).start == start


def test_without_any_regulation_there_is_a_card_that_says_so(library: Library) -> None:
    empty = Library(regulations={}, facts=library.facts, retirement=library.retirement)
    (card,) = cards(empty, "补助")
    assert "暂时不能回答" in card.text


@pytest.mark.parametrize("question", ASKED[::9])
def test_every_card_can_be_sent_and_says_where_it_comes_from(library: Library, question: str) -> None:
    found = cards(library, question)
    assert 1 <= len(found) <= MOST
    assert len({card.id for card in found}) == len(found)
    assert found == cards(library, question)
    for card in found:
        assert len(card.text.encode("utf-16-le")) // 2 <= ROOM
        assert len(card.title) <= 60
        assert 0 < len(card.description) <= 110
        assert "转人工" not in card.text
        assert LEAD in card.text or card.title in {"这个问题我答不了", "文件里没有找到"}


@pytest.mark.parametrize("question", ASKED[::9])
def test_every_quote_is_the_texts_own(library: Library, question: str) -> None:
    whole = {
        slug: narrow("".join(provision.text for provision in regulation.provisions)).replace("\n", "")
        for slug, regulation in library.regulations.items()
    }
    for card in cards(library, question):
        for line in card.text.split("\n"):
            label, mark, quote = line.partition("：「")
            slugs = [s for s, one in library.regulations.items() if label.startswith(one.identity.short)]
            if mark and slugs and not label.endswith("各栏"):
                words = quote.rpartition("」")[0].replace(" ", "")
                assert words in whole[slugs[0]].replace(" ", ""), line


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.sampled_from(ASKED))
def test_whatever_is_typed_there_is_a_card(library: Library, question: str) -> None:
    for card in cards(library, question):
        assert card.title.strip()
        assert card.text.strip()
