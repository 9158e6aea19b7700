"""What a new edition changes in the data: a made-up new edition of 大兴 beside the real one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers.wording.conditions import condition
from handlers.wording.editions import ASPECTS, FILES, KINDS, edition_change
from knowledge.editions.change import EditionChange, ElementChange
from knowledge.editions.comparing import compare
from knowledge.editions.edition import Edition
from knowledge.editions.elements import TELLERS, elements, written
from knowledge.library import Library, Regulation
from knowledge.texts.provisions import Provisions
from knowledge.usage import PURPOSES
from knowledge.vocabulary.conditions import Condition
from tests.editions.made import new_daxing
from tests.law import LIBRARY

SLUGS = sorted(LIBRARY.regulations)
OLD = Edition(LIBRARY, "daxing")


@pytest.fixture(scope="module")
def found() -> EditionChange:
    return compare(OLD, Edition(new_daxing(), "daxing"))


def changed(found: EditionChange, kind: str) -> dict[str, ElementChange]:
    return {one.element.id: one for one in found.elements if one.element.kind == kind}


def edition(regulation: Regulation) -> Edition:
    return Edition(replace(LIBRARY, regulations={regulation.slug: regulation}), regulation.slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_edition_beside_itself_changes_nothing(slug: str) -> None:
    same = compare(Edition(LIBRARY, slug), Edition(LIBRARY, slug))
    assert same.nothing
    assert not same.unrevised
    assert not same.unbound


def test_the_text_is_told_provision_by_provision(found: EditionChange) -> None:
    told = {(one.new or one.old).label: one.what for one in found.provisions if one.what}  # type: ignore[union-attr]
    assert told == {
        "第三条": ("changed",),
        "第六条（一）1": ("changed",),
        "第六条（一）2": ("changed",),
        "第十四条": ("changed",),
        "第十六条": ("new",),
        "第十七条": ("renumbered",),
        "第十八条": ("renumbered",),
    }
    assert found.words_changed


def test_a_fact_that_is_asked_for_the_first_time(found: EditionChange) -> None:
    assert {fact: one.kind for fact, one in changed(found, "fact").items()} == {"publishes_spending": "added"}


def test_conditions_that_demand_something_else(found: EditionChange) -> None:
    criteria = changed(found, "criterion")
    assert {one: [aspect.name for aspect in change.aspects] for one, change in criteria.items()} == {
        "D-LEVEL": ["need", "normally", "softened", "quote"],
        "D-TEAM": ["quote"],
        "D-UNIT3": ["need"],
    }
    need = criteria["D-LEVEL"].aspects[0]
    assert isinstance(need.was, Condition)
    assert isinstance(need.now, Condition)
    assert set(need.was.in_) - set(need.now.in_) == {"技师"}


def test_a_sum_that_is_another_one(found: EditionChange) -> None:
    (team,) = changed(found, "money").values()
    assert [(one.was, one.now) for one in team.aspects if one.name == "amount"] == [("3万元", "5万元")]


def test_what_nobody_revised_although_its_words_changed(found: EditionChange) -> None:
    seen = {(one.element.kind, one.element.id): one.provisions for one in found.unrevised}
    assert seen["notice", "D-CYCLE"] == ("第三条",)
    assert seen["criterion", "D-METHOD"] == ("第六条（一）2",)
    assert ("criterion", "D-LEVEL") not in seen


def test_the_other_way_round_what_was_added_is_dropped(found: EditionChange) -> None:
    back = compare(Edition(new_daxing(), "daxing"), OLD)
    turned = {"added": "dropped", "dropped": "added", "changed": "changed"}
    assert {(one.element.kind, one.element.id, one.kind) for one in back.elements} == {
        (one.element.kind, one.element.id, turned[one.kind]) for one in found.elements
    }
    assert {(one.new, one.old) for one in back.provisions} == {(one.old, one.new) for one in found.provisions}


def bare(regulation: Regulation) -> Regulation:
    return Regulation(regulation.identity, "bare", regulation.text)


def test_a_new_edition_of_which_only_the_text_is_there_tells_which_words_are_gone() -> None:
    new = compare(OLD, edition(bare(new_daxing().get("daxing"))))
    assert not new.elements
    assert {file for file, side in new.unwritten if side == "new"} == written(OLD.regulation)
    lost = {(one.element.kind, one.element.id): one for one in new.unbound}
    assert lost["criterion", "D-LEVEL"].quote == "原则上应取得国家技师或以上职业资格"
    assert lost["criterion", "D-LEVEL"].found == ""
    assert ("criterion", "D-UNIT1") not in lost


def test_words_that_moved_are_found_where_they_are_now() -> None:
    regulation = OLD.regulation
    quote = "，每两年进行一次评选"
    provisions = [
        one.model_copy(update={"text": one.text.replace(quote, "") + (quote if one.eid == "art_5" else "")})
        for one in regulation.provisions
    ]
    new = compare(OLD, edition(replace(bare(regulation), text=Provisions(provisions))))
    assert {one.found for one in new.unbound if one.quote == "每两年进行一次评选"} == {"第五条"}


def test_of_a_text_to_which_rules_are_added_nothing_is_called_new() -> None:
    new = compare(edition(bare(OLD.regulation)), OLD)
    assert not new.elements
    assert not new.words_changed
    assert {side for _, side in new.unwritten} == {"old"}
    assert not new.nothing


def test_a_field_under_another_name_and_id_in_its_place_is_the_same_field() -> None:
    regulation = OLD.regulation
    assert regulation.form is not None
    group = regulation.form.groups[0]
    renamed = group.fields[0].model_copy(update={"id": "another", "label": "另一个名称"})
    groups = (group.model_copy(update={"fields": (renamed, *group.fields[1:])}), *regulation.form.groups[1:])
    form = regulation.form.model_copy(update={"groups": groups})
    new = compare(OLD, edition(replace(regulation, form=form, edition="renamed")))
    (field,) = new.elements
    assert field.kind == "changed"
    assert [(one.name, one.was, one.now) for one in field.aspects] == [
        ("label", group.fields[0].called, renamed.called)
    ]
    assert not new.words_changed


def libraries() -> Iterator[tuple[Library, str]]:
    yield from ((LIBRARY, slug) for slug in SLUGS)
    yield new_daxing(), "daxing"


def test_everything_has_a_name_for_people() -> None:
    assert set(FILES) == set(TELLERS)
    for library, slug in libraries():
        for one in elements(Edition(library, slug), set(TELLERS), PURPOSES):
            assert one.kind in KINDS
            assert set(one.aspects) <= set(ASPECTS)


def test_every_condition_can_be_said() -> None:
    for library, slug in libraries():
        for one in elements(Edition(library, slug), set(TELLERS), PURPOSES):
            for value in (value for value in one.aspects.values() if isinstance(value, Condition)):
                told = condition(value, library.facts, "首席技师")
                assert told
                assert "None" not in told
                assert all(leaf.fact not in told for leaf in value.leaves() if leaf.fact and "_" in leaf.fact)


@pytest.mark.parametrize(
    ("written_so", "told"),
    [
        ({"fact": "unit_type", "in": ["企业", "事业单位"]}, "单位性质：企业、事业单位之一"),
        ({"years_to_retirement": 2}, "距法定退休年龄不少于2年"),
        ({"not": {"fact": "unit_type", "is": "个人"}}, "不是：单位性质：个人"),
        (
            {"any": [{"years_to_retirement": 2}, {"all": [{"years_to_retirement": 3}, {"years_to_retirement": 4}]}]},
            "距法定退休年龄不少于2年；或者（距法定退休年龄不少于3年；并且距法定退休年龄不少于4年）",
        ),
    ],
)
def test_a_condition_in_words(written_so: dict[str, object], told: str) -> None:
    assert condition(Condition.model_validate(written_so), LIBRARY.facts, "领办技师") == told


def test_people_read_the_numbers_first_then_the_provisions_in_the_order_of_the_new_text(found: EditionChange) -> None:
    told = edition_change(found, new_daxing().facts, "首席技师")
    places = [told.index(words) for words in (
        "数字变了：第三条 两年 → 三年；第十四条 3万元 → 5万元。",
        "条文：改字 4 条，新增 1 条，改编号 2 条，没有变 57 条。",
        "〔改字〕第三条",
        "　去掉：“原则上”",
        "〔新增〕第十六条\n　新文：「第十六条 工作室应当按月公开经费使用情况。」",
        "〔改编号〕第十六条 → 第十七条；第十七条 → 第十八条",
        "【申报条件】\n〔改〕首席技师取得国家技师或以上职业资格\n　要求：首席技师的技能等级：技师、高级技师",
        "　金额：3万元 → 5万元",
        "【请核对】",
    )]  # fmt: skip
    assert places == sorted(places)


def test_data_that_changed_while_the_words_stayed_is_called_that() -> None:
    regulation = new_daxing().get("daxing")
    rules = OLD.regulation.rules
    assert rules is not None
    same_words = replace(OLD.regulation, rules=rules.model_copy(update={"notices": ()}), edition="another")
    told = edition_change(compare(OLD, edition(same_words)), LIBRARY.facts, "首席技师")
    assert "条文：字没有变，只是资料有更新。" in told
    assert "〔去掉〕" in told
    assert regulation.edition not in told
