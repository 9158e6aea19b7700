"""The staff chat: what a packet's buttons and replies do to a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from handlers import failing, flow
from handlers.cases import entrance, ruling, thread
from handlers.cases.actions import act, not_theirs
from handlers.cases.fields import named_fields
from handlers.cases.members import member_of
from handlers.cases.standing import AT_ONCE, WITH_WORDS, buttons
from handlers.cases.states import LEADS_TO, ROLES, allowed
from handlers.draft import Draft
from handlers.member import Action, ActionName
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.rejudging import Rejudged
from handlers.rulings import Ruling
from handlers.session import Mode, Session
from handlers.wording import cases as cases_wording
from handlers.wording import common
from handlers.wording import desk as wording
from handlers.wording import feedback as feedback_wording
from handlers.wording import thread as thread_wording
from handlers.wording.drafting import draft_text
from knowledge.library import Library, Regulation


def concerns(world: World, turn: Turn) -> bool:
    """Whether a turn is staff work: by the door's word on who acts, never by what is typed."""
    if not turn.private or turn.action is not None:
        return True
    if entrance.asked_for(turn):
        return True
    return turn.staff and (
        turn.command is not None or turn.reply_to is not None or world.session.mode is Mode.STAFF_NOTE
    )


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """A press on a packet, a reply to it, or the words that a press asked for."""
    session = world.session
    if not turn.staff:
        return Outcome(session=session, replies=(Reply(text=common.STAFF_ONLY, passing=turn.command is not None),))
    if turn.action is not None:
        return act(library, world, turn, turn.action)
    if turn.command is not None:
        return _press(library, world, turn, turn.command.partition(" ")[0])
    if turn.other is not None:
        return _not_text(world, turn)
    return _said(library, world, turn)


def _said(library: Library, world: World, turn: Turn) -> Outcome:
    """Words: an order to the assistant, or something about the case that they answer."""
    session = world.session
    if entrance.asked_for(turn):
        return entrance.link(world, turn)
    if failing.since(turn) is not None:
        return flow.say(session, feedback_wording.week(library, failing.failing(world.received)))
    text = (turn.text or "").strip()
    if turn.in_thread and thread.is_for_colleagues(text):
        return Outcome(session=session, replies=())
    if text.lower() in {"取消", "/cancel"}:  # never words for the applicant
        noting = session.mode is Mode.STAFF_NOTE
        return flow.say(flow.idle(session) if noting else session, wording.NOTE_DROPPED)
    if text.startswith("/") or (turn.reply_to is None and (world.case is None or not text)):
        return flow.say(session, thread_wording.HOW_TO if turn.in_thread else wording.HOW_TO)
    if world.case is None or not text:
        return flow.say(session, wording.NO_CASE)
    return _words(library, world, turn, world.case, text)


def _press(library: Library, world: World, turn: Turn, pressed: str) -> Outcome:
    """A button: done at once, or the words for it are asked for."""
    case, session = world.case, world.session
    name: ActionName | None = next((each for each in AT_ONCE | WITH_WORDS if each == pressed), None)
    if case is not None and pressed in {thread.SEND, thread.DROP}:
        return thread.answered(library, world, turn, case)
    if case is None or case.receipt is None or name is None:
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
    waiting = " ".join(dict.fromkeys((*_asked(session), f"{name}:{case.receipt}")))
    asked = session.model_copy(update={"mode": Mode.STAFF_NOTE, "pending": waiting})
    return flow.say(asked, _ASKS[name](case))


_ASKS: Mapping[str, Callable[[Draft], str]] = {
    "correct": wording.what_to_correct,
    "refuse": wording.which_article,
    "rule": wording.which_ruling,
}
"""Asks for the words of a button."""


def _not_text(world: World, turn: Turn) -> Outcome:
    """A picture or file in a case's thread may be for the applicant; anything else in the staff chat is for nobody."""
    if not turn.in_thread or world.case is None:
        return flow.say(world.session, wording.TEXT_ONLY)
    if turn.original is not None:
        return thread.offer(world, turn, world.case)
    return flow.say(world.session, thread_wording.EDITED if turn.other == "edit" else thread_wording.NOT_THIS_KIND)


def _asked(session: Session) -> tuple[str, ...]:
    """What this member of staff was asked words for, as ``correct:K7QF2M8R``."""
    return tuple((session.pending or "").split()) if session.mode is Mode.STAFF_NOTE else ()


def _words(library: Library, world: World, turn: Turn, case: Draft, text: str) -> Outcome:
    """The words that a button asked for; without one, an answer to the applicant."""
    session, receipt = world.session, case.receipt or ""
    waiting = [each for each in _asked(session) if each.endswith(f":{receipt}")]
    if not waiting and turn.in_thread:
        return thread.offer(world, turn, case)
    if not waiting:
        return act(library, world, turn, Action(name="answer", receipt=receipt, note=text))
    pressed = waiting[0].partition(":")[0]
    action = _meant(library, case, pressed, text, flow.today(turn))
    if action is None:
        return flow.say(session, _ASKS[pressed](case))
    outcome = act(library, world, turn, action)
    if not outcome.save:
        return outcome  # the words are still asked for
    left = " ".join(each for each in _asked(session) if each not in waiting)
    after = session.model_copy(update={"pending": left}) if left else flow.idle(session)
    return outcome.model_copy(update={"session": after})


def _meant(library: Library, case: Draft, pressed: str, text: str, on: date) -> Action | None:
    """The action that the words for a button make; None where they lack something."""
    if pressed == "correct":
        fields, note = named_fields(library, case, text)
        return Action(name="correct", receipt=case.receipt or "", note=note, fields=fields)
    provision, rest = article(library, case, text)
    if not provision:
        return None
    if pressed == "rule":
        return ruling.in_words(case, provision, rest, on)
    return Action(name="refuse", receipt=case.receipt or "", note=rest, provision=provision)


def article(library: Library, case: Draft, text: str) -> tuple[str, str]:
    """The provision that a text begins with, as people cite it (第九条第1项), and the rest; empty where none does."""
    if case.region not in library.regulations:
        return "", text
    regulation = library.get(case.region)
    bare = text.removeprefix(regulation.identity.short).lstrip()
    found = max(_labelled(regulation, bare), key=lambda one: len(one[1]), default=None)
    if found is None:
        return "", text
    return found[0], bare[len(found[1]) :].lstrip(" ，,。:：\n")


def _labelled(regulation: Regulation, text: str) -> list[tuple[str, str]]:
    return [(one.eid, one.label) for one in regulation.provisions if one.label and text.startswith(one.label)]


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
