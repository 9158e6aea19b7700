"""The application on the web: the list of drafts, the form, its review, consent and handing in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.logs import event, fault_of
from bot.web.draft_pages import DraftNotFoundError, DraftPages, Opened, wants_data
from bot.web.form_sent import Sent, edit_of
from bot.web.form_view import changed
from bot.web.forms import form_of
from handlers import flow
from handlers.consent import Decision
from handlers.draft import OVER, Edited
from handlers.drafting import EDITABLE
from handlers.rejudging import under_old_words
from handlers.wording import desk as desk_wording
from handlers.wording.drafting import OLD_WORDS
from storage.errors import StorageError

_log = logging.getLogger(__name__)

NOT_STORED = "刚才填的内容没有存下来，可能是磁盘已满。请不要关这个页面，过一会儿再点保存。"
SAVED = "已保存。"
MOST_FIELDS: Final = 3_000
"""Fields of one form that are read: more than the largest form has with all its entries."""


@dataclass(frozen=True)
class Drafts:
    """The pages of applications."""

    shared: DraftPages

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        one = "/drafts/{draft}"
        return [
            Route("/drafts", self.all),
            Route(one, self.form),
            Route(one, self.save, methods=["POST"]),
            Route(f"{one}/consent", self.decide, methods=["POST"]),
            Route(f"{one}/review", self.review),
        ]

    async def all(self, request: Request) -> Response:
        """The person's own applications, newest first, and the one that this browser was given a link to."""
        visitor, grant = self.shared.people.visitor(request), self.shared.people.granted(request)
        own = (await self.shared.world_of(visitor.person)).drafts
        given = (await self.shared.world_of(grant.person)).drafts if grant else ()
        shown = {each.id: each for each in own}
        shown |= {each.id: each for each in given if grant and each.id == grant.draft}
        library = self.shared.engine.library
        rows = [
            (
                draft,
                desk_wording.region_name(library, draft),
                desk_wording.state_name(draft),
                OLD_WORDS if under_old_words(library, draft) and draft.state not in OVER else "",
            )
            for draft in sorted(shown.values(), key=attrgetter("changed"), reverse=True)
            if draft.kind == "application"
        ]
        page = self.shared.pages.page(request, "drafts.html", rows=rows, editable=EDITABLE, zone=flow.SHANGHAI)
        self.shared.people.remember(page, visitor)
        return page

    async def form(self, request: Request) -> Response:
        """The form as it stands; one that has been handed in is only looked at."""
        opened = await self.shared.opened(request)
        if not opened.editable:
            return self.shared.review(request, opened)
        return self.shared.form(request, opened, said=SAVED if "saved" in request.query_params else "")

    async def save(self, request: Request) -> Response:
        """Take over what was changed; then the form again, or where the pressed button leads. Whatever is in the way,
        what was typed is given back."""
        sent = await form_of(request, MOST_FIELDS)
        try:
            opened = await self.shared.opened(request)
        except DraftNotFoundError as error:
            return self.shared.lost(request, error.words, 404, sent)
        except StorageError as error:
            event(_log, logging.ERROR, "draft not read", fault=fault_of(error))
            return self.shared.lost(request, NOT_STORED, 503, sent)
        if opened.closed:
            return self.shared.lost(request, opened.closed, 409, sent)
        return self.shared.crowding(request, opened, "save", sent) or await self._saved(request, opened, sent)

    async def _saved(self, request: Request, opened: Opened, sent: Sent) -> Response:
        try:
            taken = await self.shared.take(opened, sent, edit=edit_of(opened.draft, sent))
            after = await self.shared.opened(request)
        except StorageError as error:
            event(_log, logging.ERROR, "form not stored", fault=fault_of(error))
            return self.shared.unsaved(request, opened, NOT_STORED, 503, sent)
        edited = taken.edited or Edited()
        if wants_data(request):
            return JSONResponse(changed(self.shared.view(after, edited), edited))
        if edited.clashes or edited.refused:
            return self.shared.form(request, after, edited)
        if not after.editable:
            return RedirectResponse(f"/drafts/{after.draft.id}", 303)
        return RedirectResponse(_next(after.draft.id, sent.get("do", "")), 303)

    async def decide(self, request: Request) -> Response:
        """Consent, or none, to one of the two notices."""
        opened = await self.shared.opened(request)
        sent = await form_of(request)
        kind: Any = sent.get("kind")
        if kind not in {"form", "sensitive"}:
            raise HTTPException(400)
        crowding = self.shared.crowding(request, opened, "save")
        if crowding is not None:
            return crowding
        decision = Decision(kind=kind, edition=sent.get("edition", ""), granted=sent.get("granted") == "yes")
        taken = await self.shared.take(opened, sent, decision=decision)
        if taken.edited and taken.edited.refused:
            return self.shared.form(request, opened, taken.edited)
        return RedirectResponse(f"/drafts/{opened.draft.id}", 303)

    async def review(self, request: Request) -> Response:
        """The whole draft with what is odd and what is empty, before it is handed in."""
        return self.shared.review(request, await self.shared.opened(request))


def _next(draft: str, pressed: str) -> str:
    """Where a pressed button leads once all is saved."""
    if pressed == "review":
        return f"/drafts/{draft}/review"
    section = pressed.partition(":")[2].partition(".")[0]
    return f"/drafts/{draft}?saved=1{f'#{quote(section)}' if section else ''}"
