"""The list of cases: what waits, for whom and since when."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import redact
from bot.web.desk import asking
from bot.web.desk.briefs import Brief, Briefs
from bot.web.desk.news import seen_of_all
from bot.web.desk.office import Office
from bot.web.forms import form_of
from handlers.cases.members import name_of
from handlers.cases.states import ROLES
from handlers.flow import SHANGHAI
from handlers.member import Member
from handlers.rejudging import words_today
from handlers.wording.cases import ROLE_NAMES
from handlers.wording.desk import STATES, question_state
from handlers.wording.eligibility import SHORT
from storage.transaction import Transaction
from storage.wanted import Cases, Listed

PAGE = 50
"""Cases on one page."""
Shown = tuple[int, Cases]
"""A page of the list by its number; the last one where there are not so many."""
LONGEST_NAME = 30
MOST_VIEWS = 20
NO_NAME = "请给这个列表起个名字，最多 30 个字。"
TOO_MANY = "最多保存 20 个列表，请先删掉不用的。"


@dataclass(frozen=True)
class Line:
    """A case as one line of the list."""

    case: Listed
    region: str
    state: str
    verdict: str
    assignee: str
    entered: str
    changed: str
    days: int
    """Since it came into its state."""
    unit: str
    workshop: str
    old: bool
    """It was made under words of the text that are others today."""


@dataclass(frozen=True)
class CaseList:
    """The list of cases."""

    office: Office
    briefs: Briefs

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/desk", self.all), Route("/desk/views", self.keep, methods=["POST"])]

    async def all(self, request: Request) -> Response:
        """A page of the list that the address asks for."""
        wanted = asking.asked(request.query_params)
        number = request.query_params.get("page", "1")
        wished = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1

        await self.office.visit(request, lambda *_: None)  # a search is work; nobody else has it done
        receipts = await self.briefs.found(wanted["q"]) if "q" in wanted else None
        words = words_today(self.office.engine.library)

        def read(transaction: Transaction, member: Member) -> tuple[Shown, str, tuple[Member, ...], Mapping[str, str]]:
            staff = transaction.staff()
            asked = asking.wanted(wanted, member, staff, self.office.clock(), receipts, words)
            page = max(wished, 1)
            found = transaction.cases(asked, member.id, (page - 1) * PAGE, PAGE)
            if page > _last(found):
                page = _last(found)
                found = transaction.cases(asked, member.id, (page - 1) * PAGE, PAGE)
            return (page, found), seen_of_all(transaction, member), staff, transaction.views(member.id)

        member, ((page, cases), seen, staff, views) = await self.office.visit(request, read)
        known = await self.briefs.some([one.receipt for one in cases.rows])
        return self.office.pages.page(
            request,
            "desk/list.html",
            member=member,
            role=ROLE_NAMES[member.role],
            may_act=ROLES[member.role].act,
            lines=[self.line(one, known.get(one.receipt), staff) for one in cases.rows],
            cases=cases,
            asked=wanted,
            listing=asking.address,
            views=[(name, asking.address(asking.of_address(kept))) for name, kept in views.items()],
            page=page,
            last=_last(cases),
            seen=seen,
            regions={slug: one.identity.short for slug, one in self.office.engine.library.regulations.items()},
            states={state: name for state, name in STATES.items() if state != "open"},
            verdicts=SHORT,
            staff=[one for one in staff if one.active],
            key=secrets.token_hex(16),
        )

    async def keep(self, request: Request) -> Response:
        """Give the list a name, or take one away."""
        sent = await form_of(request)
        name, kept = (
            redact.clean(sent.get("name", "").strip()).text,
            asking.to_keep(asking.of_address(sent.get("asked", ""))),
        )
        if not name or len(name) > LONGEST_NAME:
            return self.office.pages.told(request, 422, NO_NAME, back="/desk")
        drop = sent.get("do") == "drop"

        def save(transaction: Transaction, member: Member) -> bool:
            full = len(transaction.views(member.id)) >= MOST_VIEWS and name not in transaction.views(member.id)
            if not full or drop:
                transaction.save_view(member.id, name, "" if drop else kept or "sort=entered")
            return full and not drop

        _, full = await self.office.visit(request, save)
        if full:
            return self.office.pages.told(request, 422, TOO_MANY, back="/desk")
        return RedirectResponse(f"/desk?{kept}" if kept and not drop else "/desk", 303)

    def line(self, case: Listed, brief: Brief | None, staff: tuple[Member, ...]) -> Line:
        """A case in words."""
        library = self.office.engine.library
        known = case.region in library.regulations
        return Line(
            case=case,
            region=library.get(case.region).identity.short if known else "未选地区",
            state=_state(case, brief),
            verdict=SHORT.get(case.outcome or "", ""),
            assignee=name_of(staff, case.assignee) if case.assignee else "",
            entered=_day(case.entered),
            changed=_day(case.happened),
            days=(self.office.clock() - case.entered).days,
            unit=brief.unit if brief else "",
            workshop=brief.workshop if brief else "",
            old=case.words not in {"", words_today(library).get(case.region, case.words)},
        )


def _last(cases: Cases) -> int:
    return max(1, -(-cases.total // PAGE))


def _state(case: Listed, brief: Brief | None) -> str:
    if case.kind == "enquiry" and case.state == "submitted":
        return question_state(answered=brief is not None and brief.answered)
    return STATES.get(case.state, case.state)


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d")
