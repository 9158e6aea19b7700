"""A slip in form.yaml or procedure.yaml is told with its file and line, whatever else is in the folder."""

import shutil
from pathlib import Path

import pytest

from knowledge.loader import HERE, check

FORM, PROCEDURE = "form.yaml", "procedure.yaml"


def faults_after(tmp_path: Path, file: str, old: str, new: str, slug: str = "xiaoshan") -> list[str]:
    """The faults of one region's folder once a line of one of its files is changed."""
    folder = tmp_path / "regulations" / slug
    shutil.copytree(HERE / "regulations" / slug, folder)
    for shared in HERE.glob("*.yaml"):
        shutil.copy(shared, tmp_path)
    before = (folder / file).read_text(encoding="utf-8")
    assert before.count(old) == 1, old
    (folder / file).write_text(before.replace(old, new), encoding="utf-8")
    return [str(fault) for fault in check(tmp_path) if fault.file.endswith(file)]


def line_of(file: str, words: str, slug: str = "xiaoshan") -> int:
    lines = (HERE / "regulations" / slug / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: 政治面貌,", "label: 党派,", "annex_1__field_20里没有“党派”"),
        (
            "label: 申报单位, at: annex_1__field_1, by_hand: 盖章",
            "label: 申报单位, at: annex_1__field_1, by_hand: 签字",
            "没有“签字”",
        ),
        ("title: 工作室成员情况", "title: 成员名单", "annex_1__group_3里没有“成员名单”"),
        ("minimum: 3", "minimum: 4", "所引的话里没有“4”"),
        ("literal: 萧山区}", "literal: 杭州市萧山区}", "所引的格式不是“杭州市萧山区＋领办人名字＋"),
        ("prefill: {kind: field, id: unit_name}", "prefill: {kind: field, id: unit}", "没有这一栏：unit"),
        ("title: 申办报告", "title: 申报报告", "所引的话里没有“申报报告”"),
        ("kind: field, id: unit_name", "kind: name, id: unit_name", "kind 是 fact 或 field 时要写 id"),
        ("choices: [男, 女]}\n      - {id: age", "choices: []}\n      - {id: age", "kind 是 choice 时要写 choices"),
        ("id: leader_education", "id: leader_sex", "id 重复：leader_sex"),
        ("[leader_name, leader_sex, leader_education", "[leader_name, leader_birth", "不能写进报告：leader_birth"),
        ("[leader_name, leader_sex, leader_education", "[leader_nam", "没有这一栏：leader_nam"),
        ("kind: age, unit: 岁", "kind: number, sum_of: [members.years], unit: 岁", "没有这一栏：members.years"),
        ("{field: fax, span: 8}", "{field: fax, span: 7}", "第4行各格加起来是23列，应是24列"),
        ("{field: fax, span: 8}", "{text: 传真, span: 8}", "fax的栏名和位置应各出现一次，现在是1次和0次"),
        ("columns: 48\n", "columns: 48\n      joined: true\n", "列数和它相同"),
        ("{label: fax, span: 4}", "{text: 传呼机, span: 4}", "这一部分里没有“传呼机”"),
        ("kind: age, unit: 岁", "kind: age, sum_of: [name], unit: 岁", "kind 就要是 number"),
    ],
)
def test_slips_in_the_form_are_told_with_their_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = faults_after(tmp_path, FORM, old, new)
    assert any(said in fault and f"{FORM}:" in fault for fault in told), told


def test_the_line_is_the_fields_own(tmp_path: Path) -> None:
    (told,) = faults_after(tmp_path, FORM, "label: 政治面貌,", "label: 党派,")
    assert told.startswith(f"regulations/xiaoshan/form.yaml:{line_of(FORM, 'id: leader_politics')}:")


def test_a_forgotten_field_is_told(tmp_path: Path) -> None:
    told = faults_after(
        tmp_path, FORM, "      - {id: fax, label: 传真电话, at: annex_1__field_11, kind: phone, sensitive: true}\n", ""
    )
    assert any("“传真电话”栏（annex_1__field_11）应正好用一次，现在用了0次" in fault for fault in told), told


def test_fields_in_another_order_are_told(tmp_path: Path) -> None:
    folder = HERE / "regulations" / "daxing" / FORM
    lines = [
        line
        for line in folder.read_text(encoding="utf-8").splitlines()
        if "annex_2__field_4" in line or "annex_2__field_5" in line
    ]
    told = faults_after(tmp_path, FORM, "\n".join(lines), "\n".join(reversed(lines)), slug="daxing")
    assert any("先后与附件不一致" in fault for fault in told), told


def test_an_unknown_fact_is_told(tmp_path: Path) -> None:
    told = faults_after(tmp_path, FORM, "id: leader_level}", "id: leader_rank}")
    assert any("没有这个事实：leader_rank" in fault for fault in told), told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - who: 申请单位", "  - who: 申报人", "所引的条文里没有“申报人”"),
        ("number: 5", "number: 6", "所引的话里没有“6”"),
        ("number: 7", "number: 10", "所引的话里没有“10”"),
        ("  number: 7\n", "", "要么写 number，要么写 not_stated"),
        ("- id: licence", "- id: report", "id 重复：report"),
        ("quote: 公示期为７天\n", "quote: 公示期为八天\n", "第十条第4项里没有“公示期为八天”"),
    ],
)
def test_slips_in_the_procedure_are_told_with_their_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = faults_after(tmp_path, PROCEDURE, old, new)
    assert any(said in fault and f"{PROCEDURE}:" in fault for fault in told), told


def test_silence_without_someone_to_ask_is_told(tmp_path: Path) -> None:
    told = faults_after(
        tmp_path,
        PROCEDURE,
        "    text: 每年申报认定一次；文中没有写哪几天受理。\n    ask: 杭州市萧山区人力资源和社会保障局\n",
        "    text: 每年申报认定一次；文中没有写哪几天受理。\n",
    )
    assert any("就要写 ask" in fault for fault in told), told
