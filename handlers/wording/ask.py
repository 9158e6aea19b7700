"""Sentences around answers about the law."""

EXAMPLES = "例如“补助给多少”“团队要几个人”“公示几天”，或者输入“第九条”看原文"

SMALL_TALK = {
    "staff": "这里只回答条文问题，接不了人工。要找工作人员，请在和助手的对话里输入“转人工”。",
    "greeting": "您好，我在。可以直接问技能大师（技师）工作室的规定，" + EXAMPLES + "。",
    "thanks": "不客气。还有问题，随时可以问。",
    "farewell": "好的，再见。您填过的回答和草稿都会保留，随时可以回来接着办。",
    "understood": "好的。还想了解什么，可以直接问；要查申报资格，请点下面的按钮。",
    "about": (
        "我是技能大师（技师）工作室申报助手，是程序，不是真人。"
        "我能查申报资格、查条文、写申报草稿；需要人工，请输入“转人工”。"
    ),
    "unclear": "没看懂您的意思。可以直接问技能大师（技师）工作室的规定，" + EXAMPLES + "。",
}
DECLINED = "这个问题不在我能回答的范围里。我只回答{names}这些地方的技能大师（技师）工作室规定，" + EXAMPLES + "。"
ELSEWHERE = "这里没有收录{place}的规定，不能代答。我手上有的是{names}的文件。{near}"
NEAREST = "离得最近的是{name}：《{title}》。"
BEYOND = "这里没有收录{place}自己的文件，下面是{name}那份文件的写法，{place}的做法请向当地主管部门核实。"
UNAVAILABLE = "条文库现在打不开，暂时不能回答条文问题。请稍后再试，或者输入“转人工”。"
NOTHING = "这{count}份文件里没有找到这个问题的规定。请换个说法再问一次，或者输入“转人工”由工作人员答复。"
NOTHING_IN = "{name}的文件里没有找到这个问题的规定。请换个说法再问一次，或者输入“转人工”由工作人员答复。"
ABSENT_IN = "{name}的文件里没有找到“{title}”的规定。可以输入“转人工”由工作人员答复。"
TOO_SHORT = "请把问题说得具体一些，" + EXAMPLES + "。"
ABOUT_WHAT = "您想了解{name}的什么？" + EXAMPLES + "。"
WHICH_ARTICLE = "您想看哪个地方的{label}？"
NO_ARTICLE = "{name}的文件里没有{label}。输入“{name}目录”可以看全部条目。"
NO_NEXT = "{name}的文件{where}没有别的条文了。"
NO_TOPIC = "请先问一个问题或打开一条，再看全文、上一条、下一条。"
CONTENTS = "{name}《{title}》的条目："

UNSURE = "没有找到完全对应的规定，最接近的是："
PART = "第{number}问："
NEAREST_TEXT = "最接近的条文："
NEAREST_LABELS = "最接近的条文：{labels}。"
RELATED = "相关条文："
ALSO = "另见：{labels}。"
BOTH_SIDES = "这份文件里有两处相关的写法，都列在下面："
WHO = "这一点可以向{who}咨询，或者输入“转人工”。"
SEE = "原文这样写："

TABLE = "{title}，各地对照："
TABLE_OF_ALL = "各地对照："
TABLE_TEXTS = "原文："
CELL_SILENT = "文中没有写"
CELL_BELOW = "见下面的原文"
MISSING_IN = "{names}：文件里没有找到这方面的规定。"
ROW_MISSING = "{name}｜没有找到这方面的规定"
NEAREST_IN_TABLE = "最接近的是{label}"
DRAFT_MARK = "（征求意见稿）"
OVERVIEW = "常被问到的几项规定，各地对照如下。想看哪一项的原文，直接问就行，例如“各地补助对比”。"

WHOLE = "全文"
BEFORE = "上一条"
AFTER = "下一条"
