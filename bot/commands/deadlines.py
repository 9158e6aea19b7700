"""``deadlines``: what a workshop has to do when, from a sheet of facts or a batch of them."""

from datetime import date

from bot.commands.lines import Row
from bot.commands.sheets import BareLine, Question, sheet_command
from handlers.wording import dates as wording
from handlers.wording.status import status_line
from knowledge.calendar.dates import due
from knowledge.calendar.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    found = due(library, slug, answers, on)
    return {
        "region": slug,
        "on": on.isoformat(),
        "deadlines": [as_result(one) for one in found],
        "status": status_line(library.get(slug), on),
    }


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    return wording.calendar(library, library.get(slug), due(library, slug, answers, on), on)


HELP = """Tell the next dates; without --facts those that need none.

The names of facts are those of the command facts.

With --batch: lines {"id", "region", "facts": {…}} in, one list a line out; a line may carry "on".
"""

deadlines = sheet_command(
    "deadlines", Question(_row, _words, lambda one: one.deadlines is not None, line=BareLine), HELP
)
