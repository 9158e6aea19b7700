"""What a form says back while it is filled in: wrong numbers, odd dates, people who do not agree with themselves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.forms.cleaning import clean
from knowledge.forms.fields import FieldKind, FormField, Group, Repeat
from knowledge.forms.form import Form, ordered_fields, report_blanks
from knowledge.forms.validation import check, empty
from knowledge.forms.values import LONG_TEXT, SHORT_TEXT, Wrong, wrong
from knowledge.library import written
from knowledge.loader import load

FORMS = {slug: written(regulation.form) for slug, regulation in load().regulations.items()}
ON = date(2026, 11, 20)
SOUND = "330109198805121236"
"""An identity number of a man born on 12 May 1988."""

TEAM = {"members.0.name": "李敏", "members.1.name": "王强", "members.2.name": "陈晨"}


def said(slug: str, fields: dict[str, str], rows: dict[str, int] | None = None) -> list[str]:
    """The remarks as ``key kind text``, for a team that is complete unless rows say otherwise."""
    whole = {**TEAM, **fields} if rows is None else fields
    return [f"{one.key} {one.kind} {one.text}" for one in check(FORMS[slug], whole, rows or {"members": 3}, ON)]


def one(kind: FieldKind, value: str, **more: object) -> Wrong | None:
    """What is wrong with one value of that kind."""
    return wrong(FormField.model_validate({"id": "a", "label": "甲", "at": "art_1", "kind": kind, **more}), value, ON)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("id_number", SOUND),
        ("id_number", "３３０１０９ 19880512 1236"),
        ("id_number", "11010519491231002x"),
        ("credit_code", "91110000600037341L"),
        ("phone", "0571-82812345转8001"),
        ("phone", "0571-82812345-8001"),
        ("phone", "（0571）82812345"),
        ("phone", "+86 138 1234 5678"),
        ("phone", "0991-2345678、13812345678"),
        ("phone", "0571—82812345 分机 8001"),
        ("mobile", "138 1234 5678"),
        ("email", "zhang.san@example.com"),
        ("email", "张三@例子.中国"),
        ("postcode", "311200"),
        ("date", "2026年11月20日"),
        ("date", "2026.11.20"),
        ("date", "二〇二六年十一月二十日"),
        ("month", "1988年5月"),
        ("month", "88.5"),
        ("month", "1988-05"),
        ("month", "1988年5月12日"),
        ("number", "80"),
        ("number", "80平方米"),
        ("number", "1,200.5"),
        ("number", "一百二十"),
        ("age", "35岁"),
    ],
)
def test_the_many_ways_of_writing_the_same_are_all_right(kind: FieldKind, value: str) -> None:
    assert one(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("id_number", "33010919880512123", "error 身份证号码应是18位"),
        ("id_number", "330109198805121234", "error 这个身份证号码的最后一位（校验码）不对"),
        ("id_number", "330109198802301231", "error 这个身份证号码里的出生日期不存在"),
        ("id_number", "990109198805121239", "error 这个身份证号码的开头不是任何地区"),
        ("id_number", "护照 E12345678", "warning 这不像身份证号码。用其他证件的"),
        ("credit_code", "91110000600037341X", "error 这个统一社会信用代码的最后一位"),
        ("credit_code", "123", "error 统一社会信用代码是18位"),
        ("phone", "82812345", "warning 这不像有效的电话号码，请核对；座机要写区号"),
        ("phone", "没有", "error 这不是电话号码"),
        ("phone", "13812345678/1234", "warning 这不像有效的电话号码"),
        ("mobile", "0571-82812345", "warning 这一栏要的是手机号码"),
        ("email", "zhangsan", "error 这不是可用的电子邮箱地址"),
        ("email", "a@b@c.com", "error 这不是可用的电子邮箱地址"),
        ("postcode", "31120", "error 邮编是6位数字"),
        ("date", "2026年2月30日", "error 日历上没有这一天"),
        ("date", "2026年11月", "warning 还需要写到日"),
        ("date", "2026年12月1日", "warning 这个日期还没有到"),
        ("date", "上个月吧", "warning 没看懂这个日期，请写成“2026年11月20日”这样"),
        ("month", "1988", "warning 还需要月份，请写成“1988年5月”这样"),
        ("number", "很大", "error 这一栏请填数字"),
        ("number", "80到100", "warning 这一栏最好只写一个数字"),
        ("number", "-3", "error 这一栏不能是负数"),
        ("age", "8", "warning 年龄一般在16到100岁之间"),
        ("age", "35.5", "warning 年龄一般在16到100岁之间"),
        ("text", "长" * (SHORT_TEXT + 1), f"error 这一栏最多写{SHORT_TEXT}个字，现在有{SHORT_TEXT + 1}个字"),
        ("long_text", "长" * 65_536, f"error 这一栏最多写{LONG_TEXT}个字，现在有65536个字"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(kind: FieldKind, value: str, expected: str) -> None:
    found = one(kind, value)
    assert found is not None
    assert f"{found.kind} {found.text}".startswith(expected)


def test_a_choice_names_what_may_be_chosen() -> None:
    assert one("choice", "女士", choices=("男", "女")) == Wrong("error", "这一栏请写：男或女。")


def test_a_birth_still_to_come_is_impossible() -> None:
    found = one("month", "2027年1月", person="birth")
    assert found == Wrong("error", "这个日期还没有到，请核对。")


def test_the_identity_number_is_held_against_birth_and_sex() -> None:
    """The archive may have another birthday than the card, so that a difference is odd and no error."""
    fields = {"leader_id_number": SOUND, "leader_birth": "1987年5月", "leader_sex": "女"}
    assert said("xiaoshan", fields) == [
        "leader_sex warning 和身份证号码里的性别（男）不一致，请核对。",
        "leader_birth warning 和身份证号码里的出生日期（1988年5月）不一致，请核对。",
    ]
    assert said("xiaoshan", {**fields, "leader_birth": "1988.5", "leader_sex": "男"}) == []


def test_a_wrong_identity_number_is_told_once_and_not_compared() -> None:
    fields = {"leader_id_number": SOUND[:-1] + "0", "leader_birth": "1970年1月"}
    assert [line.split(" ", 2)[:2] for line in said("xiaoshan", fields)] == [["leader_id_number", "error"]]


def test_work_begins_at_sixteen() -> None:
    fields = {"leader_id_number": SOUND, "leader_work_since": "2003年6月"}
    assert said("urumqi", fields) == ["leader_work_since warning 和出生年月对不上：参加工作时还不满16周岁，请核对。"]
    assert said("urumqi", {**fields, "leader_work_since": "2004年6月"}) == []


def test_an_age_agrees_with_the_birth_beside_it() -> None:
    fields = (
        FormField(id="birth", label="出生年月", at="art_1", kind="month", person="birth"),
        FormField(id="age", label="年龄", at="art_1", kind="age"),
    )
    people = Group(id="people", title="人员", repeat=Repeat(), fields=fields)
    form = FORMS["daxing"].model_copy(update={"groups": (people,)})

    def told(age: str) -> list[str]:
        values = {"people.0.birth": "1988年5月", "people.0.age": age}
        return [one.text for one in check(form, values, {"people": 1}, ON)]

    assert told("38") == []
    assert told("39") == []  # 虚岁
    assert told("37") == ["和出生年月对不上：按出生年月是38周岁，请核对。"]


def test_a_short_team_is_told_with_the_words_of_the_rule() -> None:
    (remark,) = check(FORMS["urumqi"], {"members.0.name": "李敏"}, {"members": 2}, ON)
    assert (remark.key, remark.kind) == ("members", "warning")
    assert remark.text == "“技能大师工作室其他人员”填了1条，规定至少2名。"
    assert remark.source is not None
    assert "不少于2名正式员工" in remark.source.quote


def test_more_entries_than_the_form_takes_are_told() -> None:
    fields = {f"members.{row}.name": f"成员{row}号" for row in range(60)}
    assert said("xiaoshan", fields, {"members": 60}) == ["members error “工作室成员情况”最多填50条，其余请另附表。"]


def test_the_same_member_twice_and_the_leader_among_them() -> None:
    fields = {"leader_name": "张三", "members.1.name": "李 敏", "members.2.name": "张三"}
    assert said("xiaoshan", fields) == [
        "members.1.name warning 和第1条的姓名相同，是不是填重了？只是同名的，可以不改。",
        "members.2.name warning 和“姓名”是同一个姓名；这里填其他人。只是同名的，可以不改。",
    ]


def test_a_name_that_departs_from_the_format_is_told_with_the_format() -> None:
    fields = {**TEAM, "leader_name": "张三", "occupation": "电工", "workshop_name": "张三技师工作室"}
    (remark,) = check(FORMS["xiaoshan"], fields, {"members": 3}, ON)
    assert remark.text == "这个名称和规定的格式不一致（缺少“萧山区”；缺少“职业工种名称”）。"
    assert remark.source is not None
    assert "萧山区＋领办人名字" in remark.source.quote
    assert said("zhengzhou", {"application_report": "随便"}) == []


def test_a_total_is_the_sum_of_its_parts() -> None:
    items = Group(
        id="items",
        title="设备",
        repeat=Repeat(),
        fields=(FormField(id="price", label="金额", at="art_1", kind="number"),),
    )
    total = FormField(id="total", label="合计", at="art_1", kind="number", sum_of=("items.price",))
    form = FORMS["daxing"].model_copy(update={"groups": (items, Group(id="sum", title="合计", fields=(total,)))})
    values = {"items.0.price": "1,200.50元", "items.1.price": "300", "total": "1500"}

    def told(**changes: str) -> list[str]:
        return [one.text for one in check(form, {**values, **changes}, {"items": 2}, ON)]

    assert told() == ["合计和各项对不上：各项加起来是1500.50，这里写的是1500，请核对。"]
    assert told(total="1500.5") == []
    assert told(total="") == []


def test_empty_blanks_are_a_list_of_their_own_and_no_remarks() -> None:
    assert said("daxing", {}, {}) == []
    keys = [blank.key for blank in empty(FORMS["daxing"], {"unit_name": "甲公司", "support": " "}, {})]
    assert keys[:3] == ["leader_name", "occupation", "workshop_name"]
    assert "unit_name" not in keys
    assert "support" in keys
    assert "unit_opinion" not in keys
    assert keys[-1] == "report.goals"


def test_the_headings_of_a_report_have_keys_of_their_own_where_there_is_a_form() -> None:
    assert [blank.key for blank in report_blanks(FORMS["xiaoshan"])][:2] == ["report.workshop_name", "report.people"]
    assert [blank.key for blank in report_blanks(FORMS["zhengzhou"])][:2] == [
        "application_report",
        "implementation_plan",
    ]


def test_unseen_signs_are_taken_out_and_named() -> None:
    assert clean("张\x00三\u202e四\u200b\ufeff👨‍👩‍👧\n<b>=1+1 ../etc") == (
        "张三四👨‍👩‍👧\n<b>=1+1 ../etc",
        ("控制字符", "改变文字方向的符号", "看不见的符号"),
    )
    assert clean("张三\t李四") == ("张三\t李四", ())
    assert clean("甲\ud800乙\uffff") == ("甲乙", ("看不见的符号",))


NASTY = st.text(max_size=60) | st.sampled_from(
    [
        "字" * 65_536,
        "1" * 65_536,
        "\x00" * 10,
        "\u202e\u2066abc",
        "😀👨‍👩‍👧",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "@SUM(A1)",
        "../../etc/passwd",
        "٣٤",
        "九" * 300,
        "1e999",
        "NaN",
        "-" * 500 + "1",
        "0000年13月45日",
        "9999年12月31日",
        "@" * 300,
        "1" * 17 + "X",
        "²",
        "点",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.lists(st.tuples(st.integers(0, 400), NASTY), max_size=8), st.integers(-3, 90))
def test_whatever_is_typed_is_judged_and_nothing_raised(slug: str, typed: list[tuple[int, str]], rows: int) -> None:
    form: Form = FORMS[slug]
    blanks = (*ordered_fields(form, {"members": 6, "awards": 6}), *report_blanks(form))
    fields = {blanks[place % len(blanks)].key: text for place, text in typed}
    for remark in check(form, fields, {"members": rows, "awards": rows}, ON):
        assert remark.text.endswith(("。", "？"))
        assert len(remark.text) < 200


@pytest.mark.parametrize("kind", ["number", "age", "phone", "email", "date", "id_number", "credit_code", "postcode"])
@given(text=NASTY)
def test_every_kind_stands_every_text(kind: FieldKind, text: str) -> None:
    found = one(kind, text)
    assert found is None or found.kind in {"error", "warning"}
