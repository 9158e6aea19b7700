"""What the program itself says, outside any conversation: to users when it fails, to operators when it cannot start."""

from collections.abc import Mapping

from bot.redact import Cleaned
from handlers.model import Reply

APOLOGY = (
    "抱歉，处理这条消息时出了错，您之前填写的内容都还在。请再试一次，或发送 /cancel 回到开头；"
    "还是不行，请联系工作人员，并告诉他们编号 {number}。"
)
IDENTITY_NUMBER_MASKED = (
    "您发来的内容里有身份证号。为保护您的信息，号码已经隐去，没有保存。请不要在聊天里发送证件号码。"
)
NOT_STORED = (
    "刚才这一句没有存下来：磁盘可能已满，或者数据文件被别的程序占用。请处理好以后再输入一次；之前的内容都还在。"
)

WRONG_CREDENTIALS = (
    "Telegram 不认这个机器人令牌（TELEGRAM_BOT_TOKEN）。请向 @BotFather 核对或重新生成令牌，改好设置后再启动。"
)
POLLED_ELSEWHERE = "另一个程序正在用同一个机器人令牌收取消息。请先停掉那一个，再启动；消息没有丢失。"
TELEGRAM_UNREACHABLE = "暂时连不上 Telegram，正在重试。请检查网络；这段时间的消息由 Telegram 保留，最长24小时。"
TELEGRAM_RUNNING = "机器人 @{name} 已在 Telegram 上运行。按 Ctrl+C 停止。"
ASK_THE_ASSISTANT = "打开助手，详细问"
CLOCK_JUMPED = (
    "电脑的时间（现在显示 {now}）和上次记下的相差超过48小时。为了不误删，到期清理已暂停，什么都没有删除。"
    "请核对时间：连续正常运行24小时后自动恢复；"
    "确认时间没错，也可以停下程序，运行 python -m bot purge --clock-is-right。"
)
STAFF_CHAT_RENAMED = "工作人员群的编号已变为 {chat}。请把设置 STAFF_CHAT 改成这个数字。"
NO_TOPIC_RIGHTS = (
    "工作人员群开了话题，但机器人不能建话题，所以案件都发在群里的同一处。请在 Telegram 里把机器人设为群管理员，"
    "并打开“管理话题”“置顶消息”和“删除消息”三项权限；打开以后新的案件就各有话题，不用重启。"
)

COMMANDS: Mapping[str, str] = {
    "check": "查申报资格",
    "ask": "问规定，查条文",
    "score": "考核自评",
    "log": "台账：记一笔、看全年",
    "progress": "进度图",
    "table": "导出台账",
    "draft": "写申报草稿",
    "my": "我的草稿和进度",
    "pack": "打印材料：申报表、报告、清单",
    "money": "资金账：给多少、什么条件",
    "dates": "日程：什么时候做什么",
    "remind": "我的提醒",
    "calendar": "下载日历文件",
    "compare": "对比各地的结果",
    "change": "情况变化：退休、搬迁、不合格……",
    "retire": "推算法定退休日",
    "region": "选择或更换地区",
    "back": "回到上一题",
    "skip": "跳过这一题（不清楚）",
    "why": "为什么问这一题",
    "answers": "修改某一项回答",
    "cancel": "取消当前操作",
    "restart": "清空回答，重新开始",
    "staff": "转人工",
    "help": "使用帮助",
    "web": "换到网页或 Telegram 接着来",
    "form": "在网页上填申报表",
    "privacy": "隐私说明",
    "mydata": "查看和下载我的数据",
    "revoke": "撤回同意，删除草稿",
    "erase": "删除我的全部信息",
}
"""The menu of commands, in order: name and what it does."""
STAFF_COMMANDS: Mapping[str, str] = {
    "desk": "登录工作台",
    "feedback": "这一周没有答好的问题",
    "cancel": "不发了",
}
"""The menu of the staff's chat."""


def about(cleaned: Cleaned, receipt: str | None = None) -> tuple[Reply, ...]:
    """What a person is told of the words that were taken out of theirs; ``receipt``: they stand in the thread of that
    case."""
    return (Reply(text=IDENTITY_NUMBER_MASKED, receipt=receipt),) if cleaned.masked else ()
