"""A case is looked at and taken out at the terminal: whole, for one person's eyes, and never without a trace."""

import getpass
import json
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from handlers.draft import Draft, Upload
from knowledge.library import Library
from storage.records import Access
from storage.sqlite import SqliteStore
from tests.forms.drafts import WRITTEN, full

RECEIPT = "K7QF2M8R"
APPLICANT = f"web:{'5' * 32}"
AT = datetime(2026, 11, 20, tzinfo=UTC)
SCAN = b"%PDF-1.7 scan %%EOF"
ID_NUMBER = WRITTEN["id_number"]


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path / "var" / "assistant.db"


def hand_in(path: Path, case: Draft) -> None:
    with closing(SqliteStore.open(path)) as store:
        for upload in case.uploads:
            store.save_upload(case.person, upload.id, SCAN + upload.id.encode(), AT)
        with store.transaction() as transaction:
            transaction.save_draft(case, None)


def submitted(library: Library, slug: str, *names: str) -> Draft:
    uploads = tuple(
        Upload(id=f"{number}" * 32, name=name, kind="pdf", size=99, at=AT) for number, name in enumerate(names)
    )
    update = {"person": APPLICANT, "receipt": RECEIPT, "state": "submitted", "uploads": uploads, "changed": AT}
    return full(library, slug).model_copy(update=update)


@pytest.fixture
def case(path: Path, library: Library) -> Draft:
    case = submitted(library, "xiaoshan", "证书.pdf", "../../证书.pdf")
    hand_in(path, case)
    return case


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def logged(path: Path) -> list[Access]:
    with closing(SqliteStore.open(path)) as store, store.transaction() as transaction:
        return list(transaction.access_log(RECEIPT, 9))


def words(document: bytes) -> Iterator[str]:
    for table in docx.Document(BytesIO(document)).tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


@pytest.mark.usefixtures("case")
class TestExport:
    def test_all_of_it_is_there_for_one_persons_eyes(self) -> None:
        result = run("drafts", "export", RECEIPT.lower(), "out")
        assert result.exit_code == 0, result.output
        for told in ("材料 4 份，上传的文件 2 个", "没有加密", "由您保管", "已经记下来"):
            assert told in result.stdout
        folder = Path("out")
        assert sorted(each.name for each in folder.iterdir()) == [
            "填写内容.txt",
            "萧山材料清单.docx",
            "萧山申办报告.docx",
            "萧山申报表.docx",
            "附件01-证书.pdf",
            "附件02-证书.pdf",
        ]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
        assert (folder / "附件02-证书.pdf").read_bytes() == SCAN + b"1" * 32
        assert ID_NUMBER in "".join(words((folder / "萧山申报表.docx").read_bytes()))

    def test_every_field_is_in_the_text(self, case: Draft) -> None:
        run("drafts", "export", RECEIPT, "out")
        text = Path("out/填写内容.txt").read_text(encoding="utf-8-sig")
        assert all(f"：{value}" in text for value in case.fields.values())

    def test_an_empty_folder_is_taken_and_closed_to_others(self) -> None:
        Path("out").mkdir(mode=0o755)
        assert run("drafts", "export", RECEIPT, "out").exit_code == 0
        assert stat.S_IMODE(Path("out").stat().st_mode) == 0o700

    def test_it_is_written_down_beside_the_running_assistant(self, path: Path) -> None:
        with closing(SqliteStore.open(path)) as store:
            assert run("drafts", "export", RECEIPT, "out").exit_code == 0
            with store.transaction() as transaction:
                (entry,) = transaction.access_log(RECEIPT, 9)
        assert (entry.staff, entry.what) == (f"terminal:{getpass.getuser()}", "export")
        assert entry.detail == "终端，打印材料（含敏感栏目）和上传的文件 2 个"

    @pytest.mark.parametrize(
        ("folder", "said"),
        [
            ("full", "里已经有东西"),
            ("full/file", "是文件，不是文件夹"),
            ("var/out", "不能导出到数据文件夹"),
            ("full/file/out", "路径中间有一段不是文件夹"),
        ],
    )
    def test_a_place_that_will_not_do_is_refused_and_nothing_is_written_down(
        self, path: Path, folder: str, said: str
    ) -> None:
        Path("full").mkdir()
        Path("full/file").write_text("kept")
        refused = run("drafts", "export", RECEIPT, folder)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert said in refused.stderr
        assert Path("full/file").read_text() == "kept"
        assert logged(path) == []

    def test_what_cannot_be_written_down_is_not_taken_out(self, path: Path) -> None:
        path.with_name(f"{path.name}.letters").touch()
        refused = run("drafts", "export", RECEIPT, "out")
        assert refused.exit_code == 1
        assert "没有记下来" in refused.stderr
        assert not Path("out").exists()

    def test_one_damaged_file_keeps_nobody_from_the_rest(self, path: Path) -> None:
        (path.with_name(f"{path.name}.uploads") / ("1" * 32)).write_bytes(b"x")
        result = run("drafts", "export", RECEIPT, "out")
        assert result.exit_code == 1
        assert "没有导出：../../证书.pdf" in result.stderr
        assert "上传的文件 1 个" in result.stdout
        assert Path("out/附件01-证书.pdf").exists()
        assert Path("out/萧山申报表.docx").exists()

    def test_where_writing_fails_nothing_stays_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[Path] = []

        def full_disk(place: Path, content: bytes) -> None:
            if written:
                raise OSError(28, "No space left on device", str(place))
            place.write_bytes(content)
            written.append(place)

        monkeypatch.setattr("bot.exporting.write_new", full_disk)
        refused = run("drafts", "export", RECEIPT, "out")
        assert refused.exit_code == 1
        assert "磁盘已满" in refused.stderr
        assert not Path("out").exists()


def test_a_question_has_its_words_alone(path: Path, library: Library) -> None:
    case = submitted(library, "xiaoshan").model_copy(update={"kind": "enquiry", "fields": {"question": "几个人？"}})
    hand_in(path, case)
    assert run("drafts", "export", RECEIPT, "out").exit_code == 0
    assert [each.name for each in Path("out").iterdir()] == ["填写内容.txt"]
    assert Path("out/填写内容.txt").read_text(encoding="utf-8-sig") == "问题：几个人？\n"


def test_a_case_whose_regulation_is_gone_is_taken_out_all_the_same(path: Path, library: Library) -> None:
    hand_in(path, submitted(library, "urumqi", "证书.pdf").model_copy(update={"region": "suzhou"}))
    result = run("drafts", "export", RECEIPT, "out")
    assert result.exit_code == 0, result.output
    assert sorted(each.name for each in Path("out").iterdir()) == ["填写内容.txt", "附件01-证书.pdf"]
    assert ID_NUMBER in Path("out/填写内容.txt").read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("case")
class TestShow:
    def test_what_is_sensitive_is_there_but_not_shown(self) -> None:
        shown = run("drafts", "show", RECEIPT).stdout
        assert "身份证号码：已填写（用 export 查看）*" in shown
        assert ID_NUMBER not in shown
        assert f"drafts export {RECEIPT} 文件夹" in shown

    def test_it_says_how_to_erase(self) -> None:
        shown = run("drafts", "show", RECEIPT).stdout
        assert f"编号 {APPLICANT}" in shown
        assert f"python -m bot erase {RECEIPT}" in shown

    def test_looking_is_written_down(self, path: Path) -> None:
        run("drafts", "show", RECEIPT)
        run("drafts", "show", RECEIPT, "--json")
        assert [entry.what for entry in logged(path)] == ["reveal", "open"]

    def test_who_looked_can_be_asked(self) -> None:
        assert "还没有查看记录" in run("staff", "log").stderr
        run("drafts", "show", RECEIPT)
        run("drafts", "export", RECEIPT, "out")
        told = [line.split("\t")[1:] for line in run("staff", "log", RECEIPT.lower()).stdout.splitlines()]
        who = f"terminal:{getpass.getuser()}"
        assert [line[:3] for line in told] == [[who, "导出", RECEIPT], [who, "查看", RECEIPT]]
        assert run("staff", "log", "22222222").stdout == ""
        (newest,) = run("staff", "log", "--limit", "1", "--json").stdout.splitlines()
        assert json.loads(newest)["what"] == "export"


@pytest.mark.usefixtures("case")
class TestErase:
    def test_by_receipt_beside_the_number(self, path: Path) -> None:
        assert "两次输入的不一样" in run("erase", RECEIPT, stdin=f"{APPLICANT}\n").stderr
        erased = run("erase", RECEIPT, stdin=f"{RECEIPT}\n")
        assert erased.exit_code == 0, erased.output
        assert f"{RECEIPT}（编号 {APPLICANT}）" in erased.stdout
        with closing(SqliteStore.open(path)) as store:
            assert store.people() == ()
            assert store.case(RECEIPT) is None

    def test_by_the_number_of_the_web_page(self, path: Path) -> None:
        assert run("erase", APPLICANT, "--yes").exit_code == 0
        with closing(SqliteStore.open(path)) as store:
            assert store.people() == ()

    def test_an_unknown_receipt(self) -> None:
        refused = run("erase", "22222222", "--yes")
        assert refused.exit_code == 1
        assert "没有 22222222 这个回执编号" in refused.stderr

    def test_the_help_tells_all_three_ways(self) -> None:
        told = run("erase", "--help").stdout
        assert all(f"\n  {way}" in told for way in ("K7QF2M8R", "telegram:123456", "web:"))
