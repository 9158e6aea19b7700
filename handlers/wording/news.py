"""Word of a text that has changed: switched on and off, told to people in short and to staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers import intents
from handlers.cases.fields import unit_and_workshop
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.model import Link
from handlers.wording import common
from handlers.wording.drafting import draft_head
from handlers.wording.eligibility import SHORT
from handlers.wording.layout import narrow, quoted
from handlers.wording.status import status_line
from knowledge.editions.change import ProvisionChange
from knowledge.editions.sentences import reworded
from knowledge.library import Library, Regulation
from knowledge.model import Citation, Provision, StatusKind
from knowledge.vocabulary.values import show_date

NAME: Final = intents.NEWS
"""As the reminder is called, behind the region's name."""
WHICH: Final = "要收哪个地方的？请点下面的按钮，或者写上地方，例如“打开提醒 大兴规定变化”。"
MOST_QUOTED: Final = 5
"""Provisions of one kind that are quoted; of the rest the labels stand there."""
MOST_NAMED: Final = 12
"""Labels of the rest; what goes beyond is counted."""
MOST_SENTENCES: Final = 2
LONGEST: Final = 120
"""Characters of a provision that is quoted whole; of a longer one only sentences that have changed."""
MOST_RECEIPTS: Final = 20
ADJUSTED: Final = "文字有调整（先后或者标点），没有增删。"


def switch(regulation: Regulation, *, is_on: bool) -> Choice:
    """The button that switches it on or off."""
    name = f"{regulation.identity.short}{NAME}"
    if is_on:
        return Choice(label=f"不用再告诉我：{name}", says=f"停止提醒 {name}")
    return Choice(label=f"🔔{regulation.identity.short}规定变了告诉我", says=f"打开提醒 {name}")


def which(library: Library) -> tuple[Choice, ...]:
    """A button for each region."""
    return tuple(
        Choice(label=choice.label, says=f"打开提醒 {choice.says}{NAME}") for choice in common.region_choices(library)
    )


def switched_on(regulation: Regulation) -> str:
    """What will be told, and what not."""
    return (
        f"好的，{regulation.identity.short}的规定条文变了，我告诉您一次：哪些条改了，您的自查和草稿现在怎么样。"
        f"我只知道这里收录的文本；主管部门发布以后，要等收录了才能告诉您。只在早上9点到下午6点之间发送，随时可以停。"
    )


def switched_off(regulation: Regulation) -> str:
    """It is off."""
    return f"好的，{regulation.identity.short}的规定变了，不再告诉您。"


def listed(regulation: Regulation) -> str:
    """As one line among the reminders that are on."""
    return f"· {regulation.identity.short} {NAME}：条文变了就告诉您"


def told(regulation: Regulation, changes: Sequence[ProvisionChange], on: date) -> str:
    """Which text has changed and where. A draft leads with its status."""
    lead, identity = status_line(regulation, on), regulation.identity
    head = f"📜 {identity.short}的规定变了：这里现在收录的《{identity.title}》，条文和以前的不一样。"
    draft = regulation.status(on).kind is StatusKind.DRAFT
    return "\n".join([*([lead, head] if draft else [head, lead]), *_sections(changes)])


def _sections(changes: Sequence[ProvisionChange]) -> Iterator[str]:
    gone = [one.old.label for one in changes if one.old and one.new is None]
    elsewhere = sum(1 for one in changes if one.old and one.new and not one.changed)
    for title, some in zip(("改了字", "新增"), _kinds(changes), strict=True):
        if some:
            yield f"{title}的 {len(some)} 处："
            yield from (f"· {_line(one, new)}" for one, new in some[:MOST_QUOTED])
            rest = [new.label for _, new in some[MOST_QUOTED:]]
            if rest:
                yield f"· 还有 {len(rest)} 处：{_named(rest)}"
    if gone:
        yield f"现在没有了的 {len(gone)} 处：以前的{_named(gone)}"
    if elsewhere:
        yield f"另有 {elsewhere} 处只换了编号或位置，字没有变。"


def _line(one: ProvisionChange, new: Provision) -> str:
    """A provision by its label, the numbers that are others, words of today's text, and those that are gone."""
    label, found = new.label, reworded(one.old, new)
    if one.old and one.old.label != label:
        label = f"{label}（以前是{one.old.label}）"
    numbers = "，".join(f"{each.was} → {each.now}" for each in found.numbers if each.was and each.now)
    rest = 0 if _is_short(new) else len(found.new) - MOST_SENTENCES
    parts = (
        f"{numbers}。" if numbers else "",
        "" if found.new or found.gone else ADJUSTED,
        "".join(map(quoted, quotes(one))),
        f"另有 {rest} 句{'也改了' if one.old else '没有引在这里'}。" if rest > 0 else "",
        _gone(found.gone),
    )
    return f"{label}：{''.join(parts)}"


def _gone(words: Sequence[str]) -> str:
    """Words that are there no more, as they were."""
    if not words:
        return ""
    shown = "".join(f"“{one if len(one) <= LONGEST else f'{one[:LONGEST]}……'}”" for one in words[:MOST_SENTENCES])
    more = f"等 {len(words)} 处" if len(words) > MOST_SENTENCES else ""
    return f"以前的{narrow(shown)}{more}删去了。"


def quotes(one: ProvisionChange) -> tuple[str, ...]:
    """Words of today's provision that show what is new: all of a short one, of a long one the first sentences that
    were not there before; none where no sentence is new."""
    if one.new is None:
        return ()
    return (one.new.text,) if _is_short(one.new) else reworded(one.old, one.new).new[:MOST_SENTENCES]


def _is_short(provision: Provision) -> bool:
    return len(provision.text) <= LONGEST


def in_part(changes: Sequence[ProvisionChange]) -> tuple[Provision, ...]:
    """Those of today's provisions that ``told`` names and does not quote as a whole."""
    return tuple(new for some in _kinds(changes) for _, new in some[:MOST_QUOTED] if not _is_short(new))


def to_read(regulation: Regulation, provision: Provision) -> Choice:
    """The button that shows a provision as a whole."""
    return Choice(label=f"看{provision.label}", says=f"{regulation.identity.short}{provision.label}")


def citations(changes: Sequence[ProvisionChange]) -> tuple[Citation, ...]:
    """What ``told`` names and quotes, so that its labels lead to the whole words."""
    return tuple(
        Citation(region=new.region, eid=new.eid, label=new.label, quote=words)
        for some in _kinds(changes)
        for place, (one, new) in enumerate(some[: MOST_QUOTED + MOST_NAMED])
        for words in (place < MOST_QUOTED and quotes(one)) or ("",)
    )


def _kinds(changes: Sequence[ProvisionChange]) -> tuple[list[tuple[ProvisionChange, Provision]], ...]:
    """The changes that today's text shows, those of the words and what was not there, each with its provision."""
    changed = [(one, one.new) for one in changes if one.changed and one.new]
    return changed, [(one, one.new) for one in changes if one.old is None and one.new]


def _named(labels: Sequence[str]) -> str:
    more = f"等 {len(labels)} 处" if len(labels) > MOST_NAMED else ""
    return f"{'、'.join(labels[:MOST_NAMED])}{more}。"


def checked(was: str, day: date, now: str) -> str:
    """A self-check: how it ended then, and how the same answers end now."""
    then = f"您在{show_date(day.isoformat())}查过资格，当时的结果是“{SHORT[was]}”。"
    if was == now:
        return f"{then}按您存着的回答和现在的规定，结果没有变。"
    return f"{then}按您存着的回答和现在的规定，是“{SHORT[now]}”。"


def head(library: Library, draft: Draft) -> str:
    """Which draft it is, told from others of the same day: by its receipt, by the names written in it, or else by the
    time at which it was begun."""
    names = "、".join(filter(None, unit_and_workshop(draft)))
    begun = f"{draft.created.astimezone(SHANGHAI):%H:%M} 开始写"
    return f"{draft_head(library, draft)}，{f'回执 {draft.receipt}' if draft.receipt else names or begun}"


def drafts_left(count: int) -> str:
    """Drafts that are not told of one by one."""
    return f"还有 {count} 份草稿，点“{common.MY.label}”看。"


def next_steps(regulation: Regulation, *, judged: bool, in_part: bool, editable: bool, handed_in: bool) -> str:
    """What to do now, and how to hear of it no more: ``in_part``, provisions are quoted in part; ``editable`` and
    ``handed_in``, there are drafts that can be gone on with, and others."""
    parts = (
        f"要看整条，点“看”和条号的按钮，或者输入“{regulation.identity.short}”和条号。" if in_part else "",
        f"想逐条看现在的结果，点“{check(regulation).label}”。" if judged else "",
        f"草稿点“{common.MY.label}”接着写。" if editable else "",
        f"已经提交的，点“{common.MY.label}”看进度。" if handed_in else "",
        f"以后不想收，点“{switch(regulation, is_on=True).label}”。",
    )
    return "".join(parts)


def check(regulation: Regulation) -> Choice:
    """The button that begins a self-check."""
    return Choice(label=f"查{regulation.identity.short}资格", says=f"/check {regulation.identity.short}")


def page(regulation: Regulation, url: str) -> Link:
    """Where staff read the whole text: their chat answers no questions."""
    return Link(label=f"看{regulation.identity.short}全文", address=f"{url}/rules/{regulation.slug}")


def to_staff(
    regulation: Regulation,
    changes: Sequence[ProvisionChange],
    counts: tuple[int, int],
    looked_at: int,
    turned: Sequence[tuple[str, str, str]],
    on: date,
) -> str:
    """The same for those who handle cases.

    ``counts`` are cases and drafts under the old words, ``looked_at`` how many cases were judged anew, ``turned`` those
    whose conclusion is another: receipt, before, now.
    """
    cases, drafts = counts
    lines = [told(regulation, changes, on), ""]
    lines.append(f"按以前的条文提交、还没有办结的 {cases} 件；没有提交的草稿 {drafts} 份。")
    if looked_at:
        lines.append(f"按现在的条文重新判断了 {looked_at} 件，结论变了的 {len(turned)} 件{'：' if turned else '。'}")
        lines += [f"· {receipt}：{SHORT[was]} → {SHORT[now]}" for receipt, was, now in turned[:MOST_RECEIPTS]]
        lines += [f"· 还有 {len(turned) - MOST_RECEIPTS} 件没有列出"] if len(turned) > MOST_RECEIPTS else []
    if cases > looked_at:
        lines.append(f"其余 {cases - looked_at} 件没有重新判断，打开案件就能看到。")
    if cases:
        lines.append("已经提交的按新的还是旧的办理，这里定不了。工作台的列表里，勾上“只看旧版规定的”就能看到。")
    lines.append("逐条对照：管理员可以用命令 regulation diff，写上旧的和新的文件夹。")
    return "\n".join(lines)
