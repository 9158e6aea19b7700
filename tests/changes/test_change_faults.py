"""A slip in changes.yaml is told with its file and line."""

import shutil
from pathlib import Path

import pytest

from knowledge.loader import HERE, check

FILE = "changes.yaml"
OFFICE = "评选工作办公室（区人力社保局职业能力建设科）"


def faults_after(tmp_path: Path, old: str, new: str, slug: str) -> list[str]:
    """The faults of one region's file once the first place with these words is changed."""
    folder = tmp_path / "regulations" / slug
    shutil.copytree(HERE / "regulations" / slug, folder)
    for shared in HERE.glob("*.yaml"):
        shutil.copy(shared, tmp_path)
    before = (folder / FILE).read_text(encoding="utf-8")
    assert old in before
    (folder / FILE).write_text(before.replace(old, new, 1), encoding="utf-8")
    return [str(fault) for fault in check(tmp_path) if fault.file.endswith(FILE)]


@pytest.mark.parametrize(
    ("slug", "old", "new", "said"),
    [
        ("urumqi", "- change: 离职", "- change: 离开", "没有这种情况：离开"),
        ("urumqi", "- change: 离职", "- change: 离开", "“离职”应列一次，现在是0次"),
        ("urumqi", "- change: 离职", "- change: 退休", "“退休”应列一次，现在是2次"),
        ("urumqi", "years: 4, kind: within", "years: 5, kind: within", "所引的话里没有“5年”"),
        ("urumqi", "since: named_on", "since: failed_review", "failed_review不是日期（event）"),
        ("urumqi", "years_since: 4}}", "at_least: 4}}", "named_on是event，不能用 at_least"),
        ("urumqi", "is: 期满考核}", "is: 期末考核}", "failed_review没有这个答案：期末考核"),
        ("urumqi", "fact: leader_can_go_on,", "fact: leader_ill,", "没有这个事实：leader_ill"),
        ("urumqi", "      - 条文没有写提前退休能不能", "      - 提前退休能不能", "读法要以“条文没有写”开头"),
        ("urumqi", "reading: 条文没有写4年从哪天起算；这里", "reading: 这里", "读法要以“条文没有写”开头"),
        ("urumqi", "quote: 未及时变更领办人的", "quote: 没有及时变更领办人的", "第二十条（二）里没有"),
        ("daxing", "- {about: plaque,", "- {about: money,", "plaque没有规定时怎么说，应写一次，现在是0次"),
        (
            "daxing",
            f"not_stated: true, ask: {OFFICE}, text: 办法没有写这种情况称号",
            "text: 称号",
            "只写条文没有规定的",
        ),
        ("daxing", f"        ask: {OFFICE}\n", "", "就要写 ask"),
        ("xiaoshan", "sources:\n", "source:\n", "缺少"),
    ],
)
def test_slips_are_told_with_their_line(tmp_path: Path, slug: str, old: str, new: str, said: str) -> None:
    told = faults_after(tmp_path, old, new, slug)
    assert any(said in fault and f"{FILE}:" in fault for fault in told), told


def test_the_line_is_that_of_the_slip(tmp_path: Path) -> None:
    text = (HERE / "regulations/urumqi" / FILE).read_text(encoding="utf-8")
    line = text[: text.index("- change: 离职")].count("\n") + 1
    told = faults_after(tmp_path, "- change: 离职", "- change: 离开", "urumqi")
    assert f"regulations/urumqi/{FILE}:{line}: 没有这种情况：离开" in told


def test_without_the_file_nothing_is_wrong(tmp_path: Path) -> None:
    shutil.copytree(HERE / "regulations/daxing", tmp_path / "regulations/daxing")
    for shared in HERE.glob("*.yaml"):
        shutil.copy(shared, tmp_path)
    (tmp_path / "regulations/daxing" / FILE).unlink()
    assert [fault for fault in check(tmp_path) if fault.file.startswith("regulations/daxing/")] == []
