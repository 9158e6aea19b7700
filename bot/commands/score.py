"""``score``: the yearly review of a workshop from a sheet of facts, or from a batch of them."""

from datetime import date
from typing import IO

import click

from bot.commands.lines import Row
from bot.commands.options import as_json, batch_option, on_day, sheet_option, sheet_region
from bot.commands.sheets import Asked, Question, answer
from handlers.wording import scoring as wording
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.results import as_result
from knowledge.vocabulary.facts import Answers


@click.command()
@sheet_region
@sheet_option
@batch_option
@on_day
@as_json
def score(region: str | None, sheet: IO[bytes] | None, batch: IO[bytes] | None, on: date | None, as_json: bool) -> None:
    """Work out the score sheet and the yearly duties of a workshop.

    The names of facts are those of the command facts. Where a text has no score sheet there are no rows, only the
    duties and what the text says of the review.

    With --batch: lines {"id", "region", "facts": {…}} in, one review a line out; a line may carry "on".
    """
    answer(Question(_row, _words, lambda one: one.reviewed), Asked(region, sheet, batch, on, as_json))


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    return as_result(library, review.score(library, slug, answers, on))


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    return wording.result(library.get(slug), review.score(library, slug, answers, on), {})
