"""台账: what was done in the year, entered in plain words or by buttons, listed, corrected and deleted."""

from __future__ import annotations

import re

from handlers import asking, flow, jotting, ledger_files
from handlers.model import Outcome, Reply, Turn, World
from handlers.recorded import known
from handlers.session import Jotting, Mode
from handlers.wording import common
from handlers.wording import ledger as wording
from knowledge.answering.search import looks_like_question
from knowledge.cases import case_of
from knowledge.ledger.entries import Entry, of_year
from knowledge.ledger.sentences import plain_number, read
from knowledge.library import Library
from knowledge.scoring.progress import progress
from knowledge.vocabulary.typed import squeezed

LONGEST = 100
"""Characters of a note."""
_WHICH = re.compile(r"(改|删|删除|删掉|看)?第?\s*([0-9]{1,4}|[一二三四五六七八九十]{1,3})\s*笔")
_YEAR = re.compile(r"看?((?:19|20)[0-9]{2})年(?:的?台账)?")


def start(library: Library, world: World, turn: Turn, words: str = "") -> Outcome:
    """``/log``, with or without what was done; what was said before and is not written yet comes first."""
    kept = flow.unwritten(world.session) or Jotting()
    opened = flow.with_session(flow.placed(world, Mode.LEDGER), ledger=kept, fact=None)
    if world.session.region is None:
        return _placeless(library, opened, turn, words)
    if words:
        return jotting.heard(library, opened, turn, words)
    return jotting.waiting(library, opened) if kept.jots else _shown(library, opened, turn)


def _placeless(library: Library, world: World, turn: Turn, words: str) -> Outcome:
    """The region is asked first; what was understood waits for it, the rest is told at once."""
    found = read(library.ledger, words, flow.today(turn))
    jots = (*jotting.open_step(world).jots, *found.jots)[: jotting.MOST]
    update = {"mode": Mode.REGION, "pending": jotting.PENDING, "ledger": Jotting(jots=jots)}
    told = wording.heard(library.ledger, (), found.unclear)
    text = f"{told}\n\n{common.WHICH_REGION}" if told else common.WHICH_REGION
    return flow.say(world.session.model_copy(update=update), text, choices=common.region_choices(library))


def go_on(library: Library, world: World, turn: Turn) -> Outcome:
    """The region is named now."""
    kept = flow.unwritten(world.session) or Jotting()
    opened = flow.with_session(flow.placed(world, Mode.LEDGER), ledger=kept)
    return jotting.asked(library, opened, ()) if kept.jots else _shown(library, opened, turn)


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """Words while the ledger is open."""
    step, word = jotting.open_step(world), squeezed(text).strip("。.！!")
    if step.adding is not None:
        return _added(library, world, turn, text)
    if step.jots:
        return jotting.settled(library, world, turn, text)
    entry = jotting.entry_at_hand(world)
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
    return jotting.heard(library, world, turn, text)


def _listed(world: World, turn: Turn) -> tuple[Entry, ...]:
    """The entries of the year that is looked at."""
    return of_year(world.entries, world.session.region or "", jotting.open_step(world).year or flow.today(turn).year)


def _shown(library: Library, world: World, turn: Turn) -> Outcome:
    """The year."""
    on, slug = flow.today(turn), world.session.region or ""
    year = jotting.open_step(world).year or on.year
    text = wording.overview(library.get(slug), library.ledger, _listed(world, turn), year)
    years = tuple(wording.year(each) for each in wording.years_before(world.entries, slug, year, on))
    choices = (*jotting.kind_choices(library, world), *years, wording.CHART, wording.TABLE, common.SCORE, common.CANCEL)
    session = flow.with_session(world, ledger=Jotting(year=jotting.open_step(world).year)).session
    return flow.say(session, text, choices=choices)


def _chosen(library: Library, world: World, turn: Turn, which: re.Match[str]) -> Outcome:
    """第2笔: one entry, to correct or delete."""
    listed, number = _listed(world, turn), plain_number(which[2])
    if number is None or number > len(listed):
        text = wording.FEW.format(count=len(listed))
        return flow.say(world.session, text, choices=(common.LOG, common.CANCEL))
    entry = listed[number - 1]
    chosen = flow.with_session(world, ledger=Jotting(entry=entry.id, year=jotting.open_step(world).year))
    if (which[1] or "").startswith("删"):
        return _deleted(library, chosen, turn, entry)
    choices = (wording.CORRECT, wording.PROOF, wording.NOTE, wording.DELETE, common.LOG, common.CANCEL)
    return flow.say(chosen.session, wording.entry(library.ledger, entry), choices=choices)


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
    step, entry = jotting.open_step(world), jotting.entry_at_hand(world)
    if looks_like_question(text):
        return asking.aside(library, world, turn, text, jotting.here)
    if any(jot.count is not None for jot in read(library.ledger, text, flow.today(turn)).jots):
        return flow.again(library, world, turn, wording.ANOTHER, jotting.here)
    if len(text) > LONGEST:
        return flow.say(world.session, wording.TOO_LONG, choices=(common.CANCEL,))
    if entry is None:
        return _shown(library, flow.with_session(world, ledger=Jotting()), turn)
    changed = entry.model_copy(update={step.adding or "note": text, "changed": turn.at})
    session = flow.with_session(world, ledger=Jotting(entry=entry.id)).session
    outcome = flow.say(session, wording.entry(library.ledger, changed), choices=(common.LOG, common.CANCEL))
    return outcome.model_copy(update={"entries": (changed,), "forget": jotting.gone(world)})


def _deleted(library: Library, world: World, turn: Turn, entry: Entry) -> Outcome:
    """Out of the ledger; it can be brought back until the next change."""
    gone = entry.model_copy(update={"deleted": turn.at, "changed": turn.at})
    session = flow.with_session(world, ledger=Jotting(year=jotting.open_step(world).year)).session
    choices = (wording.RESTORE, common.LOG, common.CANCEL)
    outcome = flow.say(session, wording.deleted(library.ledger, entry), choices=choices)
    return outcome.model_copy(update={"entries": (gone,), "forget": jotting.gone(world)})


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
