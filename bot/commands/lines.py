"""JSON in and out: one object a line, and batches that go on after a bad line."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import IO, Any, TypeVar

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.commands.failures import InputError, explain

Row = dict[str, Any]
BOM = codecs.BOM_UTF8


class BatchLine(BaseModel):
    """What every line of a batch may carry. Keys that a command does not know are left alone."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str | int | None = None


class SheetLine(BatchLine):
    """One sheet of facts of a batch; ``region`` may be ``all``."""

    region: str
    facts: Row
    on: date | None = None


Line = TypeVar("Line", bound=BatchLine)


def json_object(raw: bytes) -> Row:
    """The JSON object that the bytes are; InputError where they are anything else."""
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError("不是 UTF-8 编码的 JSON") from None
    if not isinstance(found, dict):
        raise InputError("应是一个 JSON 对象（用花括号包起来）")
    return found


def _no_number(word: str) -> None:
    """Python reads NaN and Infinity; JSON has neither."""
    raise ValueError(word)


def print_rows(rows: Iterable[Row]) -> None:
    """One JSON object a line, Chinese left readable."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def run_batch(source: IO[bytes], model: type[Line], answer: Callable[[Line], Iterable[Row]]) -> None:
    """Answer line by line; a line that cannot be answered yields ``{"id", "error"}`` in its place."""
    bad = 0
    for number, raw in _filled(source):
        row: Row = {}
        try:
            row = json_object(raw)
            rows = list(answer(_checked(row, model)))
        except Exception as error:  # noqa: BLE001 - whatever one line does, the next one is answered
            bad += 1
            rows = [{"id": row.get("id"), "error": f"第{number}行：{explain(error)}"}]
        print_rows(rows)
    if bad:
        click.echo(f"{bad} 行没有结果，原因见各行的 error。", err=True)


def _filled(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers."""
    return ((number, raw) for number, raw in enumerate(source, start=1) if raw.removeprefix(BOM).strip())


def _checked(row: Row, model: type[Line]) -> Line:
    try:
        return model.model_validate_json(json.dumps(row))
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors())
        raise InputError(f"{'、'.join(names)} 缺少或写法不对") from None
