"""Sentences of the form page: what was not done as wished, and what to do now."""

from collections.abc import Sequence

NOT_FOUND = "没有找到这份草稿。请回到“我的草稿”看看；也可能它已经删除，或者不是您的。"
CONSENT_FIRST = "要先看过说明并且同意，才能填写申报表。"
NOTICE_CHANGED = "说明刚刚更新过，请看过新的说明再选。"
NO_SUCH_FIELD = "有一栏不在这张表里，没有保存。请重新打开页面再填。"
SENSITIVE_FIRST = "敏感信息的栏目和文件，要先单独同意才能保存。请看页面上的说明。"
LOOK_AGAIN = "这份草稿刚刚在别处改过，还没有提交。请再检查一遍，没有问题再点提交。"
CHANGED_MEANWHILE = "这份草稿刚刚在别处改过，没有删除那一条。请看过新的内容再删。"


def taken_out(label: str, kinds: Sequence[str]) -> str:
    """Signs that are not kept."""
    return f"“{label}”里的{'、'.join(kinds)}没有保存，其余内容已经保存。"


def masked(label: str) -> str:
    """An identity number where the form asks for something else."""
    return f"“{label}”里有身份证号，已经隐去，其余内容已经保存。身份证号只填在“身份证号码”一栏。"


def cut(label: str, limit: int) -> str:
    """A text that no form has room for."""
    return f"“{label}”太长，只保存了前 {limit} 个字。"


def too_many_files(limit: int) -> str:
    """More files than a draft takes."""
    return f"每份草稿最多放 {limit} 个文件，多出来的没有保存。请先删掉不用的，或者把几页合成一个 PDF。"
