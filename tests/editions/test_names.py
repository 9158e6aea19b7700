"""The name of an edition, and one folder read on its own."""

import shutil
from pathlib import Path

import pytest

from knowledge.loader import RegulationError, load_alone
from knowledge.texts.edition import edition_name, same_edition, same_words
from tests.editions.edited import FOLDERS, put, text_of
from tests.law import LIBRARY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of 大兴's folder under a name of its own."""
    return shutil.copytree(FOLDERS / "daxing", tmp_path / "大兴 2027")


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    path.write_text(put(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def test_a_folder_anywhere_is_read_with_the_common_facts(folder: Path) -> None:
    library = load_alone(folder)
    assert list(library.regulations) == ["daxing"]
    assert library.get("daxing").edition == LIBRARY.get("daxing").edition
    assert library.get("daxing").provisions == LIBRARY.get("daxing").provisions


def test_its_faults_are_told_with_file_and_line(folder: Path) -> None:
    edit(folder, "rules.yaml", "quote: 有明确的优秀技术团队", "quote: 没有明确的优秀技术团队")
    with pytest.raises(RegulationError) as refused:
        load_alone(folder)
    (fault,) = refused.value.faults
    assert fault.file == f"{folder.as_posix()}/rules.yaml"
    assert fault.line > 1
    assert "没有明确的优秀技术团队" in fault.message


def test_a_persona_judged_otherwise_is_told_too(folder: Path) -> None:
    text = (folder / "personas.yaml").read_text(encoding="utf-8")
    (folder / "personas.yaml").write_text(text.replace("verdict: eligible", "verdict: incomplete"), encoding="utf-8")
    with pytest.raises(RegulationError, match="结论应是incomplete"):
        load_alone(folder)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RegulationError) as refused:
        load_alone(tmp_path)
    assert {fault.file.rpartition("/")[2] for fault in refused.value.faults} == {
        "source.txt",
        "text.md",
        "regulation.yaml",
    }


def test_data_of_an_edition_may_change_while_its_words_stay(folder: Path) -> None:
    edit(folder, "regulation.yaml", "short: 大兴", "short: 北京大兴")
    before, after = LIBRARY.get("daxing").edition, load_alone(folder).get("daxing").edition
    assert not same_edition(before, after)
    assert same_words(before, after) is True


def test_words_that_change_give_the_edition_another_name() -> None:
    provisions = LIBRARY.get("daxing").provisions
    other = (provisions[0].model_copy(update={"text": "另一句话"}), *provisions[1:])
    assert same_words(edition_name(provisions, "0" * 64), edition_name(other, "0" * 64)) is False


def test_the_width_of_characters_does_not() -> None:
    provisions = LIBRARY.get("xiaoshan").provisions
    assert "１０" in text_of("xiaoshan")
    narrow = [one.model_copy(update={"text": one.text.replace("１０", "10")}) for one in provisions]
    assert edition_name(provisions, "0" * 64) == edition_name(narrow, "0" * 64)


def test_a_name_from_before_is_still_known() -> None:
    now = LIBRARY.get("daxing").edition
    before = now.partition("-")[2]
    assert same_edition(before, now)
    assert same_words(before, now) is None
