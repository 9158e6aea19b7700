"""``score``: the yearly review of a workshop from a sheet of facts, or from a batch of them."""

from datetime import date

from bot.commands.lines import Row
from bot.commands.sheets import Question, sheet_command
from handlers.wording import scoring as wording
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.results import as_result
from knowledge.vocabulary.facts import Answers


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    return as_result(library, review.score(library, slug, answers, on))


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    return wording.result(library.get(slug), review.score(library, slug, answers, on), {})


HELP = """Work out the score sheet and the yearly duties of a workshop.

The names of facts are those of the command facts. Where a text has no score sheet there are no rows, only the
duties and what the text says of the review.

With --batch: lines {"id", "region", "facts": {…}} in, one review a line out; a line may carry "on".
"""

score = sheet_command("score", Question(_row, _words, lambda one: one.reviewed), HELP)
