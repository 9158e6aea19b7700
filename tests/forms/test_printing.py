"""The papers of an application as Word documents: real tables, nothing lost, nothing sensitive, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.draft import Draft, Upload
from handlers.model import File
from handlers.printing.archive import EPOCH
from handlers.printing.checklist_document import checklist_document
from handlers.printing.form_document import form_document
from handlers.printing.pack import pack, parts
from handlers.printing.report_document import report_document
from knowledge.forms.cleaning import clean
from knowledge.forms.form import blank_fields, repeated_groups, report_blanks
from knowledge.library import Library, written
from tests.forms.drafts import ON, draft, full

SLUGS = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")


def tables(file: File) -> list[list[list[str]]]:
    """The cells of every row of every table; one that goes on from the row above is empty."""
    return [
        [
            ["\n".join(paragraph.text or "" for paragraph in cell.p_lst) for cell in row.tc_lst]
            for row in table._tbl.tr_lst
        ]
        for table in Document(io.BytesIO(file.content)).tables
    ]


def words(file: File) -> str:
    """Every word of a document, its head and tables included."""
    document = Document(io.BytesIO(file.content))
    paragraphs = [*document.sections[0].header.paragraphs, *document.paragraphs]
    cells = [text for table in tables(file) for row in table for text in row]
    return "\n".join([*(paragraph.text for paragraph in paragraphs), *cells])


def form(library: Library, one: Draft, *, with_sensitive: bool = True) -> File:
    made = form_document(library, one, ON, with_sensitive=with_sensitive)
    assert made is not None
    return made


def listed(library: Library, one: Draft, *, with_sensitive: bool = True) -> File:
    made = checklist_document(library, one, ON, with_sensitive=with_sensitive)
    assert made is not None
    return made


def test_xiaoshans_tables_stand_as_in_the_annex(library: Library) -> None:
    cover, unit, leader, members, opinions = tables(form(library, draft("xiaoshan")))
    assert [row[0] for row in cover] == ["申报单位", "申报工作室名称", "填报时间"]
    assert cover[0][2] == "（盖章）"
    assert [cell for cell in unit[1] if cell] == ["法人代表", "办电", "手机"]
    assert unit[-1] == ["单位简介", "（包括生产、科研以及高技能人才队伍情况）"]
    assert [cell for row in leader[:5] for cell in row if cell] == [
        *("姓名", "性别", "民族", "出生年月", "政治面貌", "学历", "职业（工种）", "职业资格等级"),
        *("职务（职称）", "身份证号码", "办电", "手机"),
    ]
    assert members[0] == ["姓名", "性别", "年龄", "学历", "职业（工种）", "职业资格等级", "技能特长", "主要业绩"]
    assert len(members) == 11
    assert all(cell == "" for row in members[1:] for cell in row)
    assert [row[0].split("\n")[:2] for row in opinions] == [
        ["镇街初审意见", "（签章）　　"],
        ["行业主管部门审核意见", "（签章）　　"],
        ["专家评估意见", "（签字）　　"],
        ["萧山区技师工作室管理办公室审批意见", "（签章）　　"],
    ]
    assert all(row[0].endswith("年　　月　　日　　") for row in opinions)


def test_urumqis_first_page_is_one_table(library: Library) -> None:
    _, first, statement, opinions = tables(form(library, draft("urumqi")))
    assert first[0] == ["领办人姓名", "", "性别", "", "民族", "", "政治面貌", ""]
    heads = [row for row in first if row[0].startswith("技能大师工作室其他人员")]
    assert heads[0] == [
        "技能大师工作室其他人员（若人员较多可另附表）",
        "姓名",
        "职业资格或职业技能等级/专业技术等级",
        "年龄",
        "突出业绩",
    ]
    awards = [row for row in first if "获奖项目" in row]
    assert awards == [["领办人主要获奖情况", "获奖项目", "奖励名称", "授予单位", "等级", "排名", "年度"]]
    assert statement[2][0] == "申办单位的支持措施"
    assert statement[2][1].startswith("本单位郑重承诺：")
    assert "申办单位（盖章）：" in statement[2][1]
    assert [row[0] for row in opinions][1] == "区（县）人力资源和社会保障局推荐意见"


def test_daxing_prints_what_the_text_has_and_says_what_it_lacks(library: Library) -> None:
    made = form(library, draft("daxing"))
    assert "前半部分的栏目没有收录" in words(made)
    assert "北京市大兴区人力资源和社会保障局职业能力建设科" in words(made)
    assert [row[0] for row in tables(made)[1]] == [
        "所在单位对工作室支持措施",
        "工作室今后开展工作计划",
        "工作室预期目标",
    ]


@pytest.mark.parametrize("slug", ["hangzhou", "zhengzhou"])
def test_a_form_that_is_not_in_the_text_is_not_printed_but_said_to_be_missing(library: Library, slug: str) -> None:
    one = full(library, slug)
    assert form_document(library, one, ON, with_sensitive=True) is None
    assert len(parts(library, one, ON, with_sensitive=True)) == 2
    assert "不在这份文本里" in words(listed(library, one))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_value_is_in_one_of_the_papers(library: Library, slug: str) -> None:
    one = full(library, slug)
    whole = "\n".join(words(part) for part in parts(library, one, ON, with_sensitive=True))
    own = written(library.get(slug).form)
    rows = {group.id: 3 for group in repeated_groups(own)}
    asked = [blank.key for blank in blank_fields(own, rows) if blank.group.id != "name"]
    assert [key for key in (*asked, *(each.key for each in report_blanks(own))) if one.fields[key] not in whole] == []


@pytest.mark.parametrize("slug", ["xiaoshan", "urumqi"])
def test_what_is_sensitive_is_left_for_the_pen(library: Library, slug: str) -> None:
    own = written(library.get(slug).form)
    one = full(library, slug)
    secret = {blank.key for blank in blank_fields(own, one.rows) if blank.field.sensitive}
    marked = {key: f"秘密{number}号" for number, key in enumerate(sorted(secret))}
    one = one.model_copy(update={"fields": {**one.fields, **marked}})
    open_papers = "".join(words(part) for part in parts(library, one, ON, with_sensitive=True))
    kept = "".join(words(part) for part in parts(library, one, ON, with_sensitive=False))
    assert all(value in open_papers for value in marked.values())
    assert "秘密" not in kept
    left = words(listed(library, one, with_sensitive=False)).partition("留给您用笔填、盖章或签字的")[2]
    assert all(blank.field.called in left for blank in blank_fields(own) if blank.field.sensitive)


def test_more_members_than_the_annex_has_room_for_go_on_a_page_of_their_own(library: Library) -> None:
    one = full(library, "urumqi", 9)
    found = tables(form(library, one))
    members, awards = found[-2], found[-1]
    assert members[0] == ["姓名", "职业资格或职业技能等级/专业技术等级", "年龄", "突出业绩"]
    assert [row[0] for row in members[1:]] == [one.fields[f"members.{row}.name"] for row in (6, 7, 8)]
    assert len(awards) == 1 + 9 - 4
    inside = [row[1] for row in found[1]]
    assert one.fields["members.5.name"] in inside
    assert one.fields["members.6.name"] not in inside


def test_the_report_lists_its_headings_and_marks_what_is_open(library: Library) -> None:
    text = words(report_document(library, draft("daxing", {"support": "给场地"}), ON))
    assert "一、申报工作室名称" in text
    assert "六、所在单位对工作室支持措施\n给场地" in text
    assert "九、预期目标\n（待填写）" in text


def test_the_head_of_every_page_says_how_far_the_draft_has_come(library: Library) -> None:
    assert words(form(library, draft("daxing"))).startswith("草稿，未提交　2026年11月20日生成")
    handed_in = draft("daxing", receipt="K7QF2M8R", state="to_correct")
    assert words(form(library, handed_in)).startswith("草稿，回执 K7QF2M8R，需补正")


def test_the_checklist_ticks_what_is_ready_and_names_the_files(library: Library) -> None:
    upload = Upload(id="0" * 32, material="licence", name="执照.pdf", kind="pdf", size=9, at=draft("daxing").created)
    one = draft("daxing", ready=("licence", "video"), uploads=(upload,))
    rows = {row[1]: row for row in tables(listed(library, one))[0][1:]}
    assert rows["营业执照或事业单位法人证书"][0] == "√"
    assert "已上传：执照.pdf" in rows["营业执照或事业单位法人证书"][2]
    assert rows["银行开户许可证"][0] == "□"
    assert rows["成果视频（可以不交）"][0] == "√"
    assert rows["银行开户许可证"][3] == "第七条（三）"


def test_the_checklist_says_what_is_odd_open_and_without_room(library: Library) -> None:
    one = draft("xiaoshan", {"email": "不是邮箱", "members.0.name": "李敏"}, rows={"members": 1})
    text = words(listed(library, one))
    assert "文件状态：萧人社〔2019〕100号" in text
    assert "电子邮箱：请改一下：这不是可用的电子邮箱地址" in text
    assert "工作室成员情况：请留意：“工作室成员情况”填了1条，规定至少3名。依据第九条第1项：「团队中拥有3人以上" in text
    assert "成员表没有“职称”一栏" in text
    assert "法人代表（办电）" in text.partition("还空着的")[2]


def test_the_checklist_names_every_seal_and_every_signature(library: Library) -> None:
    left = words(listed(library, draft("urumqi"))).partition("留给您用笔填、盖章或签字的")[2]
    assert "申报单位（公章）、申办单位的支持措施（盖章）、申办单位意见（签字盖章）" in left
    assert "专家评估意见（签字）" in left


def test_of_a_form_that_is_not_in_the_text_the_checklist_claims_nothing(library: Library) -> None:
    text = words(listed(library, draft("hangzhou")))
    assert "没有地方写" not in text
    assert "用笔填" not in text
    assert "没有发现对不上的地方" in text


def test_a_draft_regulation_says_so_on_its_checklist(library: Library) -> None:
    assert "征求意见稿" in words(listed(library, draft("hangzhou")))


def test_the_archive_has_chinese_names_and_the_same_bytes_every_time(library: Library) -> None:
    one = full(library, "xiaoshan")
    first, again = (pack(library, one, ON, with_sensitive=True) for _ in range(2))
    assert first == again
    assert first.name == "萧山申报材料.zip"
    with zipfile.ZipFile(io.BytesIO(first.content)) as opened:
        infos = opened.infolist()
    assert [info.filename for info in infos] == ["萧山申报表.docx", "萧山申办报告.docx", "萧山材料清单.docx"]
    assert all(info.flag_bits & 0x800 for info in infos)
    assert {info.date_time for info in infos} == {EPOCH}
    assert pack(library, one, ON + timedelta(days=1), with_sensitive=True) != first


def test_a_row_of_a_list_is_not_cut_in_half_and_its_head_is_on_every_page(library: Library) -> None:
    document = Document(io.BytesIO(form(library, full(library, "xiaoshan", 50)).content))
    members = document.tables[3]
    assert len(members.rows) == 51
    assert members._tbl.tr_lst[0].xpath("./w:trPr/w:tblHeader")
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in members._tbl.tr_lst)


def test_a_group_without_a_layout_of_its_own_is_printed_all_the_same(library: Library) -> None:
    """A sixth regulation needs no more than its fields."""
    regulation = library.get("urumqi")
    own = written(regulation.form)
    plain = own.model_copy(update={"groups": tuple(group.model_copy(update={"grid": None}) for group in own.groups)})
    sixth = Library(
        {"urumqi": type(regulation)(regulation.identity, "x", regulation.text, form=plain)},
        library.facts,
        library.retirement,
    )
    one = full(library, "urumqi")
    found = tables(form(sixth, one))
    assert [row[0] for row in found[1]][:3] == ["领办人姓名", "性别", "民族"]
    assert found[2][0] == ["姓名", "职业资格或职业技能等级/专业技术等级", "年龄", "突出业绩"]
    assert found[2][3][0] == one.fields["members.2.name"]
    assert checklist_document(sixth, one, ON, with_sensitive=True) is None


NASTY = [
    "字" * 65_536,
    "零\x00一\x07二\x1b",
    "\u202e反过来\u2066",
    "😀👨‍👩‍👧",
    "<script>alert('一')</script>&amp;]]>",
    '=HYPERLINK("http://example.com")',
    "../../../etc/passwd",
    "一\r\n二\t三\n\n四",
    "\ufffe\uffff\ud800",
]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_any_text_in_every_field_comes_out_as_plain_text(library: Library, nasty: str) -> None:
    own = written(library.get("xiaoshan").form)
    rows = {group.id: 1 for group in repeated_groups(own)}
    keys = [blank.key for blank in (*blank_fields(own, rows), *report_blanks(own))]
    one = draft("xiaoshan", dict.fromkeys(keys, nasty), rows=rows)
    whole = "".join(words(part) for part in parts(library, one, ON, with_sensitive=True))
    for line in clean(nasty).text.split():
        assert whole.count(line) >= len(report_blanks(own))


@settings(max_examples=15, deadline=None)
@given(text=st.text(min_size=1, max_size=200))
def test_no_text_breaks_a_document(library: Library, text: str) -> None:
    made = form(library, draft("daxing", {"unit_name": text, "support": text}))
    assert "".join(clean(text).text.split()) in "".join(words(made).split())
