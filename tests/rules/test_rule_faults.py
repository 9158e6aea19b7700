"""Damaged rules, facts and personas: each fault is told with its file and line."""

import shutil
from pathlib import Path

import pytest

from knowledge.loader import HERE, RegulationError, check, load

XIAOSHAN = "regulations/xiaoshan/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of its own."""
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copytree(HERE / "regulations", tmp_path / "regulations")
    return tmp_path


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace the first place where the words stand; its line."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


RULES = XIAOSHAN + "rules.yaml"
PERSONAS = XIAOSHAN + "personas.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (RULES, "{fact: leader_level, in: [技师,", "{fact: leader_lvl, in: [技师,", "没有这个事实：leader_lvl"),
        (RULES, "in: [技师, 高级技师,", "in: [大师, 高级技师,", "leader_level没有这个答案：大师"),
        (RULES, "fact: work_agreement_signed, is: 是", "fact: work_agreement_signed, at_least: 1", "不能用 at_least"),
        (RULES, "- id: X-FUND", "- id: X-SITE", "编号重复：X-SITE"),
        (RULES, "X-REWARD, X-PROJ,", "X-PROJ,", "这一条不在任何途径里：X-REWARD"),
        (RULES, "X-REWARD, X-PROJ,", "X-REWARD, X-PROJ, X-NEW,", "没有这一条：X-NEW"),
        (RULES, "再增加{gap}名", "再增加几名", "缺多少要写成 {gap}"),
        (RULES, "    repair: 单位和领办人签署工作协议\n", "", "X-AGREE：没有写怎样补正"),
        (RULES, "    kind: number\n    unit: 人\n", "    kind: number\n", "数字题要有单位和最大值"),
        (RULES, "    obstacle: true\n", "", "an obstacle needs an assumption"),
        (RULES, "need: {fact: funding, is: 是}", "need: {fact: funding}", "a fact needs one test"),
        (RULES, "need: {fact: funding, is: 是}", "need: {fact: funding, is: 是, years_to_retirement: 3}", "only one"),
        (RULES, "at: art_8, quote: 萧山区", "at: art_8, quote: 大兴区", "第八条里没有"),
        (PERSONAS, "verdict: eligible", "verdict: incomplete", "结论应是incomplete，判为eligible"),
        (PERSONAS, "X-TEAM: met", "X-TEAM: unmet", "X-TEAM应是unmet，判为met"),
        (PERSONAS, "team_qualified_excluding_leader: 3", "team_qualified_excluding_leader: 很多", "请回答一个整数"),
        (PERSONAS, "repairs: [X-TEAM]", "repairs: [X-UNIT]", "补正应是"),
        (PERSONAS, "path: higher", "path: ordinary", "途径应是"),
        ("facts.yaml", "all_of: [site, equipment]", "all_of: [site, machines]", "machines"),
        ("facts.yaml", "implies: {applicant_is_unit: 是}", "implies: {applicant_is: 是}", "没有这个事实：applicant_is"),
        ("facts.yaml", "implies: {applicant_is_unit: 是}", "implies: {applicant_is_unit: 对}", "没有这个答案：对"),
        ("facts.yaml", "aliases: [mgmt_system]", "aliases: [funding]", "名字重复：funding"),
        ("facts.yaml", "also: [男性,", "also: [女性,", "两个答案用了同一个说法：女性"),
    ],
)
def test_one_fault_is_told(root: Path, file: str, old: str, new: str, message: str) -> None:
    change(root, file, old, new)
    found = [fault for fault in check(root) if fault.file == file]
    assert any(message in fault.message for fault in found), found
    assert all(fault.line > 0 for fault in found)


def test_the_line_is_that_of_the_criterion(root: Path) -> None:
    line = change(root, RULES, "  - id: X-AGREE", "  - id: X-MGMT")
    assert any(fault.line == line and "X-MGMT" in fault.message for fault in check(root))


def test_a_fact_that_no_rule_reads_is_told(root: Path) -> None:
    facts = "facts:\n  - {id: moon, kind: yes_no, question: 今晚有月亮吗？, short: 有月亮}\n"
    line = change(root, RULES, "facts:\n", facts) + 1
    assert any(fault.line == line and "规则里没有用到这个事实：moon" in fault.message for fault in check(root))


def test_a_common_fact_that_no_regulation_reads_is_told(root: Path) -> None:
    facts = "facts:\n  - {id: moon, kind: yes_no, question: 今晚有月亮吗？, short: 有月亮}\n"
    line = change(root, "facts.yaml", "facts:\n", facts) + 1
    assert [(fault.file, fault.line) for fault in check(root)] == [("facts.yaml", line)]


def test_a_damaged_rule_keeps_the_library_from_loading(root: Path) -> None:
    change(root, RULES, "leader_at_unit, is: 是", "leader_at_home, is: 是")
    with pytest.raises(RegulationError, match="leader_at_home"):
        load(root)
