"""Lists that leave the desk as files. What is sensitive is in none of them, and each is written down."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.desk import asking
from bot.web.desk.briefs import Briefs
from bot.web.desk.cases import CaseList, Line
from bot.web.desk.office import Office
from bot.web.download import download
from bot.web.forms import form_of
from handlers.cases.tables import Rows, csv_table, xlsx_table
from handlers.member import Member
from handlers.rejudging import words_today
from storage.transaction import Transaction
from storage.wanted import Cases

ALL: Final = 1_000_000
"""More cases than there will ever be."""
HEADINGS: Final = (
    *(
        "回执号",
        "地区",
        "种类",
        "单位",
        "工作室",
        "状态",
        "自查结果",
        "经办人",
        "到现状态的日期",
        "最后变化",
        "旧版规定",
    ),
)
SUMMARY: Final = ("序号", "工作室名称", "申报单位", "领办人", "回执号", "自查结果", "状态", "经办人", "备注")
"""The bureau's 汇总表. None of the texts prescribes its columns."""
KINDS: Final = {"application": "申报", "enquiry": "咨询"}
MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EMPTY: Final = "没有申报"


@dataclass(frozen=True)
class Export:
    """Gives a list out."""

    office: Office
    briefs: Briefs
    listed: CaseList

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route("/desk/export", self.give, methods=["POST"])]

    async def give(self, request: Request) -> Response:
        """The list of the address: as a table, or as the summary that goes to the bureau."""
        kind = (await form_of(request)).get("as", "")
        if kind not in {"csv", "xlsx", "summary"}:
            raise HTTPException(400)
        wanted = asking.asked(request.query_params)
        await self.office.visit(request, lambda *_: None, "act")  # reading all names is work; nobody else has it done
        known = await self.briefs.all()
        receipts = self.briefs.matching(wanted["q"]) if "q" in wanted else None
        words = words_today(self.office.engine.library)

        def read(transaction: Transaction, member: Member) -> tuple[Cases, tuple[Member, ...]]:
            staff = transaction.staff()
            asked = asking.wanted(wanted, member, staff, self.office.clock(), receipts, words)
            cases = transaction.cases(asked, member.id, 0, ALL)
            searched = "，按文字搜索" if "q" in wanted else ""
            detail = f"{kind}，{len(cases.rows)} 件，{asking.to_keep(wanted) or '全部'}{searched}"
            self.office.log(transaction, member, "export", detail=detail)
            return cases, staff

        _, (cases, staff) = await self.office.visit(request, read, "act")
        lines = [self.listed.line(one, known.get(one.receipt), staff) for one in cases.rows]
        leaders = {receipt: one.leader for receipt, one in known.items()}
        name = f"{'汇总表' if kind == 'summary' else '案件'}{self.office.today:%Y%m%d}"
        if kind == "csv":
            content, ending = await asyncio.to_thread(csv_table, _table(lines)), "csv"
        else:
            sheets = _summary(lines, leaders) if kind == "summary" else {"案件": _table(lines)}
            content, ending = await asyncio.to_thread(xlsx_table, sheets), "xlsx"
        return download(content, f"{name}.{ending}", MEDIA[ending])


def _table(lines: Sequence[Line]) -> Rows:
    """What the list shows."""
    return [HEADINGS, *(_row(one) for one in lines)]


def _row(one: Line) -> tuple[str, ...]:
    kind = KINDS.get(one.case.kind, "")
    names = (
        one.unit,
        one.workshop,
        one.state,
        one.verdict,
        one.assignee,
        one.entered,
        one.changed,
        "是" if one.old else "",
    )
    return (one.case.receipt, one.region, kind, *names)


def _summary(lines: Sequence[Line], leaders: Mapping[str, str]) -> dict[str, Rows]:
    """A sheet for each region, of its applications alone."""
    sheets: dict[str, list[tuple[str, ...]]] = {}
    for one in lines:
        if one.case.kind != "application":
            continue
        rows = sheets.setdefault(one.region, [SUMMARY])
        receipt = one.case.receipt
        told = (one.workshop, one.unit, leaders.get(receipt, ""), receipt, one.verdict, one.state, one.assignee, "")
        rows.append((str(len(rows)), *told))
    return dict(sheets) or {EMPTY: [SUMMARY]}
