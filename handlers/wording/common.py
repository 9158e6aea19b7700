"""Sentences of the conversation itself: greetings, menus, what went wrong and what to do now."""

from collections.abc import Iterable, Sequence

from handlers.choice import Choice
from knowledge.library import Library

CHECK = Choice(label="查申报资格", says="查资格")
COMPARE = Choice(label="对比各地", says="对比各地")
ASK = Choice(label="问规定", says="问规定")
MY = Choice(label="我的草稿", says="我的草稿")
REGION = Choice(label="换地区", says="换地区", control=True)
HELP = Choice(label="帮助", says="帮助", control=True)
BACK = Choice(label="上一题", says="上一题", control=True)
SKIP = Choice(label="跳过", says="跳过", control=True)
NOT_SURE = Choice(label="不清楚", says="不清楚", control=True)
WHY = Choice(label="为什么问这个", says="为什么问这个", control=True)
ANSWERS = Choice(label="改答案", says="改答案", control=True)
CANCEL = Choice(label="取消", says="取消", control=True)
ENQUIRY = Choice(label="转人工", says="转人工", control=True)
DRAFT = Choice(label="生成申报草稿", says="生成申报草稿")
CONTINUE = Choice(label="回到当前步骤", says="当前步骤", control=True)
SCORE = Choice(label="考核自评", says="考核自评")
YES = Choice(label="确定", says="确定")
NO = Choice(label="不，先不动", says="取消")

MONEY = Choice(label="资金账", says="资金账")
DATES = Choice(label="日程", says="日程")

LOG = Choice(label="台账", says="台账")

MENU = (CHECK, COMPARE, ASK, DRAFT, MY, MONEY, DATES, REGION, ENQUIRY, HELP)

REGION_NOW = "现在看的是{name}：《{title}》。可以直接提问，或者点下面的按钮。"
SAME_REGION = "现在看的就是{name}，接着回答这一题就行。"
NO_SUCH_REGION = "没有收录“{name}”的规定。请从下面选一个地方。"
NOTHING_ASKED = "好的。现在没有等您回答的题目；可以直接提问，或者点下面的按钮。"
WELCOME_BACK = "您好，您上次做到这里，接着来就行。不想继续，点“取消”或输入 /cancel。"
NOT_SUBMITTED = "好的，没有提交。"
NOT_DELETED = "好的，没有删除。"
GOING_ON = "好的，接着来。"
REGION_CHANGED = "好的，现在看的是{name}：《{title}》。"
NOTHING_TO_CANCEL = "现在没有进行中的步骤。您可以直接提问，或者点下面的按钮。"
CANCELLED = "好的，已停下。您填过的回答和草稿都还在，随时可以继续。"
NOT_HERE = "这里没有打开的题目，用不上“{word}”。"
STALE = "这个按钮属于前面的步骤，没有改动任何内容。下面是现在的步骤。"
ASK_AWAY = "请直接输入问题，例如“补助给多少”“团队要几个人”“公示几天”，或者输入“第九条”看原文。"
NO_RULES = "“{name}”只收录了条文，还没有写资格规则，不能查资格。可以直接提问，或者换一个地区。"
NOT_WRITTEN = "“{name}”的文件还没有整理{part}这一部分。可以直接提问，或者换一个地区。"
NO_FORM = "“{name}”还没有整理申报表，写不了草稿。可以直接提问，或者转人工。"
NOTHING_TO_JUDGE = "现在收录的文件都只有条文，还没有资格规则，不能查资格。可以直接提问。"
WHICH_REGION = "您想看哪个地方的规定？"
RESTART_SURE = "重新开始会清空您在资格自查里的全部回答（草稿不受影响）。确定吗？"
RESTARTED = "资格自查的回答已清空。"
CONFIRM_AGAIN = "请先回答“确定”或“取消”。"
UNKNOWN_COMMAND = "没有“/{word}”这个命令。输入 /help 可以看到全部命令。"
EMPTY = "没有收到文字。请输入一句话，或者点按钮。"
TOO_LONG = "这段话太长了，我只看了前 {limit} 个字。请把问题缩短成一两句话再发一次。"
STAFF_ONLY = "这个操作只有工作人员可以做。"

ONLY_TEXT = "· 另外只收录了条文、可以提问但不能查资格的：{names}"
MOST_NAMES = 12
"""Regulations that a message names, and buttons for them, where there are many."""
LONGEST_LABEL = 24
"""Characters of a button."""

OTHER_KINDS = {
    "photo": "图片",
    "voice": "语音",
    "video": "视频",
    "document": "文件",
    "sticker": "表情贴图",
    "edit": "对旧消息的修改",
    "location": "位置",
    "contact": "名片",
    "audio": "音频",
    "animation": "动图",
    "video_note": "视频",
    "poll": "投票",
    "forward": "转发的消息",
}

HELP_TEXT = """我能帮您做这些事：
· 查申报资格：一题一题问，最后逐条对照条文告诉您结果。
· 对比各地：同一份回答，看各个地方的结果。
· 问规定：直接输入问题，我引用条文原文回答；条文没写的，我会说没写。
· 考核自评：已经在办工作室的，逐行给自己打分、对照年度任务；也可以导出自评表。
· 台账：一年里做了什么，一句话记一笔；自评和年度任务会用上，也能看进度图、导出表格。
· 写申报草稿：把申报表和申办报告的栏目逐项记下来，随时可停，提交后工作人员会收到；也可以打印成申报表、报告和材料清单。
· 资金账：认定以后给多少钱、什么条件、哪些可能要退，一笔一笔列出来。
· 日程：什么时候该做什么，算得出的日期可以提醒您，也可以下载到日历里。
· 规定变了告诉我：条文变了，告诉您改了哪里、您的自查和草稿现在怎么样；自己打开才有。
· 情况变化：退休、离职、搬迁、合并、考核不合格、退出……条文写了什么后果、要办什么。
· 退休计算：推算法定退休日，看各地文件要求离退休多远。
· 转人工：把问题交给工作人员，答复会发到这里。
· 回答有没有帮助，点它下面的 👍 或 👎，或者输入“有用”“没用”。

任何时候都可以输入：
/check 查资格　/ask 问规定　/draft 写草稿　/my 我的草稿　/pack 打印材料
/score 考核自评　/log 台账　/progress 进度图　/table 导出台账
/money 资金账　/dates 日程　/remind 我的提醒　/calendar 日历文件
/change 情况变化　/retire 退休计算
/compare 对比各地　/region 换地区　/back 上一题　/skip 跳过
/why 为什么问这个　/answers 改答案　/cancel 取消　/restart 重新开始
/web 换到网页或 Telegram　/form 在网页上填申报表
/privacy 隐私说明　/mydata 我的数据　/revoke 撤回同意　/erase 全部删除
/staff 转人工　/help 帮助

我只按文件原文说话。是否认定，由主管部门和专家决定。"""


def welcome(library: Library, lead: str = "") -> str:
    """The first message: what this is, for which texts."""
    identities = [library.get(slug).identity for slug in library.judging]
    lines = [f"· {identity.short}：《{identity.title}》" for identity in identities]
    texts = [one.identity.short for one in library.regulations.values() if one.rules is None]
    if texts:
        lines.append(ONLY_TEXT.format(names=some_names(texts)))
    names = "\n".join(lines)
    return (
        f"{lead}您好，我是技能大师（技师）工作室申报助手。可以帮您查申报资格、查条文、写申报草稿。\n"
        f"现在收录这些文件：\n{names}\n"
        "请先选地区，或者直接提问。输入 /help 看用法。"
    )


def some_names(names: Sequence[str]) -> str:
    """Names in a row; of many only the first, and how many there are."""
    shown = "、".join(names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown}等{len(names)}份文件"


def known_names(library: Library) -> str:
    """What the library has, by name: regulations with rules first."""
    return some_names([library.get(slug).identity.short for slug in _by_use(library)])


def region_choices(library: Library, extra: Iterable[Choice] = ()) -> tuple[Choice, ...]:
    """One button for each regulation; of many texts without rules only as many as can be looked over."""
    most = max(MOST_NAMES, len(library.judging))
    shorts = [library.get(slug).identity.short for slug in _by_use(library)[:most]]
    return (*(Choice(label=short[:LONGEST_LABEL], says=short) for short in shorts), *extra)


def _by_use(library: Library) -> list[str]:
    """Slugs, those with rules first."""
    return sorted(library.regulations, key=lambda slug: (library.get(slug).rules is None, slug))


def other_kind(kind: str) -> str:
    """What to say of something that is not text."""
    if kind == "button":
        return "这个按钮没有作用。请点最新一条消息下面的按钮，或者直接输入文字。"
    if kind == "edit":
        return "您改了之前发的消息，我不会跟着改。要更正，请重新输入，或者用“上一题”“改答案”。"
    name = OTHER_KINDS.get(kind, "这类内容")
    return f"{name}我还看不了，也没有保存。请用文字说明，或者点按钮。"
