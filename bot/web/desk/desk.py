"""The desk as a whole: its pages, and what is said where there is none."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.desk.actions import MOST_FIELDS, Actions
from bot.web.desk.briefs import Briefs
from bot.web.desk.case import Case
from bot.web.desk.cases import CaseList
from bot.web.desk.export import Export
from bot.web.desk.news import News
from bot.web.desk.office import CaseNotFoundError, NotAllowedError, Office, SignInNeededError
from bot.web.desk.rulings import Rulings
from bot.web.desk.sign_in import SignIn
from bot.web.desk.statistics import Statistics
from bot.web.forms import form_of
from bot.web.limits import Limits
from handlers.wording.cases import ONLY_LOOKING
from handlers.wording.desk import NO_CASE

SIGN_IN = "您还没有登录，或者登录已经到期。请在工作群里发 /desk，或者请管理员给您一个登录链接。"
FAULTS = (SignInNeededError, NotAllowedError, CaseNotFoundError)


def routes(office: Office, limits: Limits, waiting: asyncio.Event) -> list[Route]:
    """What is answered at the desk."""
    briefs = Briefs(office.engine.store, office.do)
    case, listed = Case(office), CaseList(office, briefs)
    return [
        *SignIn(office, limits).routes,
        *listed.routes,
        *Export(office, briefs, listed).routes,
        *Statistics(office, briefs).routes,
        *Rulings(office).routes,
        *News(office).routes,
        *case.routes,
        *Actions(office, case, waiting).routes,
    ]


async def told(office: Office, request: Request, error: Exception) -> Response:
    """Why there is nothing to see; words that were typed are given back."""
    words = (await form_of(request, MOST_FIELDS)).get("note", "") if request.method == "POST" else ""
    match error:
        case SignInNeededError():
            back = request.url.path if request.method == "GET" else "/desk"
            return office.pages.page(request, "desk/unsent.html", 401, message=SIGN_IN, words=words, back=back)
        case NotAllowedError():
            status, message = 403, ONLY_LOOKING
        case _:
            status, message = 404, NO_CASE
    if words:
        return office.pages.page(request, "desk/unsent.html", status, message=message, words=words, back="/desk")
    return office.pages.told(request, status, message, back="/desk")
