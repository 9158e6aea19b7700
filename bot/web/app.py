"""The web application: which page is where, and what is said when something is not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.engine import Engine
from bot.logs import event, fault_of
from bot.web.articles import Articles
from bot.web.chat import Chat
from bot.web.desk import desk
from bot.web.desk.office import Office
from bot.web.draft_files import DraftFiles
from bot.web.draft_pages import DraftNotFoundError, DraftPages
from bot.web.drafts import Drafts
from bot.web.forms import form_of
from bot.web.guard import Guard, Place, too_large
from bot.web.health import Health
from bot.web.leaving import Leaving
from bot.web.limits import Limits
from bot.web.links import Links
from bot.web.pages import HOMES, LOOK_COOKIE, LOOKS, STATIC, Pages, home_of
from bot.web.people import YEAR, People
from bot.web.reception import Reception
from bot.web.saying import Door
from bot.webhook import Webhook
from bot.worker import Do
from handlers.flow import SHANGHAI
from handlers.sla import Sla
from storage.errors import StorageError

_log = logging.getLogger(__name__)

NOT_FOUND = "没有这个网页。请从{home}进入。"
WRONG_METHOD = "这个网址不能这样使用。请从{home}进入。"
UNREADABLE = "发来的内容读不出来，没有处理。请回到上一页再试一次。"
UNAVAILABLE = "数据暂时读写不了，可能是磁盘已满。之前的内容都还在，请过几分钟再试。"
BROKEN = "抱歉，这个网页出了错。您之前填写的内容都还在。请回到{home}再试一次。"
TOLD = {404: NOT_FOUND, 405: WRONG_METHOD}


@dataclass(frozen=True)
class WebOptions:
    """What the web application must be told."""

    place: Place
    secret: bytes = field(repr=False)
    """What cookies are signed with."""
    clock: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)
    webhook: Webhook | None = None
    """Where Telegram brings its updates."""
    sla: Sla = field(default_factory=Sla)
    """How long a case may wait."""


class Static(StaticFiles):
    """Files of ours. Their address changes when they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """May be kept for ever."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def make_app(engine: Engine, do: Do, waiting: asyncio.Event, options: WebOptions) -> Starlette:
    """The application. ``waiting`` is set when something may have been put in the outbox."""
    pages = Pages()
    people = People(options.secret, https=options.place.https)
    door = Door(options.clock, engine.nonce)

    def today() -> date:
        return options.clock().astimezone(SHANGHAI).date()

    drafts = DraftPages(engine, do, people, pages, door, options.limits, waiting)
    office = Office(engine, do, pages, options.clock, options.place.https, options.sla)
    chat = Chat(engine, do, people, pages, options.limits, door, waiting)
    routes = [
        *chat.routes,
        *Articles(engine.library, do, pages, today, options.limits).routes,
        Route("/look", partial(change_look, https=options.place.https), methods=["POST"]),
        *Drafts(drafts).routes,
        *DraftFiles(drafts).routes,
        *Links(engine, do, people, pages, door, options.limits).routes,
        *Leaving(engine, people, pages).routes,
        *desk.routes(office, options.limits, waiting),
        *Health(engine, do).routes,
        Mount("/static", Static(directory=str(STATIC))),
    ]
    if options.webhook is not None:
        routes += Reception(options.webhook).routes
    told = partial(_told, pages)
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, place=options.place, pages=pages)],
        exception_handlers={
            **dict.fromkeys((HTTPException, DraftNotFoundError, StorageError, Exception), told),
            **dict.fromkeys(desk.FAULTS, partial(desk.told, office)),
        },
    )


async def change_look(request: Request, *, https: bool) -> Response:
    """Dark, light, or as the device prefers; kept in a cookie, so that it needs no script."""
    form = await form_of(request)
    look, back = form.get("look", ""), form.get("back", "")
    safe = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if safe else "/", HTTPStatus.SEE_OTHER)
    if look in LOOKS:
        response.set_cookie(LOOK_COOKIE, look, max_age=YEAR, secure=https, httponly=True, samesite="lax")
    else:
        response.delete_cookie(LOOK_COOKIE, secure=https, httponly=True, samesite="lax")
    return response


async def _told(pages: Pages, request: Request, error: Exception) -> Response:
    """A page in plain words; what went wrong inside is for the log."""
    back = home_of(request.url.path)
    home = HOMES[back]
    match error:
        case HTTPException(status_code=413):
            refused = too_large(request.url.path)
            return pages.told(request, refused.status, refused.words, back=refused.back)
        case HTTPException(status_code=status):
            return pages.told(request, status, TOLD.get(status, UNREADABLE).format(home=home), back=back)
        case DraftNotFoundError():
            return pages.told(request, 404, error.words)
        case StorageError():
            event(_log, logging.ERROR, "storage unavailable", fault=fault_of(error))
            return pages.told(request, 503, UNAVAILABLE, back=back)
        case _:
            event(_log, logging.ERROR, "page failed", fault=fault_of(error))
            return pages.told(request, 500, BROKEN.format(home=home), back=back)
