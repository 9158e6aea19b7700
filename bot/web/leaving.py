"""Signing out: the browser forgets who it was. Nothing is deleted, and what that means is said first."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.engine import Engine
from bot.web.pages import Pages
from bot.web.people import People


@dataclass(frozen=True)
class Leaving:
    """The page and its button."""

    engine: Engine
    people: People
    pages: Pages

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/leave", self.look), Route("/leave", self.leave, methods=["POST"])]

    async def look(self, request: Request) -> Response:
        """What leaving means, and what to do before."""
        done = "done" in request.query_params
        return self.pages.page(request, "leave.html", done=done, on_telegram=self.engine.site.bot is not None)

    async def leave(self, _request: Request) -> Response:
        """Take both cookies away."""
        response = RedirectResponse("/leave?done=1", 303)
        self.people.forget(response)
        return response
