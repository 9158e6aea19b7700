"""The staff chat: what a packet's buttons and replies do to a case."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import failing, flow
from handlers.cases import entrance, thread
from handlers.cases.actions import act, not_theirs
from handlers.cases.members import member_of
from handlers.cases.spoken import ASKS
from handlers.cases.standing import AT_ONCE, WITH_WORDS, buttons
from handlers.cases.states import LEADS_TO, ROLES, allowed
from handlers.draft import Draft
from handlers.member import Action, ActionName
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.rejudging import Rejudged
from handlers.rulings import Ruling
from handlers.session import Session
from handlers.wording import cases as cases_wording
from handlers.wording import common
from handlers.wording import desk as wording
from handlers.wording import feedback as feedback_wording
from handlers.wording import thread as thread_wording
from handlers.wording.drafting import draft_text
from knowledge.library import Library


def concerns(turn: Turn) -> bool:
    """Whether a turn is staff work: by the door's word on where it was said, never by what is typed."""
    return not turn.private or turn.action is not None or turn.staff


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """A press on a packet, a reply to it, or the words that a press asked for."""
    session = world.session
    if not turn.staff:
        return Outcome(session=session, replies=(Reply(text=common.STAFF_ONLY, passing=turn.command is not None),))
    if turn.action is not None:
        return act(library, world, turn, turn.action)
    if turn.command is not None:
        return _press(library, world, turn, turn.command.partition(" ")[0])
    words = turn.original.caption if turn.original else turn.text or ""
    if turn.in_thread and thread.is_for_colleagues(words):
        return Outcome(session=session, replies=())
    if turn.other is not None:
        return _not_text(library, world, turn)
    return _said(library, world, turn)


def _said(library: Library, world: World, turn: Turn) -> Outcome:
    """Words: an order to the assistant, or something about the case that they answer."""
    session = world.session
    if entrance.asked_for(turn):
        return entrance.link(world, turn)
    if failing.since(turn) is not None:
        return flow.say(session, feedback_wording.week(library, failing.failing(world.received)))
    text = (turn.text or "").strip()
    if text.lower() in {"取消", "/cancel"}:  # never words for the applicant
        return flow.say(_without(session, turn.reply_to), wording.NOTE_DROPPED)
    if text.startswith("/") or (turn.reply_to is None and (world.case is None or not text)):
        return flow.say(session, thread_wording.HOW_TO if turn.in_thread else wording.HOW_TO)
    if world.case is None or not text:
        return flow.say(session, wording.NO_CASE)
    if turn.in_thread or world.case.receipt in session.asking:
        return thread.offer(library, world, turn, world.case)
    return act(library, world, turn, Action(name="answer", receipt=world.case.receipt or "", note=text))


def _without(session: Session, receipt: str | None) -> Session:
    """Without what was asked for a case; without all of it where none is named."""
    left = {each: name for each, name in session.asking.items() if receipt is not None and each != receipt}
    return session.model_copy(update={"asking": left})


def _press(library: Library, world: World, turn: Turn, pressed: str) -> Outcome:
    """A button: done at once, or the words for it are asked for."""
    case, session = world.case, world.session
    if case is None or case.receipt is None:
        return flow.say(session, wording.NO_CASE)
    if thread.letter_named(turn) is not None:
        return thread.answered(library, world, turn, case)
    name: ActionName | None = next((each for each in AT_ONCE | WITH_WORDS if each == pressed), None)
    if name is None:
        return flow.say(session, wording.NO_CASE)
    if name in AT_ONCE:
        return act(library, world, turn, Action(name=name, receipt=case.receipt))
    member = member_of(world.staff, turn)
    if member is None or not ROLES[member.role].act:
        return flow.say(session, cases_wording.ONLY_LOOKING)
    if not allowed(case, name):
        done = LEADS_TO.get(name) == case.state
        return flow.say(session, (cases_wording.already if done else cases_wording.not_now)(case))
    trouble = not_theirs(case, member, name, world.staff, flow.today(turn))
    if trouble:
        return flow.say(session, trouble)
    asking = session.model_copy(update={"asking": {**session.asking, case.receipt: name}})
    return flow.say(asking, ASKS[name](case))


def _not_text(library: Library, world: World, turn: Turn) -> Outcome:
    """A picture or file in a case's thread may be for the applicant; anything else in the staff chat is for nobody."""
    if not turn.in_thread or world.case is None:
        return flow.say(world.session, wording.TEXT_ONLY)
    if turn.original is not None:
        return thread.offer(library, world, turn, world.case)
    return flow.say(world.session, thread_wording.EDITED if turn.other == "edit" else thread_wording.NOT_THIS_KIND)


def packet(
    library: Library,
    case: Draft,
    turn: Turn,
    rejudged: Rejudged | None = None,
    *,
    again: bool = False,
    rulings: Sequence[Ruling] = (),
) -> Reply:
    """The card that staff get when a case comes in; ``rejudged``: it had been handed in under another edition."""
    form_text = draft_text(library, case) if case.kind == "application" else ""
    return Reply(
        to=STAFF,
        text=wording.packet(library, case, form_text, flow.today(turn), rejudged, again=again, rulings=rulings),
        choices=buttons(case),
        receipt=case.receipt,
        card=True,
    )
