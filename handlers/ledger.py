"""台账: what was done in the year, entered in plain words or by buttons, listed, corrected and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers import asking, flow, ledger_files
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.recorded import known
from handlers.session import Jotting, Mode
from handlers.wording import common
from handlers.wording import ledger as wording
from knowledge.answering.search import looks_like_question
from knowledge.cases import case_of
from knowledge.ledger.entries import Entry, of_year
from knowledge.ledger.sentences import Jot, count_in, plain_number, read
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.progress import progress
from knowledge.vocabulary.typed import YES_WORDS, squeezed

PENDING = "ledger"
"""What waits in ``Session.pending`` for a region."""
LONGEST = 100
"""Characters of a note."""
_WHICH = re.compile(r"(改|删|删除|删掉|看)?第?\s*([0-9]{1,4}|[一二三四五六七八九十]{1,3})\s*笔")
_YEAR = re.compile(r"看?((?:19|20)[0-9]{2})年(?:的?台账)?")


def start(library: Library, world: World, turn: Turn, words: str = "") -> Outcome:
    """``/log``, with or without what was done."""
    opened = flow.with_session(flow.placed(world, Mode.LEDGER), ledger=Jotting(), fact=None)
    if world.session.region is None:
        found = read(library.ledger, words, flow.today(turn))
        waiting = flow.with_session(opened, ledger=Jotting(jots=found.jots)).session
        session = waiting.model_copy(update={"mode": Mode.REGION, "pending": PENDING})
        return flow.say(session, common.WHICH_REGION, choices=common.region_choices(library))
    return _heard(library, opened, turn, words) if words else _shown(library, opened, turn)


def go_on(library: Library, world: World, turn: Turn) -> Outcome:
    """The region is named now."""
    jots = world.session.ledger.jots if world.session.ledger else ()
    opened = flow.with_session(flow.placed(world, Mode.LEDGER), ledger=Jotting(jots=jots))
    return _asked(library, opened, ()) if jots else _shown(library, opened, turn)


def here(library: Library, world: World, _turn: Turn) -> Reply:
    """The open step, shown again."""
    if _step(world).jots:
        return _asked(library, world, ()).replies[-1]
    text = wording.OPEN.format(name=library.get(world.session.region or "").identity.short)
    return Reply(text=text, choices=(*_kinds(library, world), common.LOG, common.CANCEL))


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Words while the ledger is open."""
    step, word = _step(world), squeezed(text).strip("。.！!")
    if step.adding is not None:
        return _added(library, world, turn, text)
    if step.jots:
        return _settled(library, world, turn, text)
    entry = _at_hand(world)
    if word in _ON_ENTRY and entry is not None:
        return _on_entry(library, world, turn, word, entry)
    if word == wording.RESTORE.says:
        return _restored(library, world, turn)
    switched = _YEAR.fullmatch(word)
    if switched:
        return _shown(library, flow.with_session(world, ledger=Jotting(year=int(switched[1]))), turn)
    which = _WHICH.fullmatch(word)
    if which:
        return _chosen(library, world, turn, which)
    return _heard(library, world, turn, text)


def _step(world: World) -> Jotting:
    return world.session.ledger or Jotting()


def _heard(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A sentence, or the name of a kind from a button."""
    step, on = _step(world), flow.today(turn)
    named = next((one for one in library.ledger.kinds if one.title == text.strip()), None)
    if named is not None:
        return _asked(library, flow.with_session(world, ledger=_with(step, (Jot(kind=named.id, day=on),))), ())
    found = read(library.ledger, text, on)
    if not found.jots and looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    if not found.jots:
        told = wording.heard(library.ledger, (), found.unclear) or wording.SAY_AGAIN
        return flow.say(world.session, told, choices=(*_kinds(library, world), common.LOG, common.CANCEL))
    if step.correcting and len(found.jots) > 1:
        return flow.say(world.session, wording.ONE_ONLY, choices=(common.CANCEL,))
    return _asked(library, flow.with_session(world, ledger=_with(step, found.jots)), found.unclear)


def _with(step: Jotting, jots: tuple[Jot, ...]) -> Jotting:
    """Entries understood; the entry that is being corrected stays, one that was only looked at does not."""
    return Jotting(jots=jots, entry=step.entry if step.correcting else None, correcting=step.correcting)


def _asked(library: Library, world: World, unclear: Iterable[tuple[str, str]]) -> Outcome:
    """The first number that is still needed; or whether all is right."""
    jots = _step(world).jots
    missing = _missing(library, jots)
    unclear = tuple(unclear)
    if missing is not None:
        kind = library.ledger.get(jots[missing].kind)
        lead = wording.heard(library.ledger, jots, unclear)
        return flow.say(world.session, f"{lead}\n\n{kind.ask if kind else ''}", choices=(common.CANCEL,))
    text = wording.sure(library.ledger, jots, unclear)
    return flow.say(world.session, text, choices=(wording.WRITE, wording.CHANGE, common.CANCEL))


def _missing(library: Library, jots: tuple[Jot, ...]) -> int | None:
    """The place of the first entry without a number that it needs."""
    for place, jot in enumerate(jots):
        kind = library.ledger.get(jot.kind)
        if kind is not None and kind.ask and jot.count is None:
            return place
    return None


def _settled(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A number that was asked for, 记下来, 改一下, or a new sentence in place of the one before."""
    step, word = _step(world), squeezed(text).strip("。.！!")
    missing = _missing(library, step.jots)
    if word == wording.CHANGE.says:
        again = flow.with_session(world, ledger=_with(step, ()))
        return flow.say(again.session, wording.SAY_AGAIN, choices=(*_kinds(library, world), common.CANCEL))
    if missing is not None:
        return _number(library, world, turn, text, missing)
    if word == wording.WRITE.says or word in YES_WORDS:
        return _written(library, world, turn)
    if looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    found = read(library.ledger, text, flow.today(turn))
    if not found.jots or (step.correcting and len(found.jots) > 1):
        told = wording.heard(library.ledger, (), found.unclear) or wording.SAY_AGAIN
        return flow.again(library, world, turn, told, here)
    return _asked(library, flow.with_session(world, ledger=_with(step, found.jots)), found.unclear)


def _number(library: Library, world: World, turn: Turn, text: str, place: int) -> Outcome:
    step = _step(world)
    jot = step.jots[place]
    kind = library.ledger.get(jot.kind)
    count = plain_number(text) or (count_in(kind, text) if kind else None)
    if count is None:
        return flow.again(library, world, turn, wording.NO_NUMBER, here)
    jots = (*step.jots[:place], jot.model_copy(update={"count": count}), *step.jots[place + 1 :])
    return _asked(library, flow.with_session(world, ledger=_with(step, jots)), ())


def _written(library: Library, world: World, turn: Turn) -> Outcome:
    """All of it is written; what was deleted before is gone for good."""
    step, before = _step(world), _at_hand(world)
    if before is not None and step.correcting:
        changed = {**step.jots[0].model_dump(), "changed": turn.at}
        entries: tuple[Entry, ...] = (before.model_copy(update=changed),)
    else:
        entries = tuple(_entry(world, turn, jot, place) for place, jot in enumerate(step.jots))
    only = entries[0].id if len(entries) == 1 else None
    session = flow.with_session(world, ledger=Jotting(entry=only)).session
    more = (wording.PROOF, wording.NOTE) if only else ()
    choices = (common.LOG, common.SCORE, *more, common.CANCEL)
    outcome = flow.say(session, wording.written(library.ledger, entries), choices=choices)
    return outcome.model_copy(update={"entries": entries, "forget": _gone(world)})


def _entry(world: World, turn: Turn, jot: Jot, place: int) -> Entry:
    """A new entry of the region at hand."""
    return Entry(
        id=f"{turn.nonce[:13]}{place:03x}",
        person=turn.person,
        region=world.session.region or "",
        day=jot.day,
        kind=jot.kind,
        count=jot.count,
        created=turn.at,
        changed=turn.at,
    )


def _gone(world: World) -> tuple[str, ...]:
    return tuple(one.id for one in world.entries if one.deleted is not None)


def _listed(world: World, turn: Turn) -> tuple[Entry, ...]:
    """The entries of the year that is looked at."""
    return of_year(world.entries, world.session.region or "", _step(world).year or flow.today(turn).year)


def _shown(library: Library, world: World, turn: Turn) -> Outcome:
    """The year."""
    on, slug = flow.today(turn), world.session.region or ""
    year = _step(world).year or on.year
    text = wording.overview(library.get(slug), library.ledger, _listed(world, turn), year)
    years = tuple(wording.year(each) for each in wording.years_before(world.entries, slug, year, on))
    choices = (*_kinds(library, world), *years, wording.CHART, wording.TABLE, common.SCORE, common.CANCEL)
    session = flow.with_session(world, ledger=Jotting(year=_step(world).year)).session
    return flow.say(session, text, choices=choices)


def _kinds(library: Library, world: World) -> tuple[Choice, ...]:
    """A button for each kind that the region's review reads."""
    used = set(review.facts_used(library, world.session.region or ""))
    return tuple(wording.kind(one) for one in library.ledger.kinds if used & {feed.fact for feed in one.feeds})


def _chosen(library: Library, world: World, turn: Turn, which: re.Match[str]) -> Outcome:
    """第2笔: one entry, to correct or delete."""
    listed, number = _listed(world, turn), plain_number(which[2])
    if number is None or number > len(listed):
        text = wording.FEW.format(count=len(listed))
        return flow.say(world.session, text, choices=(common.LOG, common.CANCEL))
    entry = listed[number - 1]
    chosen = flow.with_session(world, ledger=Jotting(entry=entry.id, year=_step(world).year))
    if (which[1] or "").startswith("删"):
        return _deleted(library, chosen, turn, entry)
    choices = (wording.CORRECT, wording.PROOF, wording.NOTE, wording.DELETE, common.LOG, common.CANCEL)
    return flow.say(chosen.session, wording.entry(library.ledger, entry), choices=choices)


def _at_hand(world: World) -> Entry | None:
    return next((one for one in world.entries if one.id == _step(world).entry and one.deleted is None), None)


_ON_ENTRY = {wording.CORRECT.says, wording.PROOF.says, wording.NOTE.says, wording.DELETE.says}


def _on_entry(library: Library, world: World, turn: Turn, word: str, entry: Entry) -> Outcome:
    if word == wording.DELETE.says:
        return _deleted(library, world, turn, entry)
    if word == wording.CORRECT.says:
        session = flow.with_session(world, ledger=Jotting(entry=entry.id, correcting=True)).session
        text = f"{wording.entry(library.ledger, entry)}\n\n{wording.SAY_AGAIN}"
        return flow.say(session, text, choices=(common.CANCEL,))
    adding = "note" if word == wording.NOTE.says else "evidence"
    session = flow.with_session(world, ledger=Jotting(entry=entry.id, adding=adding)).session
    return flow.say(session, wording.ADD[adding], choices=(common.CANCEL,))


def _added(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A note or where the proof is."""
    step, entry = _step(world), _at_hand(world)
    if len(text) > LONGEST:
        return flow.say(world.session, wording.TOO_LONG, choices=(common.CANCEL,))
    if entry is None:
        return _shown(library, flow.with_session(world, ledger=Jotting()), turn)
    changed = entry.model_copy(update={step.adding or "note": text, "changed": turn.at})
    session = flow.with_session(world, ledger=Jotting(entry=entry.id)).session
    outcome = flow.say(session, wording.entry(library.ledger, changed), choices=(common.LOG, common.CANCEL))
    return outcome.model_copy(update={"entries": (changed,), "forget": _gone(world)})


def _deleted(library: Library, world: World, turn: Turn, entry: Entry) -> Outcome:
    """Out of the ledger; it can be brought back until the next change."""
    gone = entry.model_copy(update={"deleted": turn.at, "changed": turn.at})
    session = flow.with_session(world, ledger=Jotting(year=_step(world).year)).session
    choices = (wording.RESTORE, common.LOG, common.CANCEL)
    outcome = flow.say(session, wording.deleted(library.ledger, entry), choices=choices)
    return outcome.model_copy(update={"entries": (gone,), "forget": _gone(world)})


def _restored(library: Library, world: World, turn: Turn) -> Outcome:
    gone = [one for one in world.entries if one.deleted is not None]
    if not gone:
        return flow.say(world.session, wording.NONE_DELETED, choices=(common.LOG, common.CANCEL))
    back = gone[-1].model_copy(update={"deleted": None, "changed": turn.at})
    choices = (common.LOG, common.CANCEL)
    outcome = flow.say(world.session, wording.restored(library.ledger, back), choices=choices)
    return outcome.model_copy(update={"entries": (back,)})


def chart(library: Library, world: World, turn: Turn) -> Outcome:
    """The year's progress as a picture and in words."""
    session, on = world.session, flow.today(turn)
    if session.region is None:
        return start(library, world, turn)
    regulation = library.get(session.region)
    bars = progress(regulation, case_of(library, known(session), on))
    if not bars:
        text = wording.NO_DUTIES.format(name=regulation.identity.short)
        return flow.say(session, text, choices=(common.LOG, *flow.menu(session)))
    reply = Reply(
        text=wording.progress(regulation, bars, on),
        files=(ledger_files.chart(regulation, bars, on),),
        choices=(common.LOG, common.SCORE, common.CANCEL),
    )
    return Outcome(session=session, replies=(reply,))


def table(library: Library, world: World, turn: Turn) -> Outcome:
    """All entries of all years and regions as a table."""
    entries = tuple(one for one in world.entries if one.deleted is None)
    if not entries:
        return flow.say(world.session, wording.EMPTY, choices=(common.LOG, *flow.menu(world.session)))
    shorts = {slug: one.identity.short for slug, one in library.regulations.items()}
    made = ledger_files.table(library.ledger, entries, shorts, turn.at)
    text = wording.EXPORTED.format(count=len(entries))
    reply = Reply(text=text, files=(made,), choices=(common.LOG, *flow.menu(world.session)))
    return Outcome(session=world.session, replies=(reply,))
