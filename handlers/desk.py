"""The staff chat: what a packet's buttons and replies do to a case."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import failing, flow
from handlers.cases import entrance
from handlers.cases.actions import act, not_theirs
from handlers.cases.members import member_of
from handlers.cases.states import ROLES, allowed
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
from handlers.wording.drafting import draft_text
from knowledge.library import Library, Regulation

AT_ONCE: frozenset[ActionName] = frozenset({"accept", "recommend", "close", "reopen", "claim", "release"})
"""Buttons that need no further word."""
WITH_WORDS: frozenset[ActionName] = frozenset({"correct", "refuse"})
"""Buttons that ask for the words first."""


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
        return flow.say(session, common.STAFF_ONLY)
    if turn.action is not None:
        return act(library, world, turn, turn.action)
    if turn.command is not None:
        return _press(library, world, turn, turn.command.partition(" ")[0])
    if turn.other is not None:
        return flow.say(session, wording.TEXT_ONLY)
    if entrance.asked_for(turn):
        return entrance.link(world, turn)
    if failing.since(turn) is not None:
        return flow.say(session, feedback_wording.week(library, failing.failing(world.received)))
    text = (turn.text or "").strip()
    if text.lower() in {"取消", "/cancel"}:  # never words for the applicant
        noting = session.mode is Mode.STAFF_NOTE
        return flow.say(flow.idle(session) if noting else session, wording.NOTE_DROPPED)
    if world.case is None or not text or text.startswith("/"):
        return flow.say(session, wording.HOW_TO if turn.reply_to is None else wording.NO_CASE)
    return _words(library, world, turn, world.case, text)


def _press(library: Library, world: World, turn: Turn, pressed: str) -> Outcome:
    """A button: done at once, or the words for it are asked for."""
    case, session = world.case, world.session
    name: ActionName | None = next((each for each in AT_ONCE | WITH_WORDS if each == pressed), None)
    if case is None or case.receipt is None or name is None:
        return flow.say(session, wording.NO_CASE)
    if name in AT_ONCE:
        return act(library, world, turn, Action(name=name, receipt=case.receipt))
    member = member_of(world.staff, turn)
    if member is None or not ROLES[member.role].act:
        return flow.say(session, cases_wording.ONLY_LOOKING)
    if not allowed(case, name):
        target = "to_correct" if name == "correct" else "refused"
        return flow.say(session, (cases_wording.already if case.state == target else cases_wording.not_now)(case))
    trouble = not_theirs(case, member, name, world.staff, flow.today(turn))
    if trouble:
        return flow.say(session, trouble)
    waiting = " ".join(dict.fromkeys((*_asked(session), f"{name}:{case.receipt}")))
    asked = session.model_copy(update={"mode": Mode.STAFF_NOTE, "pending": waiting})
    return flow.say(asked, wording.what_to_correct(case) if name == "correct" else wording.which_article(case))


def _asked(session: Session) -> tuple[str, ...]:
    """What this member of staff was asked words for, as ``correct:K7QF2M8R``."""
    return tuple((session.pending or "").split()) if session.mode is Mode.STAFF_NOTE else ()


def _words(library: Library, world: World, turn: Turn, case: Draft, text: str) -> Outcome:
    """The words that a button asked for; without one, an answer to the applicant."""
    session, receipt = world.session, case.receipt or ""
    waiting = [each for each in _asked(session) if each.endswith(f":{receipt}")]
    if not waiting:
        return act(library, world, turn, Action(name="answer", receipt=receipt, note=text))
    action = Action(name="correct", receipt=receipt, note=text)
    if waiting[0].startswith("refuse:"):
        provision, note = article(library, case, text)
        if not provision:
            return flow.say(session, wording.which_article(case))
        action = Action(name="refuse", receipt=receipt, note=note, provision=provision)
    left = " ".join(each for each in _asked(session) if each not in waiting)
    after = session.model_copy(update={"pending": left}) if left else flow.idle(session)
    return act(library, world.model_copy(update={"session": after}), turn, action)


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
        choices=wording.actions(case),
        receipt=case.receipt,
    )
