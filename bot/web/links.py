"""One-time links: looking at one uses nothing up, so that a preview of it does no harm; a button does."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.engine import Engine
from bot.web.forms import form_of
from bot.web.limits import Limits
from bot.web.pages import Pages
from bot.web.people import People
from bot.web.saying import Door
from bot.worker import Do
from handlers.wording import moving as wording

_SECRET = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Links:
    """Where one-time links lead."""

    engine: Engine
    do: Do
    people: People
    pages: Pages
    door: Door
    limits: Limits

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/go/{secret}", self.look), Route("/go/{secret}", self.go, methods=["POST"])]

    async def look(self, request: Request) -> Response:
        """A page with a button, the same for every code, good or not."""
        return self.pages.page(request, "go.html", key=secrets.token_hex(16))

    async def go(self, request: Request) -> Response:
        """Use the code: to a form, or on with a conversation."""
        visitor = self.people.visitor(request)
        own = (await form_of(request)).get("own") == "yes"
        refusal = self.limits.refusal(visitor.person)
        if refusal is not None:
            return self.pages.told(request, 429, refusal.words, headers=refusal.headers)
        secret = request.path_params["secret"]
        if not _SECRET.fullmatch(secret):
            return self.pages.told(request, 410, wording.USED_UP)
        arrival = await self.do(partial(self.engine.arrive, visitor.person, secret, self.door.clock()))
        if arrival.occupied:
            return self.pages.told(request, 409, wording.OCCUPIED)
        code = arrival.code
        if code is None:
            return self.pages.told(request, 410, wording.USED_UP)
        if code.kind == "form":
            response: Response = RedirectResponse(f"/drafts/{code.draft}", 303)
            self.people.grant(response, str(code.draft), code.person, own=own)
            return response
        response = RedirectResponse("/?moved=1#latest", 303)
        self.people.remember(response, replace(visitor, borrowed=not own))
        return response
