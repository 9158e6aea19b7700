"""Sentences on what becomes of a case, for the applicant and for staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import filling
from handlers.cases.members import name_of
from handlers.choice import Choice
from handlers.draft import Draft, DraftState, Event, Upload
from handlers.member import Action, ActionName, Member, Role
from handlers.rulings import Ruling
from handlers.wording import rulings
from handlers.wording.desk import EVENTS, kind_name, known_region, region_name, state_name
from handlers.wording.layout import quoted
from knowledge.library import Library, written

ACTIONS: Final[dict[ActionName, str]] = {
    "accept": "受理",
    "correct": "需补正",
    "answer": "答复",
    "recommend": "建议通过",
    "refuse": "不予受理",
    "close": "关闭",
    "reopen": "重新打开",
    "claim": "我来办",
    "release": "放回",
    "assign": "转给别人",
    "rule": "裁量结论",
}

ROLE_NAMES: Final[dict[Role, str]] = {"viewer": "查看", "reviewer": "办理", "admin": "管理员"}

ONLY_LOOKING = "您只能查看，不能处理。需要处理请找管理员。"
ADMIN_ONLY = "这个案件在别人手里，只有管理员能转给其他人。"
NOT_YOURS = "这个案件不在您手里，不能放回。"
YOURS_ALREADY = "这个案件已经在您手里。"
NOBODYS = "这个案件没有人在办，不用放回。"
NO_SUCH_MEMBER = "没有这位工作人员，或者他不能处理案件。请从名单里选。"
WORDS_NEEDED = "还没有写答复的内容。请写好再发送。"
WHAT_TO_CORRECT = "请写明要补正什么：勾选栏目或条件，或者写一段话。"
ARTICLE_NEEDED = "要写明依据哪一条，请选一条再提交。"
NO_SUCH_ARTICLE = "没有这一条，请从条文里选。"


def write_back(case: Draft) -> Choice:
    """The applicant's way to answer about this very case, at any time."""
    return Choice(label="回复工作人员", says=f"回复 {case.receipt}", control=True)


def in_other_hands(name: str, days: int) -> str:
    """A colleague works on it, and has not been silent for so many working days."""
    return (
        f"这个案件由{name}经办，您可以答复申请人。别的处理要由经办人来做；对方 {days} 个工作日没有动静以后您可以接手，"
        "也可以请管理员转给您。"
    )


def too_long(limit: int) -> str:
    """Words that are more than an applicant would read."""
    return f"写得太长了，最多 {limit} 个字，没有发送。请缩短，或者分几次发。"


def changed_meanwhile(case: Draft) -> str:
    """Somebody else was quicker; nothing was done."""
    last = case.history[-1]
    return f"{case.receipt} 刚刚有了新的变化（{state_name(case)}），这次没有处理。请看过最新的内容再操作。{_last(last)}"


def _last(event: Event) -> str:
    return f"最后一次：{event.note}" if event.note else ""


def already(case: Draft) -> str:
    """An action that was done before."""
    return f"{case.receipt} 已经是“{state_name(case)}”，没有再改。"


def not_now(case: Draft) -> str:
    """An action that the state does not allow."""
    return f"{case.receipt} 现在是“{state_name(case)}”，不能这样处理。"


HELD: Final = "还没有送到：申请人停用了机器人，等对方再联系时会送到。"
NOTICE_HELD: Final = f"给申请人的通知{HELD}"


def unreached(library: Library, case: Draft) -> str:
    """What staff did before has not arrived."""
    return f"{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}：前面{NOTICE_HELD}"


def done(case: Draft, action: ActionName, staff: Sequence[Member], *, held: bool = False) -> str:
    """The confirmation to staff; ``held``: the applicant cannot be reached now."""
    if action in {"claim", "assign"}:
        return f"{case.receipt}：现在由{name_of(staff, case.assignee or '')}办理。"
    if action == "release":
        return f"{case.receipt}：已放回，没有人在办。"
    if action == "answer":
        return f"{case.receipt}：答复{HELD if held else '已转给申请人。'}"
    return f"{case.receipt}：{state_name(case)}{f'。{NOTICE_HELD}' if held else '，已通知申请人。'}"


def to_applicant(library: Library, case: Draft, event: Event) -> str:
    """What has become of a case, in plain words, with the article where there is one."""
    what = _yours(library, case)
    if event.what == "answered":
        return f"工作人员答复{what}：\n{event.note}" + _article(library, case, event)
    if event.what == "reopened":
        return f"{what}重新打开了，工作人员会接着处理。{_note(event)}"
    body = _SAID[case.state].format(what=what)
    return body + _list(library, case, event) + _note(event) + _article(library, case, event) + _tail(case.state)


def by_colleague(library: Library, case: Draft, event: Event, staff: Sequence[Member], *, held: bool = False) -> str:
    """What a member of staff did at the desk, for those who read the chat; ``held`` as in :func:`done`."""
    head = f"{name_of(staff, event.who)}在工作台：{EVENTS[event.what]}"
    what = f"{head}｜{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}"
    given = f"\n现在由{name_of(staff, event.to)}办理。" if event.to else ""
    said = what + given + _list(library, case, event) + _note(event) + _article(library, case, event)
    return f"{said}\n{NOTICE_HELD}" if held else said


def about(library: Library, case: Draft, action: Action) -> str:
    """What an action would tell the applicant."""
    labels = (*_labels(library, case, action.fields), *action.criteria)
    lines = [f"· {label}" for label in labels]
    if action.authority:
        until = f"，到{action.expiry:%Y-%m-%d}" if action.expiry else ""
        lines.append(f"· {action.authority}，{action.day:%Y-%m-%d}{until}")
    if action.provision and case.region in library.regulations:
        lines.append(f"· 依据：{library.get(case.region).get(action.provision).label}")
    return "\n".join([*lines, *([f"「{action.note}」"] if action.note else [])])


def to_applicant_ruling(library: Library, case: Draft, ruling: Ruling) -> str:
    """What an authority has settled in a case, with the words that leave it open."""
    return rulings.to_applicant(_yours(library, case), ruling) + _article(library, case, case.history[-1])


def _yours(library: Library, case: Draft) -> str:
    return f"您的{known_region(library, case)}{kind_name(case)}（回执 {case.receipt}）"


_SAID: Final[dict[DraftState, str]] = {
    "accepted": "{what}已受理。后续进展会在这里告诉您。",
    "to_correct": "{what}需要补正：",
    "recommended": "{what}经初步审核，建议通过。最后是否认定，由主管部门和专家决定。",
    "refused": "{what}不予受理。",
    "closed": "{what}已关闭。",
}


def _list(library: Library, case: Draft, event: Event) -> str:
    """The very fields and criteria that are to be put right."""
    lines = [f"\n· {label}" for label in (*_labels(library, case, event.fields), *event.criteria)]
    return "".join(lines)


def _labels(library: Library, case: Draft, keys: Sequence[str]) -> list[str]:
    """The printed names of fields."""
    if not keys:
        return []
    form = written(library.get(case.region).form)
    return [filling.called(form, case, key) for key in keys]


def _note(event: Event) -> str:
    return f"\n{event.note}" if event.note else ""


def _article(library: Library, case: Draft, event: Event) -> str:
    """The words of the provision that it rests on."""
    if not event.provision or case.region not in library.regulations:
        return ""
    provision = library.get(case.region).get(event.provision)
    return f"\n依据{library.get(case.region).identity.short}{provision.label}：{quoted(provision.text)}"


def _tail(state: DraftState) -> str:
    if state == "to_correct":
        return "\n输入 /my，选“继续”，改好后再提交。"
    return "\n如有疑问，请点“回复工作人员”。" if state in {"refused", "closed"} else ""


NOT_YOUR_CASE = "没有找到这个回执号的申报或咨询。请输入 /my 看您自己的。"
NOTHING_WRITTEN = "还没有写内容，没有发送。"


def write_now(receipt: str, *, files: bool) -> str:
    """Asks for the words; ``files``: pictures and files can be passed on too."""
    too = "；在 Telegram 里也可以直接发图片和文件" if files else ""
    return (
        f"请写下要对工作人员说的话（回执 {receipt}），发给我就会转过去{too}。请不要写身份证号和电话。不写了就点“取消”。"
    )


THAT_IS_ALL = Choice(label="发完了", says="发完了", control=True)
ALL_PASSED_ON = "好的，都已经转给工作人员。有答复会在这里告诉您。"


def file_passed_on(case: Draft) -> str:
    """A picture or a file is on its way; more may follow."""
    return (
        f"已转给工作人员（回执 {case.receipt}）。本助手不保存它，只转到工作人员的群里。"
        "还可以接着发，或者写几句说明；发完了请点“发完了”。"
    )


def how_to_send_files(drafts: Sequence[Draft]) -> str:
    """How somebody whose case staff have can send them a file; empty for anybody else."""
    mine = next((each for each in drafts if each.receipt and each.state != "withdrawn"), None)
    return f"要发给工作人员，请先发“回复 {mine.receipt}”，再发图片或文件。" if mine else ""


def passed_on(case: Draft, *, again: bool) -> str:
    """The applicant's words are on their way."""
    return f"已转给工作人员（回执 {case.receipt}）。{'这一份已重新打开，' if again else ''}有答复会在这里告诉您。"


def letter(library: Library, before: Draft, case: Draft, text: str) -> str:
    """What staff read of it; a case that was over is open again."""
    head = f"申请人来信｜{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}"
    again = f"（原来{state_name(before)}，现在重新打开）" if before.state != case.state else ""
    return f"{head}{again}\n{text}\n\n直接回复本消息，内容会转给申请人。"


def cannot_withdraw(case: Draft) -> str:
    """A case that there is nothing to take back of."""
    return f"这一份{state_name(case)}（回执 {case.receipt}），不用撤回。"


def withdraw_sure(case: Draft) -> str:
    """The question before a case is taken back."""
    return f"要撤回这一份吗（回执 {case.receipt}）？撤回以后工作人员不再处理；内容还在，可以照着再写一份。"


def withdrawn(case: Draft) -> str:
    """A case was taken back."""
    return f"已撤回（回执 {case.receipt}），工作人员已经知道。"


def withdrawn_for_staff(library: Library, case: Draft) -> str:
    """The same for staff."""
    return f"{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}：申请人撤回了，不用再处理。"


def sensitive_withdrawn(library: Library, case: Draft) -> str:
    """What was agreed to for the sensitive fields is gone from a case that staff have."""
    head = f"{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}"
    return f"{head}：申请人撤回了对敏感信息的同意，身份证号、电话等栏目和上传的文件已经删除，请按纸质材料核对。"


def added_for_staff(library: Library, case: Draft, files: Sequence[Upload]) -> str:
    """New files of a case that they have, named by what they prove: a file's own name may be anybody's."""
    titles = "、".join(dict.fromkeys(_material(library, case, one.material) for one in files))
    head = f"申请人补充了材料｜{kind_name(case)}｜{region_name(library, case)}｜回执 {case.receipt}"
    return f"{head}\n{len(files)} 个文件：{titles}。\n\n直接回复本消息，内容会转给申请人。"


def _material(library: Library, case: Draft, material: str) -> str:
    procedure = library.get(case.region).procedure if case.region in library.regulations else None
    known = {one.id: one.title for one in procedure.materials} if procedure else {}
    return known.get(material, "没有注明属于哪一项材料")
