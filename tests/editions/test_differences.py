"""What was taken out and what was put in, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.editions.differences import Difference, difference
from knowledge.texts.text import fold
from tests.law import LIBRARY

SENTENCES = [one.text for regulation in LIBRARY.regulations.values() for one in regulation.provisions]
WORDS = st.one_of(st.sampled_from(SENTENCES), st.text("工作室应当可以每年一二三名１0.5%万元 \n，。A", max_size=40))


def changes(old: str, new: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = difference(old, new)
    pieces = [(str(piece.kind), piece.words) for piece in found.pieces if piece.kind != "kept"]
    return pieces, [(number.was, number.now) for number in found.numbers]


@pytest.mark.parametrize(
    ("old", "new", "pieces", "numbers"),
    [
        ("给予一次性１０万元补助", "给予一次性15万元补助", [("out", "１０"), ("in", "15")], [("10万元", "15万元")]),
        ("团队三名以上", "团队五名以上", [("out", "三"), ("in", "五")], [("三名", "五名")]),
        ("每年考核一次。", "每年考核一次，不合格的撤销。", [("in", "，不合格的撤销")], []),
        ("原则上应当年满", "应当年满", [("out", "原则上")], []),
        ("补助１０万元", "补助若干", [("out", "１０万元"), ("in", "若干")], [("10万元", "")]),
        ("补助比例３０％", "补助比例50%", [("out", "３０％"), ("in", "50%")], [("30%", "50%")]),
        ("由区和镇街初审", "经市和街道初审", [("out", "由区和镇街"), ("in", "经市和街道")], []),
        ("名师带徒", "财政部门监督检查", [("out", "名师带徒"), ("in", "财政部门监督检查")], []),
        ("１０名", "10 名", [], []),
    ],
)
def test_the_difference(old: str, new: str, pieces: list[tuple[str, str]], numbers: list[tuple[str, str]]) -> None:
    assert changes(old, new) == (pieces, numbers)


def joined(found: Difference, *kinds: str) -> str:
    return fold("".join(piece.words for piece in found.pieces if piece.kind in kinds))


@given(WORDS, WORDS)
def test_both_wordings_can_be_read_from_it(old: str, new: str) -> None:
    found = difference(old, new)
    assert joined(found, "kept", "out") == fold(old)
    assert joined(found, "kept", "in") == fold(new)


@given(WORDS)
def test_the_same_words_do_not_differ(words: str) -> None:
    assert not difference(words, words).out + difference(words, words).put_in


@given(WORDS, WORDS)
def test_numbers_are_those_of_the_two_wordings(old: str, new: str) -> None:
    for number in difference(old, new).numbers:
        assert number.was in fold(old)
        assert number.now in fold(new)
        assert number.was != number.now
