"""Nothing countable in a source is overlooked: what no file reads is told with the line of the source."""

import re
import shutil
from pathlib import Path

import pytest

import knowledge.loader
from knowledge.coverage import Occurrence, occurrences
from knowledge.faults import Fault
from knowledge.loader import check
from knowledge.model import Provision
from tests.law import LIBRARY

HERE = Path(knowledge.loader.__file__).parent
ENTRY = re.compile(r"^  - .*\n(?:    .*\n)*", re.MULTILINE)
"""An entry of a list such as ``questions.yaml``."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of its own with 杭州 and 大兴."""
    for path in HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    for slug in ("hangzhou", "daxing"):
        shutil.copytree(HERE / "regulations" / slug, tmp_path / "regulations" / slug)
    return tmp_path


def overlooked(root: Path, slug: str) -> list[Fault]:
    """The faults of a folder; common facts that only other regulations use are none of them."""
    return [fault for fault in check(root) if fault.file.startswith(f"regulations/{slug}/")]


def line_of(words: str, path: Path) -> int:
    """The only line of a file with these words."""
    (line,) = (n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if words in text)
    return line


def words(kind: str, text: str) -> list[str]:
    """The numbers and modal words found in a provision of that kind."""
    provision = Provision.model_validate(
        {"region": "x", "eid": "x", "kind": kind, "label": "x", "printed": "x", "text": text}
    )
    return [one.word for one in sorted(occurrences(provision), key=lambda one: one.start)]


def test_every_number_and_modal_word_of_the_five_is_read_or_excused() -> None:
    found: dict[str, list[Occurrence]] = {
        slug: [one for provision in regulation.provisions for one in occurrences(provision)]
        for slug, regulation in LIBRARY.regulations.items()
    }
    assert all(any(one.value for one in some) and any(not one.value for one in some) for some in found.values())
    assert check() == []


def _without_sum(text: str) -> str:
    """A file of entries without those that quote the sum."""
    return ENTRY.sub(lambda entry: "" if re.search("quote:.*1000元/次", entry[0]) else entry[0], text)


def test_a_sum_that_nothing_reads_any_more_is_told_with_its_line(root: Path) -> None:
    folder = root / "regulations/hangzhou"
    removed = 0
    for path in folder.glob("*.yaml"):
        kept = _without_sum(path.read_text(encoding="utf-8"))
        removed += kept != path.read_text(encoding="utf-8")
        path.write_text(kept, encoding="utf-8")
    assert removed
    line = line_of("1000元/次", folder / "source.txt")
    told = [fault for fault in overlooked(root, "hangzhou") if "“1000”" in fault.message]
    assert [(fault.file, fault.line) for fault in told] == [("regulations/hangzhou/source.txt", line)]


def test_an_answer_that_quotes_a_sum_without_telling_it_does_not_read_it(root: Path) -> None:
    (root / "regulations/hangzhou/funding.yaml").unlink()  # it reads the sum as well
    silences = root / "regulations/hangzhou/silences.yaml"
    silent = silences.read_text(encoding="utf-8")
    silences.write_text(_without_sum(silent), encoding="utf-8")
    path = root / "regulations/hangzhou/questions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(    say: .*)1000元/次", r"\1", text), encoding="utf-8")
    line = line_of("1000元/次", root / "regulations/hangzhou/source.txt")
    assert [(fault.file, fault.line) for fault in overlooked(root, "hangzhou")] == [
        ("regulations/hangzhou/source.txt", line)
    ]


def test_without_its_excuse_a_number_is_told(root: Path) -> None:
    (root / "regulations/daxing/coverage.yaml").unlink()
    assert {fault.file for fault in overlooked(root, "daxing")} == {"regulations/daxing/source.txt"}


@pytest.mark.parametrize("idle", ["特制定本办法", "一百零三人"])
def test_an_excuse_that_excuses_nothing_is_a_fault(root: Path, idle: str) -> None:
    path = root / "regulations/daxing/coverage.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + f"  - {{at: art_1, words: {idle}, why: 试一试}}\n", encoding="utf-8"
    )
    told = [(fault.file, fault.line) for fault in overlooked(root, "daxing")]
    assert told == [("regulations/daxing/coverage.yaml", line_of(idle, path))]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("article", "第九条 团队不少于３人，原则上两年。", ["不少于", "3", "原则上", "两"]),
        ("item", "１．补贴10万元左右", ["10", "左右"]),
        ("item", "（一）一线、一次性应用", ["一次性"]),
        ("row", "5", ["5"]),
    ],
)
def test_what_counts(kind: str, text: str, found: list[str]) -> None:
    assert words(kind, text) == found
