"""Answers as people type them and as fact sheets hold them."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.vocabulary.facts import NEVER, Fact, Value
from knowledge.vocabulary.typed import LONGEST, BadValueError
from knowledge.vocabulary.values import parse, parse_sheet, show
from tests.law import LIBRARY

ON = date(2026, 11, 20)
TEAM, MONEY, BIRTH, BAN = "team_excluding_leader", "matching_funds_wan", "leader_birth", "falsification_date"


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        (TEAM, "3", 3),
        (TEAM, "３人", 3),
        (TEAM, "三个人", 3),
        (TEAM, "3 名。", 3),
        (TEAM, "一共三位", 3),
        (TEAM, "两个", 2),
        (TEAM, "仨", 3),
        (TEAM, "十二人", 12),
        (TEAM, "没有", 0),
        (TEAM, "一个也没有", 0),
        (TEAM, "不清楚", None),
        (MONEY, "10", 10),
        (MONEY, "十万", 10),
        (MONEY, "10万元", 10),
        (MONEY, "9.5万", 9.5),
        (MONEY, "100000元", 10),
        (MONEY, "100,000元", 10),
        ("funding", "有", True),
        ("funding", "是的。", True),
        ("funding", "有的", True),
        ("funding", "没问题", True),
        ("funding", "没有", False),
        ("funding", "还没有安排", False),
        ("work_agreement_signed", "还没签协议", False),
        ("site", "有场地", True),
        ("ethics_ok", "没有违法违纪", True),
        ("funding", "1", True),
        ("funding", "2", False),
        ("funding", "YES", True),
        ("funding", "不确定", None),
        ("applicant_is_unit", "个人", False),
        ("unit_in_hangzhou", "桐庐", True),
        ("unit_in_hangzhou", "杭州市余杭区", True),
        ("unit_in_hangzhou", "不在杭州", False),
        ("leader_level", "技师", "技师"),
        ("leader_level", "二级", "技师"),
        ("leader_level", "一级／高级技师", "高级技师"),
        ("leader_level", "他是高级技师", "高级技师"),
        ("leader_level", "高级工", "高级工"),
        ("leader_level", "senior_technician", "高级技师"),
        ("leader_level", "没有", "没有技能等级"),
        ("leader_level", "1", "首席技师或特级技师"),
        ("leader_level", "工程师", "只有中级职称"),
        ("leader_level", "职业技能等级一级", "高级技师"),
        ("leader_level", "中式烹调师二级", "技师"),
        ("leader_level", "助理技师", "高级工"),
        ("leader_level", "预备技师", "高级工"),
        ("leader_level", "高级讲师", "只有高级职称"),
        ("unit_type", "个体户", "个体工商户"),
        ("unit_type", "民营医院", "其他单位"),
        ("unit_type", "职业培训学校", "其他单位"),
        ("unit_type", "科研机构", "事业单位"),
        ("unit_type", "我们是国有企业", "企业"),
        ("unit_type", "民办非企业单位", "民办非企业单位"),
        ("unit_type", "农业服务站", "其他单位"),
        ("carrier_type", "科技和技能含量较高的大中型企业", "大中型企业"),
        ("carrier_type", "大型国有企业", "大中型企业"),
        ("carrier_type", "技工学校", "职业（技工）院校"),
        ("carrier_type", "民办非企业单位", "其他"),
        ("unit_in_xiaoshan", "注册地在萧山区，经营地在余杭区", "只有注册在"),
        ("registered_or_operating_in_daxing", "都不是", False),
        ("registered_or_operating_in_daxing", "丰台区", False),
        ("unit_in_hangzhou", "宁波市", False),
        ("district_level_studio", "区级", True),
        ("leader_on_job", "已退休", False),
        ("work_agreement_signed", "已签署", True),
        ("work_agreement_signed", "未签署", False),
        ("talent_policy_system", "不完善", False),
        ("basis_training_plan", "有三年培养计划", True),
        ("basis_training_plan", "没有培养计划", False),
        ("alt1", "河南省技术能手", True),
        ("alt3", "带出4名高级工", True),
        ("alt3", "没有培养出高技能人才", False),
        ("funding", "0", False),
        (TEAM, "5 people", 5),
        ("leader_title", "高级工程师", "高级"),
        ("leader_title", "助理工程师", "初级"),
        ("leader_title", "高级技师", "没有职称"),
        ("leader_title", "副教授", "高级"),
        ("leader_title", "助理工艺美术师", "初级"),
        ("leader_title", "助理农艺师", "初级"),
        ("leader_post_type", "50", "工人岗"),
        ("unit_in_xiaoshan", "是", "注册和经营都在"),
        ("unit_in_xiaoshan", "注册在萧山，经营在外", "只有注册在"),
        ("unit_in_xiaoshan", "不在", "都不在"),
        ("unit_in_xiaoshan", "注册地在萧山，经营地在滨江", "只有注册在"),
        ("team_all_unit_staff", "有劳务派遣人员", "有劳务派遣等"),
        ("leader_honours", "1 3", ("国务院政府特殊津贴", "钱江技能大奖")),
        ("leader_honours", "钱江技能大奖；中华技能大奖", ("中华技能大奖", "钱江技能大奖")),
        ("leader_honours", "全国劳动模范和先进工作者", ("全国劳动模范或先进工作者",)),
        ("leader_honours", "浙江工匠", ("其他荣誉",)),
        ("leader_honours", "都没有", ()),
        (BIRTH, "68年5月", "1968-05"),
        (BIRTH, "1968.5", "1968-05"),
        (BIRTH, "1968.10", "1968-10"),
        (BIRTH, "1968-05-20", "1968-05-20"),
        (BIRTH, "１９６８年５月２０日", "1968-05-20"),
        (BIRTH, "19680520", "1968-05-20"),
        (BIRTH, "一九六八年十二月生", "1968-12"),
        (BAN, "2024年6月", "2024-06"),
        (BAN, "去年6月", "2025-06"),
        (BAN, "24年6月3号", "2024-06-03"),
        (BAN, "没有过", NEVER),
        (BAN, "从来没有", NEVER),
        (BAN, "不清楚", None),
    ],
)
def test_typed_answers(library: Library, fact: str, typed: str, value: Value) -> None:
    assert parse(library.facts[fact], typed, on=ON) == value


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        (TEAM, "十来个"),
        (TEAM, "三五个"),
        (TEAM, "3人以上"),
        (TEAM, "3-5"),
        (TEAM, "-1"),
        (TEAM, "2.5"),
        (TEAM, "1e309"),
        (TEAM, "NaN"),
        (TEAM, "٣"),
        (TEAM, "999999"),
        (TEAM, "很多"),
        (MONEY, "负十万"),
        ("funding", "有没有"),
        ("funding", "有，但不够"),
        ("healthy_and_able", "有慢性病"),
        ("ethics_ok", "无违纪但有处分"),
        ("funding", "👍"),
        ("leader_level", "没有技师证吗"),
        ("leader_level", "正在考技师"),
        ("leader_level", "技师学院毕业"),
        ("basis_training_plan", "正在制定培养计划"),
        ("unit_type", "不是企业"),
        ("unit_type", "企业和事业单位"),
        ("leader_sex", "3"),
        ("unit_in_xiaoshan", "我们老板住在萧山，厂在滨江"),
        (BIRTH, "1968"),
        (BIRTH, "1968-13"),
        (BIRTH, "1968-02-30"),
        (BIRTH, "1868-02"),
        (BIRTH, "2030年1月"),
        (BIRTH, "五八"),
        (BAN, "有"),
        (BAN, "2027-01"),
        ("funding", ""),
        ("funding", " 。 "),
        ("funding", "有\u200b"),
        ("funding", "有\x00有"),
        (TEAM, "3\u202e"),
        ("unit_type", "企" * 65536),
        (TEAM, "1" * 65536),
    ],
)
def test_what_is_not_understood_is_asked_again_with_an_example(library: Library, fact: str, typed: str) -> None:
    with pytest.raises(BadValueError) as bad:
        parse(library.facts[fact], typed, on=ON)
    assert bad.value.message.endswith("。")
    assert "请" in bad.value.message
    assert len(bad.value.message) < 400


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("funding", True, True),
        ("funding", 0, False),
        ("funding", None, None),
        (TEAM, 3, 3),
        (TEAM, 3.0, 3),
        (MONEY, 9.5, 9.5),
        (BAN, None, NEVER),
        (BAN, False, NEVER),
        (BAN, "unknown", None),
        (BAN, "2024-06-15T00:00:00Z", "2024-06-15"),
        (BIRTH, 196805, "1968-05"),
        (BIRTH, None, None),
        ("unit_in_xiaoshan", True, "注册和经营都在"),
        ("unit_in_xiaoshan", False, "都不在"),
        ("team_all_unit_staff", True, "都是"),
        ("leader_honours", [], ()),
        ("leader_honours", False, ()),
        ("leader_honours", True, ("所列荣誉中的一项（没说是哪一项）",)),
        ("leader_honours", ["中华技能大奖", "浙江工匠"], ("中华技能大奖", "其他荣誉")),
        ("leader_level", None, None),
        ("leader_level", ["技师"], "技师"),
        ("leader_post_type", 55, "管理或技术岗"),
        ("alt1", [], False),
        ("alt1", ["河南省技术能手"], True),
        (BAN, [], NEVER),
        (TEAM, [3], 3),
    ],
)
def test_json_answers(library: Library, fact: str, raw: object, value: Value) -> None:
    assert parse(library.facts[fact], raw) == value


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        (TEAM, True),
        (TEAM, float("nan")),
        (TEAM, float("inf")),
        (TEAM, 10**400),
        (TEAM, [3, 4]),
        (TEAM, []),
        (TEAM, [[3]]),
        ("funding", 2),
        ("leader_level", 2),
        ("leader_level", True),
        ("unit_type", {"a": 1}),
        ("leader_honours", [1, 2]),
        (BIRTH, 1968.1),
        (BIRTH, 10**400),
        (BAN, True),
    ],
)
def test_json_of_another_kind_is_refused(library: Library, fact: str, raw: object) -> None:
    with pytest.raises(BadValueError):
        parse(library.facts[fact], raw)


def test_the_day_of_birth_is_dropped_in_a_chat_and_the_day_of_an_event_is_not(library: Library) -> None:
    assert parse(library.facts[BIRTH], "1968-05-20", keep_day=False) == "1968-05"
    assert parse(library.facts[BAN], "2024-05-20", keep_day=False) == "2024-05-20"


def test_a_sheet_may_use_other_names_and_tells_what_it_could_not_use(library: Library) -> None:
    sheet = {"talent_systems": True, "applicant_via_unit": "是", "fundng": True, "team_excluding_leader": "很多"}
    answers, problems = parse_sheet(library.facts, sheet)
    assert answers == {"talent_policy_system": True, "applicant_is_unit": True}
    assert {problem.fact for problem in problems} == {"fundng", "team_excluding_leader"}
    assert "funding" in next(problem.message for problem in problems if problem.fact == "fundng")


def test_a_person_who_says_to_be_a_unit_is_taken_for_a_person_and_told(library: Library) -> None:
    answers, problems = parse_sheet(library.facts, {"applicant_is_unit": True, "unit_type": "个人"})
    assert answers == {"unit_type": "个人"}
    assert [problem.fact for problem in problems] == ["applicant_is_unit"]
    answers, problems = parse_sheet(library.facts, {"applicant_is_unit": False, "unit_type": "企业"})
    assert answers == {"applicant_is_unit": False, "unit_type": "企业"}
    assert not problems


def test_two_names_of_one_fact_that_disagree_are_told(library: Library) -> None:
    answers, problems = parse_sheet(library.facts, {"mgmt_system": False, "studio_management_system": True})
    assert answers == {"studio_management_system": True}
    assert [problem.fact for problem in problems] == ["mgmt_system"]


ALL_FACTS = dict(LIBRARY.facts)
FACTS = [pytest.param(fact, id=fact.id) for fact in ALL_FACTS.values()]


@pytest.mark.parametrize("fact", FACTS)
def test_what_is_shown_is_understood_again(fact: Fact) -> None:
    values: dict[str, tuple[Value, ...]] = {
        "yes_no": (True, False, None),
        "number": (0, 3),
        "month": ("1968-05", "1968-05-20"),
        "event": (NEVER, "2024-06", "2024-06-30"),
        "choice": tuple(choice.value for choice in fact.choices),
        "choices": ((), *((choice.value,) for choice in fact.choices)),
        "series": ((), *((choice.value,) * 2 for choice in fact.choices)),
    }
    for value in values[fact.kind]:
        assert parse(fact, show(fact, value)) == value


@pytest.mark.parametrize("fact", FACTS)
def test_every_choice_is_taken_by_its_number_and_by_all_its_words(fact: Fact) -> None:
    if fact.kind not in ("choice", "choices"):
        return
    for number, choice in enumerate(fact.offered, start=1):
        taken = parse(fact, f"{number}") if str(number) not in choice.also else choice.value
        assert taken in (choice.value, (choice.value,))
    for choice in fact.choices:
        for word in choice.also:
            assert parse(fact, word) in (choice.value, (choice.value,)), word


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("合格、合格、不合格", ("合格", "合格", "不合格")),
        ("2023年合格，2024年：不合格", ("合格", "不合格")),
        ("第一年合格 第二年优秀", ("合格", "优秀")),
        ("三次合格", ("合格",) * 3),
        ("合格两次，不合格1次", ("合格", "合格", "不合格")),
        ("两年都合格", ("合格", "合格")),
        ("考核合格", ("合格",)),
        ("没通过", ("不合格",)),
        ("还没考过", ()),
        ("没有", ()),
        (False, ()),
        ([], ()),
        (["合格", "fail", "合格"], ("合格", "不合格", "合格")),
        ({"2024": "不合格", "2023": "合格"}, ("合格", "不合格")),
        ("不清楚", None),
    ],
)
def test_results_one_after_the_other(raw: object, expected: Value) -> None:
    assert parse(ALL_FACTS["review_results"], raw) == expected


@pytest.mark.parametrize("raw", ["良好", "合格吗", "合格、大概", 2, True, [1], {"2024": 3}])
def test_no_results(raw: object) -> None:
    with pytest.raises(BadValueError) as bad:
        parse(ALL_FACTS["review_results"], raw)
    assert "合格、合格、不合格" in bad.value.message


def test_a_date_may_lie_ahead_where_the_fact_says_so() -> None:
    assert parse(ALL_FACTS["construction_end"], "2030年5月", on=ON) == "2030-05"
    with pytest.raises(BadValueError):
        parse(ALL_FACTS["named_on"], "2030年5月", on=ON)


@settings(max_examples=300, deadline=200)
@given(
    data=st.data(),
    text=st.one_of(st.text(max_size=300), st.text("0123456789.-年月日人万元个不没有是一二三十", max_size=20)),
)
def test_any_text_is_understood_or_asked_again_and_never_breaks(data: st.DataObject, text: str) -> None:
    fact = data.draw(st.sampled_from(list(ALL_FACTS.values())))
    try:
        value = parse(fact, text, on=ON)
    except BadValueError:
        return
    assert len(text) <= LONGEST
    assert parse(fact, show(fact, value), on=ON) == value


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=400)
@given(sheet=st.dictionaries(st.sampled_from(list(ALL_FACTS)) | st.text(max_size=10), json_values))
def test_any_sheet_is_read_and_its_answers_can_be_stored(sheet: dict[str, object]) -> None:
    answers, problems = parse_sheet(ALL_FACTS, sheet)
    assert len(answers) + len(problems) == len(sheet)
    stored = json.loads(json.dumps(answers, allow_nan=False))
    assert {fact: tuple(value) if isinstance(value, list) else value for fact, value in stored.items()} == answers
