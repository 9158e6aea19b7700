"""The conversation: its page, what is sent from it, and what has come since."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.engine import Engine
from bot.logs import event
from bot.web import showing
from bot.web.forms import form_of
from bot.web.limits import Limits
from bot.web.pages import Pages
from bot.web.people import People, Visitor
from bot.web.saying import Door
from bot.worker import Do
from handlers.model import Reply, Turn
from handlers.wording.moving import GOING_ON as MOVED
from storage.errors import UnavailableError
from storage.records import Exchange

_log = logging.getLogger(__name__)

NEWEST = 60
"""Exchanges that the page shows."""
MOST = 200
"""Exchanges among which a file is looked for."""

FORGOTTEN = (
    "浏览器没有带来认得出的身份，已为您开始新的会话。如果每次都这样，请在浏览器里允许本站使用 Cookie，再试一次。"
)
NOT_STORED = "这一条没有存下来，可能是磁盘已满。请过一会儿再发；之前的内容都还在。"
NO_FILE = "没有这个文件：可能已经过了保存期。请在对话里再要一次。"


@dataclass(frozen=True)
class Chat:
    """The pages of the conversation."""

    engine: Engine
    do: Do
    people: People
    pages: Pages
    limits: Limits
    door: Door
    waiting: asyncio.Event
    """Set when something may have been put in the outbox, for other channels too."""

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [
            Route("/", self.open),
            Route("/say", self.say, methods=["POST"]),
            Route("/new", self.new),
            Route("/files/{reply:int}/{place:int}", self.file),
        ]

    async def open(self, request: Request) -> Response:
        """The page. Looking at it changes nothing: who has said nothing is only remembered by their browser."""
        visitor = self.people.visitor(request)
        shown = showing.shown(self.engine.library, await self._seen(visitor))
        if not shown.bubbles:
            turn = self.door.greeting(visitor.person)
            shown = showing.first(self.engine.library, await self.do(partial(self._greeted, turn)), turn.at)
        stranger = visitor.forged or (not visitor.known and "new" in request.query_params)
        page = self.pages.page(
            request, "chat.html", shown=shown, key=str(uuid4()), notice=_notice(request, stranger)
        )  # fmt: skip
        self.people.remember(page, visitor)
        return page

    async def say(self, request: Request) -> Response:
        """Take what was typed or pressed, and only then lead back to the page."""
        visitor = self.people.visitor(request)
        form = await form_of(request)
        refusal = self.limits.refusal(visitor.person)
        if refusal is not None:
            return self.pages.told(request, 429, refusal.words, form.get("text", ""), refusal.headers)
        try:
            await self.do(partial(self._take, visitor, form))
        except UnavailableError:
            event(_log, logging.ERROR, "turn not stored")
            return self.pages.told(request, 503, NOT_STORED, form.get("text", ""))
        self.waiting.set()
        response = RedirectResponse(_back(visitor, form), 303)
        self.people.remember(response, visitor)
        return response

    async def new(self, request: Request) -> Response:
        """What has come since a reply; nothing where nothing has."""
        visitor = self.people.visitor(request)
        after = request.query_params.get("after", "")
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
        history = await self.do(partial(self._since, visitor, number)) if visitor.known else ()
        shown = showing.shown(self.engine.library, history, number)
        if not shown.bubbles and not shown.passing:
            return Response(status_code=204)
        return self.pages.page(request, "new.html", shown=shown, key=str(uuid4()))

    async def file(self, request: Request) -> Response:
        """A file that came with a reply to this person: a picture of ours is shown, anything else is saved."""
        visitor = self.people.visitor(request)
        reply, place = request.path_params["reply"], request.path_params["place"]
        history = await self.do(partial(self._history, visitor, MOST))
        files = [each for one in history for queued in one.replies if queued.id == reply for each in queued.reply.files]
        if place >= len(files):
            return self.pages.told(request, 404, NO_FILE)
        found = files[place]
        kind = "inline" if found.is_picture else "attachment"
        headers = {"Content-Disposition": f"{kind}; filename*=UTF-8''{quote(found.name, safe='')}"}
        media = "image/png" if found.is_picture else "application/octet-stream"
        return Response(found.content, media_type=media, headers=headers)

    async def _seen(self, visitor: Visitor) -> tuple[Exchange, ...]:
        """What is to be shown; it counts as sent from now on."""
        return await self.do(partial(self._sent, visitor)) if visitor.known else ()

    def _since(self, visitor: Visitor, number: int) -> tuple[Exchange, ...]:
        """The same, if there is anything later than a reply: pages that stand open ask often."""
        last = self._history(visitor, 1)
        newest = max((queued.id for one in last for queued in one.replies), default=0)
        nothing = newest <= number and self.engine.store.next_waiting(visitor.person) is None
        return () if nothing else self._sent(visitor)

    def _sent(self, visitor: Visitor) -> tuple[Exchange, ...]:
        """The conversation; behind it what is no longer part of it, such as the last words after it was erased."""
        store, now = self.engine.store, self.door.clock()
        history = self._history(visitor, NEWEST)
        for one in history:
            for queued in one.replies:
                if queued.state == "waiting" and queued.chat == visitor.person:
                    store.mark_sent(queued.id, now)
        apart = []
        while (left := store.next_waiting(visitor.person)) is not None:
            apart.append(Exchange(left.turn, now, None, (left,)))
            store.mark_sent(left.id, now)
        return (*history, *apart)

    def _history(self, visitor: Visitor, limit: int) -> tuple[Exchange, ...]:
        store = self.engine.store
        return store.history(store.person_of(visitor.person), limit)

    def _greeted(self, turn: Turn) -> tuple[Reply, ...]:
        """What the assistant would say first, without remembering it."""
        world = self.engine.world_of(turn.person)
        turn = turn.model_copy(update={"person": world.session.person})
        return self.engine.step(self.engine.library, world, turn).replies

    def _take(self, visitor: Visitor, form: dict[str, str]) -> None:
        """The turn; before a person's first one, the greeting that they have seen."""
        if not self._history(visitor, 1):
            self.engine.take(self.door.greeting(visitor.person))
        self.engine.take(*self.door.read(visitor.person, form))


def _notice(request: Request, stranger: bool) -> str:
    """What is said above the conversation."""
    if stranger:
        return FORGOTTEN
    return MOVED if "moved" in request.query_params else ""


def _back(visitor: Visitor, form: dict[str, str]) -> str:
    """To the page, or for a page that is only added to, to what is new."""
    after = form.get("after", "")
    if after.isascii() and after.isdigit():
        return f"/new?after={after}"
    return "/#latest" if visitor.known else "/?new=1#latest"
