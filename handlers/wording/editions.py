"""What changed between two editions of a regulation, told to those who work with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from handlers.wording.conditions import condition
from handlers.wording.layout import narrow, quoted, tidy
from knowledge.editions.change import AspectChange, EditionChange, ElementChange, Named, ProvisionChange
from knowledge.editions.element import Element, File, Kind
from knowledge.editions.results import counted
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import Fact, worded

WHAT = {
    "changed": "改字",
    "new": "新增",
    "repealed": "废止",
    "renumbered": "改编号",
    "moved": "换位置",
    "kept": "没有变",
}
KINDS: Mapping[Kind, str] = {
    "fact": "要问的情况",
    "criterion": "申报条件",
    "path": "申报途径",
    "notice": "随结果的提醒",
    "field": "申报表栏目",
    "material": "申报材料",
    "procedure": "报送要求",
    "step": "办理步骤",
    "row": "评分行",
    "mark": "分数线",
    "duty": "每年的任务",
    "veto": "一票否决",
    "money": "资金",
    "deadline": "期限",
    "change": "情况变化",
}
FILES: Mapping[File, str] = {
    "rules": "申报条件（rules.yaml）",
    "form": "申报表（form.yaml）",
    "procedure": "材料和程序（procedure.yaml）",
    "rubric": "评分表（rubric.yaml）",
    "obligations": "每年的任务（obligations.yaml）",
    "funding": "资金（funding.yaml）",
    "deadlines": "期限（deadlines.yaml）",
    "changes": "情况变化（changes.yaml）",
}
ASPECTS = {
    "title": "标题",
    "number": "文号",
    "issuers": "发文机关",
    "issued": "日期",
    "effective": "施行日期",
    "until": "有效期至",
    "draft": "征求意见稿",
    "trial": "试行",
    "interpreter": "解释机关",
    "contact": "询问的地方",
    "question": "问法",
    "choices": "选项",
    "need": "要求",
    "normally": "放宽的字眼",
    "softened": "没有满足时怎样算",
    "unclear": "文本没有定的情形",
    "unclear_text": "没有定的说明",
    "judged_by": "由谁认定",
    "obstacle": "属于取消称号的情形",
    "reading": "读法",
    "when": "什么情形下",
    "criteria": "包括的条件",
    "instead": "不用申报的说明",
    "text": "内容",
    "label": "名称",
    "group": "所在部分",
    "type": "填写或提供的方式",
    "unit": "单位",
    "sensitive": "个人敏感栏目",
    "entries": "条数",
    "format": "名称的格式",
    "optional": "可以不交",
    "silent": "文本没有写",
    "points": "分值",
    "cases": "计分的情形",
    "at_least": "最低分",
    "grade": "等次",
    "target": "数量",
    "time": "时间",
    "what": "要做的事",
    "amount": "金额",
    "never": "不给的情形",
    "condition": "给的条件",
    "over": "不再退的情形",
    "effects": "后果",
    "conflicts": "前后矛盾",
    "quote": "引文",
    "place": "出处",
}
"""Aspects of things and of the document, by the name that the data gives them."""
VALUES = {"discretionary": "由主管部门裁量", "unmet": "算不满足"}
UNNAMED = frozenset({"type"})
"""Aspects whose values are names of ours: that they changed is all there is to say."""
NOTHING = "（没有）"
MOST_NUMBERS = 20
"""Numbers that the summary shows."""


def edition_change(change: EditionChange, facts: Mapping[str, Fact], leader: str) -> str:
    """Everything that changed: a summary, the provisions in the order of the new text, then what hangs on them.

    ``facts`` are those of both editions; ``leader`` is the new text's own word for the leader.
    """
    named = _Named(facts, leader)
    parts = [_head(change), _summary(change), *_provisions(change)]
    for kind, title in KINDS.items():
        found = [one for one in change.elements if one.element.kind == kind]
        if found:
            parts.append("\n".join([f"【{title}】", *(line for one in found for line in named.element(one))]))
    parts += [*_unrevised(change, named), *_unwritten(change), *_unbound(change, named)]
    return tidy("\n\n".join(parts))


class _Named:
    """Words for facts and conditions."""

    def __init__(self, facts: Mapping[str, Fact], leader: str) -> None:
        self.facts, self.leader = facts, leader

    def title(self, one: Element) -> str:
        """What a thing is called."""
        return worded(self.facts[one.id], self.leader).short if one.kind == "fact" else narrow(one.title)

    def element(self, one: ElementChange) -> Iterator[str]:
        """A thing that was added, dropped or changed, with its aspects."""
        sign = {"added": "新增", "dropped": "去掉", "changed": "改"}[one.kind]
        yield f"〔{sign}〕{self.title(one.element)}"
        for each in one.aspects:
            alone = one.kind != "changed" and each.name not in UNNAMED
            lines = [f"{ASPECTS[each.name]}：{self.value(each.now or each.was)}"] if alone else self.aspect(each)
            yield from (f"　{line}" for line in lines)

    def aspect(self, one: AspectChange) -> Iterator[str]:
        """What was and what is."""
        name = ASPECTS[one.name]
        if one.name not in UNNAMED:
            yield f"{name}：{self.value(one.was)} → {self.value(one.now)}"
        elif one.was and one.now:
            yield f"{name}改了"

    def value(self, value: Condition | str | None) -> str:
        """One of the two."""
        if isinstance(value, Condition):
            return condition(value, self.facts, self.leader)
        return NOTHING if value is None else narrow(VALUES.get(value, value))


def _head(change: EditionChange) -> str:
    lines = [f"旧：{_document(change.old)}", f"新：{_document(change.new)}"]
    if change.old.slug != change.new.slug:
        lines.append("注意：这是两份不同的规定，不是同一份规定的新旧版本；下面只是逐条对照。")
    return "\n".join(lines)


def _document(named: Named) -> str:
    details = "，".join(filter(None, (named.number, named.issued.isoformat() if named.issued else "")))
    return f"《{named.title}》{f'（{details}）' if details else ''}"


def _summary(change: EditionChange) -> str:
    """The change in a few lines, numbers first."""
    if change.nothing:
        return "两边一样：条文的字没有变，资料也没有变。"
    lines = [*_numbers(change), _text(change)]
    lines += [f"文件信息：{line}" for one in change.identity for line in _Named({}, "").aspect(one)]
    times: dict[str, Counter[str]] = {}
    for one in change.elements:
        times.setdefault(KINDS[one.element.kind], Counter())[one.kind] += 1
    signs = {"changed": "改", "added": "增", "dropped": "去"}
    told = [f"{kind} " + " ".join(f"{signs[what]}{n}" for what, n in each.items()) for kind, each in times.items()]
    lines.append(f"资料：{'；'.join(told)}。" if told else "资料：两边都有的部分没有变。")
    return "\n".join(lines)


def _numbers(change: EditionChange) -> Iterator[str]:
    told = [
        f"{one.new.label} {number.was or NOTHING} → {number.now or NOTHING}"
        for one in change.provisions
        if one.new and one.difference
        for number in one.difference.numbers
    ]
    if told:
        more = f"等 {len(told)} 处" if len(told) > MOST_NUMBERS else ""
        yield f"数字变了：{'；'.join(told[:MOST_NUMBERS])}{more}。"


def _text(change: EditionChange) -> str:
    if not change.words_changed:
        return "条文：字没有变，只是资料有更新。"
    times = counted(change)
    return f"条文：{'，'.join(f'{name} {times[what]} 条' for what, name in WHAT.items() if times[what])}。"


def _provisions(change: EditionChange) -> Iterator[str]:
    """Every provision to which something happened; a run of those that only bear another number in one line."""
    lines: list[str] = []
    run: list[str] = []
    for one in change.provisions:
        if one.what == ("renumbered",):
            run.append(_labels(one))
            continue
        if one.what and run:
            lines += [f"〔改编号〕{'；'.join(run)}"]
            run = []
        lines += _provision(one) if one.what else []
    lines += [f"〔改编号〕{'；'.join(run)}"] if run else []
    if lines:
        yield "\n".join(["【条文】（按新文本的顺序）", *lines])


def _provision(one: ProvisionChange) -> list[str]:
    lines = [f"〔{'、'.join(WHAT[word] for word in one.what)}〕{_labels(one)}"]
    if one.difference:
        lines += [f"　数字：{number.was or NOTHING} → {number.now or NOTHING}" for number in one.difference.numbers]
        lines += _pieces("去掉", one.difference.out) + _pieces("加上", one.difference.put_in)
    if one.old and one.what != ("moved",):
        lines.append(f"　旧文：{quoted(one.old.text)}")
    if one.new:
        lines.append(f"　新文：{quoted(one.new.text)}")
    return lines


def _pieces(sign: str, words: tuple[str, ...]) -> list[str]:
    return [f"　{sign}：{'、'.join(f'“{narrow(each)}”' for each in words)}"] if words else []


def _labels(one: ProvisionChange) -> str:
    """How it is cited, and how it was."""
    labels = dict.fromkeys(each.label for each in (one.old, one.new) if each)
    return " → ".join(labels)


def _unrevised(change: EditionChange, named: _Named) -> Iterator[str]:
    if change.unrevised:
        lines = [
            f"· {KINDS[one.element.kind]}“{named.title(one.element)}”（{'、'.join(one.provisions)}）"
            for one in change.unrevised
        ]
        yield "\n".join(["【请核对】下面的资料没有改，但所依据的条文改了字：", *lines])


def _unwritten(change: EditionChange) -> Iterator[str]:
    lacking = {side: [FILES[file] for file, lacks in change.unwritten if lacks == side] for side in ("old", "new")}
    lines = [
        f"{'旧' if side == 'old' else '新'}的一边没有写：{'、'.join(files)}" for side, files in lacking.items() if files
    ]
    if lines:
        yield "\n".join(["【没有比较】一边没有写的部分：", *lines])


def _unbound(change: EditionChange, named: _Named) -> Iterator[str]:
    if change.unbound:
        lines = [
            f"· {KINDS[one.element.kind]}“{named.title(one.element)}”引{one.label}{quoted(one.quote)}，"
            + (f"新文本里在{one.found}" if one.found else "新文本里没有这句话")
            for one in change.unbound
        ]
        yield "\n".join(["【要重新写】旧资料引的话，已经不在原来的条文里：", *lines])
