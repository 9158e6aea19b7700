"""What people and staff are told when the words of a text are others than before: once for each new edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from handlers import drafting, editions
from handlers.answers.opening import citation_in, top_of
from handlers.draft import OVER, Draft
from handlers.drafting import EDITABLE
from handlers.editions import Seen
from handlers.flow import SHANGHAI
from handlers.model import Reminder, Reply, Site, World
from handlers.rejudging import rejudged, usable
from handlers.reminding import Notice, is_sensible
from handlers.wording import common
from handlers.wording import news as wording
from handlers.wording.dates import STOP_ALL
from knowledge.editions.change import ProvisionChange
from knowledge.eligibility import rules
from knowledge.library import Library, Regulation
from knowledge.model import Provision

MOST_DRAFTS: Final = 3
"""Drafts of one person that are told of one by one."""
MOST_JUDGED: Final = 300
"""Cases that are judged anew for the word to staff; each takes some thousandths of a second."""


def notice(library: Library, seen: Sequence[Seen], world: World, reminder: Reminder, at: datetime) -> Notice | None:
    """What somebody is to be told now, if anything; whether they have been told already is known by the name alone."""
    old = editions.before(library, seen, reminder.region, reminder.told or reminder.since)
    new = editions.newest(seen, reminder.region)
    if old is None or new is None or not is_sensible(at):
        return None
    regulation, on = library.get(reminder.region), at.astimezone(SHANGHAI).date()
    changes = editions.changes(library, old)
    drafts = [each for each in world.drafts if _concerned(each, reminder.region)]
    judged = reminder.region in library.judging
    in_part = tuple(wording.to_read(regulation, one) for one in _to_read(regulation, changes))
    parts = [
        wording.told(regulation, changes, on),
        *_checked(library, world, reminder.region, at),
        *_drafts(library, world, drafts, at),
        wording.next_steps(
            regulation,
            judged=judged,
            in_part=bool(in_part),
            editable=any(draft.state in EDITABLE for draft in drafts),
            handed_in=any(draft.state not in EDITABLE for draft in drafts),
        ),
    ]
    choices = (
        *in_part,
        *((wording.check(regulation),) if judged else ()),
        *((common.MY,) if drafts else ()),
        wording.switch(regulation, is_on=True),
        STOP_ALL,
    )
    key = f"{world.session.person}/{new.region}/{new.found.isoformat()}"
    return Notice(key, Reply(text="\n\n".join(parts), choices=choices, citations=wording.citations(changes)))


def _to_read(regulation: Regulation, changes: Sequence[ProvisionChange]) -> tuple[Provision, ...]:
    """What is not quoted as a whole, or the article around it where it goes by no number that can be typed."""
    found = (one if citation_in(one.label) else top_of(regulation, one.eid) for one in wording.in_part(changes))
    return tuple(one for one in dict.fromkeys(found) if citation_in(one.label))


def _concerned(draft: Draft, region: str) -> bool:
    return draft.kind == "application" and draft.region == region and draft.state not in OVER


def _checked(library: Library, world: World, region: str, at: datetime) -> Iterator[str]:
    """How the self-check stands now, beside how it ended."""
    kept = world.session.checked.get(region)
    if kept is not None and region in library.judging:
        on = at.astimezone(SHANGHAI).date()
        now = rules.judge(library, region, usable(library, world.session.answers), on)
        yield wording.checked(kept.outcome, kept.on, now.outcome)


def _drafts(library: Library, world: World, drafts: Sequence[Draft], at: datetime) -> Iterator[str]:
    """What it means for each draft."""
    on = at.astimezone(SHANGHAI).date()
    for draft in drafts[:MOST_DRAFTS]:
        told = drafting.updated(library, world.session, on, draft)
        if told:
            yield f"{wording.head(library, draft)}：\n{told}"
    if len(drafts) > MOST_DRAFTS:
        yield wording.drafts_left(len(drafts) - MOST_DRAFTS)


def to_staff(
    library: Library,
    old: Seen,
    new: Seen,
    counts: tuple[int, int],
    cases: Sequence[Draft],
    at: datetime,
    site: Site,
) -> Notice:
    """What staff are told of an edition: how many cases and drafts stand under the old words, and of the ``cases``
    those whose conclusion is another now. The whole text stands on the page of the ``site``."""
    on = at.astimezone(SHANGHAI).date()
    turned = []
    for case in cases:
        found = rejudged(library, case, on)
        if found is not None and found.was is not None and found.was.outcome != found.now.outcome:
            turned.append((case.receipt or "", found.was.outcome, found.now.outcome))
    changes, regulation = editions.changes(library, old), library.get(new.region)
    looked_at = len(cases) if new.region in library.judging else 0
    text = wording.to_staff(regulation, changes, counts, looked_at, turned, on)
    key = f"staff/{new.region}/{new.found.isoformat()}"
    links = (wording.page(regulation, site.url),) if site.url else ()
    return Notice(key, Reply(text=text, links=links, citations=wording.citations(changes)))
