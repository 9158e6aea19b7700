"""打印材料: the documents of a draft, as files to correct, to print and to sign."""

from __future__ import annotations

from handlers import drafting, filling, flow
from handlers.draft import Draft
from handlers.model import Outcome, Reply, Turn, World
from handlers.printing.pack import parts
from handlers.wording import common
from handlers.wording import drafting as drafting_wording
from handlers.wording import printing as wording
from handlers.wording.privacy import MY_DATA
from knowledge.library import Library


def documents(library: Library, world: World, turn: Turn) -> Outcome:
    """Form, report and checklist of the open draft or the newest one, without what is sensitive."""
    session, draft = world.session, _draft(world)
    if draft is None:
        choices = (common.CHECK, common.DRAFT, common.HELP) if flow.at_rest(session) else flow.menu(session)
        return flow.say(session, wording.NO_DRAFT, choices=choices)
    form = filling.form_of(library, draft)
    if form is None:
        return flow.say(session, drafting_wording.NO_FORM_NOW, choices=(MY_DATA, *flow.menu(session)))
    regulation = library.get(draft.region)
    reply = Reply(
        text=wording.printed(regulation, form, kept_back=bool(filling.withheld(form, draft))),
        files=parts(library, draft, flow.today(turn), with_sensitive=False),
        choices=flow.menu(session),
    )
    return Outcome(session=session, replies=(reply,))


def _draft(world: World) -> Draft | None:
    """The draft that is being written, else the newest one."""
    applications = [draft for draft in world.drafts if draft.kind == "application"]
    opened = drafting.current(world)
    return opened if opened in applications else next(iter(applications), None)
