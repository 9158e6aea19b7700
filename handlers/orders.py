"""What the assistant does when it is told to: the intents that work at whatever step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import (
    asking,
    changes,
    dates,
    drafting,
    eligibility,
    feedback,
    flow,
    inquiries,
    intents,
    jotting,
    ledger,
    listing,
    money,
    moving,
    my_data,
    packing,
    privacy,
    reminding,
    retirement,
    scoring,
    steps,
)
from handlers.intents import Intent, Name
from handlers.model import Outcome, Turn, World
from handlers.session import Aim, Mode
from handlers.wording import common
from handlers.wording.changes import CHANGE
from handlers.wording.ledger import not_written
from handlers.wording.retirement import RETIRE
from knowledge.library import Library


def obey(library: Library, world: World, turn: Turn, intent: Intent) -> Outcome:
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
    if name is Name.BACK and session.mode in {Mode.CONFIRM, Mode.ENQUIRY, Mode.WRITING, Mode.ANSWERS, Mode.DRAFTS}:
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
        return take_region(library, world, turn, slug)
    if not flow.at_rest(session):
        return flow.again(library, world, turn, common.WELCOME_BACK, steps.here)
    choices = common.region_choices(library, (common.COMPARE, common.MY, common.HELP))
    fresh = flow.idle(session).model_copy(update={"mode": Mode.REGION, "pending": session.pending})
    return flow.say(fresh, common.welcome(library), choices=choices)


def _region_step(library: Library, world: World, turn: Turn, rest: str) -> Outcome:
    """``/region``: choose, or change to the one named."""
    slug = intents.region_named(library, rest) if rest else None
    if slug is not None:
        return take_region(library, world, turn, slug)
    waiting = world.session.model_copy(update={"mode": Mode.REGION, "pending": None})
    return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))


def take_region(library: Library, world: World, turn: Turn, slug: str) -> Outcome:
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
    if world.session.pending == jotting.PENDING:
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
    if session.mode in {Mode.CONFIRM, Mode.ENQUIRY, Mode.WRITING}:
        return steps.leave(library, world, turn)
    open_step = session.mode not in {Mode.IDLE, Mode.REGION} or session.pending is not None
    text = common.CANCELLED if open_step else common.NOTHING_TO_CANCEL
    given_up = flow.unwritten(session) if jotting.is_open(session) else None
    if given_up is not None:
        session = session.model_copy(update={"ledger": None})
        text = f"{not_written(library.ledger, given_up.jots)}\n{text}"
    draft = drafting.current(world)
    offered = () if draft is None else reminding.offer(library, world, turn, draft.region)
    return flow.say(flow.idle(session), text, choices=(*common.MENU, *offered))


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
        return listing.mine(library, world, turn)
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
    Name.MY: lambda library, world, turn, _: listing.mine(library, world, turn),
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
