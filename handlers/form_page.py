"""The form as a page: what was changed there is taken over field by field, so that nobody overwrites anybody."""

from __future__ import annotations

from handlers import adding, consenting, drafting, filling, submitting
from handlers.adding import MOST_FILES
from handlers.consent import Consent
from handlers.draft import OVER, Clash, Draft, Edit, Edited, Event, Upload
from handlers.model import STAFF, Outcome, Reply, Turn, World
from handlers.wording import cases as cases_wording
from handlers.wording import drafting as drafting_wording
from handlers.wording import form_page as wording
from handlers.wording import privacy as privacy_wording
from knowledge.forms.cleaning import clean
from knowledge.forms.form import Blank, Form, blank_fields, repeated_groups, report_blanks
from knowledge.forms.masking import mask_identity_numbers
from knowledge.library import Library, written

LONGEST = 65_536
"""Characters of one field that are kept at all; the form itself has room for far less and says so."""


def concerns(turn: Turn) -> bool:
    """Whether a turn comes from the form page."""
    return turn.edit is not None or turn.decision is not None


def step(library: Library, world: World, turn: Turn) -> Outcome:
    """An edit, or a decision on a notice. The conversation itself stays where it is."""
    if turn.decision is not None:
        return _decide(library, world, turn)
    edit = turn.edit
    draft = next((each for each in world.drafts if edit and each.id == edit.draft), None)
    if edit is None or draft is None or draft.kind != "application":
        return _refused(world, wording.NOT_FOUND)
    if adding.concerns(draft, edit):
        return adding.add(library, world, turn, draft, edit)
    if draft.state not in drafting.EDITABLE:
        return _refused(world, drafting_wording.locked(draft))
    if not consenting.given(world):
        return _refused(world, wording.CONSENT_FIRST)
    return _take_over(library, world, turn, draft, edit)


def _decide(library: Library, world: World, turn: Turn) -> Outcome:
    """A decision counts only for the notice as it stands. What is not agreed to any more is not kept any more."""
    decision = turn.decision
    if decision is None or decision.edition != privacy_wording.EDITION:
        return _refused(world, wording.NOTICE_CHANGED)
    consent = Consent(kind=decision.kind, edition=decision.edition, at=turn.at, granted=decision.granted)
    wiped: tuple[Draft, ...] = ()
    to_staff: tuple[Reply, ...] = ()
    if decision.kind == "sensitive" and not decision.granted:
        drafts = [draft for draft in world.drafts if draft.kind == "application"]
        taken_back = Event(at=turn.at, who=turn.person, what="sensitive_withdrawn")
        given = consenting.given(world, "sensitive")
        wiped = tuple(_without_sensitive(library, draft, taken_back if given else None) for draft in drafts)
        to_staff = tuple(
            Reply(to=STAFF, text=cases_wording.sensitive_withdrawn(library, draft), receipt=draft.receipt)
            for draft in drafts
            if given and draft.receipt and draft.state not in OVER
        )
    return Outcome(session=world.session, replies=to_staff, save=wiped, consents=(consent,), edited=Edited())


def _without_sensitive(library: Library, draft: Draft, taken_back: Event | None) -> Draft:
    """The draft without what was agreed to for the sensitive fields alone: their values, and the files."""
    form = written(library.get(draft.region).form)
    private = {blank.key for blank in blank_fields(form, draft.rows) if blank.field.sensitive}
    kept, handed_in, before = (
        {key: value for key, value in fields.items() if key not in private}
        for fields in (draft.fields, draft.handed_in, draft.before)
    )
    history = (*draft.history, taken_back) if taken_back and draft.receipt else draft.history
    gone = {"fields": kept, "handed_in": handed_in, "before": before, "uploads": (), "history": history}
    return draft.model_copy(update=gone)


def _refused(world: World, why: str) -> Outcome:
    return Outcome(session=world.session, replies=(), edited=Edited(refused=(why,)))


def _take_over(library: Library, world: World, turn: Turn, draft: Draft, edit: Edit) -> Outcome:
    form = written(library.get(draft.region).form)
    sensitive = consenting.given(world, "sensitive")
    refused: list[str] = []
    after = _with_rows(form, draft, edit)
    after, clashes = _with_changes(form, after, edit, refused, sensitive=sensitive)
    after = filling.followed(form, draft, after)
    after = _without_entries(form, after, edit, refused, fresh=edit.rev == draft.rev)
    procedure = library.get(draft.region).procedure
    papers = frozenset(material.id for material in procedure.materials) if procedure else frozenset()
    after = _with_materials(after, edit, papers, refused, sensitive=sensitive)
    if edit.submit and edit.rev != draft.rev:
        refused.append(wording.LOOK_AGAIN)
    edited = Edited(clashes=tuple(clashes), refused=tuple(dict.fromkeys(refused)))
    if edit.submit and not clashes and not refused:
        return submitting.submit(library, world, turn, after).model_copy(update={"edited": edited})
    return Outcome(session=world.session, replies=(), save=(after,), edited=edited)


def _moved(draft: Draft, edit: Edit, group: str) -> bool:
    """Whether entries of a group have been taken out since the page was shown, so that their numbers mean others."""
    return edit.shape.get(group, 0) != draft.shape.get(group, 0)


def _with_rows(form: Form, draft: Draft, edit: Edit) -> Draft:
    """As many entries as the page shows, never fewer than there are: taking one out is said by itself."""
    rows = dict(draft.rows)
    for group in repeated_groups(form):
        if _moved(draft, edit, group.id):
            continue
        most = group.repeat.maximum if group.repeat else 0
        rows[group.id] = max(rows.get(group.id, 0), min(edit.rows.get(group.id, 0), most))
    return draft.model_copy(update={"rows": rows})


def _with_changes(
    form: Form, draft: Draft, edit: Edit, refused: list[str], *, sensitive: bool
) -> tuple[Draft, list[Clash]]:
    known = {blank.key: blank for blank in (*blank_fields(form, draft.rows), *report_blanks(form))}
    fields, clashes = dict(draft.fields), []
    for change in edit.changes:
        blank, stands = known.get(change.key), fields.get(change.key, "")
        if blank is None and not _moved(draft, edit, change.key.partition(".")[0]):
            refused.append(wording.NO_SUCH_FIELD)
        elif blank is not None and blank.field.sensitive and not sensitive:
            refused.append(wording.SENSITIVE_FIRST)
        else:
            text = _kept(change.now, blank, refused)
            moved = blank is None or (blank.row is not None and _moved(draft, edit, blank.group.id))
            if moved or stands not in {change.was, text}:
                clashes.append(Clash(key=change.key, theirs=stands, mine=text))
            else:
                fields[change.key] = text
    return draft.model_copy(update={"fields": fields}), clashes


def _kept(text: str, blank: Blank | None, refused: list[str]) -> str:
    """What is kept of a typed text: what can be printed, and an identity number only where the form has its place."""
    called = "" if blank is None else blank.field.called
    cleaned = clean(text[:LONGEST])
    if cleaned.removed:
        refused.append(wording.taken_out(called, cleaned.removed))
    if len(text) > LONGEST:
        refused.append(wording.cut(called, LONGEST))
    if blank is not None and blank.field.sensitive:
        return cleaned.text
    masked = mask_identity_numbers(cleaned.text)
    if masked != cleaned.text:
        refused.append(wording.masked(called))
    return masked


def _without_entries(form: Form, draft: Draft, edit: Edit, refused: list[str], *, fresh: bool) -> Draft:
    """Entries taken out; those behind move up. Only on the page's own revision, for their numbers mean nothing else."""
    if edit.dropped and not fresh:
        refused.append(wording.CHANGED_MEANWHILE)
        return draft
    for entry in sorted(edit.dropped, key=_row_of, reverse=True):
        draft = _without_entry(form, draft, entry.partition(".")[0], _row_of(entry))
    return draft


def _row_of(entry: str) -> int:
    number = entry.partition(".")[2]
    return int(number) if number.isascii() and number.isdigit() else -1


def _without_entry(form: Form, draft: Draft, group: str, row: int) -> Draft:
    rows = draft.rows.get(group, 0)
    if not 0 <= row < rows or all(one.id != group for one in repeated_groups(form)):
        return draft
    fields: dict[str, str] = {}
    for key, value in draft.fields.items():
        head, _, rest = key.partition(".")
        number, _, name = rest.partition(".")
        at = int(number) if head == group and number.isdigit() else -1
        if at == row:
            continue
        fields[f"{group}.{at - 1}.{name}" if at > row else key] = value
    shape = {**draft.shape, group: draft.shape.get(group, 0) + 1}
    return draft.model_copy(update={"fields": fields, "rows": {**draft.rows, group: rows - 1}, "shape": shape})


def _with_materials(draft: Draft, edit: Edit, papers: frozenset[str], refused: list[str], *, sensitive: bool) -> Draft:
    """Materials ticked, files added and taken away."""
    ready = (*(one for one in draft.ready if one not in edit.unticked), *(one for one in edit.ticked if one in papers))
    kept = tuple(one for one in draft.uploads if one.id not in edit.removed)
    added: tuple[Upload, ...] = edit.added
    if added and not sensitive:
        refused.append(wording.SENSITIVE_FIRST)
        added = ()
    if len(kept) + len(added) > MOST_FILES:
        refused.append(wording.too_many_files(MOST_FILES))
        added = added[: max(0, MOST_FILES - len(kept))]
    return draft.model_copy(update={"ready": tuple(dict.fromkeys(ready)), "uploads": (*kept, *added)})
