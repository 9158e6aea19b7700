"""What goes when its time is over, what people are told before, and whether the clock that says so can be believed.

Everything counts from what a person did themselves; neither staff nor a reminder prolongs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from handlers import periods
from handlers.draft import Draft
from handlers.model import Reply
from handlers.reminding import Notice, is_sensible
from handlers.wording import common
from handlers.wording import retention as wording
from handlers.wording.privacy import MY_DATA
from knowledge.library import Library
from knowledge.model import Frozen

HoldingKind = Literal["draft", "case", "ledger"]

KEPT: Final[Mapping[HoldingKind, timedelta]] = {
    "draft": periods.DRAFT,
    "case": periods.CASE,
    "ledger": periods.LEDGER,
}
"""What nobody loses without having been told. A case that staff have not closed has no end."""

JUMP: Final = timedelta(hours=48)
"""A clock that has moved further since it was last looked at is not believed."""
REGULAR: Final = timedelta(hours=2)
"""Looks at the clock that lie no further apart are regular."""
PROOF: Final = timedelta(hours=24)
"""After so long of regular looks it is believed again."""


class Holding(Frozen):
    """Something that a person made and that is not kept for ever."""

    kind: HoldingKind
    person: str
    id: str
    """Of the draft; empty for the ledger."""
    since: datetime
    """When its time began."""

    @property
    def ends(self) -> datetime:
        """When it may go."""
        return self.since + KEPT[self.kind]

    @property
    def key(self) -> str:
        """The name under which its person is told, once for each day on which it would go."""
        return f"{self.person}/{self.kind}/{self.id}/{self.ends.date().isoformat()}"


class Watch(Frozen):
    """What is known of the clock."""

    last: datetime
    """When it was last looked at."""
    since: datetime | None = None
    """Since when it has been regular again after a jump; None where it is believed."""

    def looked(self, at: datetime) -> Watch:
        """After another look."""
        gap = at - self.last
        if abs(gap) > JUMP:
            return Watch(last=at, since=at)
        if self.since is None:
            return Watch(last=at)
        if not timedelta(0) <= gap <= REGULAR:
            return Watch(last=at, since=at)
        return Watch(last=at, since=None if at - self.since >= PROOF else self.since)


def may_go(holding: Holding, told: datetime | None, at: datetime) -> bool:
    """Whether its time is over and its person was told early enough."""
    return at >= holding.ends and told is not None and at - told >= periods.LEAST_NOTICE


def notice(library: Library, holding: Holding, draft: Draft | None, at: datetime) -> Notice | None:
    """What the person is to be told now, if anything; whether they have been told already is not known here."""
    if at < holding.ends - periods.NOTICE or not is_sensible(at):
        return None
    day = max(holding.ends, at + periods.LEAST_NOTICE)
    if draft is None:
        text, choice = wording.ledger_goes(day), common.LOG
    else:
        text, choice = wording.draft_goes(library, draft, day), common.MY
    return Notice(holding.key, Reply(text=text, choices=(choice, MY_DATA)))
