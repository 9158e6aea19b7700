"""``/mydata``: all that is stored of a person, to read and as JSON. What is sensitive never goes out to Telegram."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from handlers import filling, flow, intents
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.intents import Name
from handlers.model import NEWS, File, Outcome, Reminder, Reply, Turn, World
from handlers.moving import WEB
from handlers.wording import ledger as ledger_wording
from handlers.wording import my_data as wording
from handlers.wording import news
from handlers.wording.desk import EVENTS, kind_name, region_name, state_name
from handlers.wording.eligibility import SHORT
from knowledge.forms.form import report_blanks
from knowledge.library import Library
from knowledge.vocabulary.values import show

_PRIVATE = frozenset({WEB, "console"})
"""Channels that are ours from end to end."""

Table = Mapping[str, Any]


def asked_for(turn: Turn) -> bool:
    """Whether a turn asks for the copy, so that the engine can load what was said."""
    intent = intents.read(turn.text or "")
    return intent is not None and intent.name is Name.MY_DATA


def gather(library: Library, world: World, turn: Turn) -> Outcome:
    """Both files, and what is in them."""
    sensitive = turn.channel in _PRIVATE
    data = _everything(library, world, turn, sensitive=sensitive)
    as_json = json.dumps(data, ensure_ascii=False, indent=2)
    files = (
        File(name=f"{wording.FILE}.txt", content=wording.readable(data).encode("utf-8-sig")),
        File(name=f"{wording.FILE}.json", content=as_json.encode()),
    )
    withheld = not sensitive and any(_withheld(library, draft) for draft in world.drafts)
    text = wording.summary(data, withheld=withheld)
    reply = Reply(text=text, files=files, choices=flow.menu(world.session))
    return Outcome(session=world.session, replies=(reply,))


def _everything(library: Library, world: World, turn: Turn, *, sensitive: bool) -> Table:
    return {
        wording.MADE: _stamp(turn.at),
        wording.NUMBER: turn.person,
        wording.ANSWERS: [
            {wording.QUESTION: library.facts[fact].question, wording.ANSWER: show(library.facts[fact], value)}
            for fact, value in world.session.answers.items()
            if fact in library.facts
        ],
        wording.DRAFTS: [_draft(library, draft, sensitive=sensitive) for draft in world.drafts],
        wording.LEDGER: [
            {
                wording.DAY: entry.day.isoformat(),
                wording.REGION: library.get(entry.region).identity.short,
                wording.WHAT: ledger_wording.title(library.ledger, entry.kind),
                wording.COUNT: entry.count,
                wording.NOTE: entry.note,
                wording.EVIDENCE: entry.evidence,
            }
            for entry in world.entries
            if entry.region in library.regulations
        ],
        wording.CHECKED: [
            {
                wording.REGION: _region(library, slug),
                wording.RESULT: SHORT.get(kept.outcome, kept.outcome),
                wording.DAY: kept.on.isoformat(),
            }
            for slug, kept in world.session.checked.items()
        ],
        wording.REMINDERS: [_reminder(library, reminder) for reminder in world.reminders],
        wording.CONSENTS: [
            {
                wording.WHAT: wording.CONSENT_KINDS[consent.kind],
                wording.EDITION: consent.edition,
                wording.WHEN: _stamp(consent.at),
                wording.ANSWER: wording.GRANTED if consent.granted else wording.REFUSED,
            }
            for consent in world.consents
        ],
        wording.TALK: [
            {wording.WHEN: _stamp(one.at), wording.SAID: one.said, wording.TOLD: list(one.told)}
            for one in world.said
            if one.said or one.told
        ],
    }


def _stamp(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _region(library: Library, slug: str) -> str:
    return library.get(slug).identity.short if slug in library.regulations else slug


def _reminder(library: Library, reminder: Reminder) -> Table:
    return {
        wording.REGION: _region(library, reminder.region),
        wording.WHAT: news.NAME if reminder.deadline == NEWS else reminder.deadline,
        wording.SINCE: _stamp(reminder.since),
    } | ({wording.LAST_TOLD: _stamp(reminder.told)} if reminder.told else {})


def _draft(library: Library, draft: Draft, *, sensitive: bool) -> Table:
    return {
        wording.REGION: region_name(library, draft),
        wording.WHAT: kind_name(draft),
        wording.STATE: state_name(draft),
        wording.RECEIPT: draft.receipt,
        wording.CREATED: _stamp(draft.created),
        wording.FIELDS: dict(_fields(library, draft, sensitive=sensitive)),
        wording.REVIEWED: [
            {wording.QUESTION: library.facts[fact].question, wording.ANSWER: show(library.facts[fact], value)}
            for fact, value in draft.reviewed.items()
            if fact in library.facts
        ],
        wording.READY: list(draft.ready),
        wording.FILES: [{wording.NAME: one.name, wording.SIZE: one.size} for one in draft.uploads],
        wording.HISTORY: [
            {wording.WHEN: _stamp(event.at), wording.WHAT: EVENTS.get(event.what, event.what)}
            | ({wording.NOTE: event.note} if event.note else {})
            for event in draft.history
        ],
    }


def _fields(library: Library, draft: Draft, *, sensitive: bool) -> Iterator[tuple[str, str]]:
    """The fields by their printed names; what is no field of the form any more keeps its key."""
    called: dict[str, tuple[str, bool]] = {}
    form = filling.form_of(library, draft)
    if draft.kind == "application" and form is not None:
        for blank in (*filling.in_order(form, draft), *report_blanks(form)):
            row = "" if blank.row is None else f"·第{blank.row + 1}条"
            called[blank.key] = (f"{blank.group.title}{row}·{blank.field.called}", blank.field.sensitive)
    for key, value in draft.fields.items():
        name, private = called.get(key, (key, False))
        if value:
            yield name, value if sensitive or not private else wording.WITHHELD


def _withheld(library: Library, draft: Draft) -> bool:
    return wording.WITHHELD in dict(_fields(library, draft, sensitive=False)).values()
