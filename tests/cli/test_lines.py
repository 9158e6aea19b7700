"""Batches: one result for each line, whatever a line holds."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.failures import InputError
from bot.commands.lines import BatchLine, Row, run_batch


class Numbered(BatchLine):
    number: int


def doubled(line: Numbered) -> list[Row]:
    if line.number == 13:
        raise InputError("十三不算")
    if line.number == 0:
        raise ZeroDivisionError("what somebody typed")
    return [{"id": line.id, "double": 2 * line.number}]


def results(raw: bytes, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    run_batch(io.BytesIO(raw), Numbered, doubled)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_good_lines_bad_lines_and_good_lines_again(capsys: pytest.CaptureFixture[str]) -> None:
    raw = [
        b'\xef\xbb\xbf{"id": "a", "number": 2}',
        b"",
        b'{"id": "b", "number": "2"}',
        b'{"number": NaN}',
        b"[1]",
        b"\xff",
        b'{"id": 7, "number": 4}',
    ]
    assert results(b"\n".join(raw), capsys) == [
        {"id": "a", "double": 4},
        {"id": "b", "error": "第3行：number 缺少或写法不对。"},
        {"id": None, "error": "第4行：不是 UTF-8 编码的 JSON。"},
        {"id": None, "error": "第5行：应是一个 JSON 对象（用花括号包起来）。"},
        {"id": None, "error": "第6行：不是 UTF-8 编码的 JSON。"},
        {"id": 7, "double": 8},
    ]


def test_a_line_that_cannot_be_answered_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert results(b'{"id": "a", "number": 13}', capsys) == [{"id": "a", "error": "第1行：十三不算。"}]


def test_an_unforeseen_error_costs_its_own_line_and_shows_nothing_typed(capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = results(b'{"id": "a", "number": 0}\n{"id": "b", "number": 1}', capsys)
    assert bad["id"] == "a"
    assert "ZeroDivisionError" in bad["error"]
    assert "typed" not in bad["error"]
    assert good == {"id": "b", "double": 2}


def test_how_many_lines_failed_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run_batch(io.BytesIO(b'{"number": 1}\nx\ny\n'), Numbered, doubled)
    assert capsys.readouterr().err == "2 行没有结果，原因见各行的 error。\n"


def test_nested_beyond_reason_is_a_bad_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert results(b"[" * 100_000, capsys) == [{"id": None, "error": "第1行：不是 UTF-8 编码的 JSON。"}]


@given(st.lists(st.binary(max_size=60).filter(lambda raw: b"\n" not in raw)))
def test_every_filled_line_yields_one_result(lines: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        shown = io.StringIO()
        patch.setattr("sys.stdout", shown)
        run_batch(io.BytesIO(b"\n".join(lines)), Numbered, doubled)
    filled = [line for line in lines if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert [set(json.loads(row)) for row in shown.getvalue().splitlines()] == [{"id", "error"}] * len(filled)
