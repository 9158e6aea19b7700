"""Sentences of the cards that are sent into other chats."""

import re

from knowledge.library import Regulation

UNSTATED = "{name}：文件没有写明"
MISSING = "{name}：没有找到这方面的规定"
WHOLE = "（全文）"
DRAFT = "（征求意见稿）"
REGION = "{name}：{title}"
EXAMPLE = "例如输入：{name} 补助给多少"
REFUSED = {"declined": "这个问题我答不了", "not_stated": "文件里没有找到"}

_TO_STAFF = re.compile("，或者输入“转人工”[^。]*|可以输入“转人工”[^。]*。")


def fit(text: str) -> str:
    """A text of ours for somebody else's chat, where there are no staff to be handed over to."""
    return _TO_STAFF.sub("", text)


def region(regulation: Regulation) -> str:
    """What can be asked about one text."""
    identity = regulation.identity
    return (
        f"{identity.short}：《{identity.title}》\n"
        f"可以问助手“{identity.short} 补助给多少”“{identity.short} 团队要几个人”，或者“{identity.short} 第九条”。"
    )
