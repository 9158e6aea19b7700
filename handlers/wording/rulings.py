"""Sentences on rulings: beside an open criterion, and to those who make and withdraw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.rulings import Ruling
from knowledge.eligibility.rules import Finding
from knowledge.library import Library
from knowledge.texts.edition import same_words
from knowledge.vocabulary.facts import Answers, worded
from knowledge.vocabulary.values import show, show_date

ONE_CASE: Final = "这是个案的结论，条文没有改。"
INCOMPLETE: Final = "裁量结论要写明：依据哪一条、结论、作出结论的部门（最多100个字）、日期。请补齐再提交。"
WRONG_DAYS: Final = "日期不对：作出结论的日期不能晚于今天，失效日期不能早于作出的日期。请改好再提交。"
UNREADABLE_DAY: Final = "日期看不懂，没有记下。请写成“2026-11-18”这样；没有到期日就空着。"
ONE_PERSON_S: Final = (
    "这个条件要看各人的出生年月或日期，别人的情况不会一样，不能留作以后参照的结论。请用“答复”写给申请人。"
)
APPLICANT_TOLD: Final = "，已通知申请人。"
NO_SUCH_RULING: Final = "没有这条裁量结论，请核对编号。"
ALREADY_WITHDRAWN: Final = "这条裁量结论已经撤回，没有再改。"
NO_RULINGS: Final = "还没有裁量结论。"


def which_criterion(open_ones: Sequence[Finding]) -> str:
    """The provision leaves nothing open in this case, or more than one thing; with what is open."""
    if not open_ones:
        return "这个案件里没有要裁量的条件，不能记裁量结论。"
    listed = "；".join(f"{one.title}（{'、'.join(source.label for source in one.sources)}）" for one in open_ones)
    return f"请写明是哪一个要裁量的条件。这个案件里有：{listed}。"


def told(ruling: Ruling) -> str:
    """A ruling with its authority and date, as it is shown to others in the same situation."""
    end = f"，有效至{_day(ruling.expiry)}" if ruling.expiry else ""
    return f"裁量结论（{ruling.authority}，{_day(ruling.day)}{end}）：{ruling.text.rstrip('。')}。{ONE_CASE}"


def to_applicant(what: str, ruling: Ruling) -> str:
    """The applicant of the case itself."""
    return f"{what}有了裁量结论。\n{ruling.authority}，{_day(ruling.day)}：{ruling.text}"


def kept(library: Library, ruling: Ruling, told: str) -> str:
    """The confirmation to staff: ``told``, whether its applicant knows, and to whom it will be shown."""
    situation = in_words(library, ruling.region, ruling.pattern)
    return f"已记下裁量结论 {ruling.id}{told}以后情况相同的人会看到它（{situation}）；要撤回，请到工作台的“裁量结论”。"


def in_words(library: Library, region: str, situation: Answers) -> str:
    """Facts with their answers."""
    leader = library.get(region).identity.leader if region in library.regulations else ""
    return "；".join(
        f"{worded(library.facts[fact], leader).short}：{show(library.facts[fact], value)}"
        for fact, value in situation.items()
        if fact in library.facts
    )


def withdrawn(ruling: Ruling) -> str:
    """A ruling is shown to nobody any more."""
    return f"已撤回裁量结论 {ruling.id}。以后只说条文没有写明，不再提这个结论。"


def line(library: Library, ruling: Ruling, on: date) -> str:
    """A ruling in a list."""
    place, label = place_and_label(library, ruling)
    state = standing(library, ruling, on)
    return "\t".join((ruling.id, f"{place}{label}", state, ruling.authority, ruling.day.isoformat(), ruling.text))


def place_and_label(library: Library, ruling: Ruling) -> tuple[str, str]:
    """The region and the provision by their names; by ours where today's text has none of that name."""
    regulation = library.get(ruling.region) if ruling.region in library.regulations else None
    known = regulation is not None and ruling.provision in regulation.text
    label = regulation.get(ruling.provision).label if regulation and known else ruling.provision
    return (regulation.identity.short if regulation else ruling.region), label


def standing(library: Library, ruling: Ruling, on: date) -> str:
    """Whether it is still shown to others, and if not, why."""
    if ruling.withdrawn:
        return "已撤回"
    if not ruling.stands(on):
        return "已到期"
    known = ruling.region in library.regulations
    same = known and same_words(ruling.edition, library.get(ruling.region).edition) is not False
    return "有效" if same else "条文已改，不再显示"


def _day(day: date) -> str:
    return show_date(day.isoformat())
