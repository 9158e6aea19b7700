"""The conversation: one pure function from (library, world, turn) to what is remembered and what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handlers import (
    asking,
    changes,
    dates,
    desk,
    drafting,
    eligibility,
    feedback,
    flow,
    form_page,
    inquiries,
    intents,
    ledger,
    listing,
    money,
    moving,
    my_data,
    overtaken,
    packing,
    privacy,
    questionnaire,
    recorded,
    reminding,
    retirement,
    scoring,
    steps,
)
from handlers.draft import Draft
from handlers.intents import Intent, Name
from handlers.model import Aim, Mode, Outcome, Session, Turn, World
from handlers.reading import picked, visible
from handlers.wording import common
from handlers.wording.changes import CHANGE
from handlers.wording.retirement import RETIRE
from knowledge.library import Library

LONGEST = 2_000
"""Characters of one message that are read; what goes beyond is said to be left out."""

_CHANGE_ONE = re.compile(r"(?:我要|我想)?(?:改|修改)\s*第?\s*[0-9一二三四五六七八九十]{1,3}\s*[题项个条]?")
RECEIPT = re.compile(r"[2-9A-HJ-NP-Z]{8}")


def case_named(session: Session, turn: Turn) -> str | None:
    """The receipt of the case that a staff turn acts on, so that the engine can load it."""
    if not turn.staff:
        return None
    if turn.reply_to:
        return turn.reply_to
    if session.mode is Mode.STAFF_NOTE and turn.command is None:
        return (session.pending or "").rpartition(" ")[2] or None
    found = RECEIPT.search(turn.command or turn.text or "")
    return found.group() if found else None


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """Answer one turn. Pure: the same arguments always give the same outcome."""
    if form_page.concerns(turn):
        outcome = form_page.step(library, world, turn)
        return outcome.model_copy(update={"save": _stamped(world, turn, outcome.save)})
    world = recorded.read_in(library, overtaken.read_in(library, world), turn)
    outcome = _route(library, world, turn)
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
    if desk.concerns(world, turn):
        return desk.step(library, world, turn)
    if turn.command is not None:
        return flow.say(session, common.STAFF_ONLY)
    if turn.other is not None:
        return flow.again(library, world, turn, common.other_kind(turn.other), steps.here)
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


def _words(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Intents work at every step; anything else goes to the step that stands open."""
    session = world.session
    intent = _read(session, text)
    if intent is not None:
        return _intent(library, world, turn, intent)
    if session.mode in {Mode.DRAFT, Mode.REVIEW} and listing.names_one(text):
        return _words(library, flow.placed(world, Mode.DRAFTS), turn, text)
    if session.mode in _TAKES_ALL:
        return _TAKES_ALL[session.mode](library, world, turn, text)
    taken = _TAKES_SOME[session.mode](library, world, turn, text) if session.mode in _TAKES_SOME else None
    if taken is not None:
        return taken
    slug = _region_said(library, session, text)
    if slug is not None:
        return _region(library, world, turn, slug)
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


def _intent(library: Library, world: World, turn: Turn, intent: Intent) -> Outcome:
    """One intent, at whatever step."""
    name = intent.name
    slug = intents.region_named(library, intent.rest) if intent.rest else None
    if slug is not None and name in {*_WAITS_FOR_REGION, Name.REGION}:
        world = world.model_copy(update={"session": flow.in_region(world.session, slug)})
    elif intent.rest and name in {*_WAITS_FOR_REGION, Name.REGION}:
        waiting = world.session.model_copy(update={"mode": Mode.REGION, "pending": _WAITS_FOR_REGION.get(name)})
        text = common.NO_SUCH_REGION.format(name=intent.rest[:20])
        return flow.say(waiting, text, choices=common.region_choices(library))
    if name in _STEP_WORDS:
        return _step_intent(library, world, turn, name)
    return _DOES[name](library, world, turn, intent.rest)


def _step_intent(library: Library, world: World, turn: Turn, name: Name) -> Outcome:
    """上一题, 跳过, 为什么问这个, 改答案: what they mean depends on the step."""
    session = world.session
    if session.mode in {Mode.DRAFT, Mode.MORE, Mode.REVIEW} and name in {Name.BACK, Name.SKIP, Name.WHY}:
        return drafting.navigate(library, world, turn, name)
    if name is Name.ANSWERS:
        return inquiries.of(session).answers(library, world, turn)
    if name is Name.BACK and session.mode in {Mode.CONFIRM, Mode.ENQUIRY, Mode.ANSWERS, Mode.DRAFTS}:
        return steps.leave(library, world, turn)
    if session.mode is Mode.QUESTION or (name is Name.BACK and session.asked):
        return inquiries.of(session).navigate(library, world, turn, name)
    return flow.again(library, world, turn, common.NOT_HERE.format(word=_STEP_WORDS[name]), steps.here)


def _start(library: Library, world: World, turn: Turn, payload: str) -> Outcome:
    """``/start``, with a region's slug or an article's as deep-link payload."""
    session = world.session
    arrived = moving.arrived(world, turn)
    if arrived is not None:
        return flow.again(library, world, turn, arrived, steps.here)
    opened = asking.deep_link(library, world, turn, payload, steps.here)
    if opened is not None:
        return opened
    slug = intents.region_named(library, payload)
    if slug is not None:
        return _region(library, world, turn, slug)
    if not flow.at_rest(session):
        return flow.again(library, world, turn, common.WELCOME_BACK, steps.here)
    choices = common.region_choices(library, (common.COMPARE, common.MY, common.HELP))
    fresh = flow.idle(session).model_copy(update={"mode": Mode.REGION, "pending": session.pending})
    return flow.say(fresh, common.welcome(library), choices=choices)


def _region_step(library: Library, world: World, turn: Turn, rest: str) -> Outcome:
    """``/region``: choose, or change to the one named."""
    slug = intents.region_named(library, rest) if rest else None
    if slug is not None:
        return _region(library, world, turn, slug)
    waiting = world.session.model_copy(update={"mode": Mode.REGION, "pending": None})
    return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))


def _region(library: Library, world: World, turn: Turn, slug: str) -> Outcome:
    """A region named alone: taken over; a questionnaire that waits for it goes on."""
    session = flow.in_region(world.session, slug)
    placed = world.model_copy(update={"session": session})
    if world.session.mode is Mode.QUESTION and slug == world.session.region and not session.comparing:
        name = library.get(slug).identity.short
        return flow.again(library, world, turn, common.SAME_REGION.format(name=name), steps.here)
    if world.session.mode is Mode.QUESTION:
        return inquiries.start(session.aim, library, placed, turn)
    if world.session.pending in set(Aim):
        return inquiries.start(Aim(world.session.pending), library, placed, turn)
    if world.session.pending == ledger.PENDING:
        return ledger.go_on(library, placed, turn)
    if world.session.pending == "draft":
        return drafting.start(library, placed, turn)
    idle = flow.idle(session)
    return flow.say(idle, _region_line(library, slug), choices=common.MENU)


def _region_line(library: Library, slug: str) -> str:
    identity = library.get(slug).identity
    return common.REGION_CHANGED.format(name=identity.short, title=identity.title)


def _log(library: Library, world: World, turn: Turn, words: str) -> Outcome:
    """``/log``: the year's ledger, or what was done behind it; or the region whose ledger it is."""
    slug = intents.region_named(library, words) if words else None
    if slug is None:
        return ledger.start(library, world, turn, words)
    placed = world.model_copy(update={"session": flow.in_region(world.session, slug)})
    return ledger.start(library, placed, turn)


def _cancel(library: Library, world: World, turn: Turn, _rest: str) -> Outcome:
    """Leave the open step; nothing is lost."""
    session = world.session
    if session.mode in {Mode.CONFIRM, Mode.ENQUIRY}:
        return steps.leave(library, world, turn)
    open_step = session.mode not in {Mode.IDLE, Mode.REGION} or session.pending is not None
    text = common.CANCELLED if open_step else common.NOTHING_TO_CANCEL
    return flow.say(flow.idle(session), text, choices=common.MENU)


def _restart(_library: Library, world: World, _turn: Turn, _rest: str) -> Outcome:
    """Clearing the answers is confirmed first."""
    asked = world.session.model_copy(update={"mode": Mode.CONFIRM, "pending": "restart"})
    return flow.say(asked, common.RESTART_SURE, choices=(common.YES, common.NO))


def _help(_library: Library, world: World, _turn: Turn, _rest: str) -> Outcome:
    year = (common.SCORE,) if flow.at_rest(world.session) else ()
    return flow.say(world.session, common.HELP_TEXT, choices=(*year, *flow.menu(world.session), CHANGE, RETIRE))


def _unknown(library: Library, world: World, turn: Turn, word: str) -> Outcome:
    return flow.again(library, world, turn, common.UNKNOWN_COMMAND.format(word=word), steps.here)


def _again(library: Library, world: World, turn: Turn, _rest: str) -> Outcome:
    """继续: the open step; at rest, the drafts or the questionnaire that may be gone on with."""
    session = world.session
    if session.mode is Mode.ANSWERS and session.fact is not None:
        return steps.leave(library, world, turn)
    if flow.at_rest(session) and listing.editable(world):
        return listing.mine(library, world)
    if session.mode in {Mode.IDLE, Mode.ANSWERS} and session.region is not None and session.answers:
        return inquiries.start(session.aim, library, world, turn)
    return Outcome(session=world.session, replies=(steps.here(library, world, turn),))


_WAITS_FOR_REGION = {
    Name.CHECK: Aim.ELIGIBILITY,
    Name.SCORE: Aim.SCORE,
    Name.SCORE_BY_PAPERS: Aim.SCORE_BY_PAPERS,
    Name.MONEY: Aim.MONEY,
    Name.DATES: Aim.DATES,
    Name.DRAFT: "draft",
}
"""What goes on when the region is named."""

_NAMES_REGION = {Name.REGION, *_WAITS_FOR_REGION}
"""Commands behind which a region may be named."""

_TAKES_ALL: Mapping[Mode, Callable[[Library, World, Turn, str], Outcome]] = {
    Mode.DRAFT: drafting.receive,
    Mode.CONFIRM: steps.confirm,
    Mode.ENQUIRY: steps.enquired,
    Mode.LEDGER: ledger.receive,
    Mode.CONSENT: privacy.decide,
}
"""Steps that every word is meant for."""

_TAKES_SOME: Mapping[Mode, Callable[[Library, World, Turn, str], Outcome | None]] = {
    Mode.MORE: drafting.choose,
    Mode.REVIEW: drafting.choose,
    Mode.DRAFTS: listing.choose,
    Mode.ANSWERS: inquiries.choose_answer,
}
"""Steps with words of their own."""

_STEP_WORDS = {Name.BACK: "上一题", Name.SKIP: "跳过", Name.WHY: "为什么问这个", Name.ANSWERS: "改答案"}
"""Intents whose meaning depends on the step."""

_DOES: Mapping[Name, Callable[[Library, World, Turn, str], Outcome]] = {
    Name.START: _start,
    Name.HELP: _help,
    Name.PRIVACY: lambda _library, world, _turn, _: privacy.tell(world),
    Name.REVOKE: lambda library, world, _turn, _: privacy.revoke(library, world),
    Name.MY_DATA: lambda library, world, turn, _: my_data.gather(library, world, turn),
    Name.WEB: lambda _library, world, turn, _: moving.elsewhere(world, turn),
    Name.FORM: lambda _library, world, turn, _: moving.form(world, turn),
    Name.ERASE: lambda library, world, _turn, _: privacy.erase(library, world),
    Name.STEP: _again,
    Name.CHECK: lambda library, world, turn, _: eligibility.start(library, world, turn),
    Name.MONEY: lambda library, world, turn, _: money.start(library, world, turn),
    Name.DATES: lambda library, world, turn, _: dates.start(library, world, turn),
    Name.REMIND: lambda library, world, turn, words: reminding.switch(library, world, turn, words, steps.here),
    Name.CALENDAR: lambda library, world, turn, _: dates.file(library, world, turn),
    Name.SCORE: lambda library, world, turn, _: scoring.start(library, world, turn),
    Name.SCORE_BY_PAPERS: lambda library, world, turn, _: scoring.start_by_papers(library, world, turn),
    Name.SCORE_SHEET: lambda library, world, turn, _: scoring.export(library, world, turn),
    Name.LOG: _log,
    Name.LOG_CHART: lambda library, world, turn, _: ledger.chart(library, world, turn),
    Name.LOG_TABLE: lambda library, world, turn, _: ledger.table(library, world, turn),
    Name.COMPARE: lambda library, world, turn, _: eligibility.compare(library, world, turn),
    Name.ASK: lambda library, world, turn, question: asking.start(library, world, turn, question, steps.here),
    Name.REGION: _region_step,
    Name.DRAFT: lambda library, world, turn, _: drafting.start(library, world, turn),
    Name.PACK: lambda library, world, turn, _: packing.documents(library, world, turn),
    Name.MY: lambda library, world, _turn, _: listing.mine(library, world),
    Name.ENQUIRY: steps.hand_over,
    Name.USEFUL: lambda library, world, turn, _: feedback.vote(library, world, turn, "useful", steps.here),
    Name.USELESS: lambda library, world, turn, _: feedback.vote(library, world, turn, "useless", steps.here),
    Name.CANCEL: _cancel,
    Name.RESTART: _restart,
    Name.CHANGE: changes.start,
    Name.RETIRE: retirement.start,
    Name.UNKNOWN: _unknown,
}
"""What an intent does, at whatever step it is said."""
