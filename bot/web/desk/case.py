"""The page of a case: looked at, its sensitive values revealed, its files taken out; each of it written down."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import redact
from bot.web.desk.case_view import People, view
from bot.web.desk.office import Office, find
from bot.web.download import MEDIA, download
from bot.web.forms import form_of
from handlers.cases.fields import case_fields
from handlers.cases.states import ROLES
from handlers.draft import Draft, Upload
from handlers.member import Member
from handlers.printing.pack import pack
from handlers.wording import cases as wording
from handlers.wording import replies
from storage.transaction import Transaction

LOOKS = 50
"""Of those who looked at a case, the latest so many are listed."""
LONGEST_REASON = 200
NO_REASON = "请选要看的栏目，并写明为什么要看（最多 200 个字）。没有显示。"
NO_SUCH_FILE = "没有这个文件，可能申请人已经删除。"
SAID = {
    "again": "刚才已经提交过一次，没有再处理。",
    "masked": "已处理。写的内容里有身份证号，已经遮住再发。",
    "done": "已处理。",
    "held": wording.NOTICE_HELD,
}
"""What is said of an action that was done, by how it went; of one, several may be true."""


@dataclass(frozen=True)
class Typed:
    """What was typed and not done, so that nobody types it again."""

    action: str = ""
    note: str = ""
    fields: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    provision: str = ""
    to: str = ""
    open: str = ""
    """Which criterion a ruling is about."""
    authority: str = ""
    day: str = ""
    expiry: str = ""


@dataclass(frozen=True)
class Case:
    """The pages of single cases."""

    office: Office

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        one = "/desk/cases/{receipt}"
        return [
            Route(one, self.look),
            Route(f"{one}/reveal", self.reveal, methods=["POST"]),
            Route(f"{one}/files/{{file}}", self.file),
            Route(f"{one}/pack", self.pack, methods=["POST"]),
        ]

    async def look(self, request: Request) -> Response:
        """The case as it stands."""
        asked = request.query_params
        said = "".join(words for how, words in SAID.items() if how in asked)
        name = asked.get("reply", "")

        def typed(case: Draft) -> Typed:
            return Typed(action="answer", note=replies.reply(self.office.engine.library, case, name))

        return await self.page(request, typed if name else None, said=said)

    async def reveal(self, request: Request) -> Response:
        """Show sensitive values as they are, once, for a reason."""
        sent = await form_of(request)
        reason = redact.clean(sent.get("reason", "").strip()).text  # the log of looks is not sealed
        wanted = frozenset(sent.get("field", "").split("\n")) - {""}
        if not reason or len(reason) > LONGEST_REASON or not wanted:
            await self.office.visit(request, lambda *_: None, "act")
            return await self.page(request, None, why=NO_REASON, status=422)
        return await self._revealed(request, wanted, reason)

    async def file(self, request: Request) -> Response:
        """A file of the applicant's; saved by the browser, never shown by it."""
        wanted = request.path_params["file"]

        def read(transaction: Transaction, member: Member) -> tuple[Draft, Upload | None]:
            case = find(transaction, request.path_params["receipt"])
            found = next((one for one in case.uploads if one.id == wanted), None)
            if found is not None:
                self.office.log(transaction, member, "file", case.receipt, found.id)
            return case, found

        _, (case, found) = await self.office.visit(request, read, "act")
        store = self.office.engine.store
        content = await self.office.do(lambda: store.upload(case.person, found.id)) if found else None
        if found is None or content is None:
            return self.office.pages.told(request, 404, NO_SUCH_FILE, back="/desk")
        return download(content, found.name, MEDIA[found.kind])

    async def pack(self, request: Request) -> Response:
        """The case to print, without what is sensitive."""
        await form_of(request)

        def read(transaction: Transaction, member: Member) -> Draft:
            case = find(transaction, request.path_params["receipt"])
            self.office.log(transaction, member, "pack", case.receipt)
            return case

        _, case = await self.office.visit(request, read, "act")
        library, on = self.office.engine.library, self.office.today
        if case.kind != "application" or case.region not in library.regulations:
            return self.office.pages.told(request, 404, NO_SUCH_FILE, back="/desk")
        made = await self.office.do(lambda: pack(library, case, on, with_sensitive=False))
        return download(made.content, made.name, "application/zip")

    async def _revealed(self, request: Request, wanted: frozenset[str], reason: str) -> Response:
        """The page with some sensitive values as they are; which, by whom and why is written down."""
        library = self.office.engine.library

        def log(transaction: Transaction, member: Member) -> frozenset[str]:
            case = find(transaction, request.path_params["receipt"])
            shown = [one for one in case_fields(library, case) if one.sensitive and one.value and one.key in wanted]
            if shown:
                detail = f"{'、'.join(one.called for one in shown)}：{reason}"
                self.office.log(transaction, member, "reveal", case.receipt, detail)
            return frozenset(one.key for one in shown)

        _, revealed = await self.office.visit(request, log, "act")
        if not revealed:
            return await self.page(request, None, why=NO_REASON, status=422)
        return await self.page(request, None, revealed=revealed)

    async def page(
        self,
        request: Request,
        typed: Callable[[Draft], Typed] | None,
        *,
        why: str = "",
        said: str = "",
        status: int = 200,
        revealed: frozenset[str] = frozenset(),
    ) -> Response:
        """The case as it stands; looking at it is written down."""
        receipt = request.path_params["receipt"]

        def read(transaction: Transaction, member: Member) -> tuple[Draft, People]:
            case = find(transaction, receipt)
            self.office.log(transaction, member, "open", receipt)
            looks = transaction.access_log(receipt, LOOKS)
            held = frozenset(one.at for one in transaction.held(case.person))
            return case, People(member, transaction.staff(), looks, transaction.rulings(), held)

        member, (case, people) = await self.office.visit(request, read)
        office = self.office
        return office.pages.page(
            request,
            "desk/case.html",
            status,
            view=view(office.engine.library, case, people, office.today, office.sla, revealed),
            may_act=ROLES[member.role].act,
            typed=typed(case) if typed else Typed(),
            why=why,
            said=said,
            held=wording.NOTICE_HELD,
            labels=wording.ACTIONS,
            today=office.today.isoformat(),
            templates={name: label for name, (label, _) in replies.TEMPLATES.items()},
            place=f"/desk/cases/{receipt}",
            key=secrets.token_hex(16),
        )
