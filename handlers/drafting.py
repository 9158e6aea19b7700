"""Draft applications: filled field by field, saved at every answer, listed, resumed, handed in."""

from __future__ import annotations

import re

from handlers import asking, desk, filling, flow
from handlers.intents import Name
from handlers.model import Draft, Event, Mode, Outcome, Reply, Session, Turn, World
from handlers.receipts import receipt
from handlers.wording import common
from handlers.wording import drafting as wording
from knowledge import rules
from knowledge.fields import Group
from knowledge.forms import Blank, Form, lookup, repeated_groups
from knowledge.library import Library
from knowledge.search import looks_like_question

_LISTED = re.compile(r"(继续|查看|看|删除|删)?\s*([0-9]{1,3})")
"""A draft of the list and what to do with it."""
EDITABLE = {"open", "to_correct"}


def _form(library: Library, draft: Draft) -> Form:
    return library.get(draft.region).form


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """A new draft for the session's region, prefilled from the answers."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": "draft"})
        return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))
    regulation = library.get(session.region)
    draft = Draft(
        id=turn.nonce[:16],
        person=turn.person,
        region=regulation.slug,
        edition=regulation.edition,
        created=turn.at,
        changed=turn.at,
        answers=session.answers,
    )
    draft = filling.prefilled(library, regulation.form, draft, flow.today(turn))
    lead = wording.opening(regulation, regulation.form, draft, flow.today(turn))
    return _go_on(library, flow.idle(session), turn, draft, lead)


def _current(world: World) -> Draft | None:
    return next((draft for draft in world.drafts if draft.id == world.session.draft), None)


def _go_on(library: Library, session: Session, turn: Turn, draft: Draft, lead: str = "") -> Outcome:
    """Save, then the next blank, the next entry of a group, or the review."""
    form = _form(library, draft)
    draft = filling.prefilled(library, form, draft, flow.today(turn))
    place = filling.following(form, draft)
    if session.pending == "review" or place is None:
        return _review(library, session, turn, draft, lead)
    if isinstance(place, Blank):
        update = {"mode": Mode.DRAFT, "field": place.key, "draft": draft.id, "pending": None}
        reply = Reply(**wording.blank(form, draft, place))
    else:
        update = {"mode": Mode.MORE, "field": place.id, "draft": draft.id, "pending": None}
        reply = Reply(**wording.more(place, draft))
    return Outcome(session=session.model_copy(update=update), replies=(flow.led(reply, lead),), save=(draft,))


def _review(library: Library, session: Session, turn: Turn, draft: Draft, lead: str = "") -> Outcome:
    update = {"mode": Mode.REVIEW, "draft": draft.id, "field": None, "pending": None}
    form = _form(library, draft)
    reply = Reply(text=wording.review(library, draft, flow.today(turn)), choices=wording.review_choices(form, draft))
    return Outcome(session=session.model_copy(update=update), replies=(flow.led(reply, lead),), save=(draft,))


def here(library: Library, world: World, turn: Turn) -> Reply:
    """The open place of the draft, shown again."""
    draft, session = _current(world), world.session
    if draft is None:
        return Reply(text=wording.GONE, choices=common.MENU)
    form = _form(library, draft)
    if session.mode is Mode.DRAFT and session.field:
        return Reply(**wording.blank(form, draft, lookup(form, session.field)))
    if session.mode is Mode.MORE:
        return Reply(**wording.more(_group(form, session.field), draft))
    return Reply(text=wording.review(library, draft, flow.today(turn)), choices=wording.review_choices(form, draft))


def _group(form: Form, group_id: str | None) -> Group:
    return next(group for group in form.groups if group.id == group_id)


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A value for the open field."""
    draft, session = _current(world), world.session
    if draft is None or session.field is None or draft.state not in EDITABLE:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if text in {wording.PREVIEW.says, wording.SUBMIT.says}:
        return _review(library, session, turn, draft)
    if text.endswith(("?", "？")) and looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    form = _form(library, draft)
    field = lookup(form, session.field).field
    if text == wording.USE_NAME.says:
        text = filling.suggestion(form, draft, field) or text
    trouble = filling.problem(field, text)
    if trouble is not None:
        return flow.again(library, world, turn, wording.trouble(field, *trouble), here)
    lead = wording.saved(form, draft, field, text)
    return _go_on(library, session, turn, _filled(draft, session.field, text), lead)


def _filled(draft: Draft, key: str, text: str) -> Draft:
    return draft.model_copy(update={"fields": {**draft.fields, key: text}})


def navigate(library: Library, world: World, turn: Turn, name: Name) -> Outcome:
    """跳过, 上一题 and 为什么问这个 inside a draft."""
    draft, session = _current(world), world.session
    if draft is None or draft.state not in EDITABLE:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    form = _form(library, draft)
    if name is Name.SKIP and session.mode is Mode.DRAFT and session.field:
        kept = draft.fields.get(session.field, "")
        return _go_on(library, session, turn, _filled(draft, session.field, kept), wording.SKIPPED)
    if name is Name.SKIP and session.mode is Mode.MORE and session.field:
        return _no_more(library, session, turn, draft)
    if name is Name.WHY and session.mode is Mode.DRAFT and session.field:
        why = wording.why(library.get(draft.region), lookup(form, session.field))
        return flow.again(library, world, turn, why, here)
    if name is Name.BACK:
        before = _before(form, draft, session)
        if before is not None:
            update = {"mode": Mode.DRAFT, "field": before.key, "pending": None}
            reply = Reply(**wording.blank(form, draft, before))
            return Outcome(session=session.model_copy(update=update), replies=(reply,))
        return flow.again(library, world, turn, wording.FIRST_FIELD, here)
    return flow.again(library, world, turn, wording.NOT_HERE, here)


def _before(form: Form, draft: Draft, session: Session) -> Blank | None:
    """The blank before the open one; at a group's end, its last one."""
    blanks = filling.fillable(form, draft)
    keys = [blank.key for blank in blanks]
    if session.mode is Mode.DRAFT and session.field in keys:
        place = keys.index(session.field)
        return blanks[place - 1] if place else None
    answered = [blank for blank in blanks if blank.key in draft.fields]
    return answered[-1] if answered else None


def _no_more(library: Library, session: Session, turn: Turn, draft: Draft) -> Outcome:
    return _go_on(library, session, turn, _finished(draft, session.field or ""))


def _finished(draft: Draft, group_id: str) -> Draft:
    return draft.model_copy(update={"done": tuple(dict.fromkeys((*draft.done, group_id)))})


def choose(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words of the group, review and list steps; None where the words are something else."""
    session = world.session
    if session.mode is Mode.DRAFTS:
        return _choose_draft(library, world, turn, text)
    if _LISTED.fullmatch(text) and not text.isdigit():
        return _choose_draft(library, world, turn, text)
    draft = _current(world)
    if draft is None:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if session.mode is Mode.MORE:
        return _choose_more(library, session, turn, draft, text)
    return _choose_review(library, session, turn, draft, text)


def _add_entry(library: Library, session: Session, turn: Turn, draft: Draft, group: Group) -> Outcome:
    """Another member, another award; at the form's maximum it says so."""
    rows = draft.rows.get(group.id, 0)
    if group.repeat is None or rows >= group.repeat.maximum:
        return _go_on(library, session, turn, _finished(draft, group.id), wording.full(group))
    more = {"rows": {**draft.rows, group.id: rows + 1}, "done": tuple(each for each in draft.done if each != group.id)}
    return _go_on(library, session, turn, draft.model_copy(update=more))


def _choose_more(library: Library, session: Session, turn: Turn, draft: Draft, text: str) -> Outcome | None:
    group = _group(_form(library, draft), session.field)
    if text in {wording.ADD.says, wording.ADD.label, "有", "是", "1"}:
        return _add_entry(library, session, turn, draft, group)
    if text in {wording.NO_MORE.says, wording.NO_MORE.label, "没有", "否", "不用了", "2"}:
        return _no_more(library, session, turn, draft)
    if text in {wording.PREVIEW.says, wording.SUBMIT.says}:
        return _review(library, session, turn, draft)
    if looks_like_question(text):
        return None
    shown = Reply(**wording.more(group, draft))
    return Outcome(session=session, replies=(flow.led(shown, wording.ADD_OR_NOT),))


def _choose_review(library: Library, session: Session, turn: Turn, draft: Draft, text: str) -> Outcome | None:
    form = _form(library, draft)
    if text == wording.SUBMIT.says:
        if draft.state not in EDITABLE:
            return flow.say(session, wording.locked(draft), choices=common.MENU)
        asked = session.model_copy(update={"mode": Mode.CONFIRM, "pending": "submit"})
        return flow.say(asked, wording.submit_sure(form, draft), choices=(common.YES, common.NO))
    if text == wording.FILL.says and draft.state in EDITABLE:
        emptied = {key: value for key, value in draft.fields.items() if value}
        done = tuple(group for group in draft.done if draft.rows.get(group))
        reopened = draft.model_copy(update={"fields": emptied, "done": done})
        if filling.following(form, reopened) is None:
            return flow.say(session, wording.ALL_FILLED, choices=wording.review_choices(form, draft))
        return _go_on(library, session, turn, reopened)
    for group in repeated_groups(form):
        if text == wording.add_to(group).says and draft.state in EDITABLE:
            return _add_entry(library, session, turn, draft, group)
    number = re.fullmatch(r"(?:改|修改|第)?\s*([0-9]{1,3})\s*(?:项)?", text)
    if number is None:
        return None
    blanks = filling.fillable(form, draft)
    if draft.state not in EDITABLE:
        return flow.say(session, wording.locked(draft), choices=common.MENU)
    if not 1 <= int(number[1]) <= len(blanks):
        return flow.say(session, wording.no_such_field(len(blanks)), choices=wording.review_choices(form, draft))
    blank = blanks[int(number[1]) - 1]
    update = {"mode": Mode.DRAFT, "field": blank.key, "pending": "review"}
    return Outcome(session=session.model_copy(update=update), replies=(Reply(**wording.blank(form, draft, blank)),))


def mine(library: Library, world: World) -> Outcome:
    """The person's drafts, newest first, with their states."""
    session = flow.idle(world.session).model_copy(update={"mode": Mode.DRAFTS})
    if not world.drafts:
        return flow.say(flow.idle(session), wording.NO_DRAFTS, choices=(common.CHECK, common.DRAFT, common.HELP))
    text = wording.draft_list(library, world.drafts)
    return flow.say(session, text, choices=(*wording.draft_choices(library, world.drafts), common.CANCEL))


def _choose_draft(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    found = _LISTED.fullmatch(text)
    if found is None:
        return None
    session, number = world.session, int(found[2])
    if not 1 <= number <= len(world.drafts):
        return flow.say(session, wording.no_such_draft(len(world.drafts)), choices=(common.MY, common.CANCEL))
    draft = world.drafts[number - 1]
    if draft.kind == "enquiry":
        return flow.say(session, wording.one_case(library, draft), choices=(common.MY, common.CANCEL))
    if found[1] in {"删除", "删"}:
        if draft.state != "open":
            return flow.say(session, wording.cannot_delete(draft), choices=(common.MY, common.CANCEL))
        asked = session.model_copy(update={"mode": Mode.CONFIRM, "pending": "delete", "draft": draft.id})
        return flow.say(asked, wording.delete_sure(library, draft), choices=(common.YES, common.NO))
    placed = flow.in_region(session, draft.region).model_copy(update={"draft": draft.id})
    if draft.state not in EDITABLE:
        return _review(library, placed, turn, draft)
    lead = wording.resumed(library, draft)
    return _go_on(library, placed, turn, draft, lead)


def confirmed(library: Library, world: World, turn: Turn) -> Outcome:
    """确定 after 提交 or 删除."""
    draft, session = _current(world), world.session
    if draft is None:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if session.pending == "delete" and draft.state == "open":
        told = flow.say(flow.idle(session), wording.DELETED, choices=common.MENU)
        return told.model_copy(update={"delete": (draft.id,)})
    if session.pending == "submit" and draft.state in EDITABLE:
        return _submit(library, session, turn, draft)
    return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)


def _submit(library: Library, session: Session, turn: Turn, draft: Draft) -> Outcome:
    """Freeze the draft with its verdict and the regulation's edition; tell the applicant and staff."""
    regulation = library.get(draft.region)
    answers = {**draft.answers, **session.answers}
    verdict = rules.judge(library, draft.region, answers, flow.today(turn))
    again = draft.state == "to_correct"
    submitted = draft.model_copy(
        update={
            "state": "submitted",
            "receipt": draft.receipt or receipt(turn.nonce),
            "answers": answers,
            "edition": regulation.edition,
            "verdict": verdict.model_dump(mode="json"),
            "changed": turn.at,
            "history": (*draft.history, Event(at=turn.at, who=turn.person, what="submitted")),
        }
    )
    told = flow.say(flow.idle(session), wording.submitted(regulation, submitted, flow.today(turn)), choices=common.MENU)
    replies = (*told.replies, desk.packet(library, submitted, turn, again=again))
    return told.model_copy(update={"replies": replies, "save": (submitted,)})
