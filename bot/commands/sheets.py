"""Sheets of facts in, results out: what every command that works on facts has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, TypeVar

import click

from bot.commands.lines import BatchLine, Row, json_object, print_rows, run_batch
from bot.commands.options import as_json, day_or_today, on_day, slug_of
from knowledge import loader
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet

ALL = "all"
Sheet = dict[str, Any]
Function = TypeVar("Function", bound=Callable[..., None])


class SheetLine(BatchLine):
    """One sheet of a batch; ``region`` may be ``all``."""

    region: str
    facts: Sheet
    on: date | None = None


@dataclass(frozen=True)
class Work:
    """What a command does with the answers of a sheet in one region: as data, and in words."""

    as_data: Callable[[Library, str, Answers, date], Row]
    in_words: Callable[[Library, str, Answers, date], str]


@dataclass(frozen=True)
class Given:
    """What was given on the command line."""

    region: str | None
    sheet: IO[bytes] | None
    batch: IO[bytes] | None
    on: date | None
    as_json: bool


def sheet_options(function: Function) -> Function:
    """The options of a command on sheets; they arrive as the keywords of ``Given``."""
    options = (
        click.option("--region", metavar="SLUG|all", help="The regulation to go by."),
        click.option("--facts", "sheet", type=click.File("rb"), metavar="FILE|-", help='JSON: {"fact": answer}.'),
        click.option("--batch", type=click.File("rb"), metavar="FILE|-", help="Sheets as JSON Lines."),
        on_day,
        as_json,
    )
    for option in reversed(options):
        function = option(function)
    return function


def run_sheets(work: Work, given: Given) -> None:
    """One sheet, or a batch of them."""
    if (given.sheet is None) == (given.batch is None):
        raise click.UsageError("Give either --facts FILE or --batch FILE.")
    library = loader.load()
    if given.batch is not None:
        run_batch(given.batch, SheetLine, lambda line: _line(library, work, line, given.on))
    elif given.sheet is not None and given.region is not None:
        facts = json_object(given.sheet.read())
        if given.as_json:
            print_rows(_rows(library, work, given.region, facts, given.on))
        else:
            _show(library, work, given.region, facts, day_or_today(given.on))
    else:
        raise click.UsageError("--facts needs --region SLUG or --region all.")


def _slugs(library: Library, region: str) -> list[str]:
    return list(library.regulations) if region == ALL else [slug_of(library, region)]


def _line(library: Library, work: Work, line: SheetLine, on: date | None) -> list[Row]:
    """One result for the line's region, or one for each where it says ``all``."""
    return [{"id": line.id, **row} for row in _rows(library, work, line.region, line.facts, line.on or on)]


def _rows(library: Library, work: Work, region: str, sheet: Sheet, on: date | None) -> list[Row]:
    day = day_or_today(on)
    answers, problems = parse_sheet(library.facts, sheet, on=day)
    unused = [problem.model_dump() for problem in problems]
    return [{**work.as_data(library, slug, answers, day), "problems": unused} for slug in _slugs(library, region)]


def _show(library: Library, work: Work, region: str, sheet: Sheet, on: date) -> None:
    """The results in words; what could not be used of the sheet goes to standard error."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    for problem in problems:
        click.echo(f"{problem.fact}：{problem.message}", err=True)
    for slug in _slugs(library, region):
        click.echo(f"{work.in_words(library, slug, answers, on)}\n")
