"""What is said for the ledger and not written yet: understood, counted, confirmed. Nothing gets lost."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import asking, flow
from handlers.choice import Choice
from handlers.model import Outcome, Reply, Turn, World
from handlers.session import Jotting, Mode, Session
from handlers.wording import common
from handlers.wording import ledger as wording
from knowledge.answering.search import looks_like_question
from knowledge.ledger.entries import Entry
from knowledge.ledger.sentences import NOT_HEARD, Jot, Read, counted_again, number_alone, read
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.vocabulary.typed import YES_WORDS, squeezed

PENDING = "ledger"
"""What waits in ``Session.pending`` for a region."""
MOST = 30
"""Entries that may wait to be written."""


def open_step(world: World) -> Jotting:
    """What the ledger is in the middle of."""
    return world.session.ledger or Jotting()


def entry_at_hand(world: World) -> Entry | None:
    """The entry that is looked at or corrected."""
    return next((one for one in world.entries if one.id == open_step(world).entry and one.deleted is None), None)


def kind_choices(library: Library, world: World) -> tuple[Choice, ...]:
    """A button for each kind that the region's review reads."""
    used = set(review.facts_used(library, world.session.region or ""))
    return tuple(wording.kind(one) for one in library.ledger.kinds if used & {feed.fact for feed in one.feeds})


def here(library: Library, world: World, _turn: Turn) -> Reply:
    """The open step, shown again."""
    step = open_step(world)
    if step.jots:
        return asked(library, world, ()).replies[-1]
    if step.adding is not None:
        return Reply(text=wording.ADD[step.adding], choices=(common.CANCEL,))
    text = wording.OPEN.format(name=library.get(world.session.region or "").identity.short)
    return Reply(text=text, choices=(*kind_choices(library, world), common.LOG, common.CANCEL))


def heard(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A sentence, or the name of a kind from a button. It adds to what waits; it takes the place of a correction."""
    found = read(library.ledger, text, flow.today(turn))
    if not found.jots and looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    step = open_step(world)
    if not found.jots and step.jots:
        return asked(library, world, found.unclear or ((text[:20], NOT_HEARD),))
    if not found.jots:
        told = wording.heard(library.ledger, (), found.unclear) or wording.SAY_AGAIN
        return flow.say(world.session, told, choices=(*kind_choices(library, world), common.LOG, common.CANCEL))
    if step.correcting:
        return _corrected(library, world, found)
    if len(step.jots) + len(found.jots) > MOST:
        told = wording.TOO_MANY.format(most=MOST, waiting=len(step.jots))
        return flow.again(library, world, turn, told, here) if step.jots else flow.say(world.session, told)
    return asked(library, _with(world, (*step.jots, *found.jots)), found.unclear)


def _corrected(library: Library, world: World, found: Read) -> Outcome:
    """One sentence for the entry that is corrected; a later one is told to take the place of the one before."""
    step = open_step(world)
    if len(found.jots) > 1:
        return flow.say(world.session, wording.ONE_ONLY, choices=(common.CANCEL,))
    outcome = asked(library, _with(world, found.jots), found.unclear)
    return flow.leading(outcome, wording.not_written(library.ledger, step.jots)) if step.jots else outcome


def _with(world: World, jots: tuple[Jot, ...]) -> World:
    """Entries understood; the entry that is being corrected stays, one that was only looked at does not."""
    step = open_step(world)
    kept = Jotting(jots=jots, entry=step.entry if step.correcting else None, correcting=step.correcting)
    return flow.with_session(world, ledger=kept)


def asked(library: Library, world: World, unclear: Iterable[tuple[str, str]]) -> Outcome:
    """The first number that is still needed; or whether all is right."""
    jots, unclear = open_step(world).jots, tuple(unclear)
    missing = _missing(library, jots)
    if missing is None:
        text = wording.sure(library.ledger, jots, unclear)
        return flow.say(world.session, text, choices=(wording.WRITE, wording.CHANGE, common.CANCEL))
    kind = library.ledger.get(jots[missing].kind)
    lead = wording.heard(library.ledger, jots, unclear)
    which = wording.which(jots, missing)
    return flow.say(world.session, f"{lead}\n\n{which}{kind.ask if kind else ''}", choices=(common.CANCEL,))


def waiting(library: Library, world: World) -> Outcome:
    """What was said before and is not written yet, when the ledger is opened again."""
    name = library.get(world.session.region or "").identity.short
    lead = wording.STILL_CHANGING if open_step(world).correcting else wording.STILL_OPEN.format(name=name)
    return flow.leading(asked(library, world, ()), lead)


def _missing(library: Library, jots: tuple[Jot, ...]) -> int | None:
    """The place of the first entry without a number that it needs."""
    for place, jot in enumerate(jots):
        kind = library.ledger.get(jot.kind)
        if kind is not None and kind.ask and jot.count is None:
            return place
    return None


def settled(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """A number that was asked for, 记下来, 改一下, a question about the rules, or one more sentence."""
    step, word = open_step(world), squeezed(text).strip("。.！!")
    if word == wording.CHANGE.says:
        told = f"{wording.not_written(library.ledger, step.jots)}\n\n{wording.SAY_AGAIN}"
        choices = (*kind_choices(library, world), common.CANCEL)
        return flow.say(_with(world, ()).session, told, choices=choices)
    missing = _missing(library, step.jots)
    count = None if missing is None else _count(library, step.jots[missing], text, turn)
    if missing is not None and count is not None:
        filled = step.jots[missing].model_copy(update={"count": count})
        return asked(library, _with(world, (*step.jots[:missing], filled, *step.jots[missing + 1 :])), ())
    if word == wording.WRITE.says or word in YES_WORDS:
        return _written(library, world, turn) if missing is None else _no_number(library, world, turn)
    if looks_like_question(text):
        return asking.aside(library, world, turn, text, here)
    if missing is not None and not _says_something(library, turn, text):
        return _no_number(library, world, turn)
    return heard(library, world, turn, text)


def _count(library: Library, jot: Jot, text: str, turn: Turn) -> int | None:
    """The number that the words give to what waits for one: alone, or in the same sentence said again."""
    kind = library.ledger.get(jot.kind)
    alone = number_alone(kind, text) if kind else None
    return counted_again(library.ledger, jot, text, flow.today(turn)) if alone is None else alone


def _says_something(library: Library, turn: Turn, text: str) -> bool:
    """Whether any piece of the words was done, or is told not to be."""
    found = read(library.ledger, text, flow.today(turn))
    return bool(found.jots) or any(told != NOT_HEARD for _, told in found.unclear)


def _no_number(library: Library, world: World, turn: Turn) -> Outcome:
    return flow.again(library, world, turn, wording.NO_NUMBER, here)


def _written(library: Library, world: World, turn: Turn) -> Outcome:
    """All of it is written; what was deleted before is gone for good."""
    step, before = open_step(world), entry_at_hand(world)
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
    return outcome.model_copy(update={"entries": entries, "forget": gone(world)})


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


def gone(world: World) -> tuple[str, ...]:
    """Entries deleted before, which the next change of the ledger ends."""
    return tuple(one.id for one in world.entries if one.deleted is not None)


def is_open(session: Session) -> bool:
    """Whether words are for the ledger, or it waits for its region."""
    return session.mode is Mode.LEDGER or session.pending == PENDING


def put_off(before: World, outcome: Outcome) -> Outcome:
    """A step away from the ledger tells that something waits there."""
    left = is_open(before.session) and not is_open(outcome.session)
    kept = flow.unwritten(outcome.session)
    if not left or kept is None or not outcome.replies:
        return outcome
    return flow.leading(outcome, wording.PUT_OFF.format(count=len(kept.jots)))
