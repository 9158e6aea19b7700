"""Score sheets and yearly duties worked out by hand from the texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.cases import case_of
from knowledge.library import Library
from knowledge.scoring import review
from knowledge.scoring.inquiry import open_facts
from knowledge.scoring.what_if import what_if
from knowledge.vocabulary.facts import Answers
from tests.scoring.reviews import ON, all_done, points, reviewed, row

NOTHING_TO_COUNT = dict.fromkeys(
    ("high_skilled_two_years", "matching_funds_wan", "site_area", "team_formal_staff_excluding_leader"), 0
)


@pytest.mark.parametrize(
    ("slug", "row_id", "facts", "wanted"),
    [
        ("xiaoshan", "apprentices", {"apprentices_this_year": 4, "apprentice_roster": "有"}, 1),
        ("xiaoshan", "apprentices", {"apprentices_this_year": 3, "apprentice_roster": "有"}, 0),
        ("xiaoshan", "apprentices", {"apprentices_this_year": 5, "apprentice_roster": "没有"}, "1.5"),
        ("xiaoshan", "apprentices", {"apprentices": "８名", "roster": True}, 7),
        ("xiaoshan", "trained", {"high_skilled_this_year": 0, "high_skilled_roster": "有"}, 1),
        ("xiaoshan", "trained", {"high_skilled_this_year": 0, "high_skilled_roster": "没有"}, 0),
        ("xiaoshan", "site", {"dedicated_site": "有", "sign_visible": "否", "honours_display": "没有"}, 5),
        ("xiaoshan", "site", {"dedicated_site": "没有"}, 0),
        ("xiaoshan", "support", {"unit_yearly_funds": False, "unit_support_system": True}, 5),
        ("xiaoshan", "spending", {"accounts_kept": "有", "spending_rules": "没有"}, 0),
        ("xiaoshan", "spending", {"accounts_kept": "有", "spending_rules": "有", "improper_spending": "没有"}, 10),
        ("xiaoshan", "rules", {"studio_management_system": "有", "rules_posted": "没张贴"}, 3),
        ("xiaoshan", "reports", {"reports_submitted": "没有报送"}, 0),
        ("xiaoshan", "technicians", {"technicians_trained": 0, "senior_technicians_trained": 3}, 4),
        ("xiaoshan", "publications", {"patent_or_award": "没有", "paper_or_textbook": "没有"}, 0),
        ("urumqi", "matching_funds", {"matching_funds_wan": 8}, 16),
        ("urumqi", "matching_funds", {"matching_funds_wan": 0}, 0),
        ("urumqi", "team", {"team_formal_staff_excluding_leader": 1}, "2.5"),
        ("urumqi", "trained", {"high_skilled_two_years": 3}, 15),
        ("urumqi", "technicians", {"technicians_trained": 2, "senior_technicians_trained": 3}, 4),
        ("urumqi", "technicians", {"technicians_trained": 1, "senior_technicians_trained": 1}, "1.5"),
        ("urumqi", "site", {"site_area": "30平方米"}, 5),
        ("urumqi", "training_plan", {"training_plan": "没有", "apprentice_roster": "有"}, 1),
        ("urumqi", "meetings", {"industry_meetings": "没有开展"}, 0),
    ],
)
def test_what_can_be_counted_is_one_number(
    library: Library, slug: str, row_id: str, facts: dict[str, object], wanted: int | str
) -> None:
    assert points(reviewed(library, slug, **facts), row_id) == (Decimal(wanted),) * 3


@pytest.mark.parametrize(
    ("slug", "row_id", "facts", "wanted"),
    [
        ("xiaoshan", "reports", {"reports_submitted": "都及时报送了"}, (0, 10, 10)),
        ("xiaoshan", "exchange", {"exchange_and_service": "开展了一部分"}, (0, "7.5", 15)),
        ("xiaoshan", "media", {"media_report_district": "有"}, (0, 2, 2)),
        ("xiaoshan", "spending", {"accounts_kept": 1, "spending_rules": 1, "improper_spending": "有"}, (0, 5, 10)),
        ("urumqi", "matching_funds", {"matching_funds_wan": "8.5万"}, (16, 17, 18)),
        ("urumqi", "site", {"site_area": 25}, (0, "2.5", 5)),
        ("urumqi", "problems", {"production_problems_solved": "没有"}, (0, 0, 3)),
        ("urumqi", "internal_training", {"internal_training": "否"}, (0, 0, 4)),
        ("urumqi", "awards", {"patent_or_award": "有"}, (0, 2, 2)),
    ],
)
def test_what_people_judge_is_a_range(
    library: Library, slug: str, row_id: str, facts: dict[str, object], wanted: tuple[int | str, ...]
) -> None:
    assert points(reviewed(library, slug, **facts), row_id) == tuple(map(Decimal, wanted))


def test_the_floor_is_told_as_our_reading(library: Library) -> None:
    sheet = reviewed(library, "xiaoshan", apprentices_this_year=3, apprentice_roster=True)
    assert "扣10.5分" in row(sheet, "apprentices").reason
    assert "扣到0分为止" in row(sheet, "apprentices").reason
    assert any("扣成负数" in one for one in sheet.readings)


def test_an_empty_roster_is_told_as_our_reading(library: Library) -> None:
    empty = reviewed(library, "xiaoshan", high_skilled_this_year=0, high_skilled_roster=True)
    assert any("花名册是空的" in one for one in empty.readings)
    assert not any("花名册是空的" in one for one in reviewed(library, "xiaoshan").readings)


def test_xiaoshan_has_no_pass_mark_whatever_the_points(library: Library) -> None:
    for sheet in (reviewed(library, "xiaoshan"), review.score(library, "xiaoshan", all_done(library, "xiaoshan"), ON)):
        assert sheet.grade == "not_stated"
        assert any("没有写多少分算合格" in one.text for one in sheet.statements)


def test_urumqi_with_all_that_counts_passes_whatever_the_discretion(library: Library) -> None:
    done = all_done(library, "urumqi")
    none_of_bonus: Answers = {"technicians_trained": 0, "senior_technicians_trained": 0}
    none_of_bonus |= dict.fromkeys(("media_report_city", "patent_or_award", "paper_or_textbook"), 0)
    disputed: Answers = {
        "organisation_system": "建立了，但不完整",
        "site_area": 29,
        "equipment_matches_goals": "配备了，但不合理",
    }
    sheet = review.score(library, "urumqi", {**done, **none_of_bonus, **disputed}, ON)
    assert sheet.total is not None
    assert (int(sheet.total.low), int(sheet.total.high)) == (69, 100)
    assert sheet.grades == ("优秀", "合格")


@pytest.mark.parametrize(
    ("changes", "grades", "grade"),
    [
        ({}, ("优秀", "合格"), "优秀"),
        ({"high_skilled_two_years": 2, "matching_funds_wan": 2}, ("合格", "不合格"), "合格"),
        (NOTHING_TO_COUNT, ("不合格",), "不合格"),
        ({"high_skilled_two_years": None}, ("优秀", "合格"), None),
    ],
)
def test_urumqi_grades_go_by_ninety_and_sixty(
    library: Library, changes: Answers, grades: tuple[str, ...], grade: str | None
) -> None:
    sheet = review.score(library, "urumqi", {**all_done(library, "urumqi"), **changes}, ON)
    assert (sheet.grades, sheet.grade) == (grades, grade)


@pytest.mark.parametrize(
    ("slug", "fact", "words"),
    [
        ("xiaoshan", "refused_assessment", "拒绝接受考核管理的"),
        ("xiaoshan", "leader_retired", "领衔人不再从事技术技能岗位工作或退休或离开申报单位的"),
        ("xiaoshan", "unit_closed", "申请承办的单位被注销或撤销的"),
        ("hangzhou", "unit_closed", "申请承办的单位被注销或撤销的"),
    ],
)
def test_a_veto_decides_whatever_the_points(library: Library, slug: str, fact: str, words: str) -> None:
    done = {name: value for name, value in all_done(library, slug).items() if not name.startswith("veto_grounds")}
    sheet = review.score(library, slug, {**done, "honours_display": False, fact: True}, ON)
    assert (sheet.grade, sheet.grades) == ("不合格", ("不合格",))
    assert (sheet.improvements, sheet.swing) == ((), ())
    assert words in [ground.source.quote for ground in sheet.grounds]


def test_a_retired_leader_is_not_reviewed_in_hangzhou_and_nothing_more_is_claimed(library: Library) -> None:
    sheet = reviewed(library, "hangzhou", leader_retired=True, refused_assessment=False)
    (ground,) = sheet.grounds
    assert ground.grade == ""
    assert "不列入考核有什么后果，文中没有写" in ground.text
    assert sheet.grade == "not_stated"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("荣誉技能大师工作室", ["leader_left_unit"]),
        ("原有工作室或续建", ["leader_left_unit", "leader_retired"]),
        (None, ["leader_left_unit", "leader_retired"]),
    ],
)
def test_of_an_honorary_workshop_only_the_retired_leader_is_excepted(
    library: Library, kind: str | None, facts: list[str]
) -> None:
    sheet = reviewed(library, "hangzhou", hangzhou_workshop_kind=kind, leader_retired=True, leader_left_unit=True)
    assert [ground.id for ground in sheet.grounds] == facts


def test_whether_a_workshop_is_honorary_is_asked_once_its_leader_has_retired(library: Library) -> None:
    regulation, case = library.get("hangzhou"), case_of(library, {"leader_retired": True}, ON)
    assert "hangzhou_workshop_kind" in open_facts(regulation, case)
    assert "hangzhou_workshop_kind" not in open_facts(regulation, case.changed({"leader_retired": False}))
    honorary = reviewed(library, "hangzhou", leader_retired=True, hangzhou_workshop_kind="荣誉")
    assert honorary.grounds == ()


def test_what_befalls_the_leader_does_not_touch_the_points_of_urumqi(library: Library) -> None:
    done = all_done(library, "urumqi")
    assert review.score(library, "urumqi", {**done, "leader_retired": True}, ON) == review.score(
        library, "urumqi", done, ON
    )


@pytest.mark.parametrize(
    ("workshop_class", "trained", "certified", "gaps"),
    [
        ("传统工艺类", 6, 2, (0, 1)),
        ("现代技术类", 6, 4, (2, 0)),
        ("文化创意", 4, 1, (0, 1)),
        ("现代技术类", 20, 4, (0, 0)),
    ],
)
def test_zhengzhou_wants_half_of_the_minimum_certified(
    library: Library, workshop_class: str, trained: int, certified: int, gaps: tuple[int, int]
) -> None:
    sheet = reviewed(
        library,
        "zhengzhou",
        zhengzhou_class=workshop_class,
        high_skilled_this_year=trained,
        newly_certified_this_year=certified,
    )
    assert tuple(duty.gap for duty in sheet.duties[:2]) == gaps
    assert [duty.met for duty in sheet.duties[:2]] == [gap == 0 for gap in gaps]


def test_zhengzhou_says_how_the_half_comes_about(library: Library) -> None:
    facts = {"zhengzhou_class": "传统工艺类", "high_skilled_this_year": 6, "newly_certified_this_year": 2}
    assert "至少3人（6×50%=3），取证差1人" in reviewed(library, "zhengzhou", **facts).duties[1].reason


def test_zhengzhou_leaves_heritage_open(library: Library) -> None:
    facts = {"zhengzhou_class": "传统工艺类", "high_skilled_this_year": 1, "newly_certified_this_year": 0}
    sheet = reviewed(library, "zhengzhou", heritage="是", **facts)
    assert [duty.met for duty in sheet.duties[:2]] == [None, None]
    assert "另行确定" in sheet.duties[0].reason


def test_a_class_is_only_needed_where_it_matters(library: Library) -> None:
    assert reviewed(library, "zhengzhou", high_skilled_this_year=8).duties[0].met is True
    unsure = reviewed(library, "zhengzhou", high_skilled_this_year=5).duties[0]
    assert unsure.met is None
    assert "工作室类别" in unsure.reason
    few = reviewed(library, "zhengzhou", high_skilled_this_year=3).duties[0]
    assert (few.met, few.gap) == (False, None)


@pytest.mark.parametrize(
    ("filed", "met", "gap"),
    [
        ("2026-01-20", True, 0),
        ("2026-01-21", False, 1),
        ("2025-12-30", True, 0),
        ("2026-02-28", False, 39),
        ("2026-01", None, None),
        ("没有", False, None),
    ],
)
def test_the_day_itself_counts_for_the_plan(library: Library, filed: str, met: bool | None, gap: int | None) -> None:
    duty = reviewed(library, "zhengzhou", annual_plan_filed_on=filed).duties[4]
    assert (duty.met, duty.gap) == (met, gap)


HANDED_IN = [
    ("zhengzhou", "ZZ-Y-PLAN", "annual_plan_filed_on", "plan_filed_by_january_20"),
    ("hangzhou", "HZ-Y-SELFCHECK", "self_check_filed_on", "self_check_filed_by_january_5"),
]


def test_every_duty_with_a_day_is_tried(library: Library) -> None:
    found = [
        (slug, duty.id, duty.deadline.date_fact, duty.deadline.fact)
        for slug, regulation in library.regulations.items()
        for duty in regulation.obligations.duties
        if duty.deadline
    ]
    assert sorted(found) == sorted(HANDED_IN)


@pytest.mark.parametrize(("slug", "duty_id", "day", "in_time"), HANDED_IN)
@given(filed=st.dates(date(2010, 1, 1), date(2025, 10, 31)) | st.dates(date(2026, 11, 1), date(2026, 11, 20)))
def test_a_paper_of_another_year_says_nothing_of_this_one(
    library: Library, slug: str, duty_id: str, day: str, in_time: str, filed: date
) -> None:
    for said, met in ((None, None), (True, True), (False, False)):
        answers: Answers = {day: filed.isoformat(), in_time: said}
        (duty,) = (one for one in review.score(library, slug, answers, ON).duties if one.id == duty_id)
        assert duty.met is met
        assert "说明不了2026年的" in duty.reason
    case = case_of(library, {day: filed.isoformat()}, ON)
    assert in_time in open_facts(library.get(slug), case)
    assert in_time not in open_facts(library.get(slug), case.changed({day: "2026-01-04"}))


def test_a_plan_not_filed_yet_is_not_late_before_its_day(library: Library) -> None:
    early = ON.replace(month=1, day=15)
    duty = review.score(library, "zhengzhou", {"annual_plan_filed_on": "没有"}, early).duties[4]
    assert duty.met is None
    assert "还来得及" in duty.reason


@pytest.mark.parametrize("slug", ["hangzhou", "zhengzhou", "daxing"])
def test_no_row_is_made_up_where_the_text_has_no_sheet(library: Library, slug: str) -> None:
    sheet = review.score(library, slug, all_done(library, slug), ON)
    assert (sheet.rows, sheet.total, sheet.grade) == ((), None, "not_stated")
    assert any(one.not_stated for one in sheet.statements)


def test_hangzhou_names_its_five_dimensions(library: Library) -> None:
    quotes = [one.quote for one in reviewed(library, "hangzhou").statements]
    assert any("日常管理、基础保障、技术成果、技术交流、带徒传艺" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("slug", "facts", "words", "gain"),
    [
        ("xiaoshan", {"apprentices_this_year": 8, "apprentice_roster": True}, "再带2名徒弟能加几分", 3),
        ("xiaoshan", {"technicians_trained": 0, "senior_technicians_trained": 1}, "多培养1名高级技师", 2),
        ("urumqi", {"matching_funds_wan": 8}, "如果再配套2万元", 4),
        ("urumqi", {"high_skilled_two_years": 5}, "再培养一名高技能人才", 0),
    ],
)
def test_what_if(library: Library, slug: str, facts: dict[str, int], words: str, gain: int) -> None:
    found = what_if(library, slug, facts, ON, words)
    assert found is not None
    assert found.row_after - found.row_before == found.total_after - found.total_before == gain


@pytest.mark.parametrize("words", ["再说一遍", "再带几名徒弟", "再买2台机床"])
def test_what_is_not_counted_is_no_what_if(library: Library, words: str) -> None:
    assert what_if(library, "xiaoshan", {"apprentices_this_year": 8}, ON, words) is None


def test_the_cheapest_improvements_come_first_and_name_their_gain(library: Library) -> None:
    done = all_done(library, "xiaoshan")
    poor = {"accounts_kept": False, "spending_rules": False, "honours_display": False, "apprentices_this_year": 8}
    found = review.score(library, "xiaoshan", {**done, **poor}, ON).improvements
    assert [(one.text, int(one.gain)) for one in found] == [
        ("把经费账目建起来、理清楚，并且制定经费管理办法", 10),
        ("设一块成果荣誉展示栏", 3),
        ("再带2名徒弟", 3),
    ]
