"""What became of the sentences of a provision: nothing that stays is called new or gone, and nothing that goes is
hidden."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.wording.news import ADJUSTED, LONGEST, citations, in_part, told
from knowledge.editions.change import ProvisionChange
from knowledge.editions.comparing import compare_texts
from knowledge.editions.sentences import Reworded, reworded
from knowledge.model import Provision
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import fold
from tests.conversation.test_new_edition import ON
from tests.editions.edited import worded
from tests.law import LIBRARY

SENTENCES = (
    "工作室每年开展技术交流活动不少于两次。",
    "领办人每年带徒三人以上；",
    "单位应当为工作室配备专用场地和设备。",
    "年度考核结果分为优秀、合格、不合格三档。",
    "经费专款专用，接受审计监督。",
)


def provision(text: str) -> Provision:
    return Provision(region="xiaoshan", eid="art_9", kind="article", label="第九条", printed="第九条", text=text)


def became(old: str, new: str) -> Reworded:
    return reworded(provision(old), provision(new))


@given(some.permutations(SENTENCES), some.permutations(SENTENCES))
def test_sentences_that_change_places_are_neither_new_nor_gone(old: list[str], new: list[str]) -> None:
    assert became("第九条 " + "".join(old), "第十条 " + "".join(new)) == Reworded(new=(), gone=(), numbers=())


@given(some.lists(some.sampled_from(SENTENCES), unique=True), some.lists(some.sampled_from(SENTENCES), unique=True))
def test_whole_sentences_that_come_and_go(old: list[str], new: list[str]) -> None:
    found = became("".join(old), "".join(new))
    assert found.new == tuple(one for one in new if one not in old)
    assert all(any(words in one for one in old) and words not in "".join(new) for words in found.gone)
    if not found.new:
        assert len(found.gone) == len(set(old) - set(new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲应当公示。乙应当备案。", "甲应当公示；乙应当备案。", ((), ())),
        ("申报人原则上应当有技师资格。", "申报人应当有技师资格。", (("申报人应当有技师资格。",), ("原则上",))),
        ("由区和镇负责推荐工作。", "由镇和区负责推荐工作。", (("由镇和区负责推荐工作。",), ())),
        ("单位应当公示，应当备案。", "单位应当公示。应当备案。", (("单位应当公示。", "应当备案。"), ())),
        ("每年考核一次。每年考核一次。", "每年考核一次。", ((), ())),
        ("补助十万元。考核不合格的退回。", "补助二十万元。", (("补助二十万元。",), ("考核不合格的退回",))),
    ],
)  # fmt: skip
def test_what_is_new_and_what_is_gone(old: str, new: str, expected: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    found = became(old, new)
    assert (found.new, found.gone) == expected


def test_a_number_is_another_one_only_within_a_sentence() -> None:
    assert not became("甲给3万元。乙给5万元。", "乙给5万元。甲给3万元。").numbers
    (number,) = became("甲给3万元。乙给5万元。", "乙给5万元。甲给8万元。").numbers
    assert (number.was, number.now) == ("3万元", "8万元")


def after(slug: str, label: str, text: str) -> tuple[ProvisionChange, ...]:
    """What happened when a provision got another text."""
    old = LIBRARY.get(slug)
    found = old.find(label)
    assert found is not None
    new = Provisions(worded(old.provisions, found.eid, text))
    return tuple(one for one in compare_texts(old.text, new) if one.what)


def said(slug: str, label: str, text: str) -> str:
    """The line on it."""
    lines = told(LIBRARY.get(slug), after(slug, label, text), ON).split("\n")
    return next(line for line in lines if line.startswith(f"· {label}"))


def words_of(slug: str, label: str) -> str:
    found = LIBRARY.get(slug).find(label)
    assert found is not None
    return found.text


SWAPPED = [("xiaoshan", "第九条第2项"), ("urumqi", "第三条")]


@pytest.mark.parametrize(("slug", "label"), SWAPPED)
def test_two_sentences_swapped_are_told_as_that(slug: str, label: str) -> None:
    text = words_of(slug, label)
    assert len(text) > LONGEST
    number, body = text[:4], text[4:].rstrip("。")
    parts = [part for part in body.replace("；", "。").split("。") if part.strip()]
    swapped = number + "。".join([*parts[:-2], parts[-1], parts[-2]]) + "。"
    assert said(slug, label, swapped) == f"· {label}：{ADJUSTED}"


def test_what_is_deleted_is_told_with_its_words() -> None:
    text = "第三条 " + "".join(SENTENCES) * 2
    old = provision(text + "原则上每两年评选一次。")
    change = ProvisionChange(old=old, new=provision(text), changed=True)
    line = told(LIBRARY.get("xiaoshan"), (change,), ON).split("\n")[-1]
    assert line == "· 第九条：以前的“原则上每两年评选一次”删去了。"


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_sentences_that_are_not_quoted_are_counted_and_what_is_deleted_beside_them_told(count: int) -> None:
    old = "".join(f"第{n}类工作室每年须按要求报送工作总结和经费使用情况材料。" for n in "一二三四五六")
    new = old
    for n in "一二三四五六"[:count]:
        new = new.replace(f"第{n}类工作室每年", f"第{n}类工作室每季度")
    change = ProvisionChange(old=provision(f"{old}逾期不报的通报批评。"), new=provision(new), changed=True)
    line = told(LIBRARY.get("xiaoshan"), (change,), ON).split("\n")[-1]
    assert line.count("「") == min(count, 2)
    assert (f"另有 {count - 2} 句也改了。" in line) is (count > 2)
    assert line.endswith("以前的“逾期不报的通报批评”删去了。")
    assert in_part((change,)) == (change.new,)


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_a_short_one_is_quoted_whole_and_called_adjusted(order: tuple[int, ...]) -> None:
    old, new = (provision("".join(SENTENCES[n] for n in some)) for some in ((0, 1, 2), order))
    line = told(LIBRARY.get("xiaoshan"), (ProvisionChange(old=old, new=new, changed=True),), ON).split("\n")[-1]
    assert line == f"· 第九条：{ADJUSTED}「{new.text}」"


def test_every_provision_that_is_told_of_leads_to_its_words() -> None:
    text = words_of("xiaoshan", "第九条第2项")
    changes = after("xiaoshan", "第九条第2项", text + "逾期的，不予受理。")
    assert {one.label for one in citations(changes)} == {"第九条第2项"}
    assert all(fold(one.quote) in fold(text + "逾期的，不予受理。") for one in citations(changes))
