"""One page of figures: what came in, what waits, how long it takes, and what the assistant could not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.desk.briefs import Briefs
from bot.web.desk.figures import WEEKS, figures
from bot.web.desk.office import Office
from handlers import failing
from handlers.model import Received
from storage.transaction import Transaction

MOST_QUESTIONS: Final = 20


@dataclass(frozen=True)
class Statistics:
    """The page of figures."""

    office: Office
    briefs: Briefs

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/desk/statistics", self.show)]

    async def show(self, request: Request) -> Response:
        """The figures of one region, or of all."""
        now = self.office.clock()
        since = now - timedelta(weeks=WEEKS)
        names = {slug: one.identity.short for slug, one in self.office.engine.library.regulations.items()}
        wanted = request.query_params.get("region", "")
        region = wanted if wanted in names else None

        def read(transaction: Transaction, _member: object) -> tuple[Received, ...]:
            return transaction.received(since)

        _, answers = await self.office.visit(request, read)
        known = await self.briefs.all()
        own = [one for one in known.values() if region in {None, one.region}]
        return self.office.pages.page(
            request,
            "desk/statistics.html",
            figures=figures(own, names, now),
            questions=failing.failing(answers, region)[:MOST_QUESTIONS],
            names=names,
            region=region or "",
            weeks=WEEKS,
        )
