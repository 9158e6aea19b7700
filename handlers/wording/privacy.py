"""Sentences on personal data: the notice before the form, consent, what is kept, taking it away, deleting it.

``EDITION`` names the notice that people agree to. Whoever changes what is done with the data, or the sentences of
``notice`` and ``sensitive_notice``, gives it a new name, and everybody is asked again.
"""

from collections.abc import Sequence

from handlers import periods
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.model import Site
from handlers.wording.desk import kind_name
from handlers.wording.drafting import draft_head
from knowledge.library import Library

EDITION = "2026-11-26"

AGREE = Choice(label="同意，开始写", says="同意")
DISAGREE = Choice(label="不同意", says="不同意")
READ_AGAIN = Choice(label="重新看说明", says="重新看说明", control=True)
MY_DATA = Choice(label="下载我的数据", says="下载我的数据", control=True)
REVOKE = Choice(label="撤回同意", says="撤回同意", control=True)
ERASE = Choice(label="删除我的全部信息", says="删除我的全部信息", control=True)

CHOOSE = "请回答“同意”或“不同意”。没有同意以前，不会记下申报表的任何内容。"
REFUSED = "好的，不写草稿，也没有记下申报表的任何内容。其他功能照常用，这件事不会再问您。以后想写，再点“生成申报草稿”。"
REFUSED_BEFORE = "现在没有您的同意，不能用申报表里的个人信息，所以不写草稿。改了主意，请点“重新看说明”。"
NOTHING_TO_REVOKE = "您没有给过同意，没有可以撤回的。其他内容要删除，请输入 /erase。"
REVOKED = "已撤回同意，您的申报草稿、上传的文件和聊天记录都已删除。其他功能照常用。"
ERASED = "您的全部信息已经删除：回答、草稿、上传的文件、台账、提醒和聊天记录。再发消息，就是重新开始。"
NOT_DONE = "好的，没有改动。"
NOBODY_NAMED = "运行本助手的单位（管理员还没有填写名称和联系方式，可以点“转人工”问）"


def notice(site: Site) -> str:
    """The one notice before the first field of the form."""
    return f"""写草稿要用到个人信息，请您先看这份说明（{EDITION} 版）：
· 谁在用：{site.operator or NOBODY_NAMED}。
· 做什么：只用来写您的申报草稿。您确定提交以后，工作人员才看得到。
· 用哪些：申报表和申办报告的栏目，例如单位联系人、领办人和成员的姓名、性别、学历、工作简历、获奖情况。
· 写别人的信息，请先得到本人同意。
· 身份证号、电话、民族、政治面貌、出生日期不在聊天里问；在网页上填写的时候，会另外征求您的同意。
· 存多久：{_kept()}
· 怎么存：加密存放在运行本助手的服务器上。用 Telegram 聊天，内容还会经过 Telegram 公司在境外的服务器；网页和终端不会。
· 您随时可以：查看和下载（/mydata）、修改、撤回同意（/revoke）、全部删除（/erase）。
不同意也没关系，查资格、问规定、自评、日程都照常用。"""


def _kept() -> str:
    """How long drafts are kept."""
    return (
        f"没有提交的草稿，{periods.DRAFT.days}天没有改动就删除，删除前{periods.NOTICE.days}天告诉您；"
        f"提交了的，办结后再存{periods.CASE.days}天。"
    )


def sensitive_notice(site: Site) -> str:
    """The further notice before the first sensitive field, on our own page alone."""
    return f"""下面几栏是敏感个人信息，要单独征求您的同意（{EDITION} 版）：
· 哪些：身份证号、电话、民族、政治面貌、出生日期、个人通讯地址，以及您上传的证件。
· 为什么：申报表上印着这些栏目，纸质表上也要填。
· 谁在用：{site.operator or NOBODY_NAMED}；您提交以后，处理您这份申报的工作人员才看得到。
· 有什么影响：万一泄露，可能被人冒用身份或骚扰。所以这些内容加密存放，也不会发到 Telegram。
· 存多久、怎么撤回：和申报草稿一样，随时可以撤回同意，撤回就删除。
不同意也没关系：这几栏留空，打印以后用笔填。"""


def privacy(site: Site) -> str:
    """``/privacy``: what is kept, for how long, and what a person may do about it."""
    return f"""隐私说明（{EDITION} 版）
· 谁在用：{site.operator or NOBODY_NAMED}。
· 查资格和问规定不需要姓名。只问规定里写了的条件：领办人的性别、出生年月（用来算离法定退休还有几年）、是否在职或退休、
　职业资格和技能等级、荣誉、有没有违法违纪，以及单位和团队的情况；有的地方把身体健康列为条件，会问是或否。每一题都可以不答。
· 写草稿前会先请您看一份说明，同意了才问姓名、单位名称等申报表栏目。
· 身份证号、电话、民族、政治面貌、出生日期不在聊天里问；网页上填写前，会单独征求同意。聊天里出现的身份证号先遮住再保存。
· 提交草稿后，工作人员会看到草稿和自查结果，做过考核自评、记了台账的，还有自评的结果；处理的经过会留下记录。
· 在 Telegram 里发给工作人员的图片和文件，本助手不保存，只转到工作人员的群里。
　您全部删除的时候，群里有关的话题自动删除；没有话题的，会请工作人员动手删除。
· 您对回答的评价（👍、👎）和那个问题一起保存；工作人员看得到问题，看不到是谁评的。
· 台账只记日期、事项、数量和您自己加的备注、凭证；随时可以改、可以删。
· 提醒（期限、规定变化）只在您自己打开以后才发，随时可以停；发提醒不算您来过。规定变了，会按您存着的回答再判断一次。

存多久：
· 没有草稿、也没有打开提醒的，{periods.SESSION.days}天没有来就删除您的回答；聊天记录存{periods.TURN.days}天。
· {_kept()}
· 台账存到您{periods.LEDGER.days}天没有来，删除前{periods.NOTICE.days}天告诉您。
· 同意或不同意的记录存三年；您全部删除的时候一起删除。
内容加密存放在运行本助手的服务器上。用 Telegram 聊天，内容还会经过 Telegram 公司在境外的服务器；
那里的聊天记录，要您自己在 Telegram 里删。

您随时可以：
· 查看和下载：/mydata　· 撤回同意：/revoke　· 全部删除：/erase"""


def revoke_sure(library: Library, drafts: Sequence[Draft]) -> str:
    """What taking the consent back will do."""
    if not drafts:
        return "撤回同意以后，再写草稿要重新同意。现在没有草稿需要删除，聊天记录会删除。确定撤回吗？"
    named = "\n".join(f"· {draft_head(library, draft)}" for draft in drafts)
    return (
        f"撤回同意，会删除您的申报草稿、上传的文件和聊天记录，不能恢复：\n{named}\n"
        "已提交的，工作人员会知道您撤回了。确定撤回吗？"
    )


def erase_sure(library: Library, drafts: Sequence[Draft]) -> str:
    """What deleting everything will do."""
    named = "".join(f"\n· {draft_head(library, draft)}" for draft in drafts)
    listed = f"\n其中有这些草稿和咨询：{named}" if named else ""
    return (
        "这会马上删除我们存着的、您的全部信息：回答、草稿、上传的文件、台账、提醒和聊天记录，不能恢复。"
        f"要留一份，请先点“下载我的数据”。{listed}\n确定全部删除吗？"
    )


def withdrawn(draft: Draft, *, erased: bool) -> str:
    """What staff are told of a case whose applicant took it back."""
    why = "申请人删除了自己的全部信息" if erased else "申请人撤回了对使用个人信息的同意"
    return f"回执 {draft.receipt}：{why}，这份{kind_name(draft)}已经删除，不用再处理。"
