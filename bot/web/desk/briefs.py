"""What lists and figures need of sealed cases: kept in memory only, read when first wanted, then as cases change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.worker import Do
from handlers.cases.fields import handed_in, unit_and_workshop
from handlers.draft import Draft
from handlers.sla import answered
from knowledge.texts.text import fold
from storage.errors import RowDamagedError
from storage.store import Store

PIECE: Final = 200
"""Cases read at a time: in between, whoever waits for the engine has their turn."""


@dataclass(frozen=True)
class Brief:
    """A case in a few words."""

    rev: int
    region: str
    kind: str
    state: str
    outcome: str
    unit: str
    workshop: str
    leader: str
    submitted: datetime
    first_answer: datetime | None
    """When staff first did something that the applicant heard of."""
    closed: datetime | None
    answered: bool
    """A question to which staff had the last word."""
    words: str
    """What a search looks through."""


HEARD: Final = frozenset({"accepted", "to_correct", "recommended", "refused", "closed", "answered", "ruled"})
"""Events of staff that the applicant is told of."""
LEADER: Final = "leader_name"
"""The field that names who leads the workshop, in every form that has one."""
ENDS: Final = frozenset({"closed", "refused"})


@dataclass
class Briefs:
    """All cases, by receipt."""

    store: Store
    do: Do
    _known: dict[str, Brief] = field(default_factory=dict)

    async def all(self) -> dict[str, Brief]:
        """Every case as it is now."""
        wanting = await self.do(self._wanting)
        for start in range(0, len(wanting), PIECE):
            piece = wanting[start : start + PIECE]
            await self.do(lambda piece=piece: self._read(piece))  # type: ignore[misc]
        return dict(self._known)

    async def some(self, receipts: Iterable[str]) -> dict[str, Brief]:
        """These cases as they are now, without reading all the others."""
        wanting = tuple(receipts)
        await self.do(lambda: self._read(wanting))
        return {receipt: self._known[receipt] for receipt in wanting if receipt in self._known}

    async def found(self, words: str) -> frozenset[str]:
        """Receipts of the cases in whose receipt or names all the words stand."""
        await self.all()
        return self.matching(words)

    def matching(self, words: str) -> frozenset[str]:
        """The same among those that have been read."""
        wanted = [fold(each).casefold() for each in words.split()]
        known = self._known.items()
        return frozenset(receipt for receipt, one in known if all(each in one.words for each in wanted))

    def _wanting(self) -> list[str]:
        """Those that are new or have changed; those that are gone are forgotten."""
        with self.store.transaction() as transaction:
            there = transaction.revisions()
        for receipt in [one for one in self._known if one not in there]:
            del self._known[receipt]
        return [one for one, rev in there.items() if one not in self._known or self._known[one].rev != rev]

    def _read(self, receipts: Iterable[str]) -> None:
        for receipt in receipts:
            try:
                case = self.store.case(receipt)
            except RowDamagedError:
                continue  # what cannot be read is found by its receipt in the list, and told there
            if case is not None:
                self._known[receipt] = brief(case)


def brief(case: Draft) -> Brief:
    """A case in a few words."""
    unit, workshop = unit_and_workshop(case)
    begun = next((one.at for one in case.history if one.what == "submitted"), case.created)
    ended = [one.at for one in case.history if one.what in ENDS]
    outcome = case.verdict.get("outcome")
    return Brief(
        rev=case.rev,
        region=case.region,
        kind=case.kind,
        state=case.state,
        outcome=outcome if isinstance(outcome, str) else "",
        unit=unit,
        workshop=workshop,
        leader=handed_in(case).get(LEADER, ""),
        submitted=begun,
        first_answer=next((one.at for one in case.history if one.what in HEARD), None),
        closed=ended[-1] if ended and case.state in ENDS else None,
        answered=answered(case),
        words="|".join(fold(each).casefold() for each in (str(case.receipt), unit, workshop)),
    )
