"""``eligibility``: the verdict on a sheet of facts, or on a batch of them."""

from datetime import date
from typing import IO, Any

import click

from bot.commands.failures import InputError
from bot.commands.lines import BatchLine, Row, json_object, print_rows, run_batch
from bot.commands.options import as_json, day_or_today, on_day, slug_of
from bot.library import open_library
from handlers.wording import eligibility as wording
from knowledge.eligibility import rules
from knowledge.eligibility.results import as_result
from knowledge.eligibility.values import parse_sheet
from knowledge.library import Library

ALL = "all"
Sheet = dict[str, Any]


class SheetLine(BatchLine):
    """One sheet of a batch; ``region`` may be ``all``."""

    region: str
    facts: Sheet
    on: date | None = None


@click.command()
@click.option("--region", metavar="SLUG|all", help="The regulation to judge by.")
@click.option("--facts", "sheet", type=click.File("rb"), metavar="FILE|-", help='One JSON object {"fact": answer, …}.')
@click.option("--batch", type=click.File("rb"), metavar="FILE|-", help="Sheets as JSON Lines; verdicts likewise.")
@on_day
@as_json
def eligibility(
    region: str | None, sheet: IO[bytes] | None, batch: IO[bytes] | None, on: date | None, as_json: bool
) -> None:
    """Judge a sheet of facts.

    The names of facts are those of the command facts.

    With --batch: lines {"id", "region", "facts": {…}} in, one verdict a line out; a line may carry "on".
    """
    if (sheet is None) == (batch is None):
        raise click.UsageError("Give either --facts FILE or --batch FILE.")
    library = open_library()
    if batch is not None:
        run_batch(batch, SheetLine, lambda line: _judge_line(library, line, on))
    elif sheet is not None and region is not None:
        facts = json_object(sheet.read())
        if as_json:
            print_rows(_rows(library, region, facts, on))
        else:
            _show(library, region, facts, day_or_today(on))
    else:
        raise click.UsageError("--facts needs --region SLUG or --region all.")


def _slugs(library: Library, region: str) -> list[str]:
    """The regulations to judge by: all that have rules, or the one named, if it has."""
    if region == ALL:
        return list(library.judging)
    slug = slug_of(library, region)
    if slug not in library.judging:
        name = library.get(slug).identity.short
        raise InputError(f"“{name}”只收录了条文，还没有写资格规则，不能查资格。可以用 ask 问条文")
    return [slug]


def _judge_line(library: Library, line: SheetLine, on: date | None) -> list[Row]:
    """One verdict for the line's region, or one for each where it says ``all``."""
    return [{"id": line.id, **row} for row in _rows(library, line.region, line.facts, line.on or on)]


def _rows(library: Library, region: str, sheet: Sheet, on: date | None) -> list[Row]:
    day = day_or_today(on)
    answers, problems = parse_sheet(library.facts, sheet, on=day)
    unused = [problem.model_dump() for problem in problems]
    verdicts = [rules.judge(library, slug, answers, day) for slug in _slugs(library, region)]
    return [{**as_result(library, verdict), "problems": unused} for verdict in verdicts]


def _show(library: Library, region: str, sheet: Sheet, on: date) -> None:
    """The verdicts in words; what could not be used of the sheet goes to standard error."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    for problem in problems:
        click.echo(f"{problem.fact}：{problem.message}", err=True)
    for slug in _slugs(library, region):
        verdict = rules.judge(library, slug, answers, on)
        click.echo(f"{wording.verdict(library, library.get(slug), verdict, complete=True)}\n")
