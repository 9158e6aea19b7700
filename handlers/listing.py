"""我的草稿: the list of a person's drafts and questions, and what may be done with each."""

from __future__ import annotations

import re

from handlers import consenting, drafting, filling, flow
from handlers.cases import applicant
from handlers.draft import Draft
from handlers.model import Outcome, Turn, World
from handlers.reminding import offer
from handlers.session import Mode
from handlers.wording import common
from handlers.wording import drafting as wording
from handlers.wording.privacy import MY_DATA
from knowledge.library import Library

_LISTED = re.compile(r"(继续|继续写|继续填|查看|打开|看|删除|删掉|删|撤回|撤销)?\s*第?\s*([0-9]{1,3})\s*[份个号]?")
"""A draft of the list and what to do with it."""
WORDS = frozenset(
    {"继续写", "继续填", "继续填写", "提交", "提交草稿", "预览", "补填"}
    | {"删除", "删掉", "删", "删除草稿", "查看", "查看草稿", "打开"}
)
"""Words about drafts that do not say which one."""


def names_one(text: str) -> bool:
    """Whether the words say which draft of the list, and what to do with it."""
    return _LISTED.fullmatch(text) is not None and not text[0].isdigit()


def editable(world: World) -> bool:
    """Whether the person has a draft that can be gone on with."""
    return any(draft.state in drafting.EDITABLE for draft in world.drafts)


def mine(library: Library, world: World, turn: Turn) -> Outcome:
    """The person's drafts, newest first, with their states."""
    session = flow.idle(world.session).model_copy(update={"mode": Mode.DRAFTS})
    if not world.drafts:
        return flow.say(flow.idle(session), wording.NO_DRAFTS, choices=(common.CHECK, common.DRAFT, common.HELP))
    text = wording.draft_list(library, world.drafts)
    regions = [draft.region for draft in world.drafts if draft.kind == "application"]
    choices = (*wording.draft_choices(library, world.drafts), *offer(library, world, turn, *regions[:1]), common.CANCEL)
    return flow.say(session, text, choices=choices)


def choose(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """A draft of the list by its number, with 继续, 查看 or 删除; None where the words are something else."""
    found = _LISTED.fullmatch(text.strip("。. "))
    if found is None and text in WORDS:
        return flow.say(
            world.session, wording.WHICH_DRAFT, choices=(*wording.draft_choices(library, world.drafts), common.CANCEL)
        )
    if found is None:
        return None
    session, number = world.session, int(found[2])
    if not 1 <= number <= len(world.drafts):
        return flow.say(session, wording.no_such_draft(len(world.drafts)), choices=(common.MY, common.CANCEL))
    draft = world.drafts[number - 1]
    if found[1] in {"撤回", "撤销"}:
        return applicant.withdraw(world, draft)
    if draft.kind == "enquiry":
        return flow.say(session, wording.one_case(library, draft), choices=(common.MY, common.CANCEL))
    if found[1] in {"删除", "删掉", "删"}:
        if draft.state != "open":
            return flow.say(session, wording.cannot_delete(draft), choices=(common.MY, common.ENQUIRY, common.CANCEL))
        asked = session.model_copy(update={"mode": Mode.CONFIRM, "pending": "delete", "draft": draft.id})
        return flow.say(asked, wording.delete_sure(library, draft), choices=(common.YES, common.NO))
    return _opened(library, world, turn, draft)


def _opened(library: Library, world: World, turn: Turn, draft: Draft) -> Outcome:
    """An application: gone on with, or only looked at where staff have it."""
    session = world.session
    if filling.form_of(library, draft) is None:
        return flow.say(session, wording.NO_FORM_NOW, choices=(MY_DATA, common.MY, common.ENQUIRY, common.CANCEL))
    if draft.state not in drafting.EDITABLE:
        placed = flow.in_region(session, draft.region).model_copy(update={"draft": draft.id})
        return drafting.review(library, placed, turn, draft)
    return resume(library, world, turn, draft.id)


def resume(library: Library, world: World, turn: Turn, draft_id: str) -> Outcome:
    """Go on with a draft of the person's that can be changed; the consent comes first where there is none."""
    draft = next((each for each in world.drafts if each.id == draft_id), None)
    if draft is None or draft.state not in drafting.EDITABLE or filling.form_of(library, draft) is None:
        return flow.say(flow.idle(world.session), wording.GONE, choices=common.MENU)
    if not consenting.given(world):
        return consenting.ask(world, f"draft {draft.id}")
    placed = flow.in_region(world.session, draft.region).model_copy(update={"draft": draft.id})
    lead = wording.resumed(library, draft)
    if draft.state == "to_correct" and not draft.correcting:  # what staff ask for may stand in any field
        return drafting.review(library, placed, turn, draft, lead)
    updated = drafting.updated(library, placed, flow.today(turn), draft)
    outcome = drafting.go_on(library, placed, turn, draft, "\n".join(filter(None, (lead, updated))))
    if outcome.session.mode is Mode.REVIEW:  # the review itself tells what a new edition means
        return drafting.review(library, placed, turn, outcome.save[0], lead)
    return outcome
