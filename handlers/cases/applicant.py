"""What applicants do about a case of theirs: write to staff, take it back."""

from __future__ import annotations

import re

from handlers import flow
from handlers.cases.states import WITHDRAWABLE
from handlers.draft import Draft, Event
from handlers.model import STAFF, Original, Outcome, Reply, Turn, World
from handlers.session import Mode
from handlers.wording import cases as wording
from handlers.wording import common
from handlers.wording.thread import described
from knowledge.library import Library

_NAMED = re.compile(r"回复\s*([2-9A-HJ-NP-Za-hj-np-z]{8})")
LONGEST = 2_000
SHORTEST = 2
"""Letters below which there is nothing to pass on."""
WITHDRAW = "withdraw"
"""What 确定 does to a case."""


def names_case(text: str) -> bool:
    """Whether the words are meant to begin a letter about a case (回复 K7QF2M8R)."""
    return _NAMED.fullmatch(text.strip()) is not None


def write_back(world: World, text: str) -> Outcome:
    """Ask for the words; the step that stands open is kept for afterwards."""
    found = _NAMED.fullmatch(text.strip())
    case = _own(world, found[1].upper() if found else "")
    if case is None:
        return flow.say(world.session, wording.NOT_YOUR_CASE, choices=flow.menu(world.session))
    asked = world.session.model_copy(update={"mode": Mode.WRITING, "pending": case.receipt})
    return Outcome(session=asked, replies=(here(world.model_copy(update={"session": asked})),))


def here(world: World) -> Reply:
    """The letter that stands open."""
    return Reply(text=wording.write_now(world.session.pending or "", files=world.group), choices=(common.CANCEL,))


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Pass the words on to staff; a case that was closed is opened again by them."""
    case = _own(world, world.session.pending or "")
    if case is None:
        return flow.say(flow.idle(world.session), wording.NOT_YOUR_CASE, choices=common.MENU)
    if text.strip() == wording.THAT_IS_ALL.says:
        return flow.say(flow.idle(world.session), wording.ALL_PASSED_ON, choices=common.MENU)
    if sum(sign.isalnum() for sign in text) < SHORTEST:
        return Outcome(session=world.session, replies=(flow.led(here(world), wording.NOTHING_WRITTEN),))
    written = _written(case, turn, text[:LONGEST])
    again = written.state != case.state
    told = flow.say(flow.idle(world.session), wording.passed_on(written, again=again), choices=common.MENU)
    letter = Reply(to=STAFF, text=wording.letter(library, case, written, text[:LONGEST]), receipt=case.receipt)
    return told.model_copy(update={"replies": (*told.replies, letter), "save": (written,)})


def pass_on(library: Library, world: World, turn: Turn, original: Original) -> Outcome:
    """Pass a picture or a file on to staff as it is; the letter stays open, since more of them may come."""
    case = _own(world, world.session.pending or "")
    if case is None:
        return flow.say(flow.idle(world.session), wording.NOT_YOUR_CASE, choices=common.MENU)
    if original.album and case.history[-1].source == original.album:  # the others of the same album
        more = Reply(to=STAFF, text="", receipt=case.receipt, original=original)
        return Outcome(session=world.session, replies=(more,))
    written = _written(case, turn, described(original), original.album or "")
    text = wording.letter(library, case, written, described(original))
    to_staff = Reply(to=STAFF, text=text, receipt=case.receipt, original=original)
    told = Reply(text=wording.file_passed_on(written), choices=(wording.THAT_IS_ALL,))
    return Outcome(session=world.session, replies=(told, to_staff), save=(written,))


def _written(case: Draft, turn: Turn, words: str, source: str = "") -> Draft:
    """The case with a letter of the applicant's; one that was over is open again."""
    events = [Event(at=turn.at, who=turn.person, what="wrote", note=words, source=source)]
    reopened: dict[str, object] = {}
    if case.state in {"closed", "refused"}:
        events.append(Event(at=turn.at, who=turn.person, what="reopened"))
        reopened = {"state": "submitted"}
    return case.model_copy(update={"history": (*case.history, *events), "chat": turn.chat, **reopened})


def withdraw(world: World, case: Draft) -> Outcome:
    """Asked once more before a case is taken back."""
    if case.state not in WITHDRAWABLE:
        return flow.say(world.session, wording.cannot_withdraw(case), choices=(common.MY,))
    asked = flow.idle(world.session).model_copy(update={"mode": Mode.CONFIRM, "pending": WITHDRAW, "draft": case.id})
    return flow.say(asked, wording.withdraw_sure(case), choices=(common.YES, common.NO))


def withdrawn(library: Library, world: World, turn: Turn, case: Draft) -> Outcome:
    """确定 after 撤回: staff stop working on it; the applicant keeps what was written."""
    event = Event(at=turn.at, who=turn.person, what="withdrawn")
    after = case.model_copy(update={"state": "withdrawn", "history": (*case.history, event)})
    told = flow.say(flow.idle(world.session), wording.withdrawn(after), choices=common.MENU)
    to_staff = Reply(to=STAFF, text=wording.withdrawn_for_staff(library, after), receipt=case.receipt)
    return told.model_copy(update={"replies": (*told.replies, to_staff), "save": (after,)})


def _own(world: World, receipt: str) -> Draft | None:
    return next((each for each in world.drafts if each.receipt and each.receipt == receipt), None)
