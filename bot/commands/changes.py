"""``changes``: what follows when something changes, for a sheet of facts or a batch of them."""

from datetime import date

from bot.commands.lines import Row
from bot.commands.sheets import Question, sheet_command
from handlers.wording import changes as wording
from handlers.wording.status import status_line
from knowledge.changes.results import as_result
from knowledge.changes.telling import tell
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers, worded


def _row(library: Library, slug: str, answers: Answers, on: date) -> Row:
    regulation = library.get(slug)
    found = as_result(tell(library, slug, answers, on))
    return {**found, "contact": regulation.identity.contact, "notices": [status_line(regulation, on)]}


def _words(library: Library, slug: str, answers: Answers, on: date) -> str:
    found, regulation = tell(library, slug, answers, on), library.get(slug)
    missing = [worded(library.facts[fact], regulation.identity.leader) for fact in found.missing]
    return wording.told(regulation, found, missing) if found.change else wording.NOT_CHOSEN


HELP = """Say what follows when something changes.

The leader retires or leaves, the unit moves or closes, an assessment is failed, and so on: the fact "change" says
what. The names of facts are those of the command facts.

With --batch: lines {"id", "region", "facts": {…}} in, one answer a line out; a line may carry "on".
"""

changes = sheet_command("changes", Question(_row, _words, lambda one: one.changes is not None), HELP)
