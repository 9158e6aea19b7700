"""Draft applications: filled field by field, saved at every answer, listed, resumed, handed in."""

from __future__ import annotations

import re
from datetime import date

from handlers import asking, consenting, filling, flow, rejudging, submitting
from handlers.cases import applicant
from handlers.cases.states import WITHDRAWABLE
from handlers.draft import Draft
from handlers.intents import Name
from handlers.model import Outcome, Reply, Turn, World
from handlers.session import Mode, Session
from handlers.wording import cases as cases_wording
from handlers.wording import common
from handlers.wording import drafting as wording
from handlers.wording.rejudging import to_applicant
from knowledge.answering.search import looks_like_question
from knowledge.eligibility import rules
from knowledge.forms.fields import Group
from knowledge.forms.form import Blank, Form, lookup, repeated_groups
from knowledge.library import Library, written
from knowledge.vocabulary.typed import is_unknown

_NUMBERED = re.compile(r"(?:改|修改|编辑|改一下)?\s*第?\s*([0-9]{1,3})\s*[项栏条号]?")
"""A field of the review."""
_EMPTIED = frozenset({"清空", "留空", "删掉", "清除"})
"""Words that take a field's value away."""
EDITABLE = {"open", "to_correct"}
CORRECT = "correct"
"""What goes on after a field: the others that staff want corrected."""


def _form(library: Library, draft: Draft) -> Form:
    return written(library.get(draft.region).form)


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """A new draft for the session's region, prefilled from the answers."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": "draft"})
        return flow.say(waiting, common.WHICH_REGION, choices=common.region_choices(library))
    regulation = library.get(session.region)
    if regulation.form is None:
        return flow.say(flow.idle(session), common.NO_FORM.format(name=regulation.identity.short), choices=common.MENU)
    if not consenting.given(world):
        return consenting.ask(world, "draft")
    answers = rules.read_by_rules(library, session.answers)
    draft = Draft(
        id=turn.nonce[:16],
        person=turn.person,
        region=regulation.slug,
        edition=regulation.edition,
        created=turn.at,
        changed=turn.at,
        answers=answers,
        verdict=rejudging.kept_verdict(library, regulation.slug, answers, flow.today(turn)),
    )
    draft = filling.prefilled(library, regulation.form, draft, flow.today(turn))
    another = any(each.region == draft.region and each.state in EDITABLE for each in world.drafts)
    lead = wording.opening(regulation, regulation.form, draft, flow.today(turn), another=another)
    return go_on(library, flow.idle(session), turn, draft, lead)


def current(world: World) -> Draft | None:
    """The draft that the session works on."""
    return next((draft for draft in world.drafts if draft.id == world.session.draft), None)


def go_on(library: Library, session: Session, turn: Turn, draft: Draft, lead: str = "") -> Outcome:
    """Save, then the next blank, the next entry of a group, or the review."""
    form = _form(library, draft)
    draft = filling.prefilled(library, form, draft, flow.today(turn))
    correcting = _to_correct(form, draft)
    place = correcting or filling.following(form, draft)
    if session.pending == "review" or (session.pending == CORRECT and not correcting) or place is None:
        return review(library, session, turn, draft, lead)
    if isinstance(place, Blank):
        pending = CORRECT if correcting else None
        update = {"mode": Mode.DRAFT, "field": place.key, "draft": draft.id, "pending": pending}
        reply = Reply(**wording.blank(form, draft, place))
    else:
        update = {"mode": Mode.MORE, "field": place.id, "draft": draft.id, "pending": None}
        reply = Reply(**wording.more(place, draft))
    return Outcome(session=session.model_copy(update=update), replies=(flow.led(reply, lead),), save=(draft,))


def _to_correct(form: Form, draft: Draft) -> Blank | None:
    """The next of the fields that staff want corrected, as far as the chat asks for it."""
    if draft.state != "to_correct":
        return None
    blanks = {blank.key: blank for blank in filling.fillable(form, draft)}
    return next((blanks[key] for key in draft.correcting if key in blanks), None)


def review(library: Library, session: Session, turn: Turn, draft: Draft, lead: str = "") -> Outcome:
    """The whole draft, to change a field or to hand it in."""
    update = {"mode": Mode.REVIEW, "draft": draft.id, "field": None, "pending": None}
    reply = _preview(library, session, turn, draft)
    return Outcome(session=session.model_copy(update=update), replies=(flow.led(reply, lead),), save=(draft,))


def here(library: Library, world: World, turn: Turn) -> Reply:
    """The open place of the draft, shown again."""
    draft, session = current(world), world.session
    if draft is None:
        return Reply(text=wording.GONE, choices=common.MENU)
    form = _form(library, draft)
    if session.mode is Mode.DRAFT and session.field:
        return Reply(**wording.blank(form, draft, lookup(form, session.field)))
    if session.mode is Mode.MORE:
        return Reply(**wording.more(_group(form, session.field), draft))
    return _preview(library, session, turn, draft)


def _preview(library: Library, session: Session, turn: Turn, draft: Draft) -> Reply:
    text = wording.preview(library, draft, flow.today(turn), updated(library, session, flow.today(turn), draft))
    return Reply(text=text, choices=wording.review_choices(_form(library, draft), draft))


def updated(library: Library, session: Session, on: date, draft: Draft) -> str:
    """What a new edition means for the draft; empty where there is none since, or the case is closed."""
    if draft.state == "closed":
        return ""
    since = session.answers if draft.state in EDITABLE else {}
    found = rejudging.rejudged(library, draft, on, rules.read_by_rules(library, since))
    return to_applicant(library, draft, found) if found else ""


def _group(form: Form, group_id: str | None) -> Group:
    return next(group for group in form.groups if group.id == group_id)


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A value for the open field."""
    draft, session = current(world), world.session
    if draft is None or session.field is None or draft.state not in EDITABLE:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if text in {wording.PREVIEW.says, wording.SUBMIT.says}:
        return review(library, session, turn, draft)
    if text.endswith(("?", "？")) and looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    form = _form(library, draft)
    place = lookup(form, session.field)
    field = place.field
    if _takes_back(draft, place, text):
        fewer = {**draft.rows, place.group.id: draft.rows.get(place.group.id, 1) - 1}
        return go_on(library, session, turn, _finished(draft.model_copy(update={"rows": fewer}), place.group.id))
    if text in _EMPTIED:
        return go_on(library, session, turn, _filled(draft, session.field, ""), wording.EMPTIED)
    if is_unknown(text):
        return navigate(library, world, turn, Name.SKIP)
    if text == wording.USE_NAME.says:
        text = filling.suggestion(form, draft, field) or text
    if filling.misunderstood(field, text):
        return flow.again(library, world, turn, wording.expected(field), here)
    saved = _filled(draft, session.field, text)
    found = filling.remarks(form, saved, session.field, flow.today(turn))
    return go_on(library, session, turn, saved, wording.saved(library.get(draft.region), field, found))


def _takes_back(draft: Draft, place: Blank, text: str) -> bool:
    """没有了 where a newly added entry has nothing in it yet: the entry was not wanted."""
    if text not in wording.NONE_LEFT or place.row is None:
        return False
    prefix = f"{place.group.id}.{place.row}."
    last = place.row + 1 == draft.rows.get(place.group.id, 0)
    return last and not any(value for key, value in draft.fields.items() if key.startswith(prefix))


def _filled(draft: Draft, key: str, text: str) -> Draft:
    left = tuple(each for each in draft.correcting if each != key)
    return draft.model_copy(update={"fields": {**draft.fields, key: text}, "correcting": left})


def navigate(library: Library, world: World, turn: Turn, name: Name) -> Outcome:
    """跳过, 上一题 and 为什么问这个 inside a draft."""
    draft, session = current(world), world.session
    if draft is None or draft.state not in EDITABLE:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    form = _form(library, draft)
    if name is Name.SKIP and session.mode is Mode.DRAFT and session.field:
        kept = draft.fields.get(session.field, "")
        told = wording.KEPT if kept else wording.SKIPPED
        return go_on(library, session, turn, _filled(draft, session.field, kept), told)
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
    return go_on(library, session, turn, _finished(draft, session.field or ""))


def _finished(draft: Draft, group_id: str) -> Draft:
    return draft.model_copy(update={"done": tuple(dict.fromkeys((*draft.done, group_id)))})


def choose(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words of the group and review steps; None where the words are something else."""
    session = world.session
    draft = current(world)
    if draft is None:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if session.mode is Mode.MORE:
        return _choose_more(library, session, turn, draft, text)
    return _choose_review(library, session, turn, draft, text)


def _add_entry(library: Library, session: Session, turn: Turn, draft: Draft, group: Group) -> Outcome:
    """Another member, another award; at the form's maximum it says so."""
    rows = draft.rows.get(group.id, 0)
    if group.repeat is None or rows >= group.repeat.maximum:
        return go_on(library, session, turn, _finished(draft, group.id), wording.full(group))
    more = {"rows": {**draft.rows, group.id: rows + 1}, "done": tuple(each for each in draft.done if each != group.id)}
    return go_on(library, session, turn, draft.model_copy(update=more))


def _choose_more(library: Library, session: Session, turn: Turn, draft: Draft, text: str) -> Outcome | None:
    group = _group(_form(library, draft), session.field)
    if text in wording.ONE_MORE:
        return _add_entry(library, session, turn, draft, group)
    if text in wording.NONE_LEFT:
        return _no_more(library, session, turn, draft)
    if text in {wording.PREVIEW.says, wording.SUBMIT.says}:
        return review(library, session, turn, draft)
    if looks_like_question(text):
        return None
    shown = Reply(**wording.more(group, draft))
    return Outcome(session=session, replies=(flow.led(shown, wording.ADD_OR_NOT),))


def _choose_review(library: Library, session: Session, turn: Turn, draft: Draft, text: str) -> Outcome | None:
    form = _form(library, draft)
    if text == wording.SUBMIT.says:
        if draft.state not in EDITABLE:
            return flow.say(session, wording.locked(draft), choices=wording.review_choices(form, draft))
        asked = session.model_copy(update={"mode": Mode.CONFIRM, "pending": "submit"})
        return flow.say(asked, wording.submit_sure(form, draft), choices=(common.YES, common.NO))
    if text == wording.FILL.says and draft.state in EDITABLE:
        emptied = {key: value for key, value in draft.fields.items() if value}
        done = tuple(group for group in draft.done if draft.rows.get(group))
        reopened = draft.model_copy(update={"fields": emptied, "done": done})
        if filling.following(form, reopened) is None:
            return flow.say(session, wording.ALL_FILLED, choices=wording.review_choices(form, draft))
        return go_on(library, session, turn, reopened)
    for group in repeated_groups(form):
        if text == wording.add_to(group).says and draft.state in EDITABLE:
            return _add_entry(library, session, turn, draft, group)
    number = _NUMBERED.fullmatch(text.strip("。. "))
    if number is None:
        return None
    blanks = filling.fillable(form, draft)
    if draft.state not in EDITABLE:
        return flow.say(session, wording.locked(draft), choices=wording.review_choices(form, draft))
    if not 1 <= int(number[1]) <= len(blanks):
        return flow.say(session, wording.no_such_field(len(blanks)), choices=wording.review_choices(form, draft))
    blank = blanks[int(number[1]) - 1]
    update = {"mode": Mode.DRAFT, "field": blank.key, "pending": "review"}
    return Outcome(session=session.model_copy(update=update), replies=(Reply(**wording.blank(form, draft, blank)),))


def step_of(library: Library, world: World) -> Mode | None:
    """The step of the open draft that the session's field belongs to; None where no draft is open."""
    draft, field = current(world), world.session.field
    if draft is None or draft.state not in EDITABLE:
        return None
    if field is None:
        return Mode.REVIEW
    return Mode.MORE if any(group.id == field for group in _form(library, draft).groups) else Mode.DRAFT


def sure(library: Library, world: World) -> str:
    """What 确定 would do to the draft."""
    draft = current(world)
    if draft is None:
        return wording.GONE
    if world.session.pending == "delete":
        return wording.delete_sure(library, draft)
    if world.session.pending == applicant.WITHDRAW:
        return cases_wording.withdraw_sure(draft)
    return wording.submit_sure(_form(library, draft), draft)


def confirmed(library: Library, world: World, turn: Turn) -> Outcome:
    """确定 after 提交 or 删除."""
    draft, session = current(world), world.session
    if draft is None:
        return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
    if session.pending == "delete" and draft.state == "open":
        told = flow.say(flow.idle(session), wording.DELETED, choices=common.MENU)
        return told.model_copy(update={"delete": (draft.id,)})
    if session.pending == applicant.WITHDRAW and draft.state in WITHDRAWABLE:
        return applicant.withdrawn(library, world, turn, draft)
    if session.pending == "submit" and draft.state in EDITABLE:
        return submitting.submit(library, world, turn, draft)
    return flow.say(flow.idle(session), wording.GONE, choices=common.MENU)
