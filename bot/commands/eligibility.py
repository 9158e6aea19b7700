"""``eligibility``: the verdict on a sheet of facts, or on a batch of them."""

from datetime import date
from typing import IO

import click

from bot.commands.lines import Row
from bot.commands.options import as_json, batch_option, on_day, sheet_option, sheet_region
from bot.commands.sheets import Asked, Question, answer
from handlers.wording import eligibility as wording
from knowledge.eligibility import rules
from knowledge.eligibility.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers


@click.command()
@sheet_region
@sheet_option
@batch_option
@on_day
@as_json
def eligibility(
    region: str | None, sheet: IO[bytes] | None, batch: IO[bytes] | None, on: date | None, as_json: bool
) -> None:
    """Judge a sheet of facts.

    The names of facts are those of the command facts.

    With --batch: lines {"id", "region", "facts": {…}} in, one verdict a line out; a line may carry "on".
    """
    answer(Question(_row, _words, lambda one: one.rules is not None), Asked(region, sheet, batch, on, as_json))


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    return as_result(library, rules.judge(library, slug, answers, on))


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    verdict = rules.judge(library, slug, answers, on)
    return wording.verdict(library, library.get(slug), verdict, complete=True)
