"""``funding``: the account of a workshop's money, from a sheet of facts or a batch of them."""

from datetime import date

from bot.commands.lines import Row
from bot.commands.sheets import Question, sheet_command
from handlers.wording import money as wording
from handlers.wording.status import status_line
from knowledge.funding.account import account
from knowledge.funding.results import as_result
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    return {**as_result(account(library, slug, answers, on)), "status": status_line(library.get(slug), on)}


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    return wording.ledger(library.get(slug), account(library, slug, answers, on))


HELP = """Add up what a workshop is given, and what it may lose again.

The names of facts are those of the command facts. Sums are in 万元.

With --batch: lines {"id", "region", "facts": {…}} in, one account a line out; a line may carry "on".
"""

funding = sheet_command("funding", Question(_row, _words, lambda one: one.funding is not None), HELP)
