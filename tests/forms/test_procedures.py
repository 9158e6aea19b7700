"""What happens next: offices, steps, papers, copies, 公示 — and what each text leaves unsaid."""

import pytest

from knowledge.forms.procedure import Procedure
from knowledge.library import written
from knowledge.statements import Statement
from tests.law import LIBRARY

SLUGS = tuple(LIBRARY.regulations)


def procedure(slug: str) -> Procedure:
    return written(LIBRARY.get(slug).procedure)


def statements(slug: str) -> list[Statement]:
    one = procedure(slug)
    lists = (one.offices, one.steps, one.results, one.materials, one.notes)
    made_up = [statement for _, statement in one.handing_in]
    return [one.decider, one.publicity, *made_up, *(statement for some in lists for statement in some)]


@pytest.mark.parametrize(
    ("slug", "copies", "days"),
    [
        ("xiaoshan", 5, 7),
        ("hangzhou", None, None),
        ("urumqi", None, 7),
        ("zhengzhou", None, None),
        ("daxing", 2, 7),
    ],
)
def test_copies_and_days_of_publicity(slug: str, copies: int | None, days: int | None) -> None:
    one = procedure(slug)
    assert one.handing_in.copies.number == copies
    assert one.publicity.number == days
    assert one.handing_in.copies.not_stated == (copies is None)
    assert one.publicity.not_stated == (days is None)


def test_hangzhou_publishes_without_days_and_zhengzhou_has_no_such_step() -> None:
    assert "没有写公示几天" in procedure("hangzhou").publicity.text
    assert "没有写公示这一步" in procedure("zhengzhou").publicity.text
    zhengzhou = "".join(provision.text for provision in LIBRARY.get("zhengzhou").provisions)
    assert "公示" not in zhengzhou


@pytest.mark.parametrize("slug", SLUGS)
def test_no_text_says_when_applications_are_taken(slug: str) -> None:
    window = procedure(slug).handing_in.window
    assert window.not_stated
    assert window.ask


def test_xiaoshan_has_four_ways_in() -> None:
    offices = procedure("xiaoshan").offices
    assert [office.who for office in offices] == [
        "镇（街道）人民政府（办事处）",
        "萧山经济技术开发区",
        "行业主管部门",
        "省、市属在萧各单位",
    ]
    assert all(office.applicant for office in offices)


@pytest.mark.parametrize(
    ("slug", "office", "label"),
    [
        ("hangzhou", "区、县（市）人力社保部门", "四（一）"),
        ("urumqi", "申办单位所在地区（县）人力资源和社会保障局", "第十条"),
        ("zhengzhou", "郑州市高技能人才公共实训管理服务机构", "第七条"),
        ("daxing", "评选工作办公室", "第八条"),
    ],
)
def test_the_others_have_one_first_office(slug: str, office: str, label: str) -> None:
    (only,) = procedure(slug).offices
    assert only.who == office
    assert LIBRARY.get(slug).get(only.at).label == label


@pytest.mark.parametrize(
    ("slug", "decider", "result"),
    [
        ("xiaoshan", "区技师工作室认定委员会", "“杭州市萧山区技师工作室”牌匾"),
        ("hangzhou", "认定委员会", "铭牌"),
        ("urumqi", "评审委员会", "“市级技能大师工作室”"),
        ("zhengzhou", "郑州市全民技能振兴工程领导小组", "“郑州市技能大师工作室”牌匾"),
        ("daxing", "评选领导小组", "“大兴区首席技师工作室”铭牌"),
    ],
)
def test_who_decides_and_what_one_gets(slug: str, decider: str, result: str) -> None:
    assert decider in procedure(slug).decider.text
    assert result in procedure(slug).results[0].text


def test_urumqi_gives_the_leader_a_title_too() -> None:
    assert "“乌鲁木齐市技能大师”称号" in procedure("urumqi").results[1].text


MATERIALS = {
    "xiaoshan": "form report licence personal_certificates achievements",
    "hangzhou": "form report licence personal_certificates agreement achievements",
    "urumqi": "form report policies education_funds support licence organisation_code personal_certificates "
    "achievements",
    "zhengzhou": "form report qualification trained students commitment",
    "daxing": "form report licence bank_permit personal_certificates achievements photos video",
}


@pytest.mark.parametrize(("slug", "ids"), MATERIALS.items())
def test_the_papers_of_each_region(slug: str, ids: str) -> None:
    materials = procedure(slug).materials
    assert [material.id for material in materials] == ids.split()
    assert [material.kind for material in materials[:2]] == ["form", "report"]
    assert [material.id for material in materials if material.optional] == (["video"] if slug == "daxing" else [])


@pytest.mark.parametrize("slug", ["xiaoshan", "urumqi", "hangzhou", "daxing"])
def test_copies_are_photocopies_only_where_the_text_says_so(slug: str) -> None:
    regulation = LIBRARY.get(slug)
    for material in written(regulation.procedure).materials:
        words = "".join(regulation.get(bound.at).text for bound in material.bounds)
        assert (material.kind == "copy") <= ("复印件" in words), material.id


def test_how_the_papers_are_made_up() -> None:
    said = {slug: {name for name, one in procedure(slug).handing_in if not one.not_stated} for slug in SLUGS}
    assert said == {
        "xiaoshan": {"copies", "paper", "binding", "electronic", "seal", "signatures"},
        "daxing": {"copies", "paper", "binding", "electronic", "seal", "signatures", "media"},
        "hangzhou": {"electronic", "seal", "originals", "exemptions", "online"},
        "urumqi": {"seal", "signatures"},
        "zhengzhou": set(),
    }
    assert "申报表单独装订" in procedure("daxing").handing_in.binding.text
    assert "10分钟以内" in procedure("daxing").materials[-1].text
    assert "职业资格证书等可以全国联网查询的材料，不用提供" in procedure("hangzhou").handing_in.exemptions.text


@pytest.mark.parametrize("slug", SLUGS)
def test_silence_names_someone_to_ask(slug: str) -> None:
    silent = [one for one in statements(slug) if one.not_stated]
    assert silent
    assert all(one.ask for one in silent)
    assert all("没有写" in one.text for one in silent)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_step_says_who_acts_or_that_the_text_does_not(slug: str) -> None:
    for step in procedure(slug).steps:
        if step.who:
            assert step.who.removeprefix("优秀").removeprefix("技能大师") in step.text
        else:
            assert "文中没有写由谁" in step.text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sentence_is_plain_and_short(slug: str) -> None:
    for statement in statements(slug):
        assert statement.text.endswith("。")
        assert len(statement.text) <= 90
