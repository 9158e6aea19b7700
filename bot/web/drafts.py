"""The application on the web: the list of drafts, the form, its review, consent, files, and what is to be printed."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.engine import Engine, Taken
from bot.logs import event
from bot.web.download import MEDIA, download
from bot.web.form_view import FormView, changed, edit_of, view
from bot.web.forms import form_of
from bot.web.pages import Pages
from bot.web.people import People
from bot.web.saying import Door
from bot.web.uploads import TooLargeError, WrongKindError, kind_of, tidy_name
from bot.worker import Do
from handlers import consenting, flow
from handlers.consent import Decision
from handlers.draft import Draft, Edit, Edited, Upload
from handlers.drafting import EDITABLE
from handlers.model import World
from handlers.printing.pack import pack
from handlers.wording import desk as desk_wording
from handlers.wording import privacy as privacy_wording
from handlers.wording.status import status_line
from storage.store import UnavailableError

_log = logging.getLogger(__name__)

NOT_STORED = "刚才填的内容没有存下来，可能是磁盘已满。请不要关这个页面，过一会儿再点保存。"
NO_SUCH_FILE = "没有这个文件，可能已经删除。"
NOTHING_CHOSEN = "没有选文件。请先选一个 PDF、JPG 或 PNG 文件，再点“添加”。"
WRONG_KIND = "“{name}”不是完整的 PDF、JPG 或 PNG 文件，没有保存。Word 文档请先另存为 PDF。"
TOO_LARGE = "“{name}”太大，没有保存。每个文件最多 10 MB；可以降低扫描的清晰度，或者分成几个文件。"
SAVED = "已保存。"
MOST_FIELDS: Final = 3_000
"""Fields of one form that are read: more than the largest form has with all its entries."""


class DraftNotFoundError(Exception):
    """There is no such draft, or it is somebody else's: nobody is told which."""


@dataclass(frozen=True)
class Opened:
    """A draft with what is known of its person."""

    draft: Draft
    world: World


@dataclass(frozen=True)
class Drafts:
    """The pages of applications."""

    engine: Engine
    do: Do
    people: People
    pages: Pages
    door: Door
    waiting: asyncio.Event
    """Set when something may have been put in the outbox."""

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
            Route(f"{one}/files", self.add_file, methods=["POST"]),
            Route(f"{one}/files/{{file}}", self.file),
            Route(f"{one}/pack", self.pack),
        ]

    async def all(self, request: Request) -> Response:
        """The person's own applications, newest first."""
        visitor = self.people.visitor(request)
        world = await self.do(partial(self.engine.world_of, visitor.person))
        library = self.engine.library
        rows = [
            (draft, desk_wording.region_name(library, draft), desk_wording.state_name(draft))
            for draft in world.drafts
            if draft.kind == "application"
        ]
        page = self.pages.page(request, "drafts.html", rows=rows, editable=EDITABLE, zone=flow.SHANGHAI)
        self.people.remember(page, visitor)
        return page

    async def form(self, request: Request) -> Response:
        """The form as it stands; one that has been handed in is only looked at."""
        opened = await self._opened(request)
        if opened.draft.state not in EDITABLE:
            return self._review(request, opened)
        return self._form(request, opened, said=SAVED if "saved" in request.query_params else "")

    async def save(self, request: Request) -> Response:
        """Take over what was changed; then the form again, or where the pressed button leads."""
        opened = await self._opened(request)
        sent = await form_of(request, MOST_FIELDS)
        try:
            taken = await self._take(opened, sent, edit=edit_of(opened.draft, sent))
        except UnavailableError:
            event(_log, logging.ERROR, "form not stored")
            return self.pages.told(request, 503, NOT_STORED)
        after = await self._opened(request)
        edited = taken.edited or Edited()
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(changed(self._view(after, edited), edited))
        if edited.clashes or edited.refused:
            return self._form(request, after, edited)
        if after.draft.state != opened.draft.state:
            return RedirectResponse("/#latest", 303)
        return RedirectResponse(_next(after.draft.id, sent.get("do", "")), 303)

    async def decide(self, request: Request) -> Response:
        """Consent, or none, to one of the two notices."""
        opened = await self._opened(request)
        sent = await form_of(request)
        kind: Any = sent.get("kind")
        if kind not in {"form", "sensitive"}:
            raise HTTPException(400)
        decision = Decision(kind=kind, edition=sent.get("edition", ""), granted=sent.get("granted") == "yes")
        taken = await self._take(opened, sent, decision=decision)
        if taken.edited and taken.edited.refused:
            return self._form(request, opened, taken.edited)
        return RedirectResponse(f"/drafts/{opened.draft.id}", 303)

    async def review(self, request: Request) -> Response:
        """The whole draft with what is odd and what is empty, before it is handed in."""
        return self._review(request, await self._opened(request))

    async def add_file(self, request: Request) -> Response:
        """Keep a file, sealed; its row first needs its content, so that no row ever names a file that is not there."""
        opened = await self._opened(request)
        sent = await request.form(max_files=1)
        found, material = sent.get("file"), sent.get("material")
        if not isinstance(found, UploadFile) or not found.filename:
            return self._form(request, opened, Edited(refused=(NOTHING_CHOSEN,)))
        content = await found.read()
        try:
            kind = kind_of(content)
        except WrongKindError:
            return self._form(request, opened, Edited(refused=(WRONG_KIND.format(name=found.filename[:80]),)))
        except TooLargeError:
            return self._form(request, opened, Edited(refused=(TOO_LARGE.format(name=found.filename[:80]),)))
        added = Upload(
            id=secrets.token_hex(16),
            material=material if isinstance(material, str) else "",
            name=tidy_name(found.filename, kind),
            kind=kind,
            size=len(content),
            at=self.door.clock(),
        )
        edit = Edit(draft=opened.draft.id, rev=opened.draft.rev, added=(added,))
        try:
            person = opened.world.session.person
            await self.do(partial(self.engine.store.save_upload, person, added.id, content, added.at))
            taken = await self._take(opened, {"key": str(sent.get("key", "")), "file": added.id}, edit=edit)
        except UnavailableError:
            event(_log, logging.ERROR, "file not stored")
            return self.pages.told(request, 503, NOT_STORED)
        if taken.edited and taken.edited.refused:
            return self._form(request, opened, taken.edited)
        return RedirectResponse(f"/drafts/{opened.draft.id}?saved=1#papers", 303)

    async def file(self, request: Request) -> Response:
        """A file given back to its person; saved by the browser, never shown by it."""
        opened = await self._opened(request)
        wanted = request.path_params["file"]
        found = next((one for one in opened.draft.uploads if one.id == wanted), None)
        person = opened.world.session.person
        content = await self.do(partial(self.engine.store.upload, person, found.id)) if found else None
        if found is None or content is None:
            return self.pages.told(request, 404, NO_SUCH_FILE)
        return download(content, found.name, MEDIA[found.kind])

    async def pack(self, request: Request) -> Response:
        """Everything to print, in one file."""
        opened = await self._opened(request)
        on = self._today()
        made = await self.do(lambda: pack(self.engine.library, opened.draft, on, with_sensitive=True))
        return download(made.content, made.name, "application/zip")

    async def _opened(self, request: Request) -> Opened:
        """The draft of the address, if it is the visitor's own or they came by its one-time link."""
        wanted = request.path_params["draft"]
        person = self.people.owner(request, wanted)
        world = await self.do(partial(self.engine.world_of, person))
        draft = next((each for each in world.drafts if each.id == wanted and each.kind == "application"), None)
        if draft is None:
            raise DraftNotFoundError
        return Opened(draft, world)

    async def _take(self, opened: Opened, sent: Mapping[str, str], **done: Any) -> Taken:
        turn = self.door.page(opened.world.session.person, sent, **done)
        taken = await self.do(partial(self.engine.take, turn))
        self.waiting.set()
        return taken

    def _today(self) -> date:
        return self.door.clock().astimezone(flow.SHANGHAI).date()

    def _status(self, opened: Opened) -> str:
        """Whether the text is in force; of a draft, that it is one."""
        return status_line(self.engine.library.get(opened.draft.region), self._today())

    def _view(self, opened: Opened, edited: Edited | None = None) -> FormView:
        on = self._today()
        sensitive = consenting.given(opened.world, "sensitive")
        clashes = edited.clashes if edited else ()
        return view(self.engine.library, opened.draft, on, sensitive=sensitive, clashes=clashes)

    def _form(self, request: Request, opened: Opened, edited: Edited | None = None, said: str = "") -> Response:
        world = opened.world
        if not consenting.given(world):
            shown: dict[str, Any] = {"kind": "form", "notice": privacy_wording.notice(self.engine.site)}
        elif not consenting.given(world, "sensitive"):
            shown = {"kind": "sensitive", "notice": privacy_wording.sensitive_notice(self.engine.site)}
        else:
            shown = {"kind": "", "notice": ""}
        refused_before = any(not one.granted for one in world.consents if one.kind == shown["kind"])
        return self.pages.page(
            request,
            "form.html",
            status=409 if edited and edited.clashes else 422 if edited and edited.refused else 200,
            view=self._view(opened, edited),
            edited=edited or Edited(),
            status_of_text=self._status(opened),
            said=said,
            edition=privacy_wording.EDITION,
            refused_before=refused_before,
            key=secrets.token_hex(16),
            **shown,
        )

    def _review(self, request: Request, opened: Opened) -> Response:
        return self.pages.page(
            request,
            "review.html",
            view=self._view(opened),
            editable=opened.draft.state in EDITABLE,
            status_of_text=self._status(opened),
            state=desk_wording.state_name(opened.draft),
            key=secrets.token_hex(16),
        )


def _next(draft: str, pressed: str) -> str:
    """Where a pressed button leads once all is saved."""
    if pressed == "review":
        return f"/drafts/{draft}/review"
    section = pressed.partition(":")[2].partition(".")[0]
    return f"/drafts/{draft}?saved=1{f'#{quote(section)}' if section else ''}"
