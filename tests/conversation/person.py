"""One person talking to the conversation itself, without engine or store."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.core import step
from handlers.draft import Draft
from handlers.feedback import answer_named
from handlers.model import Mode, Outcome, Received, Session, Turn, World
from knowledge.ledger.entries import Entry
from knowledge.library import Library

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Person:
    """Keeps what the engine would keep."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.session = Session(person="test:1")
        self.drafts: dict[str, Draft] = {}
        self.answers: dict[str, Received] = {}
        self.entries: dict[str, Entry] = {}
        self.count = 0
        self.case: Draft | None = None

    def do(self, **content: object) -> Outcome:
        """One turn."""
        self.count += 1
        turn = Turn(
            channel="test",
            key=str(self.count),
            person="test:1",
            at=AT,
            nonce=f"{(self.count * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128:032x}",
            **{"chat": "test:1", **content},
        )
        drafts = tuple(reversed(self.drafts.values()))
        answer = self.answers.get(answer_named(self.session, turn) or "")
        entries = tuple(sorted(self.entries.values(), key=lambda one: one.day))
        world = World(session=self.session, drafts=drafts, entries=entries, case=self.case, answer=answer)
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
        for reply in outcome.replies:
            if reply.asked is not None:
                self.answers[reply.asked.id] = Received(at=AT, asked=reply.asked, citations=reply.citations)
        if outcome.ballot is not None:
            voted = self.answers[outcome.ballot.answer].model_copy(update={"vote": outcome.ballot.vote})
            self.answers[outcome.ballot.answer] = voted
        return outcome

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
