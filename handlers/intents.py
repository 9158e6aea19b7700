"""Words and commands that work at every step."""

import unicodedata
from enum import StrEnum

from knowledge.library import Library
from knowledge.model import Frozen


class Name(StrEnum):
    """What a person asks the assistant itself to do."""

    START = "start"
    HELP = "help"
    CHECK = "check"
    COMPARE = "compare"
    ASK = "ask"
    DRAFT = "draft"
    MY = "my"
    REGION = "region"
    BACK = "back"
    SKIP = "skip"
    CANCEL = "cancel"
    RESTART = "restart"
    PRIVACY = "privacy"
    WHY = "why"
    ANSWERS = "answers"
    STEP = "step"
    ENQUIRY = "staff"
    UNKNOWN = "unknown"


class Intent(Frozen):
    """An intent and what was said with it (``/check 萧山``)."""

    name: Name
    rest: str = ""


WORDS: dict[str, Name] = {
    "开始": Name.START,
    "主菜单": Name.HELP,
    "菜单": Name.HELP,
    "帮助": Name.HELP,
    "查资格": Name.CHECK,
    "资格自查": Name.CHECK,
    "查申报资格": Name.CHECK,
    "对比各地": Name.COMPARE,
    "五地对比": Name.COMPARE,
    "问问题": Name.ASK,
    "问规定": Name.ASK,
    "生成申报草稿": Name.DRAFT,
    "写草稿": Name.DRAFT,
    "写申报草稿": Name.DRAFT,
    "我的草稿": Name.MY,
    "我的申报": Name.MY,
    "换地区": Name.REGION,
    "选地区": Name.REGION,
    "上一题": Name.BACK,
    "返回上一题": Name.BACK,
    "跳过": Name.SKIP,
    "不清楚": Name.SKIP,
    "取消": Name.CANCEL,
    "退出": Name.CANCEL,
    "以后再说": Name.CANCEL,
    "重新开始": Name.RESTART,
    "重来": Name.RESTART,
    "隐私": Name.PRIVACY,
    "隐私说明": Name.PRIVACY,
    "为什么问这个": Name.WHY,
    "为什么问": Name.WHY,
    "改答案": Name.ANSWERS,
    "改回答": Name.ANSWERS,
    "当前步骤": Name.STEP,
    "转人工": Name.ENQUIRY,
    "人工": Name.ENQUIRY,
}

_COMMANDS = {name.value: name for name in Name if name is not Name.UNKNOWN}
_TRAILING = "。.!！?？~～ "


def read(text: str) -> Intent | None:
    """The intent that a text is, or None where it is anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.startswith("/"):
        head, _, rest = plain[1:].partition(" ")
        name = _COMMANDS.get(head.split("@")[0].lower())
        return Intent(name=name, rest=rest.strip()) if name else Intent(name=Name.UNKNOWN, rest=head[:32])
    word = WORDS.get(plain.strip(_TRAILING))
    return Intent(name=word) if word else None


def region_named(library: Library, text: str) -> str | None:
    """The slug of the regulation that a text names and nothing else (萧山, 杭州市萧山区, xiaoshan)."""
    plain = unicodedata.normalize("NFKC", text).strip(_TRAILING).casefold()
    for slug, regulation in library.regulations.items():
        identity = regulation.identity
        names = {slug, identity.short, identity.short + "区", identity.short + "市", identity.region}
        if plain in {name.casefold() for name in names}:
            return slug
    return None
