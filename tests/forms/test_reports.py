"""The report: headings that the text demands, filled from the form where it says the same, and never made up."""

from __future__ import annotations

from knowledge.forms.report import report_values
from knowledge.library import written
from knowledge.loader import load

FORMS = {slug: written(regulation.form) for slug, regulation in load().regulations.items()}
LEADER = {"leader_name": "张三", "occupation": "电工"}


def test_an_empty_form_makes_an_outline_without_a_word() -> None:
    for form in FORMS.values():
        values = report_values(form, {}, {})
        assert len(values) == len(form.report.headings)
        assert set(values.values()) == {""}


def test_daxing_takes_over_what_its_form_asks_too() -> None:
    fields = {"unit_name": "大兴机床厂", **LEADER, "support": "给场地", "plan": "每季一次攻关", "goals": "带出五人"}
    values = report_values(FORMS["daxing"], fields, {})
    assert {key: value for key, value in values.items() if value} == {
        "report.workshop_name": "大兴机床厂张三电工首席技师工作室",
        "report.support": "给场地",
        "report.plan": "每季一次攻关",
        "report.goals": "带出五人",
    }


def test_what_was_typed_under_a_heading_stays_and_so_does_what_was_emptied() -> None:
    fields = {"support": "给场地", "plan": "攻关", "report.support": "给场地和设备", "report.plan": ""}
    values = report_values(FORMS["daxing"], fields, {})
    assert (values["report.support"], values["report.plan"]) == ("给场地和设备", "")


def test_xiaoshans_people_are_listed_from_the_form_without_numbers_of_theirs() -> None:
    fields = {
        **LEADER,
        "leader_id_number": "330109198805121236",
        "leader_birth": "1988年5月",
        "leader_level": "高级技师",
        "members.0.name": "李敏",
        "members.0.age": "35",
        "members.2.name": "王强",
        "members.2.age": "41岁",
    }
    people = report_values(FORMS["xiaoshan"], fields, {"members": 3})["report.people"]
    assert people.splitlines() == [
        "姓名：张三",
        "职业（工种）：电工",
        "职业资格等级：高级技师",
        "工作室成员情况：",
        "1. 姓名：李敏；年龄：35岁",
        "2. 姓名：王强；年龄：41岁",
    ]


def test_urumqi_names_the_leader_and_the_room() -> None:
    fields = {**LEADER, "workshop_place": "厂区三号楼", "workshop_area": "60", "workshop_name": "张三电工大师工作室"}
    values = report_values(FORMS["urumqi"], fields, {})
    assert values["report.workshop_name"] == "张三电工大师工作室"
    assert values["report.project_leader"] == "张三"
    assert values["report.basis"] == "领办人姓名：张三\n工作室地点：厂区三号楼\n工作室面积：60平方米"
    assert values["report.support"] == ""


def test_where_the_text_has_no_form_the_report_is_the_draft() -> None:
    assert report_values(FORMS["hangzhou"], {**LEADER, "need": "缺人"}, {}) == {
        "workshop_name": "张三电工技能大师工作室",
        "people": "",
        "need": "缺人",
        "support": "",
        "plan": "",
        "direction": "",
    }
