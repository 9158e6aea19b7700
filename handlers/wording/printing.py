"""Sentences on the printed papers and about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.draft import Draft
from handlers.wording.desk import STATES
from handlers.wording.layout import narrow, quoted, sentence
from knowledge.forms.checklist import Line
from knowledge.forms.form import Blank, Form
from knowledge.library import Regulation
from knowledge.model import Citation

TO_WRITE = "（待填写）"
CHECKLIST = "申报材料清单"
BUNDLE = "申报材料"
READY, NOT_READY = "√", "□"
PAPERS, MADE_UP = "一、要交的材料", "二、怎样准备和报送"
PAPER_COLUMNS = ("备齐", "材料", "要求和原文", "依据")
MADE_UP_COLUMNS = ("事项", "要求和原文", "依据")
OVERLOOKED, NO_ROOM, CHECK = "容易忽略的", "申报表上没有地方写的", "请核对"
BY_PEN, EMPTY = "留给您用笔填、盖章或签字的", "还空着的"
ATTACHED = "附表：{title}"
NOTHING_ODD = "没有发现对不上的地方。"
MAY_BE_LEFT_OUT = "（可以不交）"
OPEN_ENDED = "《{title}》的内容，文中以“等”结尾，除了列出的各项，还可以再写。"
NO_DRAFT = "还没有草稿可以打印。先点“生成申报草稿”，填好的内容会印进表里。"


def heading_line(draft: Draft, on: date) -> str:
    """What stands at the head of every page: that this is a draft, and how far it has come."""
    day = f"{on.year}年{on.month}月{on.day}日生成"
    if draft.receipt is None:
        return f"草稿，{STATES['open']}　{day}"
    return f"草稿，回执 {draft.receipt}，{STATES[draft.state]}　{day}"


def unfinished(form: Form) -> str:
    """What of the form is not in the text, and whom to ask; empty where it is whole."""
    if form.missing is None:
        return ""
    return f"{sentence(form.missing.text)}可以问{form.missing.ask}。"


def requirement(line: Line) -> str:
    """What a line of the checklist asks for, or what the text leaves open."""
    return f"{line.text}可以问{line.ask}。" if line.not_stated else line.text


def words(sources: Sequence[Citation], *, nearest: bool) -> str:
    """The words that a line rests on."""
    lead = "相近的原文：" if nearest else "原文："
    return lead + "；".join(dict.fromkeys(quoted(one.quote) for one in sources))


def labels(sources: Sequence[Citation]) -> str:
    """The provisions that a line rests on, each once."""
    return "\n".join(dict.fromkeys(narrow(one.label) for one in sources))


def added(files: Sequence[str]) -> str:
    """The files that were added for an item; empty where there are none."""
    return f"已上传：{'、'.join(files)}" if files else ""


def name(blank: Blank) -> str:
    """A blank by name; of a repeated group with its entry."""
    if blank.row is None:
        return blank.field.called
    return f"{blank.group.title}第{blank.row + 1}条的{blank.field.called}"


def names(blanks: Sequence[Blank]) -> str:
    """Blanks by name, in a row."""
    return f"{'、'.join(map(name, blanks))}。"


def by_pen(blanks: Sequence[Blank]) -> str:
    """Blanks with what is done there by hand."""
    return f"{'、'.join(name(one) + (f'（{one.field.by_hand}）' if one.field.by_hand else '') for one in blanks)}。"


def printed(regulation: Regulation, form: Form, *, kept_back: bool) -> str:
    """What was made of the draft, and what is left for the pen."""
    what = f"{regulation.identity.short}：已按草稿生成打印材料，都是 Word 文档，可以改、可以打印。"
    personal = "身份证号、电话等个人敏感栏目，以及" if kept_back else ""
    pen = f"{personal}盖章、签字、意见的地方空着，请打印后用笔填写。" if form.sheets else ""
    return "\n".join(filter(None, (what, pen, unfinished(form))))
