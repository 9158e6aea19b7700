"""Words and commands that work at every step."""

import re
import unicodedata
from enum import StrEnum

from knowledge.library import Library
from knowledge.model import Frozen


class Name(StrEnum):
    """What a person asks the assistant itself to do."""

    START = "start"
    HELP = "help"
    CHECK = "check"
    SCORE = "score"
    SCORE_BY_PAPERS = "papers"
    SCORE_SHEET = "sheet"
    COMPARE = "compare"
    ASK = "ask"
    DRAFT = "draft"
    MY = "my"
    PACK = "pack"
    REGION = "region"
    BACK = "back"
    SKIP = "skip"
    CANCEL = "cancel"
    RESTART = "restart"
    PRIVACY = "privacy"
    CHANGE = "change"
    RETIRE = "retire"
    WHY = "why"
    ANSWERS = "answers"
    STEP = "step"
    ENQUIRY = "staff"
    USEFUL = "useful"
    USELESS = "useless"
    MONEY = "money"
    DATES = "dates"
    REMIND = "remind"
    CALENDAR = "calendar"
    LOG = "log"
    LOG_CHART = "progress"
    LOG_TABLE = "table"
    MY_DATA = "mydata"
    REVOKE = "revoke"
    ERASE = "erase"
    WEB = "web"
    FORM = "form"
    UNKNOWN = "unknown"


class Intent(Frozen):
    """An intent and what was said with it (``/check 萧山``)."""

    name: Name
    rest: str = ""


_SAYINGS: dict[Name, str] = {
    Name.START: "开始 start",
    Name.HELP: "主菜单 菜单 帮助 使用帮助 怎么用 怎么使用 用法 使用说明 help menu",
    Name.CHECK: "查资格 资格自查 查申报资格 查一下资格 自查 开始自查 check",
    Name.COMPARE: "对比各地 五地对比 对比 对比一下 比较各地 各地对比 compare",
    Name.SCORE: "考核自评 自评 自评打分 考核打分 打分 给自己打分 年度自评 年度考核自评 逐行自评 按评分表自评 score",
    Name.SCORE_BY_PAPERS: "按材料自评 按材料问 按材料打分",
    Name.SCORE_SHEET: "导出自评表 下载自评表 自评表 打印自评表",
    Name.ASK: "问问题 问规定",
    Name.DRAFT: "生成申报草稿 写草稿 写申报草稿 生成草稿 新草稿 填申报表 draft",
    Name.PACK: "打印材料 打印申报材料 打印申报表 打印草稿 下载草稿 下载申报表 下载材料 导出草稿 导出申报表",
    Name.MY: "我的草稿 我的申报 我的申请 我的咨询 草稿 我的进度 查进度 "
    "到哪一步了 办到哪一步了 办到哪了 进展怎么样了 审到哪了",
    Name.REGION: "换地区 选地区 换个地区 选择地区 更换地区",
    Name.BACK: "上一题 返回上一题 回到上一题 上一步 返回上一步 回上一步 上一栏 返回 后退 back",
    Name.SKIP: "跳过 跳过这题 跳过这一题 跳过这栏 跳过这一栏 下一题 下一栏 skip "
    "不清楚 不太清楚 不晓得 忘了 记不清 记不清了 不记得 不记得了 没印象",
    Name.CANCEL: "取消 取消吧 退出 以后再说 算了 不填了 不想填了 先不填了 停 停止 不做了 cancel quit exit",
    Name.RESTART: "重新开始 重来 重新来 从头开始 从头来 restart",
    Name.PRIVACY: "隐私 隐私说明",
    Name.MY_DATA: "我的数据 下载我的数据 导出我的数据 查看我的数据 我的信息 下载我的信息",
    Name.REVOKE: "撤回同意 撤销同意 取消同意 收回同意",
    Name.ERASE: "删除我的全部信息 删除我的信息 删除我的数据 删除全部信息 删除所有信息 删除我的所有信息 注销",
    Name.WEB: "换到网页 在网页上继续 到网页上继续 网页版 "
    "换到telegram 在telegram上继续 到telegram上继续 在telegram里继续",
    Name.FORM: "网页填表 在网页上填写 在网页上填 打开申报表 网页上填",
    Name.CHANGE: "情况变化 情况有变 情况变了 情况有变化 有变化 有变动 工作室有变化 工作室有变动 换一种情况 change",
    Name.RETIRE: "退休计算 退休计算器 算退休 算一下退休 算退休日期 算退休时间 法定退休日 什么时候退休 哪天退休 retire",
    Name.WHY: "为什么问这个 为什么问 为什么要问这个 为什么要问 为啥问这个 为啥问 为啥要问这个 问这个干什么 问这个干嘛",
    Name.ANSWERS: "改答案 改回答 修改答案 修改回答 改一下答案 看看我的回答 我的回答 我的答案",
    Name.STEP: "当前步骤 回到当前步骤 继续",
    Name.MONEY: "资金账 补助 补助账 算补助 算一算补助 钱 算钱 经费账 看资金账 money",
    Name.DATES: "日程 期限 日程表 看日程 时间表 截止日期 有哪些期限 dates",
    Name.REMIND: "提醒 我的提醒 看提醒",
    Name.CALENDAR: "日历文件 下载日历文件 下载日历 导出日历 日历",
    Name.LOG: "台账 记一笔 记台账 看台账 我的台账 年度台账 打开台账",
    Name.LOG_CHART: "进度图 台账进度图 年度进度 看进度图 今年进度",
    Name.LOG_TABLE: "导出台账 下载台账 台账表格",
    Name.ENQUIRY: "转人工 人工 转人工客服 人工客服 找人工 联系工作人员 联系人工 转工作人员 咨询工作人员",
    Name.USEFUL: "有用 很有用 有帮助 👍",
    Name.USELESS: "没用 没有用 没帮助 没有帮助 👎",
}
"""Words, apart from commands, that mean an intent when they stand alone. None is an answer or a field's value."""

WORDS: dict[str, Name] = {word: name for name, words in _SAYINGS.items() for word in words.split()}

_COMMANDS = {name.value: name for name in Name if name is not Name.UNKNOWN}
_TRAILING = "。.!！?？~～ "
_TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
"""Colours of skin, and the mark that asks for the coloured form of a sign."""
ON, OFF, ALL = "打开", "停止", "全部"
NEWS = "规定变化"
"""In the place of a deadline's name."""
_REMINDER = re.compile(r"(打开|停止|关闭|取消)(全部(?=提醒)|)提醒\s*[:：]?\s*(.{0,40})")
"""打开提醒 萧山公示期满, 停止全部提醒."""
_NEWS = re.compile(
    r"(?:如果|要是|以后|等)?(.{0,12}?)的?(?:规定|办法|条文)(?:变了|变化了?|有变化|改了|更新了?)(?:就|请|以后|的话)?"
    r"(不用|不要|别|不)?(?:再)?(?:告诉|通知|提醒)我?(?:了)?"
)
"""规定变了告诉我, 大兴的规定变了不用告诉我."""
_JOT = re.compile(r"(?:记一笔|记台账)\s*[:：,，]?\s*(.+)", re.DOTALL)
"""记一笔 今天签了2份带徒协议."""


def read(text: str) -> Intent | None:
    """The intent that a text is, or None where it is anything else."""
    plain = _TONES.sub("", unicodedata.normalize("NFKC", text)).strip()
    if plain.startswith("/"):
        head, _, rest = plain[1:].partition(" ")
        name = _COMMANDS.get(head.split("@")[0].lower())
        return Intent(name=name, rest=rest.strip()) if name else Intent(name=Name.UNKNOWN, rest=head[:32])
    switched = _REMINDER.fullmatch(plain)
    if switched:
        return Intent(name=Name.REMIND, rest=f"{ON if switched[1] == ON else OFF} {switched[2] or switched[3]}")
    wished = _NEWS.fullmatch(plain.strip(_TRAILING))
    if wished:
        return Intent(name=Name.REMIND, rest=f"{OFF if wished[2] else ON} {wished[1]}{NEWS}")
    jotted = _JOT.fullmatch(plain)
    if jotted and plain.strip(_TRAILING) not in WORDS:
        return Intent(name=Name.LOG, rest=jotted[1])
    word = WORDS.get(plain.strip(_TRAILING).lower())
    return Intent(name=word) if word else None


_CHANGE = re.compile(r"(?:请|帮我)?(?:换成|换到|换为|切换到|切换成|切换|改成|改为|改到|改看|换|看看|看|选择|选)")
"""Before a region's name: a wish to have that region, at whatever step."""
_BELONGS = re.compile(r"(?:我们?)?(?:是|在)")
_AFTER = re.compile(r"(?:这边的|这里的|的|吧|这边|这里)$")


def region_named(library: Library, text: str) -> str | None:
    """The slug of the regulation that a text names and nothing else (萧山, 杭州市萧山区, xiaoshan, 我是郑州的)."""
    plain = _plain(text)
    bare = _AFTER.sub("", _BELONGS.sub("", plain, count=1) if _BELONGS.match(plain) else plain)
    return _slug(library, plain) or _slug(library, bare) or region_wanted(library, text)


def region_wanted(library: Library, text: str) -> str | None:
    """The slug of the regulation that somebody asks to change to (换成郑州)."""
    found = _CHANGE.match(_plain(text))
    return _slug(library, _AFTER.sub("", _plain(text)[found.end() :])) if found else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_TRAILING).strip("《》").casefold()


def _slug(library: Library, plain: str) -> str | None:
    for slug in library.judging:
        identity = library.get(slug).identity
        names = {slug, identity.short, identity.short + "区", identity.short + "市", identity.region, identity.title}
        if plain and plain in {unicodedata.normalize("NFKC", name).casefold() for name in names}:
            return slug
    return _text_named(library, plain)


def _text_named(library: Library, plain: str) -> str | None:
    """The slug of a text without rules, by its title; by its place where no other text is for the same."""
    texts = {slug: each.identity for slug, each in library.regulations.items() if each.rules is None}
    for slug, identity in texts.items():
        if plain in {slug, *(_plain(name) for name in (identity.short, identity.title))}:
            return slug
    placed = [slug for slug, identity in texts.items() if identity.region and plain == _plain(identity.region)]
    return placed[0] if len(placed) == 1 else None
