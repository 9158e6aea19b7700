"""Damaged folders: everything wrong is told at once with its file and line, and nothing else ever happens."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import knowledge.loader
from knowledge.loader import RegulationError, check, load

HERE = Path(knowledge.loader.__file__).parent
FOLDER = "regulations/xiaoshan/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of its own with 萧山 alone."""
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copytree(HERE / "regulations/xiaoshan", tmp_path / "regulations/xiaoshan")
    return tmp_path


@pytest.fixture
def bare(root: Path) -> Path:
    """The same without what people ask and how they talk, so that it is read in a fraction of the time."""
    for name in ("topics", "lexicon", "elsewhere", "other_talk", "everyday"):
        (root / f"{name}.yaml").unlink()
    for name in ("questions", "silences", "places"):
        (root / FOLDER / f"{name}.yaml").unlink()
    return root


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace words that stand once in a file of 萧山; the line that they stand on."""
    path = root / "regulations/xiaoshan" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(root: Path) -> list[str]:
    """The faults of 萧山's folder; that it leaves common facts unused, which others use, is none of them."""
    return [str(fault).removeprefix(FOLDER) for fault in check(root) if fault.file.startswith(FOLDER)]


def test_the_real_library_has_no_fault() -> None:
    assert check() == []


def test_the_copy_has_no_fault(root: Path) -> None:
    assert told(root) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("text.md", "给予一次性１０万元", "给予一次性２０万元", "text.md:{line}: “２”不是原文这里的字（原文第270行）"),
        ("text.md", "认定满３年且", "认定满年且", "source.txt:342: “３”没有写进 text.md"),
        ("text.md", "第二十三条 ", "第二十二条 ", "编号重复：第二十二条（art_22）"),
        ("source.txt", "公示期为 ７", "公示期为 ８", "source.txt:{line}: “８”没有写进 text.md"),
        ("source.txt", "公示期为 ７", "公示期为 ８", "“７”不是原文这里的字（原文第260行）"),
        ("regulation.yaml", "at: art_23\n", "at: art_32\n", "regulation.yaml:{line}: 没有这一条：art_32"),
        ("regulation.yaml", "quote: 本办法由区人力社保局负责解释", "quote: 本办法由市人力社保局负责解释",
         "regulation.yaml:{line}: 第二十三条里没有“本办法由市人力社保局负责解释”"),
        ("regulation.yaml", "line: 336", "line: 335", "XS-D05：原文第335行没有"),
        ("regulation.yaml", "id: XS-D02", "id: XS-D01", "编号重复：XS-D01"),
        ("regulation.yaml", "slug: xiaoshan", "slug: hangzhou",
         "regulation.yaml:{line}: slug 应与文件夹同名：xiaoshan"),
        ("regulation.yaml", "lines: [67]", "lines: [66]", "source.txt 第66行没有“—３—”"),
        ("regulation.yaml", "short: 萧山", "shirt: 萧山", "regulation.yaml:{line}: shirt：不认识的项目"),
        ("rubric.yaml", "group: foundation\n    points: 5\n", "group: foundation\n    points: 6\n",
         "没有印“6”这个分值"),
        ("rubric.yaml", "at: annex_2__group_2, points: 35}", "at: annex_2__group_2, points: 36}",
         "foundation各行合计35分，写的是36分"),
        ("rubric.yaml", "group: routine\n    points: 5\n", "group: results\n    points: 5\n",
         "rules在表上不属于results"),
        ("rubric.yaml", "- id: rules\n    at: annex_2__row_5\n    group: routine",
         "- id: rules\n    at: annex_2__row_5\n    group: none", "rubric.yaml:{line}: 没有这一组：none"),
        ("rubric.yaml", "- id: veto\n    at: annex_2__row_14", "- id: veto\n    at: annex_2__row_13",
         "附件2第14行（拒绝接受考核管理的）应列一次，现在是0次"),
        ("rubric.yaml", "- points: 100", "- points: 110", "各行合计100分，表上印的是“基础分 100”"),
        ("rules.yaml", "\ncriteria:", "\ncriteriums:", "criteriums：不认识的项目"),
    ],
)  # fmt: skip
def test_what_is_told(root: Path, file: str, old: str, new: str, fault: str) -> None:
    line = change(root, file, old, new)
    assert any(fault.format(line=line) in one for one in told(root)), told(root)


def test_defects_name_a_line_of_their_provision(root: Path) -> None:
    change(root, "regulation.yaml", "    at: art_14\n", "    at: art_7\n")
    assert any("XS-D16：art_7在原文第178到180行，不含第284行" in one for one in told(root))


def test_all_faults_are_told_at_once(root: Path) -> None:
    change(root, "text.md", "给予一次性１０万元", "给予一次性２０万元")
    change(root, "text.md", "公示期为７天", "公示期为天")
    change(root, "regulation.yaml", "at: art_23", "at: art_32")
    (root / "regulations/xiaoshan/form.yaml").write_text("title: x\n", encoding="utf-8")
    with pytest.raises(RegulationError) as error:
        load(root)
    files = [fault.file.rsplit("/", 1)[-1] for fault in error.value.faults]
    assert {"form.yaml", "regulation.yaml", "source.txt", "text.md"} <= set(files)
    assert list(error.value.faults) == sorted(error.value.faults)
    assert str(error.value.faults[0]) in str(error.value)


def test_a_misspelt_file_does_not_go_unnoticed(root: Path) -> None:
    (root / "regulations/xiaoshan/rubric.yaml").rename(root / "regulations/xiaoshan/rubrik.yaml")
    assert told(root) == ["rubrik.yaml: 不认识的文件，名字写错了吗？"]


@pytest.mark.parametrize("file", ["text.md", "regulation.yaml", "rules.yaml", "source.txt"])
def test_files_from_a_windows_editor_are_read_alike(root: Path, file: str) -> None:
    path = root / "regulations/xiaoshan" / file
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert told(root) == []


def test_an_empty_root_is_a_fault(tmp_path: Path) -> None:
    assert [fault.message for fault in check(tmp_path)][:1] == ["读不到文件：没有这个文件或文件夹"]
    assert any(fault.message == "没有任何法规文件夹" for fault in check(tmp_path))


def test_a_text_that_is_no_utf8_or_too_large(root: Path) -> None:
    path = root / "regulations/xiaoshan/text.md"
    path.write_bytes("第一条\n".encode() + b"\xff")
    assert "text.md:2: 不是 UTF-8 编码" in told(root)
    path.write_bytes(b" " * 2_000_001)
    assert any(one.startswith("text.md: 文件过大") for one in told(root))


FILES = (
    *("text.md", "source.txt", "regulation.yaml", "rules.yaml"),
    *("form.yaml", "procedure.yaml", "rubric.yaml", "obligations.yaml"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_of_any_kind_is_reported_and_nothing_worse(bare: Path, data: st.DataObject) -> None:
    """Cut, doubled, replaced or inserted: ``RegulationError`` (萧山 alone always has unused facts), no other error."""
    file = data.draw(st.sampled_from(FILES))
    path = bare / "regulations/xiaoshan" / file
    before = path.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(start, min(len(before), start + 200)))
    new = data.draw(
        st.sampled_from([b"", b"\n", b"\xff", b": ", b"- ", b"[", b"{", b"  ", b"| ", b"# ", before[start:stop] * 2])
    )
    path.write_bytes(before[:start] + new + before[stop:])
    try:
        with pytest.raises(RegulationError) as error:
            load(bare)
        assert error.value.faults
    finally:
        path.write_bytes(before)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_word_of_the_text_goes_unnoticed(bare: Path, data: st.DataObject) -> None:
    path = bare / "regulations/xiaoshan/text.md"
    before = path.read_text(encoding="utf-8")
    at = data.draw(st.sampled_from([i for i, character in enumerate(before) if "\u4e00" <= character <= "\u9fff"]))
    path.write_text(before[:at] + data.draw(st.sampled_from(["", "龘", "龘龘"])) + before[at + 1 :], encoding="utf-8")
    try:
        assert any(fault.split(":")[0] in {"text.md", "source.txt"} for fault in told(bare))
    finally:
        path.write_text(before, encoding="utf-8")
