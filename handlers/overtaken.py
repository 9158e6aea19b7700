"""A conversation that a new edition has overtaken: what it stood on may be asked no more."""

from __future__ import annotations

from handlers import flow
from handlers.filling import form_of
from handlers.model import World
from handlers.rejudging import has_field, usable
from handlers.session import Mode, Session
from knowledge.library import Library


def read_in(library: Library, world: World) -> World:
    """The world whose session holds nothing that the library no longer knows. What a draft holds stays."""
    session = world.session
    known = session.model_copy(
        update={
            "answers": usable(library, session.answers),
            "asked": tuple(fact for fact in session.asked if fact in library.facts),
        }
    )
    if known.region is not None and known.region not in library.regulations:
        known = flow.idle(known).model_copy(update={"region": None, "topic": None, "question": ""})
    opened = next((each for each in world.drafts if each.id == known.draft), None)
    if opened is not None and opened.kind == "application" and form_of(library, opened) is None:
        known = flow.idle(known)
    if known.fact is not None and known.fact not in library.facts:
        known = flow.idle(known)
    if known.field is not None and not _there(library, world, known):
        known = known.model_copy(update={"mode": Mode.REVIEW, "field": None, "pending": None})
    return world if known == session else world.model_copy(update={"session": known})


def _there(library: Library, world: World, session: Session) -> bool:
    """Whether the form of the open draft still has the field, or the repeated group, that was asked for."""
    draft = next((each for each in world.drafts if each.id == session.draft), None)
    form = form_of(library, draft) if draft else None
    if form is None or session.field is None:
        return True
    return has_field(form, session.field) or any(group.id == session.field for group in form.groups)
