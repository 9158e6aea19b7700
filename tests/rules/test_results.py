"""The verdict as the command line prints it."""

import json
from datetime import date

import pytest

from knowledge.eligibility.results import as_result
from knowledge.eligibility.rules import judge
from knowledge.library import Library, written
from knowledge.vocabulary.facts import by_name
from knowledge.vocabulary.values import parse_sheet

ON = date(2026, 11, 20)


def test_a_result_names_each_criterion_with_its_provision_and_words(library: Library) -> None:
    persona = next(one for one in library.get("xiaoshan").personas if one.repairs == ("X-TEAM",))
    answers, _ = parse_sheet(library.facts, persona.facts)
    result = json.loads(json.dumps(as_result(library, judge(library, "xiaoshan", answers, ON)), ensure_ascii=False))
    assert result["region"] == "xiaoshan"
    assert result["verdict"] == persona.verdict
    team = next(one for one in result["criteria"] if one["id"] == "X-TEAM")
    assert (team["eid"], team["label"]) == ("art_9__item_1", "第九条第1项")
    assert team["quote"].startswith("且团队中拥有３人以上")
    assert team["outcome"] == persona.criteria["X-TEAM"]
    assert team["reason"].endswith("。")
    assert result["missing_facts"] == []
    assert result["repairs"] == ["再增加1名技师及以上或工程师及以上的成员（第九条第1项）"]
    assert any("第七条" in notice for notice in result["notices"])


def test_what_is_missing_is_named_by_fact(library: Library) -> None:
    result = as_result(library, judge(library, "daxing", {"unit_type": "企业"}, ON))
    missing = result["missing_facts"]
    assert isinstance(missing, list)
    assert "registered_or_operating_in_daxing" in missing
    assert "unit_type" not in missing
    assert {"talent_systems", "mgmt_system", "site_equipment"} <= set(missing)
    assert set(missing) <= set(by_name(library.facts))


@pytest.mark.parametrize(
    ("slug", "said", "missing"),
    [
        ("zhengzhou", {"carrier_type": "企业", "funding": True}, {"site", "equipment"}),
        ("hangzhou", {"leader_level": "技师"}, {"leader_outstanding", "leader_unique_skill"}),
        ("urumqi", {}, {"talent_systems", "failed_final_assessment_date"}),
    ],
)
def test_missing_facts_bear_the_names_of_the_regions_own_sheets(
    library: Library, slug: str, said: dict[str, object], missing: set[str]
) -> None:
    answers, _ = parse_sheet(library.facts, said)
    found = as_result(library, judge(library, slug, answers, ON))["missing_facts"]
    assert isinstance(found, list)
    assert missing <= set(found)
    assert set(found).isdisjoint(written(library.get(slug).rules).names)
