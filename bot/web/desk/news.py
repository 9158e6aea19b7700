"""Whether something has happened to what a page shows, for the page itself to ask now and then.

Nobody looks and nobody works here: nothing is written down, and a session ends as if nothing had been asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.desk.office import Office, find
from handlers.cases.states import WAITING_FOR_STAFF
from handlers.draft import Draft
from handlers.member import Member
from handlers.wording.desk import state_name
from storage.transaction import Transaction
from storage.wanted import Wanted


@dataclass(frozen=True)
class News:
    """Answers pages that ask."""

    office: Office

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/desk/seen", self.list), Route("/desk/cases/{receipt}/seen", self.case)]

    async def case(self, request: Request) -> Response:
        """How much has happened to a case, and where it stands."""

        def read(transaction: Transaction, _: Member) -> Draft:
            return find(transaction, request.path_params["receipt"])

        _, case = await self.office.visit(request, read, quiet=True)
        return JSONResponse({"seen": len(case.history), "state": state_name(case)})

    async def list(self, request: Request) -> Response:
        """How many cases wait, and when something last happened to any."""
        _, found = await self.office.visit(request, seen_of_all, quiet=True)
        return JSONResponse({"seen": found})


def seen_of_all(transaction: Transaction, member: Member) -> str:
    """What differs once another number of cases waits, or something has happened to any."""
    found = transaction.cases(Wanted(sort="changed", descending=True), member.id, 0, 1)
    waiting = sum(found.states.get(state, 0) for state in WAITING_FOR_STAFF)
    return " ".join((str(waiting), *(one.happened.isoformat() for one in found.rows)))
