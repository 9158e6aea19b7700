"""Plain words as people type them: cleaning, and the words for yes, no and 不清楚 in every questionnaire."""

import re
import unicodedata

LONGEST = 200
"""Characters of an answer that are looked at; a longer one is refused before anything reads it."""


class BadValueError(ValueError):
    """An answer that cannot be understood; ``message`` says in Chinese what is expected, with an example."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNKNOWN = _words(
    """
    不清楚 不知道 不确定 不太清楚 不大清楚 说不清 说不好 不好说 不一定 不懂 不明白 不了解 没了解过 未知 待定
    忘了 忘记了 记不清 记不清了 不记得 不记得了 不晓得 跳过 不愿回答 不想说 unknown skip null n/a ?
    """
)

YES_WORDS = _words(
    """
    是 是的 是啊 是呀 对 对的 对啊 嗯 嗯嗯 有 有的 有了 有啊 都有 已有 已经有 在 在的 能 可以 行 好 好的 当然
    没错 没问题 属于 符合 满足 签了 已签 建了 已建 做了 会 愿意 肯定 yes y true ok √
    具备 已具备 完善 较完善 较为完善 齐全 已建立 已制定 已落实 已成文 有成文 有且成文
    """
)

NO_WORDS = _words(
    """
    否 不 不是 不是的 没 没有 没有的 没有过 没有了 无 未 不对 不在 不能 不行 不可以 不会 不属于 不符合 不满足 不够
    还没 还没有 没呢 没过 没签 没建 未签 未建 从没 从没有 从来没有 从未 没发生过 暂无 no n false none never ×
    不具备 不完善 不齐全 未建立 未制定 未落实 未成文 尚无 尚未 暂时没有 目前没有 缺失 缺乏
    """
)

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_EDGES = " \t\r\n。．.，,！!~～；;、：:"
_NEGATIONS = frozenset("不没無无未非别")
_NOT_YET = _words(
    """
    正在 准备 打算 计划 即将 将要 将于 拟聘 拟考 拟建 备考 在考 想考 报考 要考 申报中 申请中 争取 见习 实习期 在读 毕业
    曾经 以前是
    """
)


def cleaned(text: str, expected: str) -> str:
    """The answer in lower-case NFKC without spaces and closing punctuation.

    ``expected`` says what was asked for. Raises ``BadValueError`` for empty, overlong or invisible text.
    """
    if len(text) > LONGEST:
        raise BadValueError(f"这段话太长了（最多{LONGEST}个字）。{expected}")
    folded = unicodedata.normalize("NFKC", text).strip(_EDGES)
    if any(unicodedata.category(sign) in _INVISIBLE and sign not in "\t\r\n" for sign in folded):
        raise BadValueError(f"回答里有看不见的字符，请重新输入。{expected}")
    if not folded:
        raise BadValueError(f"没有收到内容。{expected}")
    return folded.lower()


def squeezed(text: str) -> str:
    """Text with all white space taken out, for comparing words."""
    return re.sub(r"\s", "", text)


def is_unknown(text: str) -> bool:
    """Whether the words say 不清楚."""
    return squeezed(text) in UNKNOWN


def yes_or_no(text: str, about: str = "") -> bool | None:
    """True for a plain yes, False for a plain no, None for anything else (a hedge, a question, other words).

    ``about`` holds the words of the question: 有场地 or 还没有签协议 are plain when they only repeat what was asked;
    有慢性病 is not.
    """
    word = squeezed(text)
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    for words, answer in ((NO_WORDS, False), (YES_WORDS, True)):
        starts = [start for start in words if word.startswith(start)]
        if starts and _only_repeats(word[len(max(starts, key=len)) :], about):
            return answer
    return None


def _only_repeats(rest: str, about: str) -> bool:
    """Whether the rest of an answer is made of the question's own words, and turns nothing round."""
    return set(rest) <= set(about) and not negated(rest)


def negated(text: str) -> bool:
    """Whether the words hold a 不, 没, 无, 未 …"""
    return any(sign in _NEGATIONS for sign in text)


def hedged(text: str) -> bool:
    """Whether the words say that something is only planned, under way or past (正在考技师, 拟聘)."""
    return any(sign in text for sign in _NOT_YET)
