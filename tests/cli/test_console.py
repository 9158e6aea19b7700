"""The terminal: what is typed is taken by the engine, and what the engine says is shown."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.console import GOODBYE, PERSON, converse, shown
from bot.engine import Engine, Taken
from handlers.choice import Choice
from handlers.model import File, Outcome, Reply, Turn, World
from knowledge.forms.masking import MASK
from knowledge.library import Library
from storage.errors import UnavailableError
from storage.sqlite import SqliteStore

CHOICES = (
    Choice(label="看萧山", says="萧山的逐条结果"),
    Choice(label="上一题", says="上一题", control=True),
    Choice(label="对比", says="对比各地"),
)


def repeat(library: Library, world: World, turn: Turn) -> Outcome:
    """A conversation that counts the lines and says each again."""
    session = world.session.model_copy(update={"rev": world.session.rev + 1})
    return Outcome(session=session, replies=(Reply(text=f"第{session.rev}句：{turn.text}"),))


def no_case(turn: Turn) -> None:
    """Nobody here is staff."""


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[Engine]:
    store = SqliteStore.open(tmp_path / "assistant.db")
    yield Engine(store=store, library=library, step=repeat, case_named=no_case)
    store.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "made"


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_pipe_becomes_a_conversation(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    typed(monkeypatch, "你好\n3\n")
    converse(engine, files)
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert lines[1:] == ["第1句：/start", "> 你好", "第2句：你好", "> 3", "第3句：3", GOODBYE]


def test_a_second_start_goes_on_with_the_same_conversation(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    for words in ("你好\n", "又来了\n"):
        typed(monkeypatch, words)
        converse(engine, files)
    assert "第4句：又来了" in capsys.readouterr().out


def test_what_came_in_the_meantime_is_shown_at_the_next_start(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    typed(monkeypatch, "")
    converse(engine, files)
    with engine.store.transaction() as transaction:
        transaction.queue(1, PERSON, Reply(text="工作人员的答复"), None)
    converse(engine, files)
    assert capsys.readouterr().out.count("工作人员的答复") == 1


def test_an_identity_number_is_masked_before_it_is_shown_or_kept(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, files: Path
) -> None:
    number = "11010519491231002X"
    typed(monkeypatch, f"我的号码是{number}\n")
    converse(engine, files)
    out = capsys.readouterr().out
    assert number not in out
    assert f"> 我的号码是{MASK}" in out
    assert "没有保存" in out
    assert all(number.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_ctrl_c_leaves_politely(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    def interrupted(prompt: str = "") -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    converse(engine, files)
    assert capsys.readouterr().out.endswith(f"\n{GOODBYE}\n")


def test_a_full_disk_is_told_and_the_next_line_is_taken(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    take = engine.take

    def full_at_one(turn: Turn, first: tuple[Reply, ...] = ()) -> Taken:
        if turn.text == "一":
            raise UnavailableError("磁盘已满")
        return take(turn, first)

    monkeypatch.setattr(engine, "take", full_at_one)
    typed(monkeypatch, "一\n二\n")
    converse(engine, files)
    printed = capsys.readouterr()
    assert "刚才这一句没有存下来" in printed.err
    assert "第2句：二" in printed.out


def test_the_farewell_does_not_claim_to_have_kept_what_it_has_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: Engine, files: Path
) -> None:
    def full(turn: Turn, first: tuple[Reply, ...] = ()) -> Taken:
        raise UnavailableError("磁盘已满")

    monkeypatch.setattr(engine, "take", full)
    typed(monkeypatch, "一\n")
    converse(engine, files)
    assert "最后输入的内容没有存下来" in capsys.readouterr().out


def test_choices_are_numbered_and_the_way_around_is_words() -> None:
    assert shown(Reply(text="选一个", choices=CHOICES)) == "选一个\n  1. 看萧山\n  2. 对比\n  ［上一题］"


def test_a_text_with_numbers_of_its_own_keeps_them() -> None:
    reply = Reply(text="要改哪一项？\n1. 人数\n2. 地区", choices=CHOICES)
    assert shown(reply).endswith("2. 地区\n  ［萧山的逐条结果］ ［上一题］ ［对比各地］")


def test_a_file_is_put_where_the_terminal_says_and_never_over_another(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, files: Path
) -> None:
    sheet = File(name="自评表.docx", content=b"sheet")

    def give(library: Library, world: World, turn: Turn) -> Outcome:
        return Outcome(session=world.session, replies=(Reply(text="做好了。", files=(sheet,)),))

    store = SqliteStore.open(tmp_path / "assistant.db")
    typed(monkeypatch, "再来\n")
    converse(Engine(store=store, library=library, step=give, case_named=no_case), files)
    store.close()
    printed = capsys.readouterr().out
    assert [path.name for path in sorted(files.iterdir())] == ["自评表-2.docx", "自评表.docx"]
    assert all(f"（文件已存为 {path}）\n做好了。" in printed for path in files.iterdir())


def test_a_folder_that_cannot_be_written_is_told(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def give(library: Library, world: World, turn: Turn) -> Outcome:
        return Outcome(
            session=world.session, replies=(Reply(text="做好了。", files=(File(name="a.ics", content=b"x"),)),)
        )

    (tmp_path / "made").write_text("这里已有一个同名的文件", encoding="utf-8")
    store = SqliteStore.open(tmp_path / "assistant.db")
    typed(monkeypatch, "")
    converse(Engine(store=store, library=library, step=give, case_named=no_case), tmp_path / "made")
    store.close()
    assert "文件 a.ics 存不下来" in capsys.readouterr().out
