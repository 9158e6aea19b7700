"""What staff do to a case from its page; where it was not done, the page says why and keeps what was typed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any, get_args
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import redact
from bot.engine import Taken
from bot.logs import event
from bot.web.desk.case import Case, Typed
from bot.web.desk.office import Office
from bot.web.desk.ruling_form import meant
from bot.web.forms import form_of
from handlers.cases.fields import case_fields
from handlers.draft import Draft
from handlers.member import Action, ActionName, Member
from handlers.model import Turn
from handlers.wording.rulings import UNREADABLE_DAY
from knowledge.eligibility.rules import Verdict
from storage.errors import UnavailableError

_log = logging.getLogger(__name__)
CHANNEL = "desk"
MOST_FIELDS = 3_000
"""Fields of one form that are read: more than the largest case has."""
OUT = ("note", "authority")
"""Fields whose words others read."""
NOT_DONE_BEFORE = "刚才那一次没有办成，填的内容还在下面。请改好再提交。"
NOT_STORED = "没有存下来，可能是磁盘已满。案件没有改动，请过一会儿再试。"


@dataclass(frozen=True)
class Actions:
    """Takes what is pressed on the page of a case."""

    office: Office
    case: Case
    waiting: asyncio.Event
    """Set when something may have been put in the outbox."""

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/desk/cases/{receipt}/act", self.act, methods=["POST"])]

    async def act(self, request: Request) -> Response:
        """Have something done to the case; where it was not done, the page says why and keeps what was typed."""
        sent = await form_of(request, MOST_FIELDS)
        receipt = request.path_params["receipt"]
        name: Any = sent.get("do")
        if name not in get_args(ActionName):
            raise HTTPException(400)
        place = f"/desk/cases/{quote(receipt)}"
        try:
            member, case = await self.office.visit(request, lambda transaction, _: transaction.case(receipt), "act")
            cleaned = _cleaned(sent)
            masked = cleaned != sent
            try:
                action = self._action(name, receipt, cleaned, case)
            except ValueError:
                typed = _typed(name, cleaned)
                return await self.case.page(request, lambda _: typed, why=UNREADABLE_DAY, status=422)
            taken = await self.office.do(partial(self.office.engine.take, self._turn(member, sent, action)))
        except UnavailableError:
            event(_log, logging.ERROR, "desk action not stored")
            return self.office.pages.page(
                request, "desk/unsent.html", 503, message=NOT_STORED, words=sent.get("note", ""), back=place
            )
        self.waiting.set()
        if taken.number is not None:
            done, told = await self.office.do(partial(self._told, taken, member))
        else:
            done, told = case is None or action.seen != len(case.history), NOT_DONE_BEFORE
        if done:
            how = "again" if taken.number is None else "masked" if masked else "done"
            return RedirectResponse(f"{place}?{how}=1{'&held=1' if _is_held(taken, case) else ''}", 303)
        typed = _typed(name, cleaned)
        return await self.case.page(request, lambda _: typed, why=told, status=409)

    def _action(self, name: ActionName, receipt: str, sent: Mapping[str, str], case: Draft | None) -> Action:
        """What was pressed; fields and criteria only as far as the case has them. Raises ValueError for a bad date."""
        library = self.office.engine.library
        verdict = Verdict.model_validate(case.verdict) if case and case.verdict else None
        known = {one.key for one in case_fields(library, case)} if case else set()
        titles = {finding.title for finding in verdict.findings} if verdict else set()
        seen = sent.get("seen", "")
        ruling = meant(case, sent) if name == "rule" else None
        return Action(
            name=name,
            receipt=receipt,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
            note=sent.get("note", ""),
            fields=tuple(key for key in sent.get("fields", "").split("\n") if key in known),
            criteria=ruling.criteria
            if ruling
            else tuple(title for title in sent.get("criteria", "").split("\n") if title in titles),
            provision=ruling.provision if ruling else sent.get("provision", ""),
            authority=sent.get("authority", "") if ruling else "",
            day=ruling.day if ruling else None,
            expiry=ruling.expiry if ruling else None,
            to=sent.get("to", ""),
        )

    def _turn(self, member: Member, sent: Mapping[str, str], action: Action) -> Turn:
        """The turn; the same page sent twice has the same key."""
        said = "\x00".join((member.id, sent.get("key", ""), action.model_dump_json()))
        return Turn(
            channel=CHANNEL,
            key=sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32],
            person=member.id,
            chat=member.id,
            at=self.office.clock(),
            nonce=self.office.engine.nonce(),
            staff=True,
            action=action,
        )

    def _told(self, taken: Taken, member: Member) -> tuple[bool, str]:
        """Whether it was done, and what the member is told of it here; no other channel will bring it.

        A confirmation names its case, a refusal does not.
        """
        own = [queued for queued in taken.replies if queued.chat == member.id]
        for queued in own:
            self.office.engine.store.mark_sent(queued.id, self.office.clock())
        return any(one.reply.receipt for one in own), "\n".join(one.reply.text for one in own)


def _is_held(taken: Taken, case: Draft | None) -> bool:
    """Whether word to the applicant waits until they can be reached."""
    chat = None if case is None else case.chat or case.person
    return any(queued.state == "held" and queued.chat == chat for queued in taken.replies)


def _cleaned(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent, without identity numbers in what goes out to others."""
    return {**sent, **{name: redact.clean(sent[name]).text for name in OUT if name in sent}}


def _typed(name: ActionName, sent: Mapping[str, str]) -> Typed:
    """What was typed, to be shown again."""
    return Typed(
        action=name,
        note=sent.get("note", ""),
        fields=tuple(sent.get("fields", "").split("\n")),
        criteria=tuple(sent.get("criteria", "").split("\n")),
        **{one: sent.get(one, "") for one in ("provision", "to", "open", "authority", "day", "expiry")},
    )
