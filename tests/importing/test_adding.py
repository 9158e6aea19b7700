"""``regulation add`` from end to end: a file goes in, the library is sound, and the assistant answers from it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from handlers.ask import answer
from handlers.core import step
from handlers.intents import region_named
from handlers.model import Turn, World
from handlers.session import Session
from knowledge import loader
from knowledge.library import Library

LAW = """\
苏州市工坊管理办法（试行）
苏工发〔2024〕7号
第一条 为了规范工坊管理，制定本办法。
第二条 工坊应当有三十平方米以上的场地。
第三条 对认定的工坊给予八万元的补助。
第四条 本办法自2024年5月1日起施行，由苏州市工坊办公室负责解释。
苏州市工坊办公室
2024年4月2日
"""
ME = "terminal:me"


@pytest.fixture(autouse=True)
def own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("REGULATIONS", str(tmp_path / "ours"))


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "办法.txt"
    path.write_text(LAW, encoding="utf-8")
    return path


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def add(law: Path, *words: str) -> Result:
    return run("regulation", "add", str(law), "--slug", "suzhou", *words)


def test_the_folder_and_the_report(law: Path, tmp_path: Path) -> None:
    found = add(law)
    assert found.exit_code == 0, found.output
    assert sorted(path.name for path in (tmp_path / "ours/suzhou").iterdir()) == [
        "regulation.yaml",
        "report.md",
        "source.txt",
        "text.md",
    ]
    report = (tmp_path / "ours/suzhou/report.md").read_text(encoding="utf-8")
    assert report in found.stdout
    assert (
        "- 标题：苏州市工坊管理办法（试行）\n- 简称：苏州市工坊管理办法\n- 地区：苏州市\n- 文号：苏工发〔2024〕7号"
        in report
    )
    assert "- 没有找到：有效期" in report
    assert "收录：条 4，文件头 3。" in report
    assert "丢失 0 字，舍弃 0 字" in report
    assert list((tmp_path / "ours").glob(".*")) == []


def test_the_report_for_programs(law: Path) -> None:
    found = json.loads(add(law, "--json", "--name", "苏州工坊").stdout)
    assert found["slug"] == "suzhou"
    assert found["short"] == "苏州工坊"
    assert (found["articles"], found["lost"], found["oddities"]) == (4, 0, [])
    assert found["characters"] == len("".join(LAW.split()))
    assert found["issuers"] == ["苏州市工坊办公室"]


def test_the_library_is_sound_and_says_what_is_missing(law: Path) -> None:
    add(law)
    checked = run("regulation", "check")
    assert checked.exit_code == 0, checked.output
    assert checked.stdout.startswith("检查通过：6 部规定")
    listed = next(line for line in run("regulation", "list").stdout.splitlines() if line.startswith("suzhou"))
    assert listed.endswith("\t只有条文")
    assert "试行" in listed


def test_questions_work_at_once_by_region_title_and_session(law: Path, tmp_path: Path) -> None:
    add(law)
    library = loader.load(more=tmp_path / "ours")
    asked: tuple[tuple[str, str | None], ...] = (
        ("苏州补助多少钱", None),
        ("苏州市工坊管理办法给多少补助", None),
        ("《苏州市工坊管理办法（试行）》第三条", None),
        ("补助多少", "suzhou"),
    )
    for question, region in asked:
        found = answer(library, question, region=region, on=date(2026, 3, 1))
        assert found.outcome == "answer", question
        assert {one.region for one in found.citations} == {"suzhou"}
        assert found.citations[0].eid == "art_3", question
    by_title = run("ask", "第三条", "--region", "苏州市工坊管理办法")
    assert by_title.stdout.startswith("苏州市工坊管理办法第三条\n第三条 对认定的工坊给予八万元的补助。")


def test_a_second_text_of_a_place_takes_nothing_from_the_first(tmp_path: Path) -> None:
    other = tmp_path / "萧山.txt"
    other.write_text(LAW.replace("苏州市", "杭州市萧山区").replace("工坊", "技师工作室"), encoding="utf-8")
    assert run("regulation", "add", str(other), "--slug", "another").exit_code == 0
    library = loader.load(more=tmp_path / "ours")
    assert library.get("another").identity.region == "杭州市萧山区"
    for name in ("萧山", "杭州市萧山区", "杭州市萧山区技师工作室管理办法"):
        assert region_named(library, name) == "xiaoshan"
    assert region_named(library, "杭州市萧山区技师工作室管理办法（试行）") == "another"
    found = answer(library, "萧山补助多少", region=None, on=date(2026, 3, 1))
    assert {one.region for one in found.citations} == {"xiaoshan"}


def test_eligibility_says_that_rules_are_missing(law: Path) -> None:
    add(law)
    one = run("eligibility", "--region", "suzhou", "--facts", "-", stdin="{}")
    assert one.exit_code == 1
    assert "“苏州市工坊管理办法”的文件还没有写这一部分" in one.stderr
    every = run("eligibility", "--region", "all", "--facts", "-", "--json", stdin="{}")
    assert len(every.stdout.splitlines()) == 5
    batch = run("eligibility", "--batch", "-", stdin='{"id": 7, "region": "suzhou", "facts": {}}\n')
    assert json.loads(batch.stdout)["id"] == 7
    assert "还没有写这一部分" in json.loads(batch.stdout)["error"]
    assert run("facts", "--region", "suzhou", "--json").stdout == ""
    assert len(run("provisions", "--region", "suzhou", "--json").stdout.splitlines()) == 8


def test_the_conversation_copes_with_a_text_alone(law: Path, tmp_path: Path) -> None:
    add(law)
    talk = Talk(loader.load(more=tmp_path / "ours"))
    assert "另外只收录了条文、可以提问但不能查资格的：苏州市工坊管理办法" in talk.says("开始")
    assert talk.says("苏州市工坊管理办法").startswith("好的，现在看的是苏州市工坊管理办法")
    assert "只收录了条文，还没有写资格规则，不能查资格" in talk.says("查资格")
    assert "还没有整理申报表，写不了草稿" in talk.says("写草稿")
    assert "申报步骤还没有整理" in talk.says("接下来怎么办")
    assert "给予八万元的补助" in talk.says("补助多少")
    assert "下面只问还没回答的问题" in talk.says("对比各地")
    compared = talk.says("先看结果")
    assert compared.count("文件状态：") == 5
    assert "苏州" not in compared


class Talk:
    """One person with the assistant."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._session = Session(person=ME)

    def says(self, words: str) -> str:
        """What the assistant answers."""
        when = datetime(2026, 3, 1, tzinfo=UTC)
        turn = Turn(
            channel="terminal", key=words, chat=ME, person=ME, text=words, at=when, nonce="0123456789abcdef0123"
        )
        outcome = step(self._library, World(session=self._session), turn)
        self._session = outcome.session
        return outcome.replies[0].text


def test_a_library_of_texts_alone(law: Path, tmp_path: Path) -> None:
    """No regulation has rules: nothing to judge by, nothing to compare, and still answers."""
    root = tmp_path / "root"
    root.mkdir()
    for path in loader.HERE.glob("*.yaml"):
        (root / path.name).write_bytes(path.read_bytes())
    assert add(law, "--into", str(root)).exit_code == 0
    assert loader.check(root) == []
    talk = Talk(loader.load(root))
    talk.says("苏州市工坊管理办法")
    assert talk.says("对比各地").startswith("现在收录的文件都只有条文")
    assert "还没有写资格规则" in talk.says("查资格")


def test_nothing_is_overwritten_unless_asked(law: Path, tmp_path: Path) -> None:
    add(law)
    folder = tmp_path / "ours/suzhou"
    (folder / "questions.yaml").write_text("entries: []\n", encoding="utf-8")
    law.write_text(LAW.replace("八万元", "九万元"), encoding="utf-8")
    again = add(law)
    assert again.exit_code == 1
    assert "已经有了" in again.stderr
    assert "--replace" in again.stderr
    assert "八万元" in (folder / "text.md").read_text(encoding="utf-8")
    assert add(law, "--replace").exit_code == 0
    assert "九万元" in (folder / "text.md").read_text(encoding="utf-8")
    assert (folder / "questions.yaml").exists()
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["suzhou"]


def test_a_folder_that_is_no_regulation_is_left_alone(law: Path, tmp_path: Path) -> None:
    (tmp_path / "ours/suzhou").mkdir(parents=True)
    (tmp_path / "ours/suzhou/信.txt").write_text("x", encoding="utf-8")
    found = add(law, "--replace")
    assert "不是一份规定的文件夹" in found.stderr
    assert (tmp_path / "ours/suzhou/信.txt").exists()


@pytest.mark.parametrize("slug", ["", "All", "all", "苏州", "../x", "a b", "-a", "a" * 65])
def test_names_that_cannot_be_folders_are_refused(law: Path, slug: str, tmp_path: Path) -> None:
    found = run("regulation", "add", str(law), "--slug", slug)
    assert found.exit_code == 1
    assert "不能用" in found.stderr
    assert not (tmp_path / "ours").exists()


def test_files_that_cannot_be_read_leave_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"x")
    found = add(path)
    assert found.exit_code == 1
    assert found.stderr.startswith("错误：表.xlsx：不认识这种文件（.xlsx）；能读的是 .txt")
    assert "Traceback" not in found.output
    assert not (tmp_path / "ours").exists()


def test_the_original_is_kept_where_the_source_is_not_the_same(tmp_path: Path) -> None:
    page = tmp_path / "办法.html"
    page.write_text("<p>" + "</p><p>".join(LAW.splitlines()) + "</p>", encoding="utf-8")
    add(page)
    assert (tmp_path / "ours/suzhou/source.html").read_bytes() == page.read_bytes()
    old = tmp_path / "办法.txt"
    old.write_bytes(LAW.encode("gb18030"))
    assert add(old, "--replace").exit_code == 0
    assert (tmp_path / "ours/suzhou/source.original.txt").read_bytes() == LAW.encode("gb18030")
    assert not (tmp_path / "ours/suzhou/source.html").exists()


def test_two_folders_of_one_name_are_told(law: Path, tmp_path: Path) -> None:
    run("regulation", "add", str(law), "--slug", "xiaoshan")
    found = run("regulation", "check")
    assert found.exit_code == 1
    assert "ours/xiaoshan: 已经有同名的文件夹" in found.stderr


def test_rules_are_needed_for_what_they_alone_can_check(law: Path, tmp_path: Path) -> None:
    add(law)
    example = (loader.HERE / "regulations/xiaoshan/personas.yaml").read_bytes()
    (tmp_path / "ours/suzhou/personas.yaml").write_bytes(example)
    assert "没有 rules.yaml" in run("regulation", "check").stderr
