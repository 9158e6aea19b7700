"""The name of the workshop: built by the region's format, and checked against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.forms.naming import NameIncomplete, NamePart, NameRule, Problem, build, lint
from knowledge.library import written
from tests.law import LIBRARY

RULES = {slug: written(regulation.form).name for slug, regulation in LIBRARY.regulations.items()}
KNOWN = {"unit_name": "大兴机床有限公司", "leader_name": "张三", "occupation": "电工"}

words = st.text(st.sampled_from("张王李电工焊接操作数控·一二三公司萧山区技师大首席"), min_size=4, max_size=12)
values = st.fixed_dictionaries({"unit_name": words, "leader_name": words, "occupation": words})
regions = st.sampled_from(["xiaoshan", "hangzhou", "urumqi", "daxing"])


def problems(slug: str, name: str, known: dict[str, str] | None = None) -> list[str]:
    return [f"{problem.kind} {problem.what}".strip() for problem in lint(RULES[slug], name, known or {})]


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("xiaoshan", "萧山区张三电工技师工作室"),
        ("hangzhou", "张三电工技能大师工作室"),
        ("urumqi", "张三电工技能大师工作室"),
        ("daxing", "大兴机床有限公司张三电工首席技师工作室"),
    ],
)
def test_the_name_follows_the_regions_format(slug: str, name: str) -> None:
    assert build(RULES[slug], KNOWN) == name
    assert problems(slug, name, KNOWN) == []
    assert problems(slug, name) == []


def test_layout_spaces_go_and_foreign_names_keep_theirs() -> None:
    assert (
        build(RULES["urumqi"], {"leader_name": " 张　三 ", "occupation": "数控 车工"}) == "张三数控车工技能大师工作室"
    )
    foreign = {"leader_name": "Anna Berg", "occupation": "电工"}
    assert build(RULES["urumqi"], foreign) == "Anna Berg电工技能大师工作室"
    assert (
        build(RULES["urumqi"], {"leader_name": "艾力·买买提", "occupation": "焊工"}) == "艾力·买买提焊工技能大师工作室"
    )


def test_zhengzhou_has_no_format_and_says_so() -> None:
    rule = RULES["zhengzhou"]
    assert rule.not_stated
    assert "文中未规定" in rule.text
    assert LIBRARY.get("zhengzhou").get(rule.at).label.startswith("第六条")
    assert lint(rule, "随便什么名字", KNOWN) == []
    with pytest.raises(NameIncomplete) as caught:
        build(rule, KNOWN)
    assert caught.value.missing == ()


def test_what_is_missing_is_named() -> None:
    with pytest.raises(NameIncomplete, match="领办人名字、职业工种名称"):
        build(RULES["xiaoshan"], {"leader_name": " 　"})


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("", {}, ["empty"]),
        ("张三电工技师工作室", {}, ["missing 萧山区"]),
        ("萧山区张三电工技能大师工作室", {}, ["missing 技师工作室"]),
        ("萧山区张三技师工作室", {"leader_name": "张三"}, ["missing 职业工种名称"]),
        ("萧山区李四电工技师工作室", KNOWN, ["missing 领办人名字"]),
        ("萧山区电工张三技师工作室", KNOWN, ["order 萧山区、领办人名字、职业工种名称、技师工作室"]),
        ("杭州市萧山区张三电工技师工作室", {}, ["extra 杭州市"]),
        ("萧山区张三电工技师工作室（筹）", KNOWN, ["extra (筹)"]),
        ("萧山区张技师工作室", {}, ["short 领办人名字、职业工种名称"]),
        ("萧山区 张三 电工 技师工作室", KNOWN, []),
    ],
)
def test_departures_from_xiaoshans_format(name: str, known: dict[str, str], expected: list[str]) -> None:
    assert problems("xiaoshan", name, known) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (KNOWN, ["missing 企事业单位名称"]),
        ({"leader_name": "张三", "occupation": "电工"}, ["missing 企事业单位名称"]),
        ({}, ["short 企事业单位名称、首席技师姓名、职业工种名称"]),
    ],
)
def test_daxing_wants_the_units_name(known: dict[str, str], expected: list[str]) -> None:
    assert problems("daxing", "张三电工首席技师工作室", known) == expected


def test_a_name_beyond_all_measure_is_cut_short() -> None:
    found = lint(RULES["daxing"], "甲" * 60_000, {})
    assert found == [Problem(kind="extra", what="甲" * 20)]


@given(regions, values)
def test_a_built_name_is_a_right_name(slug: str, known: dict[str, str]) -> None:
    name = build(RULES[slug], known)
    assert lint(RULES[slug], name, known) == []
    assert lint(RULES[slug], name, {}) == []


@given(regions, values, st.integers(0, 3))
def test_a_name_without_one_of_its_parts_is_noticed(slug: str, known: dict[str, str], left_out: int) -> None:
    parts = RULES[slug].parts
    kept = [part for index, part in enumerate(parts) if index != left_out % len(parts)]
    name = "".join(part.literal or known[part.slot] for part in kept)
    assert lint(RULES[slug], name, known) != []


def test_a_part_is_words_or_a_slot() -> None:
    for wrong in ({}, {"literal": "甲", "slot": "a", "label": "乙"}, {"slot": "a"}):
        with pytest.raises(ValueError, match="literal"):
            NamePart(**wrong)
    with pytest.raises(ValueError, match="not_stated"):
        NameRule(at="art_1", quote="名称", text="名称", title="名称")
