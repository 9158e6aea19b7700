"""One turn, one transaction: stored, answered and remembered together, or not at all.

A channel acknowledges a turn only after :meth:`Engine.take` has returned. A turn that comes again changes nothing.
A turn that the conversation cannot handle is stored with its fault and answered by an apology, so that it neither
blocks the turns behind it nor vanishes.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.arriving import Arrival, as_joined, redeemed, use
from bot.logs import event, fault_of
from bot.notices import APOLOGY
from handlers import enquiry, failing, feedback, my_data
from handlers.cases.thread import letter_named
from handlers.draft import Draft, Edit, Edited
from handlers.model import STAFF, Outcome, Received, Reply, Said, Site, Turn, World
from knowledge.library import Library
from storage.errors import CollisionError, RowDamagedError, StaleDraftError, StorageError
from storage.records import Queued
from storage.store import Store
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

Step = Callable[[Library, World, Turn], Outcome]
CaseNamed = Callable[[Turn], str | None]
Reached = Callable[[str], None]

POINTS: Final = (
    "before-begin",
    "turn-stored",
    "session-saved",
    "drafts-saved",
    "vote-saved",
    "replies-queued",
    "before-commit",
    "after-commit",
)
"""Where a process may die; tests end it at each."""

ALL: Final = 100_000
"""More exchanges than are ever kept."""
LATELY: Final = 30
"""Exchanges among which the last questions are looked for when one is handed to staff."""
TRIES: Final = 5
"""Runs of one turn before a taken receipt counts as a fault: with 32⁸ receipts, a second run is rare already."""


class TrespassError(Exception):
    """The conversation tried to write what is not the person's own."""


@dataclass(frozen=True)
class Taken:
    """What became of a turn."""

    number: int | None
    """Number of the stored turn; None if it had been taken before."""
    replies: tuple[Queued, ...] = ()
    """What the turn put in the outbox, in order."""
    edited: Edited | None = None
    """What became of an edit."""
    used: bool = False
    """The button that was pressed goes."""


def new_nonce() -> str:
    """32 hexadecimal digits."""
    return secrets.token_hex(16)


def _nothing(_point: str) -> None:
    """Outside tests, nobody watches."""


@dataclass
class Engine:
    """Takes turns, one at a time."""

    store: Store
    library: Library
    step: Step
    case_named: CaseNamed
    """The receipt of the case that a staff turn is about."""
    staff_chat: str | None = None
    """Chat of the staff (``telegram:-100…``); while there is none, what is for staff is kept."""
    site: Site = field(default_factory=Site)
    nonce: Callable[[], str] = new_nonce
    reached: Reached = _nothing

    def __post_init__(self) -> None:
        """Packets kept while no staff chat was known go out now; one that was out of reach is tried again."""
        if self.staff_chat is not None:
            self.store.move_chat(STAFF, self.staff_chat)
            with self.store.transaction() as transaction:
                transaction.heard_from(self.store.current_chat(self.staff_chat))

    def take(self, turn: Turn, first: tuple[Reply, ...] = ()) -> Taken:
        """Handle the turn; ``first`` are the door's own replies, said before those of the conversation.

        Raises UnavailableError or DamagedError if nothing could be stored: then the turn must not be acknowledged.
        """
        self.reached("before-begin")
        for _ in range(TRIES):
            try:
                return self._handle(turn, first)
            except CollisionError as error:
                fault: Exception = error
                turn = turn.model_copy(update={"nonce": self.nonce()})
            except (RowDamagedError, StaleDraftError) as error:
                return self._apologise(turn, error)
            except StorageError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever the fault, the turns behind this one must go on
                return self._apologise(turn, error)
        return self._apologise(turn, fault)

    def world_of(self, sender: str) -> World:
        """What is kept of a person's applications, for a page to show. Raises StorageError."""
        with self.store.transaction() as transaction:
            person = transaction.person_of(sender)
            return World(
                session=transaction.session(person),
                drafts=transaction.drafts(person),
                consents=transaction.consents(person),
                site=self.site,
            )

    def arrive(self, sender: str, secret: str, at: datetime) -> Arrival:
        """Somebody comes with a one-time code. Raises StorageError."""
        with self.store.transaction() as transaction:
            return use(transaction, secret, sender, at)

    def note(self, turn: Turn) -> None:
        """Store a turn that asks for no answer, such as a person letting the bot in again."""
        with self.store.transaction() as transaction:
            if transaction.add_turn(turn) is not None:
                transaction.heard_from(turn.chat)

    def _handle(self, turn: Turn, first: tuple[Reply, ...]) -> Taken:
        with self.store.transaction() as transaction:
            turn = as_joined(turn, transaction.person_of(turn.person))
            number = transaction.add_turn(_to_keep(turn))
            if number is None:
                return Taken(number=None)
            self.reached("turn-stored")
            transaction.heard_from(turn.chat)
            turn, arrival = redeemed(transaction, turn)
            arrived = {"redeemed": arrival.code, "occupied": arrival.occupied}
            world = self._world(transaction, turn).model_copy(update=arrived)
            if world.case is not None:
                transaction.concerns(number, world.case.person)
            outcome = self.step(self.library, world, turn)
            if outcome.session.person != turn.person:
                raise TrespassError
            if outcome.erase:
                transaction.forget(turn.person, turn.at)
            else:
                self._keep(transaction, number, turn, world, outcome)
            replies = self._queue(transaction, number, turn, outcome, first)
            self.reached("before-commit")
        self.reached("after-commit")
        event(_log, logging.INFO, "turn taken", turn=number, count=len(replies))
        return Taken(number, replies, outcome.edited, outcome.used)

    def _keep(self, transaction: Transaction, number: int, turn: Turn, world: World, outcome: Outcome) -> None:
        """Remember what the step has decided."""
        transaction.save_session(outcome.session)
        self.reached("session-saved")
        _keep_drafts(transaction, turn, world, outcome)
        if outcome.reminders is not None:
            transaction.save_reminders(turn.person, outcome.reminders)
        _keep_entries(transaction, turn, outcome)
        _keep_rulings(transaction, turn, outcome)
        if outcome.hush:
            transaction.hush(turn.person, number)
        for consent in outcome.consents:
            transaction.save_consent(turn.person, consent)
        for code in outcome.codes:
            transaction.save_code(code)
        self.reached("drafts-saved")
        _keep_vote(transaction, turn, world, outcome)
        self.reached("vote-saved")

    def _world(self, transaction: Transaction, turn: Turn) -> World:
        session = transaction.session(turn.person)
        receipt = self.case_named(turn) if turn.staff else None
        answer = feedback.answer_named(session, turn)
        case = None if receipt is None else transaction.case(receipt)
        since, letter = failing.since(turn), letter_named(turn)
        return World(
            session=session,
            drafts=transaction.drafts(turn.person),
            reminders=transaction.reminders(turn.person),
            entries=transaction.entries(turn.person),
            consents=transaction.consents(turn.person),
            site=self.site,
            said=self._said(turn.person) if my_data.asked_for(turn) else (),
            staff=transaction.staff() if turn.staff else (),
            group=self.staff_chat is not None,
            case=case,
            shut_out=case is not None and transaction.shut_out(case.chat or case.person),
            letter=None if letter is None else transaction.turn(turn.channel, letter),
            answer=None if answer is None else transaction.answer(turn.person, answer),
            rulings=transaction.rulings(),
            lately=self._lately(turn.person) if enquiry.may_file(session, turn) else (),
            received=() if since is None else transaction.received(since),
        )

    def _said(self, person: str) -> tuple[Said, ...]:
        """All that is kept of the conversation."""
        return tuple(
            Said(at=one.at, said=_words(one.turn), told=tuple(queued.reply.in_words for queued in one.replies))
            for one in self.store.history(person, ALL)
        )

    def _lately(self, person: str) -> tuple[Received, ...]:
        """The answers among the last exchanges."""
        return tuple(
            Received(at=one.at, asked=queued.reply.asked, citations=queued.reply.citations)
            for one in self.store.history(person, LATELY)
            for queued in one.replies
            if queued.reply.asked is not None
        )

    def _queue(
        self, transaction: Transaction, number: int, turn: Turn, outcome: Outcome, first: Iterable[Reply]
    ) -> tuple[Queued, ...]:
        """Choices hang on the session only in the person's own chat: elsewhere others may press them."""
        queued = []
        for reply in (*first, *outcome.replies):
            chat = self._chat(reply.to, turn)
            fleeting = tuple(choice for choice in reply.choices if not choice.lasting)
            hangs = chat == turn.chat and turn.private and fleeting == outcome.session.offered
            queued.append(transaction.queue(number, chat, reply, outcome.session.rev if hangs else None))
            self.reached("replies-queued")
        return tuple(queued)

    def _chat(self, to: str | None, turn: Turn) -> str:
        """Without a staff chat, what is for staff waits under a name that no channel serves."""
        if to is None:
            return turn.chat
        return (self.staff_chat or STAFF) if to == STAFF else to

    def _apologise(self, turn: Turn, error: Exception) -> Taken:
        fault = fault_of(error)
        with self.store.transaction() as transaction:
            number = transaction.add_turn(_to_keep(turn), error=fault)
            if number is None:
                return Taken(number=None)
            event(_log, logging.ERROR, "turn failed", turn=number, fault=fault)
            transaction.heard_from(turn.chat)
            replies = (transaction.queue(number, turn.chat, Reply(text=APOLOGY.format(number=number)), None),)
        return Taken(number, replies)


def _to_keep(turn: Turn) -> Turn:
    """The turn as it is stored: what was typed into a form stands in the draft, and in no second place."""
    if turn.edit is None:
        return turn
    return turn.model_copy(update={"edit": Edit(draft=turn.edit.draft, rev=turn.edit.rev)})


def _words(turn: Turn | None) -> str:
    """What a person did, in their own words as far as there are any."""
    return "" if turn is None else turn.text or turn.command or turn.other or ""


def _keep_drafts(transaction: Transaction, turn: Turn, world: World, outcome: Outcome) -> None:
    """Write only the person's own drafts and, for staff, the case at hand; revisions rise by one."""
    loaded: dict[str, Draft] = {draft.id: draft for draft in world.drafts}
    if world.case is not None:
        loaded[world.case.id] = world.case
    for draft in outcome.save:
        before = loaded.get(draft.id)
        if draft.person != (turn.person if before is None else before.person):
            raise TrespassError
        expected = None if before is None else before.rev
        rev = 0 if expected is None else expected + 1
        transaction.save_draft(draft.model_copy(update={"rev": rev}), expected)
    for draft_id in outcome.delete:
        transaction.delete_draft(turn.person, draft_id)


def _keep_entries(transaction: Transaction, turn: Turn, outcome: Outcome) -> None:
    """Write only the person's own ledger."""
    for entry in outcome.entries:
        if entry.person != turn.person:
            raise TrespassError
        transaction.save_entry(entry)
    for entry_id in outcome.forget:
        transaction.delete_entry(turn.person, entry_id)


def _keep_rulings(transaction: Transaction, turn: Turn, outcome: Outcome) -> None:
    """Staff alone write rulings."""
    if outcome.rulings and not turn.staff:
        raise TrespassError
    for ruling in outcome.rulings:
        transaction.save_ruling(ruling)


def _keep_vote(transaction: Transaction, turn: Turn, world: World, outcome: Outcome) -> None:
    """A person votes on the answer at hand, which was given to them, and on no other."""
    if outcome.ballot is None:
        return
    if world.answer is None or world.answer.asked.id != outcome.ballot.answer:
        raise TrespassError
    transaction.save_vote(turn.person, turn.at, outcome.ballot)
