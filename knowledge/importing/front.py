"""The title matter before the first article: what each paragraph is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.importing.paragraphs import Paragraph, ends

YEAR = "(?:[0-9０-９]{4}|[一二][〇○Ｏ零一二三四五六七八九]{3})"
FEW = "[0-9０-９一二三四五六七八九十]{0,3}"
"""A month or a day, or the blank that was left for it."""
DAY = rf"{YEAR}\s*年\s*{FEW}\s*月\s*{FEW}\s*日"
DATE = re.compile(rf"(?:{DAY})(?:\s*(?:印发|发布|公布))?")
HISTORY = re.compile(rf"[（(]?\s*(?:{DAY}).*|[（(].*(?:通过|公布|修正|修订|批准|发布|施行|印发).*[）)]")
COUNT = "[0-9０-９一二三四五六七八九十百]+"
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,16}[〔\[（(【［]\s*[12][0-9０-９]{3}\s*[〕\]）)】］]\s*第?\s*[0-9０-９]+\s*号"
    rf"|[\u4e00-\u9fff、（()） ]{{2,30}}[令告]\s*[（(]?第?\s*{COUNT}\s*号[）)]?|第\s*{COUNT}\s*号"
)
RULES = "办法|条例|规定|细则|规则|方案|制度|标准|章程|守则|规程|规范|准则|意见"
"""Words that the titles of rules end in."""
OTHERS = "通知|决定|解释|批复|公告|通告|安排|纲要|计划|规划|法|决议|修正案|目录|导则|指引|公约|总则|附则|要求|说明"
"""Words that the titles of other documents end in."""
TITLE = re.compile(rf".*(?:{RULES}|{OTHERS})(?:\s*[（(〔][^（()）]*[）)〕])*")
BODY_TITLE = re.compile(rf".*(?:{RULES})(?:\s*[（(〔][^（()）]*[）)〕])*")
BODIES = "局|厅|委|委员会|政府|办公室|部|院|会|党委|党组|中心|公司|总工会|协会|处|署|组|人大常委会"
ISSUER = re.compile(
    rf"[\u4e00-\u9fff、（()） ·　]{{2,80}}(?:{BODIES})(?:\s*[（(][^（()）]*[）)])?(?:\s*文件)?|.{{2,60}}文件"
)
ADDRESSEE = re.compile(r"[^。；]{2,400}[：:]")
ADDRESSED = re.compile(r"各|有关|单位|部门|局|政府|委员会|学校|公司|厅|院")
SPEAKS = re.compile("根据|按照|依照|为了|如下|现将|制定|《")
"""Words of a sentence, which a row of addressees does not have."""
IMPRINT = re.compile(rf".*(?:{DAY})\s*印发|抄\s*送.*|.*印发")
CONTENTS = re.compile(r"[【\[（(]?\s*目\s*[录次]\s*[】\])）]?")
LONGEST_TITLE = 120
LONGEST_NAME = 60


def is_title(text: str) -> bool:
    """Whether a paragraph reads like the title of a document."""
    return (
        len(text) <= LONGEST_TITLE and not ends(text) and TITLE.fullmatch(text) is not None and not DATE.fullmatch(text)
    )


def is_body_title(text: str) -> bool:
    """Whether a paragraph reads like the title of the rules that a notice brings."""
    short = len(text) <= LONGEST_NAME and BODY_TITLE.fullmatch(text) is not None
    return short and not ends(text) and not text.endswith("的通知")


def is_issuer(text: str) -> bool:
    """Whether a paragraph is nothing but the name of a body, or of several."""
    return ISSUER.fullmatch(text) is not None and not ends(text)


def roles(front: Sequence[Paragraph], *, titled: int | None) -> list[str]:
    """What each paragraph of the title matter is, as ``text.md`` marks it; ``titled`` is the place of the title."""
    found: list[str] = []
    notice = False
    for place, one in enumerate(front):
        role = _role(one, found, before_title=titled is not None and place < titled, notice=notice)
        if place == titled:
            role = "标题"
        notice = notice or role == "主送"
        found.append(role)
    return found


def _role(one: Paragraph, before: list[str], *, before_title: bool, notice: bool) -> str:
    text = one.text
    for role, pattern in (("目录", CONTENTS), ("文号", NUMBER)):
        if pattern.fullmatch(text):
            return role
    if IMPRINT.fullmatch(text) and "主送" in before:
        return "印发"
    if DATE.fullmatch(text):
        return "日期" if not before_title and (notice or before[-1:] == ["落款"]) else "沿革"
    if HISTORY.fullmatch(text):
        return "沿革"
    if is_issuer(text):
        return "发文机关" if before_title or not notice else "落款"
    return _words(one, before, notice=notice)


def _words(one: Paragraph, before: list[str], *, notice: bool) -> str:
    """What a paragraph is that bears no sign of its own."""
    text = one.text
    addresses = ADDRESSEE.fullmatch(text) is not None and ADDRESSED.search(text) is not None
    if addresses and not SPEAKS.search(text) and not notice and "序言" not in before:
        return "主送"
    if text.startswith(("附件", "附：", "附:")) or (before[-1:] == ["附件目录"] and one.start is not None):
        return "附件目录"
    if notice:
        return "通知"
    return "序言" if ends(text) else "附注"


def title_place(front: Sequence[Paragraph]) -> int | None:
    """Which paragraph is the title: a heading, else the first that reads like one, else the first short line."""
    headed = next((place for place, one in enumerate(front) if one.heading == 1), None)
    if headed is not None:
        return headed
    titles = [place for place, one in enumerate(front) if is_title(one.text) and not HISTORY.fullmatch(one.text)]
    if titles:
        return titles[0]
    return next(
        (
            place
            for place, one in enumerate(front)
            if len(one.text) <= LONGEST_NAME
            and not ends(one.text)
            and not NUMBER.fullmatch(one.text)
            and not is_issuer(one.text)
            and not HISTORY.fullmatch(one.text)
            and not CONTENTS.fullmatch(one.text)
        ),
        None,
    )
