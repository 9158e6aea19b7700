"""What staff do to a case: checked against who they are, what the case allows and what it was when they looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers import flow
from handlers.cases import ruling
from handlers.cases.members import can_take, member_of, name_of
from handlers.cases.silence import SILENCE, silent
from handlers.cases.states import LEADS_TO, NEEDS_ARTICLE, NEEDS_NOTE, ROLES, allowed
from handlers.choice import Choice
from handlers.draft import Draft, Event
from handlers.member import Action, ActionName, Member
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.rulings import Ruling
from handlers.wording import cases as wording
from handlers.wording import common
from handlers.wording import rulings as rulings_wording
from handlers.wording.desk import NO_CASE
from knowledge.library import Library

LONGEST: Final = 2_000
"""Characters of what staff write to an applicant."""
COLLEAGUE_S: Final = frozenset[ActionName]({*LEADS_TO, "rule", "claim"})
"""What is for whoever has the case to do. Anybody may answer the applicant, so that nobody waits for a colleague."""


def act(library: Library, world: World, turn: Turn, action: Action) -> Outcome:
    """One action on the case at hand. Nothing happens, and it is said why, where it may not."""
    case, member = world.case, member_of(world.staff, turn)
    why = trouble(library, world, turn, action)
    if case is None or member is None or why:
        return flow.say(world.session, why)
    changed = _changed(case, turn, member, action)
    if action.name == "rule":
        return _ruled(library, world, turn, changed, ruling.made(case, turn, member, action))
    told = _to_applicant(library, case, changed, action)
    held = bool(told) and world.shut_out
    colleagues = _to_colleagues(library, world, turn, changed, held=held)
    confirmed = Reply(text=wording.done(changed, action.name, world.staff, held=held), receipt=changed.receipt)
    return Outcome(session=world.session, replies=(*told, *colleagues, confirmed), save=(changed,))


def _ruled(library: Library, world: World, turn: Turn, changed: Draft, made: Ruling) -> Outcome:
    """A ruling is kept; the applicant hears of it in full."""
    words = wording.to_applicant_ruling(library, changed, made)
    told = Reply(to=changed.chat or changed.person, text=words, choices=_ways_on(changed))
    heard = f"。{wording.NOTICE_HELD}" if world.shut_out else rulings_wording.APPLICANT_TOLD
    confirmed = Reply(text=rulings_wording.kept(library, made, heard), receipt=changed.receipt)
    replies = (told, *_to_colleagues(library, world, turn, changed, held=world.shut_out), confirmed)
    return Outcome(session=world.session, replies=replies, save=(changed,), rulings=(made,))


def trouble(library: Library, world: World, turn: Turn, action: Action) -> str:
    """Why an action cannot be done; empty where it can."""
    why = _trouble(library, world, turn, action)
    if not why and world.case is not None and action.name == "rule":
        why = ruling.trouble(world.case, turn, action)
    return why


def _trouble(library: Library, world: World, turn: Turn, action: Action) -> str:
    case, member = world.case, member_of(world.staff, turn)
    if member is None or not ROLES[member.role].act:
        return wording.ONLY_LOOKING
    if case is None or case.receipt is None:
        return NO_CASE
    if action.seen is not None and action.seen != len(case.history):
        return wording.changed_meanwhile(case)
    if not allowed(case, action.name):
        return wording.already(case) if LEADS_TO.get(action.name) == case.state else wording.not_now(case)
    if action.name == "assign" and not can_take(world.staff, action.to):
        return wording.NO_SUCH_MEMBER
    return _incomplete(library, case, action) or not_theirs(case, member, action.name, world.staff, flow.today(turn))


def _incomplete(library: Library, case: Draft, action: Action) -> str:
    """What an action lacks: words, what is to be corrected, the article; empty where it has all."""
    if action.name in NEEDS_NOTE and not action.note.strip():
        return wording.WORDS_NEEDED
    if action.name == "correct" and not (action.note.strip() or action.fields or action.criteria):
        return wording.WHAT_TO_CORRECT
    if len(action.note) > LONGEST:
        return wording.too_long(LONGEST)
    if action.provision or action.name in NEEDS_ARTICLE:
        return _wrong_article(library, case, action)
    return ""


def not_theirs(case: Draft, member: Member, name: ActionName, staff: Sequence[Member], on: date) -> str:
    """Why this is not for the member to do, seeing who has the case; empty where it is."""
    if name == "claim" and case.assignee in member.ids:
        return wording.YOURS_ALREADY
    if name == "release" and case.assignee is None:
        return wording.NOBODYS
    if ROLES[member.role].manage or case.assignee in member.ids:
        return ""
    if name == "release":
        return wording.NOT_YOURS
    if case.assignee is None:
        return ""
    if name == "assign":
        return wording.ADMIN_ONLY
    if name in COLLEAGUE_S and not silent(case, on):
        return wording.in_other_hands(name_of(staff, case.assignee), SILENCE)
    return ""


def _wrong_article(library: Library, case: Draft, action: Action) -> str:
    """Why a provision cannot be what an action rests on; empty where it can."""
    if not action.provision:
        return wording.ARTICLE_NEEDED
    if case.region not in library.regulations or action.provision not in library.get(case.region).text:
        return wording.NO_SUCH_ARTICLE
    return "" if library.get(case.region).get(action.provision).lays_down else wording.NO_SUCH_ARTICLE


def _changed(case: Draft, turn: Turn, member: Member, action: Action) -> Draft:
    """The case after the action, with what was done written down."""
    to = {"claim": member.id, "assign": action.to}.get(action.name, "")
    event = Event(
        at=turn.at,
        who=member.id,
        what=_event_name(action.name),
        note=action.note.strip(),
        fields=action.fields,
        criteria=action.criteria,
        provision=action.provision,
        to=to,
        source=action.source,
    )
    update: dict[str, object] = {"history": (*case.history, event)}
    target = LEADS_TO.get(action.name)
    if target is not None:
        update["state"] = target
    if action.name == "correct":
        update["correcting"] = action.fields
    if action.name in {"claim", "assign"}:
        update["assignee"] = to
    elif action.name == "release":
        update["assignee"] = None
    elif case.assignee in member.ids or (case.assignee is None and action.name != "close"):
        update["assignee"] = member.id  # whoever does something with a case that nobody has, has it
    return case.model_copy(update=update)


def _event_name(action: ActionName) -> str:
    return {"answer": "answered", "rule": "ruled", "claim": "claimed", "assign": "assigned", "release": "released"}.get(
        action, "reopened" if action == "reopen" else LEADS_TO.get(action, action)
    )


def _to_applicant(library: Library, before: Draft, after: Draft, action: Action) -> tuple[Reply, ...]:
    """What the applicant is told, in the channel that they use: every change, and nothing of who does the work."""
    if action.name in {"claim", "assign", "release"}:
        return ()
    words = wording.to_applicant(library, after, after.history[-1])
    return (Reply(to=before.chat or before.person, text=words, choices=_ways_on(after), receipt=None),)


def _to_colleagues(library: Library, world: World, turn: Turn, after: Draft, *, held: bool) -> tuple[Reply, ...]:
    """What is done at the desk is told in the staff chat; what is done there is seen there."""
    if not turn.private:
        return ()
    words = wording.by_colleague(library, after, after.history[-1], world.staff, held=held)
    return (Reply(to=STAFF, text=words, receipt=after.receipt),)


def _ways_on(case: Draft) -> tuple[Choice, ...]:
    """What the applicant can do about news from staff."""
    if case.state == "to_correct":
        return (common.MY,)
    return (wording.write_back(case), common.MY)
