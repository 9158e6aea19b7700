"""Sentences in a case's thread in the staff chat."""

from __future__ import annotations

from typing import Final

from handlers.draft import Draft
from handlers.member import Action
from handlers.model import Original
from handlers.wording import cases
from knowledge.library import Library

KINDS: Final = {
    "photo": "一张图片",
    "document": "一个文件",
    "video": "一段视频",
    "voice": "一段语音",
    "audio": "一段录音",
}
"""What can be passed on as it is."""
SEND_IT: Final = "发给申请人"
KEEP_IT: Final = "不发"
SHOWN: Final = 200
"""Characters of what was written that the question shows again."""

AMONG_STAFF: Final = "（以“//”开头的话只给同事看，不会问。）"
HOW_TO: Final = (
    "在这里写的话，会先问您，再发给申请人；以“//”开头的话只给同事看。要处理，请点置顶的那条消息下面的按钮。"
    "看哪些问题没有答好，请发 /feedback；要登录工作台，请发 /desk。"
)
ONLY_WORDS: Final = "申请人在网页或终端上办理，收不到图片和文件。请用文字说明。"
NOT_FOUND: Final = "没有找到要发的内容，没有发送。请重新发一条。"
SOMEBODY_ELSES: Final = "这段话是别人写的，请由写的人来发。"
SENT_BEFORE: Final = "这段话已经发过了，没有再发。"
DROPPED: Final = "好的，没有发给申请人。"
EDITED: Final = "改动没有记下。要把改过的话发给申请人，请重新发一条。"
ORIGINAL_GONE: Final = "（原来的图片或文件已经被删除，没有转到。）"
NOT_THIS_KIND: Final = "这类内容转不了。请用文字、图片或文件。"


def for_the_applicant(words: str, original: Original | None) -> str:
    """Asks before anything goes to the applicant."""
    if original is not None:
        return f"要把这{KINDS[original.kind].removeprefix('一')}发给申请人吗？{AMONG_STAFF}"
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}……"
    return f"要把这段话发给申请人吗？{AMONG_STAFF}\n「{shown}」"


def as_action(library: Library, case: Draft, action: Action) -> str:
    """Asks before words that a button asked for are done as that button says."""
    what = cases.ACTIONS[action.name]
    shown = cases.about(library, case, action)
    return f"要按“{what}”处理吗？会通知申请人。只想回话，请点“发给申请人”。\n{shown}"


def left_behind(receipt: str) -> str:
    """What the bot could not delete of a case that is gone."""
    return f"回执 {receipt}：群里有关这一份的消息机器人删不掉，请管理员动手删除。"


def described(original: Original) -> str:
    """What stands in the history of a case for something that was passed on."""
    kind = KINDS[original.kind]
    return f"（{kind}，在 Telegram 里）{original.caption}"
