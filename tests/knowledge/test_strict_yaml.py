"""Strict YAML: what is typed is what is read, and every fault has its line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from knowledge.faults import Fault
from knowledge.strict_yaml import MAX_BYTES, document, read


class Town(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    people: int
    founded: date | None = None
    streets: tuple[str, ...] = ()
    mayor: dict[str, str] = {}


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "town.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[str]:
    found: list[Fault] = []
    assert read(written(folder, text), Town, found) is None
    return [str(fault) for fault in found]


def test_a_good_file(tmp_path: Path) -> None:
    found: list[Fault] = []
    town = read(
        written(tmp_path, 'name: "12"\npeople: 12\nfounded: 2019-11-20\nstreets: [yes, no, 2019-11-20, 1.5, ~]\n'),
        Town,
        found,
    )
    assert found == []
    assert town == Town(
        name="12", people=12, founded=date(2019, 11, 20), streets=("yes", "no", "2019-11-20", "1.5", "~")
    )


def test_all_faults_at_once_with_their_lines(tmp_path: Path) -> None:
    assert faults(tmp_path, "name: 12\nstreets:\n  - 甲\n  - 3\ncolour: 红\n") == [
        "town.yaml:1: name：应是文字（数字请加引号）",
        "town.yaml:1: people：缺少",
        "town.yaml:4: streets/1：应是文字（数字请加引号）",
        "town.yaml:5: colour：不认识的项目",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: 甲\nname: 乙\npeople: 1", "town.yaml:2: 名称重复：name"),
        ("name: &here 甲\npeople: 1", "town.yaml:1: 不能用锚点（&here）"),
        ("name: 甲\npeople: 1\nstreets: *here", "town.yaml:3: 不能用别名（*）"),
        ("name: !!str 1\npeople: 1", "town.yaml:1: 不能用类型标签（!）"),
        ("name: ! 甲\npeople: 1", "town.yaml:1: 不能用类型标签（!）"),
        ("name:\npeople: 1", 'town.yaml:1: 没有内容（空文字写成 ""，不需要的项目删去）'),
        ("name: 甲\n---\npeople: 1", "town.yaml:2: 一个文件只能有一份内容（多出了 ---）"),
        ("? [甲]\n: 1", "town.yaml:1: 名称应是文字"),
        ("name: [甲", "town.yaml:2: 不是正确的 YAML"),
        ("name: 甲\n\tpeople: 1", "town.yaml:2: 不是正确的 YAML"),
        ("- " * 60, "嵌套超过"),
        ("", "town.yaml: 文件是空的"),
        ("name: \x00", "不是正确的 YAML"),
        ("name: 甲\npeople: 1\n".encode("gb18030"), "town.yaml:1: 不是 UTF-8 编码"),
        (b"name: a\npeople: \xff", "town.yaml:2: 不是 UTF-8 编码"),
        ("#" * (MAX_BYTES + 1), "文件过大"),
        ("甲", "应是“名称: 内容”的形式"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str | bytes, fault: str) -> None:
    assert any(fault in told for told in faults(tmp_path, text)), faults(tmp_path, text)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    found: list[Fault] = []
    assert read(tmp_path / "none.yaml", Town, found) is None
    assert [fault.file for fault in found] == ["none.yaml"]


def test_lines_of_values(tmp_path: Path) -> None:
    found = document(written(tmp_path, "name: 甲\nstreets:\n  - 乙\n  - 丙\n"), "town.yaml", [])
    assert found is not None
    assert found.line(("streets", 1)) == 4
    assert found.line(("streets", 9, "x")) == 3
    assert found.line(("nowhere",)) == 1
    assert dict(found.walk())[("streets", 0)] == "乙"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1:-[]{}&*!#'\"|>?,% \n\t~\x00é", max_size=60))
def test_whatever_is_typed_is_read_or_reported(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    found: list[Fault] = []
    result = document(written(tmp_path_factory.getbasetemp(), text), "town.yaml", found)
    assert (result is None) == bool(found)
