"""What the commands on fact sheets have in common: one sheet or a batch in, one row a regulation out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

import click
from pydantic import Field

from bot.commands.failures import InputError
from bot.commands.lines import Row, SheetLine, json_object, print_rows, run_batch
from bot.commands.options import InputFile, as_json, day_or_today, on_day, slugs_of
from bot.library import open_library
from knowledge.library import Library, Regulation
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet

EITHER = "请用 --facts 或者 --batch 给一个文件，二者选一。"
NO_REGION = "用 --facts 时，还要用 --region 说明哪个地区，全部地区写 --region all。"


class BareLine(SheetLine):
    """A line that may do without facts."""

    facts: Row = Field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What a command works out from a sheet under one regulation on a day."""

    row: Callable[[Library, str, Answers, date], Row]
    words: Callable[[Library, str, Answers, date], str]
    written: Callable[[Regulation], bool]
    """Whether a regulation's folder has what the question is about."""
    line: type[SheetLine] = SheetLine
    """``BareLine`` where something can be told without a sheet."""


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    region: str | None
    sheet: IO[bytes] | None
    batch: IO[bytes] | None
    on: date | None
    as_json: bool


def sheet_command(name: str, question: Question, text: str) -> click.Command:
    """The command that puts the question; ``text`` is its help."""

    @click.command(name, help=text)
    @click.option("--region", metavar="SLUG|all", help="The regulation to go by.")
    @click.option("--facts", "sheet", type=InputFile(), metavar="FILE|-", help='One JSON object {"fact": answer}.')
    @click.option("--batch", type=InputFile(), metavar="FILE|-", help="Sheets as JSON Lines; results likewise.")
    @on_day
    @as_json
    def command(
        region: str | None, sheet: IO[bytes] | None, batch: IO[bytes] | None, on: date | None, as_json: bool
    ) -> None:
        _answer(question, Asked(region, sheet, batch, on, as_json))

    return command


def _answer(question: Question, asked: Asked) -> None:
    """Answer one sheet, or every line of a batch."""
    if asked.sheet is not None and asked.batch is not None:
        raise click.UsageError(EITHER)
    if question.line is SheetLine and asked.sheet is None and asked.batch is None:
        raise click.UsageError(EITHER)
    library = open_library()
    if asked.batch is not None:
        run_batch(asked.batch, question.line, lambda line: _line(question, library, line, asked.on))
        return
    if asked.region is None:
        raise click.UsageError(NO_REGION)
    facts = json_object(asked.sheet.read()) if asked.sheet is not None else {}
    if asked.as_json:
        print_rows(_rows(question, library, asked.region, facts, asked.on))
    else:
        _show(question, library, asked.region, facts, day_or_today(asked.on))


def _slugs(question: Question, library: Library, region: str) -> list[str]:
    """The regulations asked for that have what the question is about; InputError where there is none."""
    asked = slugs_of(library, region)
    found = [slug for slug in asked if question.written(library.get(slug))]
    if not found:
        names = "、".join(library.get(slug).identity.short for slug in asked[:3])
        raise InputError(f"“{names}”的文件还没有写这一部分。可以用 ask 问条文")
    return found


def _line(question: Question, library: Library, line: SheetLine, on: date | None) -> list[Row]:
    """One row for the line's region, or one for each where it says ``all``."""
    return [{"id": line.id, **row} for row in _rows(question, library, line.region, line.facts, line.on or on)]


def _rows(question: Question, library: Library, region: str, sheet: Row, on: date | None) -> list[Row]:
    day = day_or_today(on)
    answers, problems = parse_sheet(library.facts, sheet, on=day)
    unused = [problem.model_dump() for problem in problems]
    rows = [question.row(library, slug, answers, day) for slug in _slugs(question, library, region)]
    return [{**row, "problems": [*unused, *row.get("problems", ())]} for row in rows]


def _show(question: Question, library: Library, region: str, sheet: Row, on: date) -> None:
    """The answer in words; what could not be used of the sheet goes to standard error."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    for problem in problems:
        click.echo(f"{problem.fact}：{problem.message}", err=True)
    for slug in _slugs(question, library, region):
        click.echo(f"{question.words(library, slug, answers, on)}\n")
