"""Two editions of one text, provision by provision."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Provision
from knowledge.texts.alignment import Aligned, align
from knowledge.texts.numbering import to_han, to_int
from knowledge.texts.provisions import Provisions
from tests.editions.edited import happened, put, read, subtree, text_of, without, worded
from tests.law import LIBRARY

TEXTS = {slug: one.provisions for slug, one in LIBRARY.regulations.items()}
XIAOSHAN = text_of("xiaoshan")
SHORT = settings(max_examples=20)


@st.composite
def places(draw: st.DrawFn) -> tuple[tuple[Provision, ...], Provision]:
    """A text and one of its provisions."""
    text = TEXTS[draw(st.sampled_from(sorted(TEXTS)))]
    return text, draw(st.sampled_from(text))


def from_to(old: tuple[Provision, ...], new: tuple[Provision, ...]) -> tuple[Aligned, ...]:
    return align(Provisions(old), Provisions(new))


@pytest.mark.parametrize("slug", sorted(TEXTS))
def test_a_text_is_itself(slug: str) -> None:
    found = from_to(TEXTS[slug], TEXTS[slug])
    assert all(one.kept and one.old == one.new for one in found)
    assert [one.new for one in found] == list(TEXTS[slug])


@SHORT
@given(places())
def test_what_is_taken_out_is_told_and_nothing_else(place: tuple[tuple[Provision, ...], Provision]) -> None:
    text, gone = place
    found = from_to(text, without(text, gone.eid))
    assert [one.old for one in found if one.new is None] == list(subtree(text, gone.eid))
    assert all(one.kept for one in found if one.new is not None)


@SHORT
@given(places())
def test_what_is_put_in_is_told_and_nothing_else(place: tuple[tuple[Provision, ...], Provision]) -> None:
    text, added = place
    found = from_to(without(text, added.eid), text)
    assert [one.new for one in found] == list(text)
    assert [one.new for one in found if one.old is None] == list(subtree(text, added.eid))
    assert all(one.kept for one in found if one.old is not None)


@SHORT
@given(places().filter(lambda place: place[1].kind == "article"), st.integers(60, 99))
def test_another_number_is_told_and_nothing_else(place: tuple[tuple[Provision, ...], Provision], number: int) -> None:
    text, article = place
    head, _, words = article.text.partition("条")
    assert head.startswith(("第", "笫"))
    found = from_to(text, worded(text, article.eid, f"第{to_han(number)}条{words}"))
    assert list(happened(found)) == [(article.eid, article.eid, "renumbered")]


@SHORT
@given(places().filter(lambda place: len(place[1].text) > 20), st.data())
def test_other_words_are_told_and_nothing_else(
    place: tuple[tuple[Provision, ...], Provision], data: st.DataObject
) -> None:
    text, one = place
    at = data.draw(st.integers(8, len(one.text) - 2))
    found = from_to(text, worded(text, one.eid, f"{one.text[:at]}并且另行{one.text[at:]}"))
    assert list(happened(found)) == [(one.eid, one.eid, "changed")]


def edits() -> st.SearchStrategy[list[tuple[str, int, int]]]:
    kinds = st.sampled_from(["out", "words", "elsewhere", "again"])
    return st.lists(st.tuples(kinds, st.integers(0, 10_000), st.integers(0, 10_000)), max_size=6)


def edited(text: tuple[Provision, ...], steps: list[tuple[str, int, int]]) -> tuple[Provision, ...]:
    """The text after some amendments, sensible or not."""
    for number, (kind, at, other) in enumerate(steps):
        if not text:
            break
        one = text[at % len(text)]
        if kind == "out":
            text = without(text, one.eid)
        elif kind == "words":
            cut = other % (len(one.text) + 1)
            text = worded(text, one.eid, one.text[cut:] + one.text[: cut // 2])
        elif kind == "elsewhere":
            moving, rest = subtree(text, one.eid), without(text, one.eid)
            place = other % (len(rest) + 1)
            text = (*rest[:place], *moving, *rest[place:])
        else:
            text = (*text, one.model_copy(update={"eid": f"again_{number}"}))
    return text


@settings(max_examples=30)
@given(st.sampled_from(sorted(TEXTS)), edits(), edits())
def test_nothing_is_lost_and_the_other_way_round_is_the_mirror(
    slug: str, first: list[tuple[str, int, int]], second: list[tuple[str, int, int]]
) -> None:
    old, new = edited(TEXTS[slug], first), edited(TEXTS[slug], second)
    found, mirror = from_to(old, new), from_to(new, old)
    assert Counter(one.old for one in found if one.old) == Counter(old)
    assert [one.new for one in found if one.new] == list(new)
    turned = [Aligned(one.new, one.old, one.changed, one.renumbered, one.moved) for one in mirror]
    assert Counter(turned) == Counter(found)


def test_an_article_put_in_between_numbers_those_behind_it_anew() -> None:
    before, mark, behind = XIAOSHAN.partition("第八条 ")
    lines = [*before.splitlines(), "第八条 申请材料可以在网上提交，受理部门五个工作日内答复。"]
    for line in f"{mark}{behind}".splitlines():
        head, word, words = line.partition("条 ")
        numbered = word and head.startswith("第") and len(head) <= 4
        lines.append(f"第{to_han(to_int(head[1:]) + 1)}条 {words}" if numbered else line)
    found = list(happened(align(read(XIAOSHAN), read("\n".join(lines)))))
    assert found == [
        ("", "art_8", ""),
        *((f"art_{number}", f"art_{number + 1}", "renumbered") for number in range(8, 25)),
    ]


def test_numbered_anew_with_a_small_change_of_words() -> None:
    text = put(
        XIAOSHAN, "第十一条 对认定的区技师工作室给予一次性１０万元", "第三十条 对认定的区技师工作室给予一次性15万元"
    )
    assert list(happened(align(read(XIAOSHAN), read(text)))) == [("art_11", "art_30", "changed renumbered")]


def test_a_row_taken_out_of_the_score_sheet_leaves_the_others_as_they_were() -> None:
    lines = XIAOSHAN.splitlines()
    (row,) = [line for line in lines if "配备正常运作的设备" in line]
    text = "\n".join(line for line in lines if line != row)
    found = align(read(XIAOSHAN), read(text))
    assert list(happened(found)) == [("annex_2__row_2", "", "")]
    assert next(one.new.eid for one in found if one.new and one.old and one.old.eid == "annex_2__row_3") == (
        "annex_2__row_2"
    )


def test_a_field_of_the_form_under_another_name() -> None:
    lines = [line.replace("邮编", "邮政编码") for line in XIAOSHAN.splitlines()]
    found = list(happened(align(read(XIAOSHAN), read("\n".join(lines)))))
    assert found == [("annex_1__field_14", "annex_1__field_14", "changed")]


def test_an_item_that_moved_to_another_article() -> None:
    text = TEXTS["xiaoshan"]
    moving = next(one for one in text if one.eid == "art_5__item_6")
    rest = without(text, moving.eid)
    place = next(at for at, one in enumerate(rest) if one.eid == "art_6__item_3") + 1
    there = moving.model_copy(update={"eid": "art_6__item_4", "parent": "art_6", "text": f"４{moving.text[1:]}"})
    found = from_to(text, (*rest[:place], there, *rest[place:]))
    assert list(happened(found)) == [("art_5__item_6", "art_6__item_4", "renumbered moved")]


def test_of_two_articles_that_change_places_one_moved_and_took_its_items_along() -> None:
    text = TEXTS["xiaoshan"]
    parts = {eid: subtree(text, eid) for eid in ("art_5", "art_6")}
    start = text.index(parts["art_5"][0])
    rest = text[start + len(parts["art_5"]) + len(parts["art_6"]) :]
    found = from_to(text, (*text[:start], *parts["art_6"], *parts["art_5"], *rest))
    assert list(happened(found)) == [("art_5", "art_5", "moved")]


def test_an_introduction_in_other_words_stays_above_its_list() -> None:
    text = TEXTS["xiaoshan"]
    found = from_to(text, worded(text, "art_9", "第九条 符合下面全部要求的，才能提出："))
    assert list(happened(found)) == [("art_9", "art_9", "changed")]


def test_an_article_about_something_else_is_a_new_one() -> None:
    text = TEXTS["xiaoshan"]
    found = from_to(text, worded(text, "art_7", "第七条 本办法由财政部门解释并监督，违者依法追究责任。"))
    assert list(happened(found)) == [("art_7", "", ""), ("", "art_7", "")]


def test_the_width_of_characters_and_white_space_are_no_words() -> None:
    text = TEXTS["xiaoshan"]
    assert not list(happened(from_to(text, worded(text, "art_11", _narrow(text, "art_11")))))


def _narrow(text: tuple[Provision, ...], eid: str) -> str:
    words = next(one.text for one in text if one.eid == eid)
    assert "１０" in words
    return words.replace("１０", "10 ")


def test_against_nothing_everything_is_new() -> None:
    text = TEXTS["daxing"]
    assert [one.new for one in from_to((), text) if one.old is None] == list(text)
    assert [one.old for one in from_to(text, ()) if one.new is None] == list(text)
    assert from_to((), ()) == ()
