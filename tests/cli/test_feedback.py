"""``feedback list``: which questions fail, read beside the running assistant."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.engine import Engine
from bot.settings import Settings
from handlers.core import case_named, step
from handlers.model import Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore

PERSON = "telegram:4711"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library) -> None:
    """A database in which somebody has asked and judged."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    Path("var").mkdir()
    store = SqliteStore.open(Path("var/assistant.db"))
    engine = Engine(store=store, library=library, step=step, case_named=case_named)
    said = (
        "郑州补助什么时候到账",
        "没用",
        "郑州补助什么时候到账？",
        "萧山公示几天",
        "有用",
        "上海能报吗",
        "转人工",
        "就转这个问题",
    )
    for day, text in enumerate(said, start=1):
        at = datetime(2026, 11, day, 2, tzinfo=UTC)
        engine.take(
            Turn(channel="test", key=str(day), person=PERSON, chat=PERSON, at=at, nonce=f"{day:016x}" * 2, text=text)
        )
    store.close()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ("feedback", "list", *words))


def questions(*words: str) -> list[str]:
    result = run("--json", *words)
    assert result.exit_code == 0, result.output
    return [json.loads(line)["question"] for line in result.stdout.splitlines()]


def test_questions_that_fail_come_first() -> None:
    assert questions() == ["郑州补助什么时候到账？", "上海能报吗", "萧山公示几天"]
    assert questions("--failing") == ["郑州补助什么时候到账？", "上海能报吗"]


def test_a_line_for_people_names_the_provision_and_nobody() -> None:
    result = run("--failing")
    first, second = result.stdout.splitlines()
    assert first == "2/2\t👎 1，没有写明 2\t郑州\t郑州补助什么时候到账？\t当时引用：郑州第十三条"
    assert second == "1/1\t不在范围 1，转人工 1\t未选地区\t上海能报吗\t当时没有引用条文"
    assert "4711" not in run("--json").stdout + result.stdout


def test_a_row_for_programs_has_the_citation() -> None:
    row = json.loads(run("--json").stdout.splitlines()[0])
    assert row["citations"] == [{"region": "zhengzhou", "eid": "art_13", "label": "第十三条"}]
    assert (row["asked"], row["failed"], row["useless"], row["not_stated"]) == (2, 2, 1, 2)
    assert row["regions"] == ["zhengzhou"]


def test_since_a_day_and_in_a_region() -> None:
    assert questions("--since", "2026-11-04") == ["上海能报吗", "萧山公示几天"]
    assert questions("--region", "萧山") == ["萧山公示几天"]
    assert questions("--since", "2027-01-01") == []
    assert "没有这样的问题" in run("--since", "2027-01-01").stderr


@pytest.mark.parametrize(
    ("words", "told"), [(("--region", "上海"), "没有“上海”这个地区"), (("--since", "昨天"), "请写成 2026-11-20 这样")]
)
def test_a_wrong_wish_is_told(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert told in result.stderr
