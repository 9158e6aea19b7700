"""Who is at the desk: a member of staff by the secret in their cookie, asked anew with every page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.engine import Engine
from bot.web.pages import Pages
from bot.worker import Do
from handlers import periods
from handlers.cases.states import ROLES
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.member import Member
from handlers.sla import Sla
from storage.records import Access, AccessKind
from storage.transaction import Transaction

T = TypeVar("T")
Right = Literal["look", "act", "manage"]
_RECEIPT: Final = re.compile("[2-9A-HJ-NP-Z]{8}")
_NOBODY: Final = object()


class SignInNeededError(Exception):
    """Nobody is signed in."""


class NotAllowedError(Exception):
    """Somebody is signed in whose role does not go so far."""


class CaseNotFoundError(Exception):
    """There is no case of that receipt."""


@dataclass(frozen=True)
class Office:
    """The engine as staff reach it."""

    engine: Engine
    do: Do
    pages: Pages
    clock: Callable[[], datetime]
    https: bool
    sla: Sla

    @property
    def cookie(self) -> str:
        """Its name. Browsers take one with that prefix from the host itself only, over https only."""
        return "__Host-desk" if self.https else "desk"

    @property
    def today(self) -> date:
        """The day in China."""
        return self.clock().astimezone(SHANGHAI).date()

    def remember(self, response: Response, secret: str) -> None:
        """Have the browser bring the secret along, but not where it comes from another site."""
        response.set_cookie(
            self.cookie,
            secret,
            max_age=int(periods.DESK.total_seconds()),
            secure=self.https,
            httponly=True,
            samesite="strict",
        )

    def forget(self, response: Response) -> None:
        """Have the browser bring nothing any more."""
        response.delete_cookie(self.cookie, secure=self.https, httponly=True, samesite="strict")

    async def visit(
        self,
        request: Request,
        work: Callable[[Transaction, Member], T],
        right: Right = "look",
        *,
        quiet: bool = False,
    ) -> tuple[Member, T]:
        """Who asks, and what the work gives; all in one transaction.

        ``quiet``: the page asks by itself, so that the session does not count as used. Raises SignInNeededError or
        NotAllowedError before any work is done.
        """
        secret = request.cookies.get(self.cookie)
        return await self.do(lambda: self._visited(secret, work, right, quiet=quiet))

    def _visited(
        self, secret: str | None, work: Callable[[Transaction, Member], T], right: Right, *, quiet: bool
    ) -> tuple[Member, T]:
        found: Any = _NOBODY
        with self.engine.store.transaction() as transaction:
            member = None if secret is None else transaction.signed_in(secret, self.clock(), quiet=quiet)
            allowed = member is not None and getattr(ROLES[member.role], right)
            if member is not None and allowed:
                found = work(transaction, member)
        if member is None:
            raise SignInNeededError
        if not allowed:
            raise NotAllowedError
        return member, found

    async def enter(self, secret: str) -> str | None:
        """The secret of a new session for whom a one-time code is meant; None for a code that is no good."""
        return await self.do(lambda: self._entered(secret))

    def _entered(self, secret: str) -> str | None:
        at = self.clock()
        with self.engine.store.transaction() as transaction:
            code = transaction.redeem(secret, at)
            if code is None:
                return None
            if code.kind != "desk":
                transaction.save_code(code)  # it leads somewhere else, and does so still
                return None
            if not any(one.id == code.person and one.active for one in transaction.staff()):
                return None
            made = secrets.token_hex(32)
            transaction.sign_in(code.person, made, at)
            transaction.log_access(Access(at, code.person, "sign-in"))
            return made

    def log(
        self, transaction: Transaction, member: Member, what: AccessKind, receipt: str | None = None, detail: str = ""
    ) -> None:
        """Write down who looked at what."""
        transaction.log_access(Access(self.clock(), member.id, what, receipt, detail))


def find(transaction: Transaction, receipt: str) -> Draft:
    """The case of a receipt. Raises CaseNotFoundError."""
    case = transaction.case(receipt) if _RECEIPT.fullmatch(receipt) else None
    if case is None:
        raise CaseNotFoundError
    return case
