"""The conversation: one pure function from (library, world, turn) to what is remembered and what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handlers import (
    asking,
    desk,
    drafting,
    flow,
    form_page,
    inquiries,
    intents,
    jotting,
    ledger,
    listing,
    orders,
    overtaken,
    privacy,
    questionnaire,
    recorded,
    steps,
)
from handlers.cases import applicant
from handlers.cases.standing import in_threads
from handlers.draft import Draft
from handlers.intents import Intent, Name
from handlers.model import Outcome, Turn, World
from handlers.reading import picked, visible
from handlers.session import Mode, Session
from handlers.wording import cases as cases_wording
from handlers.wording import common
from knowledge.library import Library

LONGEST = 2_000
"""Characters of one message that are read; what goes beyond is said to be left out."""

_CHANGE_ONE = re.compile(r"(?:我要|我想)?(?:改|修改)\s*第?\s*[0-9一二三四五六七八九十]{1,3}\s*[题项个条]?")
RECEIPT = re.compile(r"[2-9A-HJ-NP-Z]{8}")


def case_named(turn: Turn) -> str | None:
    """The receipt of the case that a staff turn acts on, so that the engine can load it."""
    if not turn.staff:
        return None
    if turn.action is not None:
        return turn.action.receipt
    if turn.reply_to:
        return turn.reply_to
    found = RECEIPT.search(turn.command or turn.text or "")
    return found.group() if found else None


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """Answer one turn. Pure: the same arguments always give the same outcome."""
    if form_page.concerns(turn):
        outcome = in_threads(library, world, turn, form_page.step(library, world, turn))
        return outcome.model_copy(update={"save": _stamped(world, turn, outcome.save)})
    world = recorded.read_in(library, overtaken.read_in(library, world), turn)
    outcome = in_threads(library, world, turn, jotting.put_off(world, _route(library, world, turn)))
    if turn.about is not None and outcome.session == world.session and not outcome.save:
        return outcome  # a vote beside the open step, whose buttons stay valid
    own = [reply for reply in outcome.replies if reply.to is None]
    offered = own[-1].choices if own else world.session.offered
    session = outcome.session.model_copy(
        update={"rev": world.session.rev + 1, "offered": tuple(each for each in offered if not each.lasting)}
    )
    return outcome.model_copy(update={"session": session, "save": _stamped(world, turn, outcome.save)})


def _stamped(world: World, turn: Turn, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts that really changed, each with the time of the turn."""
    before = {draft.id: draft for draft in (*world.drafts, *((world.case,) if world.case else ()))}
    return tuple(draft.model_copy(update={"changed": turn.at}) for draft in drafts if before.get(draft.id) != draft)


def _route(library: Library, world: World, turn: Turn) -> Outcome:
    """Staff work first, then presses, then words."""
    session = world.session
    if desk.concerns(turn):
        return desk.step(library, world, turn)
    if turn.command is not None:
        return flow.say(session, common.STAFF_ONLY)
    if turn.other is not None:
        return _not_words(library, world, turn, turn.other)
    if turn.press is not None:
        if turn.press.rev != session.rev or not 0 <= turn.press.index < len(session.offered):
            return flow.again(library, world, turn, common.STALE, steps.here)
        return _words(library, world, turn, session.offered[turn.press.index].says)
    text = visible(turn.text or "").strip()
    if not text:
        return flow.again(library, world, turn, common.EMPTY, steps.here)
    outcome = _words(library, world, turn, picked(session, text[:LONGEST]))
    if len(text) > LONGEST:
        first = outcome.replies[0]
        note = common.TOO_LONG.format(limit=LONGEST)
        replies = (first.model_copy(update={"text": f"{note}\n\n{first.text}"}), *outcome.replies[1:])
        return outcome.model_copy(update={"replies": replies})
    return outcome


def _not_words(library: Library, world: World, turn: Turn, kind: str) -> Outcome:
    """A picture or a file is for staff where a letter to them stands open; for nobody anywhere else."""
    original = turn.original if world.group else None
    if world.session.mode is Mode.WRITING and original is not None:
        return applicant.pass_on(library, world, turn, original)
    note = cases_wording.how_to_send_files(world.drafts) if original is not None else ""
    return flow.again(library, world, turn, common.other_kind(kind) + note, steps.here)


def _words(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Intents work at every step; anything else goes to the step that stands open."""
    session = world.session
    if applicant.names_case(text):
        return applicant.write_back(world, text)
    intent = _read(session, text)
    if intent is not None:
        return orders.obey(library, world, turn, intent)
    if session.mode in {Mode.DRAFT, Mode.REVIEW} and listing.names_one(text):
        return _words(library, flow.placed(world, Mode.DRAFTS), turn, text)
    if session.mode in _TAKES_ALL:
        return _TAKES_ALL[session.mode](library, world, turn, text)
    taken = _TAKES_SOME[session.mode](library, world, turn, text) if session.mode in _TAKES_SOME else None
    if taken is not None:
        return taken
    slug = _region_said(library, session, text)
    if slug is not None:
        return orders.take_region(library, world, turn, slug)
    if session.mode is Mode.QUESTION:
        return inquiries.of(session).receive(library, world, turn, text)
    taken = inquiries.result_words(library, world, turn, text) or steps.at_rest(library, world, turn, text)
    return taken if taken is not None else asking.free_text(library, world, turn, text, steps.here)


def _read(session: Session, text: str) -> Intent | None:
    """The intent of the words; some have one only at certain steps (为什么, 改第3题)."""
    intent = intents.read(text)
    if intent is not None:
        return intent
    if session.mode in {Mode.QUESTION, Mode.DRAFT} and text.strip("?？。 ") in {"为什么", "为啥", "为何"}:
        return Intent(name=Name.WHY)
    if session.mode in {Mode.QUESTION, Mode.IDLE} and session.answers and _CHANGE_ONE.fullmatch(text):
        return Intent(name=Name.ANSWERS)
    return None


def _region_said(library: Library, session: Session, text: str) -> str | None:
    """The region that the words change to; a place that the open question is about is an answer to it."""
    wanted = intents.region_wanted(library, text)
    if wanted is not None or session.mode is not Mode.QUESTION:
        return wanted or intents.region_named(library, text)
    slug = intents.region_named(library, text)
    if slug is None or questionnaire.asks_about(library, session, library.get(slug).identity.short):
        return None
    return slug


_TAKES_ALL: Mapping[Mode, Callable[[Library, World, Turn, str], Outcome]] = {
    Mode.DRAFT: drafting.receive,
    Mode.CONFIRM: steps.confirm,
    Mode.ENQUIRY: steps.enquired,
    Mode.LEDGER: ledger.receive,
    Mode.CONSENT: privacy.decide,
    Mode.WRITING: applicant.receive,
}
"""Steps that every word is meant for."""

_TAKES_SOME: Mapping[Mode, Callable[[Library, World, Turn, str], Outcome | None]] = {
    Mode.MORE: drafting.choose,
    Mode.REVIEW: drafting.choose,
    Mode.DRAFTS: listing.choose,
    Mode.ANSWERS: inquiries.choose_answer,
}
"""Steps with words of their own."""
