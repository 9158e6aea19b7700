"""One person talking to the conversation itself, without engine or store."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.consent import Consent
from handlers.core import step
from handlers.draft import Draft
from handlers.feedback import answer_named
from handlers.model import Code, Outcome, Received, Site, Turn, World
from handlers.session import Mode, Session
from handlers.wording.privacy import EDITION
from knowledge.ledger.entries import Entry
from knowledge.library import Library

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Person:
    """Keeps what the engine would keep. Has agreed to the notice already, unless the test is about that."""

    turn: Turn

    def __init__(self, library: Library, *, agreed: bool = True, site: Site | None = None) -> None:
        self.library = library
        self.session = Session(person="test:1")
        self.drafts: dict[str, Draft] = {}
        self.answers: dict[str, Received] = {}
        self.entries: dict[str, Entry] = {}
        self.count = 0
        self.case: Draft | None = None
        self.letter: Turn | None = None
        self.consents: dict[str, Consent] = {}
        if agreed:
            self.consents["form"] = Consent(kind="form", edition=EDITION, at=AT, granted=True)
        self.site = site or Site()
        self.redeemed: Code | None = None
        self.occupied = False
        self.erased = False

    def do(self, **content: object) -> Outcome:
        """One turn."""
        self.count += 1
        self.turn = turn = Turn(
            key=str(self.count),
            person="test:1",
            at=AT,
            nonce=f"{(self.count * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128:032x}",
            **{"channel": "test", "chat": "test:1", **content},
        )
        world = self.world
        outcome = step(self.library, world, turn)
        assert step(self.library, world, turn) == outcome
        self.session = outcome.session
        for draft in outcome.save:
            self.drafts[draft.id] = draft
        for draft_id in outcome.delete:
            del self.drafts[draft_id]
        self.entries |= {entry.id: entry for entry in outcome.entries}
        for entry_id in outcome.forget:
            del self.entries[entry_id]
        self.consents |= {consent.kind: consent for consent in outcome.consents}
        self.erased = self.erased or outcome.erase
        for reply in outcome.replies:
            if reply.asked is not None:
                self.answers[reply.asked.id] = Received(at=AT, asked=reply.asked, citations=reply.citations)
        if outcome.ballot is not None:
            voted = self.answers[outcome.ballot.answer].model_copy(update={"vote": outcome.ballot.vote})
            self.answers[outcome.ballot.answer] = voted
        return outcome

    @property
    def world(self) -> World:
        """What the conversation may know."""
        return World(
            session=self.session,
            drafts=tuple(reversed(self.drafts.values())),
            entries=tuple(sorted(self.entries.values(), key=lambda one: one.day)),
            consents=tuple(self.consents.values()),
            site=self.site,
            case=self.case,
            letter=self.letter,
            answer=self.answers.get(answer_named(self.session, self.turn) or ""),
            redeemed=self.redeemed,
            occupied=self.occupied,
        )

    def say(self, *said: str) -> str:
        """Type one line after another; the words that the last one is answered with."""
        outcome = [self.do(text=text) for text in said][-1]
        return "\n\n".join(reply.text for reply in outcome.replies if reply.to is None)

    @property
    def mode(self) -> Mode:
        """The step that stands open."""
        return self.session.mode

    @property
    def labels(self) -> list[str]:
        """The buttons of the last reply."""
        return [choice.label for choice in self.session.offered]
