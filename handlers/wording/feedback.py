"""Sentences around 👍, 👎 and the list of questions that fail."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.choice import Choice
from handlers.failing import DAYS, Failing
from knowledge.library import Library

USEFUL = Choice(label="👍", says="有用", control=True, lasting=True)
USELESS = Choice(label="👎", says="没用", control=True, lasting=True)

THANKS = "谢谢，已记下。"
SORRY = "谢谢，已记下。想让工作人员答复这个问题，请点或输入“转人工”。"
SAME = "这条回答您已经评过了，谢谢。"
NOT_YOURS = "没有找到这条回答，没有记下。"
NOTHING_GIVEN = "还没有可以评价的回答。请先问一个问题，再告诉我回答有没有用。"

MOST = 5
"""Questions that the staff chat is shown at once."""
LONGEST = 60
"""Characters of a question that are shown there."""
MOST_LABELS = 3
"""Provisions named for a question."""
NONE_FAILED = f"近{DAYS}天没有答得不好的问题。"
COUNTED = (("useless", "👎"), ("not_stated", "没有写明"), ("declined", "不在范围"), ("handed_over", "转人工"))
"""What may be counted of a question, and how it is called."""


def week(library: Library, found: Sequence[Failing]) -> str:
    """The questions that failed most in the last days, for the staff chat."""
    if not found:
        return NONE_FAILED
    lines = [f"近{DAYS}天答得不好的问题，共 {len(found)} 个" + (f"，前 {MOST} 个：" if len(found) > MOST else "：")]
    for number, each in enumerate(found[:MOST], start=1):
        short = each.question if len(each.question) <= LONGEST else f"{each.question[:LONGEST]}……"
        lines.append(f"{number}. {short}（{places(library, each.regions)}）")
        lines.append(f"　　{each.failed} 次：{counts(each)}；{cited(library, each)}")
    return "\n".join(lines)


def counts(each: Failing) -> str:
    """How a question failed: 👎 2，转人工 1."""
    return "，".join(f"{name} {count}" for key, name in COUNTED if (count := getattr(each, key)))


def places(library: Library, regions: Sequence[str]) -> str:
    """The regions of a question by their short names."""
    shorts = [library.get(slug).identity.short for slug in regions if slug in library.regulations]
    return "、".join(shorts) or "未选地区"


def cited(library: Library, each: Failing) -> str:
    """What the last answer to a question cited."""
    labels = labels_of(library, each)
    if not labels:
        return "当时没有引用条文"
    more = f"等 {len(labels)} 处" if len(labels) > MOST_LABELS else ""
    return f"当时引用：{'、'.join(labels[:MOST_LABELS])}{more}"


def labels_of(library: Library, each: Failing) -> list[str]:
    """The provisions cited, each with its region."""
    known = [one for one in each.citations if one.region in library.regulations]
    return list(dict.fromkeys(f"{library.get(one.region).identity.short}{one.label}" for one in known))
