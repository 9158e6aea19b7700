"""The pages of one draft: whose they are, what stands on them, and what is said when something was not saved."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.engine import Engine, Taken
from bot.web.form_sent import Sent, changes_of
from bot.web.form_view import FormView, view
from bot.web.limits import Limits, Work
from bot.web.pages import Pages
from bot.web.people import People
from bot.web.saying import Door
from bot.web.uploads import LARGEST
from bot.worker import Do
from handlers import consenting, filling, flow
from handlers.adding import TAKES_FILES
from handlers.consent import ConsentKind
from handlers.draft import Draft, Edited
from handlers.drafting import EDITABLE
from handlers.model import World
from handlers.wording import desk as desk_wording
from handlers.wording import drafting as drafting_wording
from handlers.wording import form_page as wording
from handlers.wording import privacy as privacy_wording
from handlers.wording.status import status_line

NOTHING: Sent = MappingProxyType({})


class DraftNotFoundError(Exception):
    """There is no such draft, or it is somebody else's: nobody is told which. Or it has no form any more."""

    def __init__(self, words: str = wording.NOT_FOUND) -> None:
        super().__init__(words)
        self.words = words
        """What the visitor is told."""


@dataclass(frozen=True)
class Opened:
    """A draft with what is known of its person."""

    draft: Draft
    world: World

    @property
    def person(self) -> str:
        """Whose it is."""
        return self.world.session.person

    @property
    def editable(self) -> bool:
        """Whether it can still be changed."""
        return self.draft.state in EDITABLE

    @property
    def sensitive(self) -> bool:
        """Whether the sensitive fields and files are agreed to."""
        return consenting.given(self.world, "sensitive")

    @property
    def closed(self) -> str:
        """Why nothing may be written into it now; empty where it may."""
        if not self.editable:
            return drafting_wording.locked(self.draft)
        return "" if consenting.given(self.world) else wording.CONSENT_FIRST


@dataclass(frozen=True)
class Notice:
    """What is read before something is agreed to."""

    kind: ConsentKind | None
    """None where all is agreed to."""
    words: str
    edition: str
    refused_before: bool


@dataclass(frozen=True)
class DraftPages:
    """Opens drafts and shows them."""

    engine: Engine
    do: Do
    people: People
    pages: Pages
    door: Door
    limits: Limits
    waiting: asyncio.Event
    """Set when something may have been put in the outbox."""

    async def opened(self, request: Request) -> Opened:
        """The draft of the address, if it is the visitor's own or they came by its one-time link."""
        wanted = request.path_params["draft"]
        world = await self.world_of(self.people.owner(request, wanted))
        draft = next((each for each in world.drafts if each.id == wanted and each.kind == "application"), None)
        if draft is None:
            raise DraftNotFoundError
        if filling.form_of(self.engine.library, draft) is None:
            raise DraftNotFoundError(drafting_wording.NO_FORM_NOW)
        return Opened(draft, world)

    async def world_of(self, person: str) -> World:
        """What is kept of somebody."""
        return await self.do(partial(self.engine.world_of, person))

    async def take(self, opened: Opened, sent: Sent, **done: Any) -> Taken:
        """Have something done that was done on the page."""
        turn = self.door.page(opened.person, sent, **done)
        taken = await self.do(partial(self.engine.take, turn))
        self.waiting.set()
        return taken

    def today(self) -> date:
        """In Shanghai."""
        return self.door.clock().astimezone(flow.SHANGHAI).date()

    def view(self, opened: Opened, edited: Edited | None = None, sent: Sent = NOTHING) -> FormView:
        """What stands on the page; ``sent``: as somebody had it before them who could not save it."""
        return view(
            self.engine.library,
            opened.draft,
            self.today(),
            sensitive=opened.sensitive,
            clashes=edited.clashes if edited else (),
            sent=sent,
        )

    def form(
        self,
        request: Request,
        opened: Opened,
        edited: Edited | None = None,
        said: str = "",
        status: int = 0,
        sent: Sent = NOTHING,
    ) -> Response:
        """The form to fill in, with what was not done as wished; of what staff have, the page that shows it."""
        if not opened.editable:
            return self.review(request, opened, edited, status)
        return self.pages.page(
            request,
            "form.html",
            status=status or (409 if edited and edited.clashes else 422 if edited and edited.refused else 200),
            view=self.view(opened, edited, sent),
            edited=edited or Edited(),
            status_of_text=self._status(opened),
            said=said,
            notice=self._notice(opened),
            largest=LARGEST,
            key=secrets.token_hex(16),
        )

    def review(self, request: Request, opened: Opened, edited: Edited | None = None, status: int = 0) -> Response:
        """The whole draft to look at: before it is handed in with what is odd, afterwards with its receipt."""
        draft, regulation = opened.draft, self.engine.library.get(opened.draft.region)
        handed_in = draft.state == "submitted"
        return self.pages.page(
            request,
            "review.html",
            status=status or (422 if edited and edited.refused else 200),
            edited=edited or Edited(),
            takes_files=draft.state in TAKES_FILES,
            notice=self._notice(opened),
            largest=LARGEST,
            view=self.view(opened),
            editable=opened.editable,
            status_of_text=self._status(opened),
            state=desk_wording.state_name(draft),
            seen_by_staff=drafting_wording.SEEN_BY_STAFF,
            told=drafting_wording.submitted(regulation, draft, self.today()) if handed_in else "",
            key=secrets.token_hex(16),
        )

    def unsaved(self, request: Request, opened: Opened, why: str, status: int, sent: Sent) -> Response:
        """The form as it was sent, with why it could not be saved now; a script is told, for it has the form still."""
        if wants_data(request):
            return JSONResponse({"message": why}, status)
        return self.form(request, opened, Edited(refused=(why,)), status=status, sent=sent)

    def lost(self, request: Request, why: str, status: int, sent: Sent = NOTHING) -> Response:
        """Nothing can be written into that draft any more: what was typed is given back, to be copied."""
        if wants_data(request):
            return JSONResponse({"message": why}, status)
        changes = "\n\n".join(change.now for change in changes_of(sent) if change.now)
        return self.pages.page(request, "unsaved.html", status, message=why, words=changes)

    def crowding(self, request: Request, opened: Opened, work: Work, sent: Sent = NOTHING) -> Response | None:
        """What is answered to somebody who does too much at once."""
        refusal = self.limits.overdone(work, opened.person)
        if refusal is None:
            return None
        answer = self.unsaved(request, opened, refusal.words, 429, sent)
        answer.headers.update(refusal.headers)
        return answer

    def _notice(self, opened: Opened) -> Notice:
        """What has to be agreed to next, if anything."""
        world, site = opened.world, self.engine.site
        if not consenting.given(world):
            kind: ConsentKind | None = "form"
            words = privacy_wording.notice(site)
        elif not opened.sensitive:
            kind, words = "sensitive", privacy_wording.sensitive_notice(site)
        else:
            kind, words = None, ""
        refused_before = any(not one.granted for one in world.consents if one.kind == kind)
        return Notice(kind, words, privacy_wording.EDITION, refused_before)

    def _status(self, opened: Opened) -> str:
        """Whether the text is in force; of a draft, that it is one."""
        return status_line(self.engine.library.get(opened.draft.region), self.today())


def wants_data(request: Request) -> bool:
    """Whether our own script asks, which saves by itself and has the page still."""
    return "application/json" in request.headers.get("accept", "")
