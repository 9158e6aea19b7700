"""Faults of ``funding.yaml`` and ``deadlines.yaml``: told with file and line."""

import shutil
from pathlib import Path

import pytest

import knowledge.loader
from knowledge.loader import check

HERE = Path(knowledge.loader.__file__).parent
FOLDER = "regulations/urumqi/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of its own with 乌鲁木齐 alone."""
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copytree(HERE / FOLDER, tmp_path / FOLDER)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("funding.yaml", "amount: {exactly: 10}", "amount: {exactly: 12}",
         "funding.yaml:{line}: U-GRANT：所引的话里没有“12”"),
        ("funding.yaml", "amount: {at_least: 10}", "amount: {at_least: 10, up_to: 10}", "funding.yaml:{line}"),
        ("funding.yaml", "quote: 在建设周期内给予一次性经费补助10万元}\n    amount", "quote: 给予20万元}\n    amount",
         "第十三条里没有“给予20万元”"),
        ("funding.yaml", "of: [U-GRANT]\n    when:\n      any:", "of: [U-GIFT]\n    when:\n      any:",
         "没有这一笔：U-GIFT"),
        ("funding.yaml", "fact: matching_funds_wan\n", "fact: named_on\n", "named_on应是number"),
        ("funding.yaml", "id: U-SHORT", "id: U-USE", "编号重复：U-USE"),
        ("funding.yaml", "over: {fact: named_on, years_passed: 4}\n    condition: 4年内破产",
         "over: {fact: named_in, years_passed: 4}\n    condition: 4年内破产", "没有这个事实：named_in"),
        ("deadlines.yaml", "once: 2028-08-27", "once: 2028-08-28",
         "deadlines.yaml:{line}: U-VALIDITY：所引的话里没有“28”"),
        ("deadlines.yaml", "after: [named_on], years: 4", "after: [named_on], years: 5",
         "U-CLAWBACK-END：所引的话里没有“5”"),
        ("deadlines.yaml", "after: [named_on], years: 4", "after: [leader_sex], years: 4",
         "应是日期的事实（event）：leader_sex"),
        ("deadlines.yaml", "name: 停工一年", "name: 变更申请", "重复：变更申请"),
        ("deadlines.yaml", "precision: window", "precision: event", "deadlines.yaml:{line}"),
        ("deadlines.yaml", "until: {month: 12, day: 31}", "until: {month: 2, day: 29}", "deadlines.yaml:{line}"),
        ("deadlines.yaml", "    reading: 条文只写“每年年底”，没有写到哪一天；这里按12月计算\n", "",
         "条文没有写到日的，要写明怎样读"),
    ],
)  # fmt: skip
def test_what_is_told(root: Path, file: str, old: str, new: str, fault: str) -> None:
    path = root / FOLDER / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    told = [str(each).removeprefix(FOLDER) for each in check(root) if each.file.startswith(FOLDER)]
    wanted = fault.partition("{line}")
    near = {f"{wanted[0]}{number}{wanted[2]}" for number in range(line - 6, line + 2)} if wanted[1] else {fault}
    assert any(part in one for one in told for part in near), told


def test_a_fact_of_workshops_that_nothing_reads_is_told(tmp_path: Path) -> None:
    root = shutil.copytree(HERE, tmp_path / "library")
    path = root / "workshop_facts.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n  - {{id: luck, kind: yes_no, question: 运气好吗, short: 运气}}\n", encoding="utf-8")
    (fault,) = check(root)
    assert str(fault) == f"workshop_facts.yaml:{whole.count(chr(10)) + 2}: 没有一个地区用到这个事实：luck"


@pytest.mark.parametrize("file", ["funding.yaml", "deadlines.yaml"])
def test_a_text_of_which_nobody_has_read_the_money_or_the_dates(root: Path, file: str) -> None:
    (root / FOLDER / file).unlink()
    assert not [fault for fault in check(root) if fault.file == f"{FOLDER}{file}"]
