"""The forms hold every field of the annexes, in their order, and nothing that the texts do not have."""

import pytest

from knowledge.forms.checks import check_annex
from knowledge.forms.form import Form, blank_fields, ordered_fields
from knowledge.library import written
from tests.law import LIBRARY

XIAOSHAN = """
封面：申报单位 申报工作室名称 填报时间
申报单位基本情况：单位全称 法人代表 法人代表（办电） 法人代表（手机） 联系人 联系人（办电） 联系人（手机）
  传真电话 电子邮箱 通信地址 邮编 单位简介
领办人基本情况：姓名 性别 民族 出生年月 政治面貌 学历 职业（工种） 职业资格等级 职务（职称） 身份证号码
  领办人（办电） 领办人（手机） 工作简历 技能特长和工作业绩 区级及以上获奖情况
工作室成员情况：姓名 性别 年龄 学历 职业（工种） 职业资格等级 技能特长 主要业绩
意见栏：镇街初审意见 行业主管部门审核意见 专家评估意见 萧山区技师工作室管理办公室审批意见
"""

URUMQI = """
封面：申报单位 工作室名称 职业（工种） 填报时间
领办人和工作室：领办人姓名 性别 民族 政治面貌 工作单位 联系电话 工作室地点 工作室面积 学历（学位） 参加工作时间
  从事职业（工种） 行政职务 职业资格或职业技能等级 身份证号 通讯地址 手机号码
技能大师工作室其他人员：姓名 职业资格或职业技能等级/专业技术等级 年龄 突出业绩
领办人主要获奖情况：获奖项目 奖励名称 授予单位 等级 排名 年度
业绩、单位和工作方向：领办人主要工作业绩 申办单位简介 申办单位的支持措施 技能大师工作室主要工作方向
  技能大师工作室建设预期目标
意见栏：申办单位意见 区（县）人力资源和社会保障局推荐意见 专家评估意见 市人力资源和社会保障局意见
"""

DAXING = """
封面：申报单位 工作室名称 填报时间
支持措施、计划和目标：所在单位对工作室支持措施 工作室今后开展工作计划 工作室预期目标
意见栏：申报单位意见 专家评估意见 大兴区首席技师工作室评选领导小组意见
"""

REPORTS = {
    "xiaoshan": "申办工作室名称 领办技师和工作室成员简介 工作室成立的必要性和可行性 所在单位对工作室支持措施 "
    "工作室建立后工作计划 主要工作方向",
    "hangzhou": "申办工作室名称 技能大师和工作室成员简介 工作室成立的必要性和可行性 所在单位对工作室支持措施 "
    "工作室建立后工作计划 主要工作方向",
    "urumqi": "技能大师工作室名称 项目负责人 工作室基本条件 工作室成立的必要性和可行性 申办单位对工作室的支持措施 "
    "工作室成立后的工作计划",
    "zhengzhou": "申报报告 项目建设实施方案 设备购置清单 论证专家名单及相关有效证明",
    "daxing": "申报工作室名称 所在单位简介 工作室建设基本条件 首席技师工作业绩 工作室成立的必要性和可行性 "
    "所在单位对工作室支持措施 工作室建立后工作年度计划 主要工作方向 预期目标",
}


def form(slug: str) -> Form:
    return written(LIBRARY.get(slug).form)


def written_out(slug: str) -> str:
    """The form as the lists above write it, on one line a group."""
    groups = form(slug).sheets
    return "\n".join(f"{group.title}：{' '.join(field.called for field in group.fields)}" for group in groups)


@pytest.mark.parametrize(("slug", "expected"), [("xiaoshan", XIAOSHAN), ("urumqi", URUMQI), ("daxing", DAXING)])
def test_the_form_has_every_field_in_the_order_of_the_annex(slug: str, expected: str) -> None:
    assert written_out(slug) == expected.strip().replace("\n  ", " ")


@pytest.mark.parametrize(("slug", "count"), [("xiaoshan", 42), ("urumqi", 39), ("daxing", 9)])
def test_each_printed_field_is_used_exactly_once(slug: str, count: int) -> None:
    regulation = LIBRARY.get(slug)
    printed = [provision.eid for provision in regulation.provisions if provision.kind == "field"]
    used = [field.at for group in written(regulation.form).sheets for field in group.fields]
    assert used == printed
    assert len(used) == count
    assert list(check_annex(regulation, "form.yaml")) == []


@pytest.mark.parametrize("slug", ["hangzhou", "zhengzhou"])
def test_a_form_that_is_not_in_the_text_has_no_fields_and_says_so(slug: str) -> None:
    one = form(slug)
    assert one.sheets == ()
    assert one.missing is not None
    assert "申报表" in one.missing.text
    assert "不在这份文本里" in one.missing.text
    labels = [blank.field.label for blank in ordered_fields(one, {}) if blank.group.id == "report"]
    assert labels == REPORTS[slug].split()


def test_daxing_says_which_half_of_its_form_is_missing() -> None:
    missing = form("daxing").missing
    assert missing is not None
    assert "前半部分的栏目没有收录" in missing.text
    assert missing.ask


@pytest.mark.parametrize("slug", ["xiaoshan", "urumqi"])
def test_whole_forms_have_nothing_missing(slug: str) -> None:
    assert form(slug).missing is None


@pytest.mark.parametrize(("slug", "expected"), REPORTS.items())
def test_the_report_has_the_headings_that_the_text_demands(slug: str, expected: str) -> None:
    report = form(slug).report
    assert [heading.label for heading in report.headings] == expected.split()
    assert report.open_ended
    assert {"申办报告", "申报报告", "项目报告"} >= {report.title}


SENSITIVE = {
    "xiaoshan": "法人代表（办电） 法人代表（手机） 联系人（办电） 联系人（手机） 传真电话 民族 出生年月 政治面貌 "
    "身份证号码 领办人（办电） 领办人（手机）",
    "urumqi": "民族 政治面貌 联系电话 身份证号 通讯地址 手机号码",
    "daxing": "",
}


@pytest.mark.parametrize(("slug", "expected"), SENSITIVE.items())
def test_personal_fields_are_marked(slug: str, expected: str) -> None:
    marked = [field.called for group in form(slug).sheets for field in group.fields if field.sensitive]
    assert marked == expected.split()


def test_phones_and_identity_numbers_are_sensitive_wherever_they_stand() -> None:
    forms = [written(one.form) for one in LIBRARY.regulations.values()]
    fields = [field for form in forms for group in form.sheets for field in group.fields]
    assert all(field.sensitive for field in fields if field.kind in ("phone", "id_number"))
    assert sum(field.kind == "id_number" for field in fields) == 2


SEALS = {
    "xiaoshan": "镇街初审意见/签章 行业主管部门审核意见/签章 专家评估意见/签字 萧山区技师工作室管理办公室审批意见/签章",
    "urumqi": "申办单位的支持措施/盖章 申办单位意见/签字盖章 区（县）人力资源和社会保障局推荐意见/签字盖章 "
    "专家评估意见/签字 市人力资源和社会保障局意见/签字盖章",
    "daxing": "申报单位意见/盖章 专家评估意见/盖章 大兴区首席技师工作室评选领导小组意见/",
}


@pytest.mark.parametrize(("slug", "expected"), SEALS.items())
def test_seals_and_opinions_are_never_asked_for(slug: str, expected: str) -> None:
    boxes = [blank.field for blank in ordered_fields(form(slug), {}) if blank.field.official]
    assert [f"{box.label}/{box.by_hand}" for box in boxes] == expected.split()
    asked = {blank.field.called for blank in blank_fields(form(slug))}
    assert asked.isdisjoint(box.called for box in boxes)


def test_the_promise_of_urumqi_is_the_words_of_the_annex() -> None:
    regulation = LIBRARY.get("urumqi")
    promise = next(blank.field for blank in ordered_fields(written(regulation.form), {}) if blank.key == "support")
    assert promise.printed is not None
    assert promise.printed.quote.startswith("本单位郑重承诺")
    assert promise.printed.quote in regulation.get(promise.at).text


@pytest.mark.parametrize(
    ("slug", "minimum", "words"),
    [("xiaoshan", 3, "团队中拥有３人以上"), ("urumqi", 2, "不少于2名正式员工组成（不含领办人）")],
)
def test_members_repeat_with_the_minimum_of_the_rule(slug: str, minimum: int, words: str) -> None:
    members = next(group for group in form(slug).groups if group.id == "members")
    assert members.repeat is not None
    assert (members.repeat.minimum, members.repeat.maximum) == (minimum, 50)
    assert members.repeat.source is not None
    assert words in members.repeat.source.quote


def test_gaps_of_the_forms_are_said() -> None:
    members = next(group for group in form("xiaoshan").groups if group.id == "members")
    assert "职称" not in [field.label for field in members.fields]
    gap = next(field.gap for field in members.fields if field.label == "主要业绩")
    assert gap is not None
    assert "职称" in gap.text
    assert "开发区" in form("xiaoshan").gaps[0].text
    assert [word for word in ("出生年月", "在职在聘") if any(word in gap.text for gap in form("urumqi").gaps)] == [
        "出生年月",
        "在职在聘",
    ]
