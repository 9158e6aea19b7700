"""Whether a piece of a sentence speaks of something that is not done: planned, hoped for, denied."""

from __future__ import annotations

import re

_DOING = r"再?(?:新?带|[招收签开拿考做搞建写攻报评]|培养|培训|参加|组织|举?办|取得|发表|出版|申请|申报|解决|推广)"
_WHEN = r"[在于到]?(?:[今明后]年|年[底内中]|[上下]半年|[上下本这]个?[月周]|[0-9一二三四五六七八九十]{1,2}月)"
_DENIED = re.compile(r"没(?!问题)|未|不是|不曾|不再|取消|(?:还差|还缺|缺|差)(?=[0-9一二两三四五六七八九十])")
_HOPED = re.compile(
    r"打算|准备|预备|预计|争取|力争|希望|快要|正在|即将|将要|将会|可能|如果|要是|假如|假设"
    rf"|想要|(?:(?<![主重次])要|[想将拟]|(?:应该|应当|必须|还差|目标是|任务是)){_DOING}"
)
_AS_PLANNED = re.compile(r"(?:按照?|依照|依据|根据|照着?)[^，,。]{0,8}?计划(?!着)")
_MEANT = re.compile(rf"计划(?:着|再|要|想|于|在|会|将)?(?:{_WHEN})?[是为：:]?{_DOING}(?!了|送|备|给|到|上)")
_PLAN = re.compile(
    r"(?:年度|带徒|培训|培养|工作|学习|教学|传承|研修|本年|当年|全年|明年|下年|总结|制定|制订|定|订|写|编|做|报|交|送|把|将|[了的份个本和及、]"
    r"|第)的?计划|计划(?=备案|报备|报送|上报|报给|报到|书|表|已|定|做好|写好|交|也|都)"
)
"""A plan as a paper, which is made or handed in; any other 计划 is what somebody means to do."""


def without_plan(text: str) -> str:
    """The words without the plan that was gone by: 按计划带了2名徒弟 says what was done."""
    return _AS_PLANNED.sub("", text)


def is_meant(text: str) -> bool:
    """Whether the words say what somebody means to do."""
    return bool(_HOPED.search(text) or _MEANT.search(text)) or "计划" in _PLAN.sub("", text)


def is_not_done(text: str) -> bool:
    """Whether the words say that it is still to come, or did not come about."""
    return bool(_DENIED.search(text)) or is_meant(text)


def says_done(text: str) -> bool:
    """Whether the words themselves say that it is over."""
    return bool(re.search(r"[了过已完]", text))
