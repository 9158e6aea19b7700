"""The place that a document is for, where its title and whoever issued it both name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

PROVINCES = [
    "北京市",
    "天津市",
    "上海市",
    "重庆市",
    "河北省",
    "山西省",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "海南省",
    "四川省",
    "贵州省",
    "云南省",
    "陕西省",
    "甘肃省",
    "青海省",
    "台湾省",
    "内蒙古自治区",
    "广西壮族自治区",
    "西藏自治区",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
    "香港特别行政区",
    "澳门特别行政区",
]
PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:自治州|自治县|自治旗|新区|市|县|区|州(?!市)|盟|旗)")
NO_PLACE = re.compile(r"场|政|容|民|区的|级")
"""What follows 市 or 区 where they are part of another word."""
LONGEST = 3
"""Steps from the province to the county."""


def region_of(title: str, named: Sequence[str]) -> str:
    """The place at the beginning of the title as far as an issuer, or the history, names it too; empty if none."""
    if title.startswith("中华人民共和国"):
        return ""
    bare = re.sub(r"^(?:中共|关于(?:印发|发布)?《?)", "", title)
    province = next((each for each in PROVINCES if bare.startswith(each)), "")
    region, rest = province, bare[len(province) :]
    for _ in range(LONGEST):
        place = PLACE.match(rest)
        if not place or NO_PLACE.match(rest, place.end()):
            break
        if not any(place.group() in words for words in named):
            break
        region, rest = region + place.group(), rest[place.end() :]
    return region
