"""``changes``: what follows when something changes, for a sheet of facts or a batch of them."""

from datetime import date
from typing import IO

import click

from bot.commands.lines import Row, SheetLine, json_object, print_rows, run_batch
from bot.commands.options import as_json, day_or_today, on_day, slugs_of
from handlers.wording import changes as wording
from handlers.wording.status import status_line
from knowledge import loader
from knowledge.changes.results import as_result
from knowledge.changes.telling import tell
from knowledge.eligibility.facts import worded
from knowledge.eligibility.values import parse_sheet
from knowledge.library import Library


@click.command()
@click.option("--region", metavar="SLUG|all", help="The regulation to look into.")
@click.option("--facts", "sheet", type=click.File("rb"), metavar="FILE|-", help='One JSON object {"change": …, …}.')
@click.option("--batch", type=click.File("rb"), metavar="FILE|-", help="Sheets as JSON Lines; answers likewise.")
@on_day
@as_json
def changes(
    region: str | None, sheet: IO[bytes] | None, batch: IO[bytes] | None, on: date | None, as_json: bool
) -> None:
    """Say what follows when something changes.

    The leader retires or leaves, the unit moves or closes, an assessment is failed, and so on: the fact "change" says
    what. The names of facts are those of the command facts.

    With --batch: lines {"id", "region", "facts": {…}} in, one answer a line out; a line may carry "on".
    """
    if (sheet is None) == (batch is None):
        raise click.UsageError("Give either --facts FILE or --batch FILE.")
    library = loader.load()
    if batch is not None:
        run_batch(batch, SheetLine, lambda line: _tell_line(library, line, on))
    elif sheet is not None and region is not None:
        facts = json_object(sheet.read())
        if as_json:
            print_rows(_rows(library, region, facts, on))
        else:
            _show(library, region, facts, day_or_today(on))
    else:
        raise click.UsageError("--facts needs --region SLUG or --region all.")


def _tell_line(library: Library, line: SheetLine, on: date | None) -> list[Row]:
    """One answer for the line's region, or one for each where it says ``all``."""
    return [{"id": line.id, **row} for row in _rows(library, line.region, line.facts, line.on or on)]


def _rows(library: Library, region: str, sheet: Row, on: date | None) -> list[Row]:
    day = day_or_today(on)
    answers, problems = parse_sheet(library.facts, sheet, on=day)
    unused = [problem.model_dump() for problem in problems]
    return [
        {
            **as_result(tell(library, slug, answers, day)),
            "contact": library.get(slug).identity.contact,
            "notices": [status_line(library.get(slug), day)],
            "problems": unused,
        }
        for slug in slugs_of(library, region)
    ]


def _show(library: Library, region: str, sheet: Row, on: date) -> None:
    """The answers in words; what could not be used of the sheet goes to standard error."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    for problem in problems:
        click.echo(f"{problem.fact}：{problem.message}", err=True)
    for slug in slugs_of(library, region):
        found = tell(library, slug, answers, on)
        leader = library.get(slug).identity.leader
        missing = [worded(library.facts[fact], leader) for fact in found.missing]
        text = wording.told(library.get(slug), found, missing) if found.change else wording.NOT_CHOSEN
        click.echo(f"{text}\n")
