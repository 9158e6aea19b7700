"""Sentences of draft applications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, TypedDict

from handlers import filling
from handlers.choice import Choice
from handlers.draft import OVER, Draft
from handlers.flow import SHANGHAI
from handlers.rejudging import under_old_words
from handlers.wording import common
from handlers.wording.desk import EVENTS, STATES, kind_name, known_region, state_name
from handlers.wording.layout import quoted, sentence, tidy
from handlers.wording.moving import FORM
from handlers.wording.status import status_line
from knowledge.forms.fields import FormField, Group
from knowledge.forms.form import Blank, Form, repeated_groups
from knowledge.forms.remarks import Remark
from knowledge.library import Library, Regulation, written
from knowledge.model import StatusKind

PREVIEW = Choice(label="预览", says="预览", control=True)
LATER = Choice(label="以后再说", says="以后再说", control=True)
SUBMIT = Choice(label="提交", says="提交", control=True)
FILL = Choice(label="补填空着的栏目", says="补填", control=True)
ADD = Choice(label="加一条", says="加一条")
NO_MORE = Choice(label="没有了", says="没有了")
PRINT = Choice(label="打印材料", says="打印材料", control=True)
USE_NAME = Choice(label="用这个名称", says="用这个名称")

GONE = "这份草稿已经不在可填写的状态。点“我的草稿”看全部草稿。"
SKIPPED = "好的，这一栏先空着。"
KEPT = "好的，这一栏不变。"
EMPTIED = "这一栏已清空。"
WHICH_DRAFT = "请说明是哪一份，例如“继续 1”“查看 1”“删除 1”。"
FIRST_FIELD = "已经是第一栏了。"
NOT_HERE = "这一步用不上这个操作。"
ADD_OR_NOT = "请先点“加一条”再填写，不再填就点“没有了”。"
ONE_MORE = frozenset({"加一条", "加", "再加一条", "有", "是", "好", "好的", "要", "1"})
NONE_LEFT = frozenset({"没有了", "没有", "没了", "无", "否", "不", "不用", "不用了", "不加了", "完了", "2"})
ALL_FILLED = "聊天里能填的栏目都填好了。"
NO_DRAFTS = "您还没有草稿。先查申报资格，看完结果可以生成申报草稿；也可以直接点“生成申报草稿”。"
DELETED = "草稿已删除。"
BLANK = "待填写"
NO_FORM_NOW = (
    "这一份的地区现在没有收录申报表，不能看也不能接着写；您填的内容都还存着。"
    "要拿回内容，点“下载我的数据”；表格收录以后可以接着写。"
)
FILLED = "已填写"
OLD_WORDS = "规定已经变了"
"""Of an application made under words of the text that are others today."""


class Shown(TypedDict):
    """The words and buttons of a reply."""

    text: str
    choices: tuple[Choice, ...]


def opening(regulation: Regulation, form: Form, draft: Draft, on: date, *, another: bool = False) -> str:
    """What the draft is, what is filled already, what is not asked; ``another`` is open for the same region."""
    lines = [
        f"开始写{regulation.identity.short}的申报草稿。每答一项就保存一次，随时可以停。",
        status_line(regulation, on),
    ]
    if another:
        lines.append("您还有一份没写完的，这是另外新开的一份；要接着写原来那份，请输入“我的草稿”。")
    if form.missing is not None:
        lines.append(form.missing.text)
    filled = [blank.field.called for blank in filling.fillable(form, draft) if draft.fields.get(blank.key)]
    if filled:
        lines.append(f"已根据您的回答预填：{'、'.join(filled)}。")
    if filling.withheld(form, draft):
        lines.append("身份证号、电话等个人敏感栏目不在聊天里问：可以点“在网页上填写”，也可以留到纸上填。")
    if form.name.not_stated:
        lines.append(form.name.text)
    return "\n".join(lines)


def blank(form: Form, draft: Draft, place: Blank) -> Shown:
    """The question for one field."""
    field = place.field
    where = f"{place.group.title}·第{place.row + 1}条" if place.row is not None else place.group.title
    keys = [each.key for each in filling.fillable(form, draft)]
    unit = f"（{field.unit}）" if field.unit else ""
    lines = [f"【{where}】{field.called}{unit}（第 {keys.index(place.key) + 1} 栏，共 {len(keys)} 栏）"]
    if field.hint:
        lines.append(sentence(field.hint))
    if field.gap is not None:
        lines.append(f"注意：{sentence(field.gap.text)}")
    if draft.fields.get(place.key):
        lines.append(f"现在填的是：{draft.fields[place.key]}（不改就点“跳过”，要清掉就输入“清空”）")
    picks = tuple(Choice(label=each, says=each) for each in field.choices)
    suggested = filling.suggestion(form, draft, field)
    if suggested:
        lines.append(f"按规定的格式，名称是：{suggested}")
        lines.append(f"格式依据：{quoted(form.name.quote)}")
        picks = (USE_NAME,)
    return {"text": "\n".join(lines), "choices": (*picks, common.SKIP, common.BACK, PREVIEW, FORM, LATER)}


def more(group: Group, draft: Draft) -> Shown:
    """Whether to add an entry to a repeated group."""
    rows = draft.rows.get(group.id, 0)
    lines = [f"【{group.title}】已有 {rows} 条。{'再加一条吗？' if rows else '现在填写吗？'}"]
    repeat = group.repeat
    if repeat is not None and repeat.source is not None:
        lines.append(f"规定的人数：至少 {repeat.minimum} 名。{sentence(repeat.note)}")
    if group.hint:
        lines.append(sentence(group.hint))
    return {"text": "\n".join(lines), "choices": (ADD, NO_MORE, common.BACK, PREVIEW, LATER)}


def full(group: Group) -> str:
    """A repeated group that takes no more entries."""
    return f"“{group.title}”最多填 {group.repeat.maximum if group.repeat else 0} 条，其余请另附表。"


def saved(regulation: Regulation, field: FormField, found: Sequence[Remark]) -> str:
    """A receipt for a value, and what is wrong or odd about it."""
    return "\n".join((f"已保存：{field.called}。", *(remark(regulation, one) for one in found)))


def remark(regulation: Regulation, one: Remark) -> str:
    """A remark on what was filled in, with the words that it rests on."""
    lead = "请改一下：" if one.kind == "error" else "请留意："
    if one.source is None:
        return lead + one.text
    return f"{lead}{one.text}依据{regulation.get(one.source.at).label}：{quoted(one.source.quote)}"


def expected(field: FormField) -> str:
    """What a field takes, where the words were nothing of the kind."""
    return f"这一栏请选：{'、'.join(field.choices)}。" if field.choices else "这一栏请填数字，例如 30。"


def why(regulation: Regulation, place: Blank) -> str:
    """Where the text asks for a field."""
    provision = regulation.get(place.field.at)
    return f"这一栏来自{regulation.identity.short}{provision.label}：{quoted(provision.text)}"


def preview(library: Library, draft: Draft, on: date, updated: str = "") -> str:
    """The whole draft, numbered for changes; ``updated`` tells what a new edition means for it."""
    regulation = library.get(draft.region)
    state = "" if draft.state == "open" else f"（{STATES[draft.state]}，回执 {draft.receipt}）"
    parts = [f"草稿预览：{regulation.identity.short}{state}\n{status_line(regulation, on)}", draft_text(library, draft)]
    form = written(regulation.form)
    if updated:
        parts.append(updated)
    if form.gaps:
        parts.append("表格没有地方写、但可能用得上的：\n" + "\n".join(f"· {gap.text}" for gap in form.gaps))
    if draft.state in {"open", "to_correct"}:
        parts.append("要改哪一栏，请输入编号，例如“3”。提交后工作人员会收到；这还不是正式申报，纸质材料仍按规定报送。")
    return tidy("\n\n".join(parts))


def draft_text(library: Library, draft: Draft, filled: str = FILLED) -> str:
    """The fields of a draft by group, as numbered lines; ``filled`` stands for what is sensitive."""
    form = written(library.get(draft.region).form)
    numbers = {place.key: n for n, place in enumerate(filling.fillable(form, draft), start=1)}
    lines: list[str] = []
    heading = ""
    for place in filling.in_order(form, draft):
        title = place.group.title if place.row is None else f"{place.group.title}·第{place.row + 1}条"
        if title != heading:
            lines.append(f"〔{title}〕")
            heading = title
        if place.key in numbers:
            value = draft.fields.get(place.key) or BLANK
            lines.append(f"{numbers[place.key]}. {place.field.called}：{value}")
        else:
            lines.append(f"　 {place.field.called}：{filled if draft.fields.get(place.key) else BLANK}*")
    if filling.withheld(form, draft):
        lines.append("* 个人敏感信息，不在聊天里填，也不在这里显示：请在网页上填，或者留到纸质表上填。")
    return "\n".join(lines)


def review_choices(form: Form, draft: Draft) -> tuple[Choice, ...]:
    """What a review leads to."""
    if draft.state not in {"open", "to_correct"}:
        return (PRINT, common.MY, common.ENQUIRY, common.HELP)
    return (SUBMIT, FILL, *(add_to(group) for group in repeated_groups(form)), FORM, PRINT, LATER)


def add_to(group: Group) -> Choice:
    """The button that adds an entry to a repeated group from the review."""
    return Choice(label=f"加一条：{group.title}", says=f"加一条：{group.title}", control=True)


SEEN_BY_STAFF: Final = (
    "提交后，工作人员会看到这份草稿和资格自查的结果（做过考核自评、记了台账的，还有自评的结果），内容就不能自己改了。"
)


def submit_sure(form: Form, draft: Draft) -> str:
    """The question before handing in."""
    open_fields = [place for place in filling.fillable(form, draft) if not draft.fields.get(place.key)]
    gaps = f"还有 {len(open_fields)} 栏空着，可以照样提交，之后再补。" if open_fields else "聊天里能填的栏目都填好了。"
    return f"{gaps}{SEEN_BY_STAFF}确定提交吗？"


def submitted(regulation: Regulation, draft: Draft, on: date) -> str:
    """The receipt, and what it is not."""
    paper = f"纸质材料仍要按《{regulation.identity.title}》的规定报送。"
    if regulation.status(on).kind is StatusKind.DRAFT:
        paper = "这份文件是征求意见稿，正式申报的要求请以主管部门现行文件为准。"
    return (
        f"已提交。回执号：{draft.receipt}\n"
        "请记下回执号。工作人员处理后，会在对话里告诉您；也可以用 /my 随时查看进度。\n"
        f"这不等于正式申报：{paper}"
    )


def locked(draft: Draft) -> str:
    """A draft that cannot be changed now."""
    where = f"这份草稿{STATES[draft.state]}（回执 {draft.receipt}），现在不能改。"
    return f"{where}要补充，请发“回复 {draft.receipt}”，把话带给工作人员。"


def no_such_field(count: int) -> str:
    """A number that is not in the review."""
    return f"没有这个编号。请输入 1 到 {count} 之间的数字。"


def draft_list(library: Library, drafts: Sequence[Draft]) -> str:
    """All drafts and enquiries, newest first."""
    rows = [f"{n}. {_summary(library, draft)}" for n, draft in enumerate(drafts, start=1)]
    verbs = {"open": ("继续", "删除"), "to_correct": ("继续", "撤回")} | dict.fromkeys(
        ("submitted", "accepted", "recommended"), ("查看", "撤回")
    )
    able = dict.fromkeys(verb for draft in drafts for verb in verbs.get(draft.state, ("查看",)))
    return (
        "您的草稿和咨询：\n" + "\n".join(rows) + f"\n可以输入{'、'.join(f'“{verb} 1”' for verb in able)}（1 是编号）。"
    )


def _summary(library: Library, draft: Draft) -> str:
    receipt = f"，回执 {draft.receipt}" if draft.receipt else ""
    filled = ""
    form = filling.form_of(library, draft)
    if draft.kind == "application" and form is not None:
        blanks = filling.fillable(form, draft)
        filled = f"，已填 {sum(1 for each in blanks if draft.fields.get(each.key))}/{len(blanks)} 栏"
    old = f"，{OLD_WORDS}" if under_old_words(library, draft) and draft.state not in OVER else ""
    return f"{draft_head(library, draft)}：{state_name(draft)}{receipt}{filled}{old}{_last_word(draft)}"


def draft_head(library: Library, draft: Draft) -> str:
    """Which draft or question it is: its region, its kind and the day on which it was begun."""
    day = draft.created.astimezone(SHANGHAI).strftime("%Y-%m-%d")
    return f"{'·'.join(filter(None, (known_region(library, draft), kind_name(draft))))}（{day}）"


def _last_word(draft: Draft) -> str:
    """The last thing that staff wrote."""
    notes = [event for event in draft.history if event.note and event.who != draft.person]
    return f"\n　　工作人员（{EVENTS[notes[-1].what]}）：{notes[-1].note}" if notes else ""


def draft_choices(library: Library, drafts: Sequence[Draft]) -> tuple[Choice, ...]:
    """Buttons for the newest drafts."""
    buttons: list[Choice] = []
    for number, draft in enumerate(drafts[:4], start=1):
        verb = "继续" if draft.state in {"open", "to_correct"} else "查看"
        which = known_region(library, draft) or kind_name(draft)
        buttons.append(Choice(label=f"{verb} {number}（{which}）", says=f"{verb} {number}", control=True))
        if draft.state == "open":
            buttons.append(Choice(label=f"删除 {number}", says=f"删除 {number}", control=True))
    return tuple(buttons)


def no_such_draft(count: int) -> str:
    """A number that is not in the list."""
    return f"没有这个编号。您有 {count} 份，请输入 1 到 {count}。"


def cannot_delete(draft: Draft) -> str:
    """A draft that staff have already."""
    return (
        f"这一份{state_name(draft)}（回执 {draft.receipt}），工作人员已经收到，不能只在这里删除。"
        "还在办的可以撤回：请在“我的草稿”里发“撤回”和编号，例如“撤回 1”。"
    )


def delete_sure(library: Library, draft: Draft) -> str:
    """The question before deleting."""
    return f"要删除这一份吗？\n{_summary(library, draft)}\n删除后不能恢复。"


def one_case(library: Library, draft: Draft) -> str:
    """An enquiry with what was answered."""
    lines = [_summary(library, draft), f"您的问题：{draft.fields['question']}"]
    for event in draft.history:
        who = "您" if event.who == draft.person else "工作人员"
        lines += [f"{who}：{event.note}"] if event.note else []
    return "\n".join(lines)


def resumed(library: Library, draft: Draft) -> str:
    """Going on with a draft, and what staff asked for."""
    regulation = library.get(draft.region)
    lines = [f"继续填写{regulation.identity.short}的草稿。"]
    asked = [event.note for event in draft.history if event.what == "to_correct"]
    if draft.state == "to_correct" and asked:
        lines.append(f"工作人员要求补正：{asked[-1]}" if asked[-1] else "工作人员要求补正下面的栏目。")
    return "\n".join(lines)
