"""``eligibility``: the verdict on a sheet of facts, or on a batch of them."""

from datetime import date
from typing import Any

import click

from bot.commands.lines import Row
from bot.commands.sheets import Given, Work, run_sheets, sheet_options
from handlers.wording import eligibility as wording
from knowledge.eligibility import rules
from knowledge.eligibility.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers


@click.command()
@sheet_options
def eligibility(**given: Any) -> None:
    """Judge a sheet of facts.

    The names of facts are those of the command facts.

    With --batch: lines {"id", "region", "facts": {…}} in, one verdict a line out; a line may carry "on".
    """
    run_sheets(Work(_as_data, _in_words), Given(**given))


def _as_data(library: Library, slug: str, answers: Answers, on: date) -> Row:
    return as_result(library, rules.judge(library, slug, answers, on))


def _in_words(library: Library, slug: str, answers: Answers, on: date) -> str:
    return wording.verdict(library, library.get(slug), rules.judge(library, slug, answers, on), complete=True)
