"""In by a one-time link, out again here or everywhere. There are no passwords."""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.logs import event
from bot.web.desk.office import Office
from bot.web.forms import form_of
from bot.web.limits import Limits
from handlers.member import Member
from storage.transaction import Transaction

_log = logging.getLogger(__name__)
_SECRET = re.compile("[0-9a-f]{32}")
USED_UP = "这个登录链接已经用过、过期，或者不对。请重新要一个：在工作群里发 /desk，或者请管理员给您。"


@dataclass(frozen=True)
class SignIn:
    """The door of the desk."""

    office: Office
    limits: Limits

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [
            Route("/desk/in/{secret}", self.look),
            Route("/desk/in/{secret}", self.enter, methods=["POST"]),
            Route("/desk/out", self.leave, methods=["POST"]),
        ]

    async def look(self, request: Request) -> Response:
        """A page with a button, the same for every code, so that a preview of the link uses nothing up."""
        return self.office.pages.page(request, "desk/enter.html", key=secrets.token_hex(16))

    async def enter(self, request: Request) -> Response:
        """Use the code."""
        await form_of(request)
        refusal = self.limits.crowding()
        if refusal is not None:
            return self.office.pages.told(request, 429, refusal.words, headers=refusal.headers)
        secret = request.path_params["secret"]
        made = await self.office.enter(secret) if _SECRET.fullmatch(secret) else None
        if made is None:
            event(_log, logging.WARNING, "desk sign-in refused")
            return self.office.pages.told(request, 410, USED_UP)
        response = RedirectResponse("/desk", 303)
        self.office.remember(response, made)
        return response

    async def leave(self, request: Request) -> Response:
        """End this session, or all that the member has anywhere."""
        everywhere = (await form_of(request)).get("where") == "everywhere"
        secret = request.cookies.get(self.office.cookie)

        def out(transaction: Transaction, member: Member) -> None:
            transaction.sign_out(member.id, None if everywhere else secret)
            detail = "everywhere" if everywhere else ""
            self.office.log(transaction, member, "sign-out", detail=detail)

        await self.office.visit(request, out)
        response = self.office.pages.page(request, "desk/left.html", everywhere=everywhere)
        self.office.forget(response)
        return response
