"""``eligibility``: the verdict on a sheet of facts, or on a batch of them."""

from datetime import date

from bot.commands.lines import Row
from bot.commands.sheets import Question, sheet_command
from handlers.wording import eligibility as wording
from handlers.wording.status import status_line
from knowledge.eligibility import rules
from knowledge.eligibility.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    verdict = rules.judge(library, slug, answers, on)
    return {**as_result(library, verdict), "status": status_line(library.get(slug), on)}


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    verdict = rules.judge(library, slug, answers, on)
    return wording.verdict(library, library.get(slug), verdict, complete=True)


HELP = """Judge a sheet of facts.

The names of facts are those of the command facts.

With --batch: lines {"id", "region", "facts": {…}} in, one verdict a line out; a line may carry "on".
"""

eligibility = sheet_command("eligibility", Question(_row, _words, lambda one: one.rules is not None), HELP)
