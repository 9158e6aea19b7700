"""Staff: what a packet's buttons and replies do to a case."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import failing, flow
from handlers.draft import Draft, DraftState, Event
from handlers.model import STAFF, Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.rejudging import Rejudged
from handlers.wording import common
from handlers.wording import desk as wording
from handlers.wording import feedback as feedback_wording
from handlers.wording.drafting import draft_text
from knowledge.library import Library

ACTIONS: Mapping[str, DraftState] = {"accept": "accepted", "correct": "to_correct", "close": "closed"}

MOVES: Mapping[DraftState, frozenset[DraftState]] = {
    "open": frozenset(),
    "submitted": frozenset({"accepted", "to_correct", "closed"}),
    "accepted": frozenset({"to_correct", "closed"}),
    "to_correct": frozenset({"accepted", "closed"}),
    "closed": frozenset(),
}
"""Which states may follow which by a staff action; only the applicant's own hand-in leads to ``submitted``."""


def concerns(world: World, turn: Turn) -> bool:
    """Whether a turn is staff work: by the door's word on who acts, never by what is typed."""
    if not turn.private:
        return True
    return turn.staff and (
        turn.command is not None or turn.reply_to is not None or world.session.mode is Mode.STAFF_NOTE
    )


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """A press on a packet, a reply to it, or the note that 需补正 asked for."""
    session = world.session
    if not turn.staff:
        return flow.say(session, common.STAFF_ONLY)
    if turn.command is not None:
        return _act(library, world, turn, turn.command.partition(" ")[0])
    if turn.other is not None:
        return flow.say(session, wording.TEXT_ONLY)
    if failing.since(turn) is not None:
        return flow.say(session, feedback_wording.week(library, failing.failing(world.received)))
    text = (turn.text or "").strip()
    if text.lower() in {"取消", "/cancel"}:  # never words for the applicant
        noting = session.mode is Mode.STAFF_NOTE
        return flow.say(flow.idle(session) if noting else session, wording.NOTE_DROPPED)
    if world.case is None or not text or text.startswith("/"):
        return flow.say(session, wording.HOW_TO if turn.reply_to is None else wording.NO_CASE)
    asked = _asked(session)
    if world.case.receipt in asked:
        left = " ".join(receipt for receipt in asked if receipt != world.case.receipt)
        after = session.model_copy(update={"pending": left}) if left else flow.idle(session)
        return _move(library, world.case, after, turn, "to_correct", note=text)
    return _answer(library, world.case, session, turn, text)


def _asked(session: Session) -> tuple[str, ...]:
    """Receipts of the cases that this member of staff was asked a note for."""
    return tuple((session.pending or "").split()) if session.mode is Mode.STAFF_NOTE else ()


def _act(library: Library, world: World, turn: Turn, action: str) -> Outcome:
    case, session = world.case, world.session
    target = ACTIONS.get(action)
    if case is None or target is None:
        return flow.say(session, wording.NO_CASE)
    if case.state == target:
        return flow.say(session, wording.already(case))
    if target not in MOVES[case.state]:
        return flow.say(session, wording.not_now(case))
    if target == "to_correct":
        update = {"mode": Mode.STAFF_NOTE, "pending": " ".join(dict.fromkeys((*_asked(session), case.receipt or "")))}
        return flow.say(session.model_copy(update=update), wording.what_to_correct(case))
    return _move(library, case, session, turn, target)


def _move(
    library: Library, case: Draft, session: Session, turn: Turn, target: DraftState, *, note: str = ""
) -> Outcome:
    """Change the state, tell the applicant, confirm to staff."""
    if target not in MOVES[case.state]:
        return flow.say(session, wording.not_now(case))
    moved = _with_event(case, turn, target, note).model_copy(update={"state": target})
    told = Reply(to=case.person, text=wording.to_applicant(library, moved, note), choices=_ways_on(target))
    return Outcome(session=session, replies=(told, Reply(text=wording.done(moved))), save=(moved,))


def _answer(library: Library, case: Draft, session: Session, turn: Turn, text: str) -> Outcome:
    """A reply that reaches the applicant; the state stays."""
    answered = _with_event(case, turn, "answered", text)
    told = Reply(to=case.person, text=wording.answer_to_applicant(library, case, text), choices=_ways_on(case.state))
    return Outcome(session=session, replies=(told, Reply(text=wording.answer_sent(case))), save=(answered,))


def _ways_on(state: DraftState) -> tuple[Choice, ...]:
    """What the applicant can do about news from staff."""
    return (common.MY,) if state == "to_correct" else (common.MY, common.ENQUIRY)


def _with_event(case: Draft, turn: Turn, what: str, note: str) -> Draft:
    event = Event(at=turn.at, who=turn.person, what=what, note=note)
    return case.model_copy(update={"history": (*case.history, event)})


def packet(
    library: Library, case: Draft, turn: Turn, rejudged: Rejudged | None = None, *, again: bool = False
) -> Reply:
    """The card that staff get when a case comes in; ``rejudged``: it had been handed in under another edition."""
    form_text = draft_text(library, case) if case.kind == "application" else ""
    return Reply(
        to=STAFF,
        text=wording.packet(library, case, form_text, flow.today(turn), rejudged, again=again),
        choices=wording.actions(case),
        receipt=case.receipt,
    )
