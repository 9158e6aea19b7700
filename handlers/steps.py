"""The step that stands open: how it is shown again, how it is left, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import consenting, drafting, enquiry, feedback, flow, inquiries, jotting, listing, privacy
from handlers.cases import applicant
from handlers.flow import Here
from handlers.model import Outcome, Received, Reply, Turn, World
from handlers.session import Mode, Session
from handlers.wording import common
from handlers.wording import desk as wording
from handlers.wording.privacy import MY_DATA
from knowledge.library import Library
from knowledge.vocabulary.typed import NO_WORDS, UNKNOWN, YES_WORDS, squeezed

_BARE = frozenset({"是", "是的", "有", "有的"})
"""Answers that mean nothing where no question stands open; 好的 and the like are small talk there."""
_SURE = frozenset({"确定", "确认"})


def here(library: Library, world: World, turn: Turn) -> Reply:
    """The step that stands open, shown again."""
    session = world.session
    if session.mode is Mode.QUESTION and session.fact is not None:
        return inquiries.of(session).question(library, world, turn)
    if session.mode in _SHOWN:
        return _SHOWN[session.mode](library, world, turn)
    if session.mode is Mode.LEDGER and session.region is not None:
        return jotting.here(library, world, turn)
    if session.mode is Mode.REGION or session.region is None:
        return Reply(text=common.WHICH_REGION, choices=common.region_choices(library, (common.COMPARE, common.HELP)))
    identity = library.get(session.region).identity
    return Reply(text=common.REGION_NOW.format(name=identity.short, title=identity.title), choices=common.MENU)


def _confirming(library: Library, world: World, _turn: Turn) -> Reply:
    more = (MY_DATA,) if world.session.pending in {privacy.REVOKE, privacy.ERASE} else ()
    return Reply(text=_sure(library, world), choices=(common.YES, common.NO, *more))


_SHOWN: Mapping[Mode, Here] = {
    Mode.DRAFT: drafting.here,
    Mode.MORE: drafting.here,
    Mode.REVIEW: drafting.here,
    Mode.DRAFTS: lambda library, world, turn: listing.mine(library, world, turn).replies[-1],
    Mode.ANSWERS: lambda library, world, turn: inquiries.of(world.session).answers(library, world, turn).replies[-1],
    Mode.ENQUIRY: lambda _library, world, _turn: enquiry.here(world),
    Mode.WRITING: lambda _library, world, _turn: applicant.here(world),
    Mode.CONSENT: lambda _library, world, _turn: consenting.here(world),
    Mode.CONFIRM: _confirming,
}
"""Steps that show themselves again, whatever else holds."""


def _sure(library: Library, world: World) -> str:
    """What 确定 would do."""
    if world.session.pending == "restart":
        return common.RESTART_SURE
    if world.session.pending in {privacy.REVOKE, privacy.ERASE}:
        return privacy.sure(library, world)
    return drafting.sure(library, world)


def leave(library: Library, world: World, turn: Turn) -> Outcome:
    """Out of a side step, back to the question or the draft that it was opened from, if there is one."""
    session = world.session
    if session.mode is Mode.CONFIRM and session.pending == "submit":
        return flow.again(library, flow.placed(world, Mode.REVIEW), turn, common.NOT_SUBMITTED, here)
    if session.mode is Mode.CONFIRM and session.pending == "delete":
        kept = listing.mine(library, world, turn)
        return flow.leading(kept, common.NOT_DELETED)
    step_before = Mode.QUESTION if session.fact is not None else drafting.step_of(library, world)
    if step_before is None:
        return flow.say(flow.idle(session), common.CANCELLED, choices=common.MENU)
    placed = flow.placed(world, step_before)
    return flow.again(library, placed, turn, common.GOING_ON, here)


def hand_over(library: Library, world: World, turn: Turn, question: str) -> Outcome:
    """转人工, alone or with the question behind it; under an answer, or right after one, its question is offered."""
    if enquiry.long_enough(question):
        return _filed(library, world, turn, question, None)
    about = feedback.at_hand(world, turn)
    return enquiry.start(world, question) if about is None or question else enquiry.offer(world.session, about)


def enquired(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Words for the enquiry that stands open: the question itself, or what is to become of the one offered."""
    about = world.answer if enquiry.answer_in_hand(world.session) else None
    if about is not None and enquiry.offers(world):
        return _decided(library, world, turn, text, about)
    if enquiry.long_enough(text):
        return _filed(library, world, turn, text, about)
    return enquiry.start(world, text) if about is None else enquiry.edit(world.session, about, text)


def _decided(library: Library, world: World, turn: Turn, text: str, about: Received) -> Outcome:
    """就转这个问题, 改一下再转, or no."""
    word = squeezed(text).strip("。.!！")
    if text == wording.AS_IT_IS.says or word in YES_WORDS | _SURE:
        return _filed(library, world, turn, about.asked.question, about)
    if word.startswith("改"):
        return enquiry.edit(world.session, about)
    if _is_no(word):
        return leave(library, world, turn)
    return flow.again(library, world, turn, wording.CHOOSE_FIRST, here)


def _filed(library: Library, world: World, turn: Turn, question: str, about: Received | None) -> Outcome:
    """The question handed over; the step that stood open before goes on."""
    filed = enquiry.receive(library, world, turn, question, about)
    if world.session.fact is None and drafting.step_of(library, world) is None:
        return filed
    back = leave(library, world, turn)
    replies = (filed.replies[0].model_copy(update={"choices": ()}), *back.replies, *filed.replies[1:])
    return filed.model_copy(update={"session": back.session, "replies": replies})


def at_rest(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that belong to a draft or to a question, said when neither is open; None for anything else."""
    if not flow.at_rest(world.session):
        return None
    word = squeezed(text).strip("。.！!")
    notice = privacy.read_again(world) if word == consenting.AGAIN else None
    if notice is not None:
        return notice
    if world.drafts and word in listing.WORDS:
        return listing.mine(library, world, turn)
    if listing.names_one(text) and world.drafts:
        return listing.choose(library, flow.placed(world, Mode.DRAFTS), turn, text)
    if word in NO_WORDS | UNKNOWN | _BARE:
        return flow.say(world.session, common.NOTHING_ASKED, choices=common.MENU)
    return None


def confirm(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """确定 or nothing happens."""
    session = world.session
    word = squeezed(text).strip("。.!！")
    if _is_no(word):
        return leave(library, world, turn)
    if word not in YES_WORDS | _SURE:
        return flow.again(library, world, turn, common.CONFIRM_AGAIN, here)
    if session.pending == "restart":
        fresh = Session(person=session.person, rev=session.rev, region=session.region, ledger=flow.unwritten(session))
        return flow.say(fresh, common.RESTARTED, choices=common.MENU)
    if session.pending in {privacy.REVOKE, privacy.ERASE}:
        return privacy.confirmed(library, world, turn)
    return drafting.confirmed(library, world, turn)


def _is_no(word: str) -> bool:
    return word in NO_WORDS or word.startswith(("不", "别", "先不"))
