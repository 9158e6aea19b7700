"""Damaged score sheets and duties are told with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import knowledge.loader
from knowledge.loader import check

HERE = Path(knowledge.loader.__file__).parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of its own with three regions."""
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    for slug in ("xiaoshan", "urumqi", "zhengzhou"):
        shutil.copytree(HERE / "regulations" / slug, tmp_path / "regulations" / slug)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("xiaoshan/rubric.yaml", "quote: 每少培养1人扣1.5分", "quote: 每少培养1人扣2.5分",
         "apprentices：这一行没有“每少培养1人扣2.5分”"),
        ("xiaoshan/rubric.yaml", 'points: "1.5"', 'points: "2.5"', "apprentices：所引的话里没有“2.5”"),
        ("xiaoshan/rubric.yaml", "of: 10,", "of: 12,", "apprentices：这一行没有印“12”"),
        ("xiaoshan/rubric.yaml", "fact: apprentices_this_year, of", "fact: apprentice_roster, of",
         "apprentices：要用数量：apprentice_roster"),
        ("xiaoshan/rubric.yaml", "when: {fact: sign_visible, is: 否}", "when: {fact: sign_seen, is: 否}",
         "没有这个事实：sign_seen"),
        ("xiaoshan/rubric.yaml", "{fact: equipment_sufficient, evidence: site, ",
         "{fact: equipment_sufficient, evidence: sight, ", "equipment：没有这类材料：sight"),
        ("xiaoshan/rubric.yaml", "fix: \"再带{gap}名徒弟\"", "fix: 再带几名徒弟", "缺多少要写成 {gap}"),
        ("xiaoshan/rubric.yaml", "{op: cut, points: 2, when: {fact: sign_visible",
         "{op: chop, points: 2, when: {fact: sign_visible", "rubric.yaml"),
        ("xiaoshan/rubric.yaml", "grade: 不合格", "grade: 优秀", "所引的话里没有“优秀”"),
        ("xiaoshan/rubric.yaml", "{fact: unit_closed, at", "{fact: unit_type, at",
         "grounds 应正好是veto_grounds_xiaoshan的各部分"),
        ("urumqi/rubric.yaml", "at_least: 90,", "at_least: 80,", "所引的话里没有“80”或“优秀”"),
        ("urumqi/rubric.yaml", "at_least: 30}}", "at_least: 40}}", "site：这一行没有印“40”"),
        ("zhengzhou/obligations.yaml", "at_least: 1,", "at_least: 3,", "ZZ-Y-CONTEST：所引的话里没有“3”"),
        ("zhengzhou/obligations.yaml", "percent: 50", "percent: 60", "ZZ-Y-CERT：所引的话里没有“60%”"),
        ("zhengzhou/obligations.yaml", "day: 1月20日", "day: 1月25日", "ZZ-Y-PLAN：所引的话里没有“1月25日”"),
        ("zhengzhou/obligations.yaml", "id: ZZ-Y-CONTEST", "id: ZZ-Y-PLAN", "编号重复：ZZ-Y-PLAN"),
        ("zhengzhou/obligations.yaml", "fact: competitions_this_year", "fact: zhengzhou_class",
         "zhengzhou_class应是 number"),
        ("urumqi/obligations.yaml", "quote: 技能大师工作室申办单位要与", "quote: 技能大师工作室申办单位不与",
         "第十七条里没有"),
        ("urumqi/obligations.yaml", "    done: {fact: yearly_targets_signed, is: 是}\n", "",
         "count、done、deadline 三样里要写一样"),
    ],
)  # fmt: skip
def test_what_is_told(root: Path, file: str, old: str, new: str, fault: str) -> None:
    path = root / "regulations" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    told = [str(one) for one in check(root) if one.file == f"regulations/{file}"]
    assert any(fault in one for one in told), told
    assert all(one.split(":")[1].isdigit() for one in told)


def test_a_fact_that_nothing_reads_any_more_is_told(root: Path) -> None:
    path = root / "score_facts.yaml"
    text = path.read_text(encoding="utf-8").replace("id: training_records", "id: training_recordings")
    path.write_text(text, encoding="utf-8")
    told = [str(one) for one in check(root)]
    assert any("没有这个事实：training_records" in one for one in told)


def test_two_files_of_facts_may_not_define_the_same_fact(root: Path) -> None:
    path = root / "score_facts.yaml"
    text = path.read_text(encoding="utf-8").replace("id: dedicated_site", "id: site")
    path.write_text(text, encoding="utf-8")
    assert any("score_facts.yaml" in str(one) and "site" in str(one) for one in check(root))
