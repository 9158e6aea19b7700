"""The files of a draft: those that its person adds, and the documents to print."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.logs import event, fault_of
from bot.web.download import MEDIA, download
from bot.web.draft_pages import DraftPages, Opened
from bot.web.uploads import (
    LONGEST_NAME,
    LockedError,
    Received,
    TooLargeError,
    WrongKindError,
    kind_of,
    received,
    tidy_name,
)
from handlers.adding import MOST_FILES, TAKES_FILES
from handlers.draft import Edit, Edited, Upload
from handlers.printing.pack import pack
from handlers.wording import form_page as wording
from storage.errors import CollisionError, StorageError

_log = logging.getLogger(__name__)

NOT_STORED = "文件没有存下来，可能是磁盘已满。请过一会儿再添加一次；之前的内容都还在。"
NO_SUCH_FILE = "没有这个文件，可能已经删除。"
NOTHING_CHOSEN = "没有选文件。请先选一个 PDF、JPG 或 PNG 文件，再点“添加”。"
REFUSALS: Final = {
    WrongKindError: "“{name}”不是完整的 PDF、JPG 或 PNG 文件，没有保存。Word 文档请先另存为 PDF。",
    TooLargeError: "“{name}”太大，没有保存。每个文件最多 10 MB；可以降低扫描的清晰度，或者分成几个文件。",
    LockedError: "“{name}”有密码，没有保存。请去掉密码再添加。",
}
_KEY: Final = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class DraftFiles:
    """What is sent to a draft and fetched from it."""

    shared: DraftPages

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        one = "/drafts/{draft}"
        return [
            Route(f"{one}/files", self.back),
            Route(f"{one}/files", self.add, methods=["POST"]),
            Route(f"{one}/files/{{file}}", self.give),
            Route(f"{one}/pack", self.print),
        ]

    async def back(self, request: Request) -> Response:
        """Somebody loads the answer to an upload anew: to the form."""
        return RedirectResponse(f"/drafts/{quote(request.path_params['draft'])}#papers", 303)

    async def add(self, request: Request) -> Response:
        """Keep a file, if it may be kept at all."""
        opened = await self.shared.opened(request)
        try:
            sent = await received(request)
        except OSError as error:
            event(_log, logging.ERROR, "file not received", fault=fault_of(error))
            return self._refused(request, opened, NOT_STORED, 503)
        if opened.closed and opened.draft.state not in TAKES_FILES:
            return self.shared.lost(request, opened.closed, 409)
        if not opened.sensitive:
            return self._refused(request, opened, wording.SENSITIVE_FIRST)
        return self.shared.crowding(request, opened, "upload") or await self._looked_at(request, opened, sent)

    async def _looked_at(self, request: Request, opened: Opened, sent: Received) -> Response:
        """What the file is decides whether it is kept."""
        if not sent.name:
            return self._refused(request, opened, NOTHING_CHOSEN)
        try:
            kind = await asyncio.to_thread(kind_of, sent.content)
        except (WrongKindError, TooLargeError, LockedError) as fault:
            return self._refused(request, opened, REFUSALS[type(fault)].format(name=sent.name[:LONGEST_NAME]))
        material = sent.fields.get("material", "")
        added = Upload(
            id=_id(opened, sent.fields.get("key", ""), sent.content),
            material=material if material in self._materials(opened) else "",
            name=tidy_name(sent.name, kind),
            kind=kind,
            size=len(sent.content),
            at=self.shared.door.clock(),
        )
        return await self._kept(request, opened, added, sent.content)

    async def _kept(self, request: Request, opened: Opened, added: Upload, content: bytes) -> Response:
        """The file first, then the draft that names it, so that no draft ever names a file that is not there. The same
        form sent twice brings the same file, which is kept once."""
        done = RedirectResponse(f"/drafts/{opened.draft.id}?saved=1#papers", 303)
        uploads = opened.draft.uploads
        if any(one.id == added.id for one in uploads):
            return done
        if len(uploads) >= MOST_FILES:
            return self._refused(request, opened, wording.too_many_files(MOST_FILES))
        edit = Edit(draft=opened.draft.id, rev=opened.draft.rev, added=(added,))
        try:
            await self.shared.do(partial(self._save, opened.person, added, content))
            taken = await self.shared.take(opened, {"file": added.id, "rev": str(opened.draft.rev)}, edit=edit)
        except StorageError as error:
            event(_log, logging.ERROR, "file not stored", fault=fault_of(error))
            return self._refused(request, opened, NOT_STORED, 503)
        if taken.edited and taken.edited.refused:
            return self.shared.form(request, opened, taken.edited)
        return done

    def _save(self, person: str, added: Upload, content: bytes) -> None:
        try:
            self.shared.engine.store.save_upload(person, added.id, content, added.at)
        except CollisionError:
            event(_log, logging.INFO, "file sent twice")

    def _materials(self, opened: Opened) -> set[str]:
        return {paper.id for paper in self.shared.view(opened).papers.papers}

    def _refused(self, request: Request, opened: Opened, why: str, status: int = 422) -> Response:
        return self.shared.form(request, opened, Edited(refused=(why,)), status=status)

    async def give(self, request: Request) -> Response:
        """A file given back to its person; saved by the browser, never shown by it."""
        opened = await self.shared.opened(request)
        wanted = request.path_params["file"]
        found = next((one for one in opened.draft.uploads if one.id == wanted), None)
        store = self.shared.engine.store
        content = await self.shared.do(partial(store.upload, opened.person, found.id)) if found else None
        if found is None or content is None:
            return self.shared.pages.told(request, 404, NO_SUCH_FILE, back=f"/drafts/{opened.draft.id}#papers")
        return download(content, found.name, MEDIA[found.kind])

    async def print(self, request: Request) -> Response:
        """Everything to print, in one file. It is made of the draft alone, so that nobody else waits meanwhile."""
        opened = await self.shared.opened(request)
        refusal = self.shared.limits.overdone("pack", opened.person)
        if refusal is not None:
            back = f"/drafts/{opened.draft.id}/review"
            return self.shared.pages.told(request, 429, refusal.words, headers=refusal.headers, back=back)
        library, on = self.shared.engine.library, self.shared.today()
        made = await asyncio.to_thread(pack, library, opened.draft, on, with_sensitive=True)
        return download(made.content, made.name, "application/zip")


def _id(opened: Opened, key: str, content: bytes) -> str:
    """The name that a file is kept under: the same for the same file from the same page, and to be guessed by nobody,
    since the page has a key by chance."""
    page = key if _KEY.fullmatch(key) else secrets.token_hex(16)
    return sha256(f"{opened.draft.id} {page} {sha256(content).hexdigest()}".encode()).hexdigest()[:32]
