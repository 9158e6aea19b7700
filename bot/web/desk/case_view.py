"""A case as its page shows it: everything that a decision rests on, sensitive values masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bot.web.desk.ruling_form import Open, choices
from bot.web.desk.year_view import Year, year
from bot.web.words import address_of
from handlers.cases.actions import not_theirs
from handlers.cases.fields import CaseField, case_fields
from handlers.cases.members import name_of
from handlers.cases.states import LEADS_TO, ROLES, possible
from handlers.draft import Draft, Event, Upload
from handlers.flow import SHANGHAI
from handlers.member import ActionName, Member
from handlers.rejudging import rejudged
from handlers.rulings import Ruling, beside
from handlers.sla import Due, Sla, due
from handlers.wording.desk import EVENTS, kind_name, region_name, state_name
from handlers.wording.eligibility import HEADLINES, OUTCOMES
from handlers.wording.rejudging import to_staff
from handlers.wording.rulings import told
from handlers.wording.status import status_line
from knowledge.eligibility.rules import Finding, Verdict
from knowledge.forms.checklist import checklist
from knowledge.library import Library
from knowledge.model import Citation
from storage.records import Access

ORDER = ("unmet", "discretionary", "unknown", "met")
"""What needs a look comes first."""
LOOKED = {
    "open": "打开",
    "reveal": "看了完整内容",
    "file": "下载文件",
    "export": "导出",
    "pack": "下载打印材料",
    "withdraw": "撤回裁量结论",
}


@dataclass(frozen=True)
class Criterion:
    """A criterion of the verdict."""

    title: str
    outcome: str
    reason: str
    sources: tuple[tuple[str, str, str], ...]
    """Label, quote and address of each provision."""
    judged_by: str
    rulings: tuple[str, ...] = ()
    """Made in the same situation, by whom it is for to say."""


@dataclass(frozen=True)
class Done:
    """Something that happened to the case."""

    at: str
    who: str
    what: str
    note: str
    points: tuple[str, ...]
    provision: str
    held: bool
    """The applicant has not got word of it."""


@dataclass(frozen=True)
class CaseView:
    """All that the page shows."""

    case: Draft
    title: str
    status: str
    """Whether the text is in force; empty where there is none."""
    state: str
    assignee: str
    due: Due | None
    headline: str
    criteria: tuple[Criterion, ...]
    year: Year
    between: str
    """What a new edition means for it."""
    parts: tuple[tuple[str, tuple[CaseField, ...]], ...]
    changed: tuple[CaseField, ...]
    """What is other than the time before."""
    hidden: tuple[CaseField, ...]
    """Sensitive fields in which something stands that is not shown."""
    papers: tuple[tuple[str, tuple[Upload, ...]], ...]
    history: tuple[Done, ...]
    looks: tuple[tuple[str, str, str, str], ...]
    """When, who, what, which."""
    actions: tuple[ActionName, ...]
    """What the member may do now."""
    hands: str
    """Why they may not do more: a colleague has the case; empty where none has."""
    provisions: tuple[tuple[str, str], ...]
    """What a refusal may rest on: eId and label."""
    open: tuple[Open, ...]
    """What may be ruled on."""
    colleagues: tuple[Member, ...]
    """To whom the case may be given."""
    seen: tuple[Citation, ...]
    """What the assistant had shown the applicant before a question."""


@dataclass(frozen=True)
class People:
    """Who sees a case."""

    member: Member
    """Who looks at it now."""
    staff: tuple[Member, ...]
    """All who work here."""
    looks: tuple[Access, ...]
    """Who looked before."""
    rulings: tuple[Ruling, ...] = ()
    """All that have been made."""
    held: frozenset[datetime] = frozenset()
    """When staff told the applicant something that has not arrived."""


def view(
    library: Library,
    case: Draft,
    people: People,
    on: date,
    sla: Sla,
    revealed: Collection[str] = (),
) -> CaseView:
    """The page of a case for a member; ``revealed`` are keys of fields that are shown as they are."""
    staff = people.staff
    fields = case_fields(library, case) if case.kind == "application" else ()
    shown = tuple(one if one.key in revealed else one.masked for one in fields)
    known = case.region in library.regulations
    verdict = Verdict.model_validate(case.verdict) if case.verdict else None
    between = rejudged(library, case, on) if case.state != "closed" else None
    offered = possible(case) if ROLES[people.member.role].act else ()
    return CaseView(
        case=case,
        title=f"{region_name(library, case)}{kind_name(case)}",
        status=status_line(library.get(case.region), on) if known else "",
        state=state_name(case),
        assignee=name_of(staff, case.assignee) if case.assignee else "",
        due=due(case, sla, on),
        headline=HEADLINES[verdict.outcome] if verdict else "",
        criteria=tuple(_criteria(library, case, verdict, people.rulings, on)) if verdict else (),
        year=year(library, case, on),
        between=to_staff(library, case, between) if between else "",
        parts=tuple((part, tuple(some)) for part, some in groupby(shown, lambda one: one.part)),
        changed=tuple(one for one in shown if one.before is not None),
        hidden=tuple(one for one in fields if one.sensitive and one.value and one.key not in revealed),
        papers=_papers(library, case),
        history=tuple(_done(library, case, event, people) for event in case.history),
        looks=tuple(_looks(people)),
        actions=tuple(name for name in offered if not _not_theirs(case, people, name, on)),
        hands=next(filter(None, (_not_theirs(case, people, name, on) for name in offered if name in LEADS_TO)), ""),
        provisions=_provisions(library, case),
        open=choices(library, case),
        colleagues=tuple(one for one in staff if one.active and ROLES[one.role].act),
        seen=tuple(one for one in case.shown if one.region in library.regulations),
    )


def _not_theirs(case: Draft, people: People, name: ActionName, on: date) -> str:
    return not_theirs(case, people.member, name, people.staff, on)


def _looks(people: People) -> Iterator[tuple[str, str, str, str]]:
    """Who looked, the latest first; somebody who opened the case several times in a row stands there once."""
    for (who, what, detail), some in groupby(people.looks, lambda one: (one.staff, one.what, one.detail)):
        times = tuple(some)
        again = f"（{len(times)} 次）" if len(times) > 1 else ""
        yield _time(times[0].at), name_of(people.staff, who), f"{LOOKED.get(what, '')}{again}", detail


def _criteria(
    library: Library, case: Draft, verdict: Verdict, rulings: Sequence[Ruling], on: date
) -> Iterator[Criterion]:
    shown = beside(library, rulings, verdict, case.answers, on) if case.region in library.regulations else {}
    for finding in sorted(verdict.findings, key=lambda finding: ORDER.index(finding.outcome)):
        yield _criterion(library, finding, tuple(map(told, shown.get(finding.id, ()))))


def _criterion(library: Library, finding: Finding, rulings: tuple[str, ...]) -> Criterion:
    return Criterion(
        title=finding.title,
        outcome=OUTCOMES[finding.outcome],
        reason=finding.reason,
        sources=tuple((one.label, one.quote, address_of(library, one)) for one in finding.sources),
        judged_by=finding.judged_by,
        rulings=rulings,
    )


def _papers(library: Library, case: Draft) -> tuple[tuple[str, tuple[Upload, ...]], ...]:
    """Each material with its files; then the files that belong to none."""
    if case.kind != "application":
        return ()
    known = checklist(library.get(case.region)).papers if case.region in library.regulations else ()
    listed = [(f"{'✓ ' if paper.id in case.ready else ''}{paper.title}", _files(case, paper.id)) for paper in known]
    named = {paper.id for paper in known}
    rest = tuple(one for one in case.uploads if one.material not in named)
    return (*listed, *((("其他文件", rest),) if rest else ()))


def _files(case: Draft, material: str) -> tuple[Upload, ...]:
    return tuple(one for one in case.uploads if one.material == material)


def _provisions(library: Library, case: Draft) -> tuple[tuple[str, str], ...]:
    if case.region not in library.regulations:
        return ()
    return tuple((one.eid, one.label) for one in library.get(case.region).provisions if one.lays_down)


def _done(library: Library, case: Draft, event: Event, people: People) -> Done:
    staff = people.staff
    known = case.region in library.regulations and event.provision in library.get(case.region).text
    labels = {one.key: one.called for one in case_fields(library, case)} if event.fields else {}
    given = f"→ {name_of(staff, event.to)}" if event.to and event.to != event.who else ""
    return Done(
        at=_time(event.at),
        who="申请人" if event.who == case.person else name_of(staff, event.who),
        what=f"{EVENTS.get(event.what, event.what)}{given}",
        note=event.note,
        points=(*(labels.get(key, key) for key in event.fields), *event.criteria),
        provision=library.get(case.region).get(event.provision).label if event.provision and known else "",
        held=event.who != case.person and event.at in people.held,
    )


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
