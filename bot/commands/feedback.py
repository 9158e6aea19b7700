"""``feedback``: which questions fail, for staff at the terminal."""

from datetime import date, datetime, time

import click

from bot.commands.lines import Row, print_rows
from bot.commands.options import Day, as_json, region_option, slug_of
from bot.commands.reading import reading
from bot.library import open_library
from handlers.failing import Failing, failing, grouped
from handlers.flow import SHANGHAI
from handlers.wording import feedback as wording
from knowledge.library import Library


@click.group()
def feedback() -> None:
    """How answers were received. Nobody is named."""


@feedback.command("list")
@click.option("--failing", "only_failing", is_flag=True, help="Leave out questions that never failed.")
@click.option("--since", type=Day(), help="The first day to look at, YYYY-MM-DD.")
@region_option
@as_json
def list_feedback(only_failing: bool, since: date | None, region: str | None, as_json: bool) -> None:
    """Questions asked, those that failed most often first.

    An answer failed if it was called useless, if nothing was found or the subject was another (unless that was called
    useful), or if its question went to staff.

    How often it failed and was asked, how it failed, region, question, what the last answer cited.
    """
    library = open_library()
    slug = slug_of(library, region) if region else None
    begin = None if since is None else datetime.combine(since, time.min, SHANGHAI)
    with reading() as reader:
        answers = reader.received(begin)
    found = failing(answers, slug) if only_failing else grouped(answers, slug)
    if as_json:
        print_rows(map(_row, found))
        return
    if not found:
        click.echo("没有这样的问题。", err=True)
    for each in found:
        click.echo(_line(library, each))


def _row(each: Failing) -> Row:
    """With what a citation points at, and without its words, which stand in the regulation."""
    citations = [{"region": one.region, "eid": one.eid, "label": one.label} for one in each.citations]
    return {**each.model_dump(mode="json", exclude={"citations"}), "citations": citations}


def _line(library: Library, each: Failing) -> str:
    question = each.question.replace("\n", " ").replace("\t", " ")
    often = f"{each.failed}/{each.asked}"
    places = wording.places(library, each.regions)
    return "\t".join((often, wording.counts(each) or "-", places, question, wording.cited(library, each)))
