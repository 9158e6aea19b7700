"""Materials added to a case that staff have: the fields stay as they were handed in, and staff are told at once."""

from __future__ import annotations

from typing import Final

from handlers import consenting
from handlers.draft import Draft, DraftState, Edit, Edited, Event
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.wording import form_page as wording
from handlers.wording.cases import added_for_staff
from knowledge.library import Library

MOST_FILES: Final = 20
"""Files that one draft takes."""
TAKES_FILES: Final = frozenset[DraftState]({"submitted", "accepted"})
"""States in which nothing else can be changed."""


def concerns(draft: Draft, edit: Edit) -> bool:
    """Whether an edit adds files to a draft that staff have, and does nothing besides."""
    adds_alone = Edit(draft=edit.draft, rev=edit.rev, added=edit.added)
    return draft.state in TAKES_FILES and bool(edit.added) and edit == adds_alone


def add(library: Library, world: World, turn: Turn, draft: Draft, edit: Edit) -> Outcome:
    """Keep the files and tell staff; consent is needed as on the form."""
    if not consenting.given(world) or not consenting.given(world, "sensitive"):
        return _told(world, wording.SENSITIVE_FIRST)
    if len(draft.uploads) + len(edit.added) > MOST_FILES:
        return _told(world, wording.too_many_files(MOST_FILES))
    event = Event(at=turn.at, who=turn.person, what="added")
    after = draft.model_copy(update={"uploads": (*draft.uploads, *edit.added), "history": (*draft.history, event)})
    to_staff = Reply(to=STAFF, text=added_for_staff(library, after, edit.added), receipt=draft.receipt)
    return Outcome(session=world.session, replies=(to_staff,), save=(after,), edited=Edited())


def _told(world: World, why: str) -> Outcome:
    return Outcome(session=world.session, replies=(), edited=Edited(refused=(why,)))
