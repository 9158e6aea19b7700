"""All rulings on one page: what was settled, in which case, whether it stands; taken back by those who may act."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.desk.office import Office
from bot.web.forms import form_of
from bot.web.words import address_of
from handlers.cases.members import name_of
from handlers.cases.ruling import RulingError, withdrawn
from handlers.cases.states import ROLES
from handlers.member import Member
from handlers.rulings import Ruling
from handlers.wording import rulings as wording
from knowledge.model import Citation
from storage.transaction import Transaction

PLACE = "/desk/rulings"
TAKEN_BACK = "已撤回。以后只说条文没有写明，不再提这个结论。"


@dataclass(frozen=True)
class Line:
    """A ruling as it is listed."""

    ruling: Ruling
    region: str
    label: str
    address: str
    """Where the provision is read; empty where today's text has none of that name."""
    criterion: str
    situation: str
    standing: str
    by: str
    """Who wrote it down."""
    has_case: bool
    """Whether its case is still there."""


@dataclass(frozen=True)
class Rulings:
    """The page of all rulings."""

    office: Office

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [
            Route(PLACE, self.all),
            Route(f"{PLACE}/{{ruling}}/withdraw", self.withdraw, methods=["POST"]),
        ]

    async def all(self, request: Request) -> Response:
        """Every ruling, the latest first."""

        def read(transaction: Transaction, _: Member) -> tuple[Line, ...]:
            cases, staff = transaction.revisions(), transaction.staff()
            return tuple(self._line(one, staff, cases) for one in reversed(transaction.rulings()))

        member, lines = await self.office.visit(request, read)
        return self.office.pages.page(
            request,
            "desk/rulings.html",
            lines=lines,
            may_act=ROLES[member.role].act,
            said=TAKEN_BACK if "done" in request.query_params else "",
            key=secrets.token_hex(16),
        )

    async def withdraw(self, request: Request) -> Response:
        """Take one back."""
        await form_of(request)
        name = request.path_params["ruling"]

        def take_back(transaction: Transaction, member: Member) -> str:
            try:
                taken_back = withdrawn(transaction.rulings(), name, self.office.clock())
            except RulingError as error:
                return str(error)
            transaction.save_ruling(taken_back)
            self.office.log(transaction, member, "withdraw", taken_back.case, taken_back.id)
            return ""

        _, trouble = await self.office.visit(request, take_back, "act")
        if trouble:
            return self.office.pages.told(request, 409, trouble, back=PLACE)
        return RedirectResponse(f"{PLACE}?done=1", 303)

    def _line(self, ruling: Ruling, staff: Sequence[Member], cases: Collection[str]) -> Line:
        library = self.office.engine.library
        known = ruling.region in library.regulations
        region, label = wording.place_and_label(library, ruling)
        rules = library.get(ruling.region).rules if known else None
        titles = (one.title for one in (rules.criteria if rules else ()) if one.id == ruling.criterion)
        place = Citation(region=ruling.region, eid=ruling.provision, label=label, quote="")
        return Line(
            ruling=ruling,
            region=region,
            label=label,
            address=address_of(library, place),
            criterion=next(titles, ""),
            situation=wording.in_words(library, ruling.region, ruling.pattern),
            standing=wording.standing(library, ruling, self.office.today),
            by=name_of(staff, ruling.member),
            has_case=ruling.case in cases,
        )
