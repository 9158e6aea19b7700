"""Words of the copy that people get of what is stored of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FILE = "我的数据"

MADE, NUMBER, ANSWERS, DRAFTS, LEDGER = "导出时间", "我的编号", "回答", "草稿和咨询", "台账"
REMINDERS, CONSENTS, TALK, CHECKED = "提醒", "同意记录", "聊天记录", "自查结果"
QUESTION, ANSWER, REGION, WHAT, STATE, RECEIPT = "问题", "回答", "地区", "事项", "状态", "回执"
CREATED, FIELDS, FILES, HISTORY, WHEN, NOTE = "建立时间", "栏目", "上传的文件", "经过", "时间", "备注"
DAY, COUNT, EVIDENCE, SINCE, EDITION, NAME, SIZE = "日期", "数量", "凭证", "打开时间", "说明版本", "名称", "字节"
SAID, TOLD = "您说", "助手说"
READY = "已备好的材料"
REVIEWED = "提交时的考核自评回答"
RESULT, LAST_TOLD = "结果", "上次告诉您"
GRANTED, REFUSED = "同意", "不同意"
CONSENT_KINDS = {"form": "使用申报表里的个人信息", "sensitive": "使用敏感个人信息"}
WITHHELD = "（敏感信息，不发到 Telegram，请在网页上查看）"

_PARTS = (ANSWERS, CHECKED, DRAFTS, LEDGER, REMINDERS, CONSENTS, TALK)


def summary(data: Mapping[str, Any], *, withheld: bool) -> str:
    """What the two files hold."""
    counts = "\n".join(f"· {part}：{len(data[part])} 条" for part in _PARTS)
    files = sum(len(draft[FILES]) for draft in data[DRAFTS])
    kept = f"\n您上传的 {files} 个文件，请在网页上打开那份草稿，一个一个下载。" if files else ""
    tail = "\n身份证号、电话等敏感信息没有放进来，请到网页上下载完整的一份。" if withheld else ""
    return (
        f"这是我们存着的、关于您的信息，一份可以直接看，一份供电脑读取：\n{counts}{kept}{tail}\n要删除，请输入 /erase。"
        f"\n您的编号是 {data[NUMBER]}：自己删不了、要请管理员帮您删除的时候，告诉他这个编号。"
    )


def readable(data: Mapping[str, Any]) -> str:
    """The same as text."""
    lines = [f"{MADE}：{data[MADE]}", f"{NUMBER}：{data[NUMBER]}"]
    for part in _PARTS:
        lines += ["", f"【{part}】"]
        lines += [line for one in data[part] for line in (*_lines(one), "")] or ["没有"]
    return "\r\n".join(lines) + "\r\n"


def _lines(value: Any, indent: str = "") -> Iterator[str]:
    """A table as lines, one below the other."""
    for name, one in value.items():
        if isinstance(one, Mapping):
            yield f"{indent}{name}："
            yield from _lines(one, f"{indent}　　")
        elif isinstance(one, Sequence) and not isinstance(one, str):
            yield f"{indent}{name}：" + ("" if one else "没有")
            for each in one:
                yield from _lines(each, f"{indent}　　") if isinstance(each, Mapping) else (f"{indent}　　{each}",)
        elif one not in (None, ""):
            yield f"{indent}{name}：{one}"
