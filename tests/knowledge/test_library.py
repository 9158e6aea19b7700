"""The library as others use it: look-up, status, editions."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import knowledge.loader
from handlers.wording.status import status_line
from knowledge.loader import load
from knowledge.model import StatusKind, Validity
from knowledge.texts.status import status_on
from tests.law import LIBRARY

HERE = Path(knowledge.loader.__file__).parent


def test_the_five_regulations() -> None:
    assert list(LIBRARY.regulations) == ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"]
    for slug, regulation in LIBRARY.regulations.items():
        assert regulation.slug == slug
        assert {provision.region for provision in regulation.provisions} == {slug}
    with pytest.raises(KeyError):
        LIBRARY.get("ningbo")


def test_a_provision_its_children_and_all_its_words() -> None:
    xiaoshan = LIBRARY.get("xiaoshan")
    assert xiaoshan.get("art_9").text == "第九条 申请建立区技师工作室应具备以下条件："
    assert [child.label for child in xiaoshan.children("art_9")] == ["第九条第1项", "第九条第2项", "第九条第3项"]
    assert xiaoshan.whole("art_9").split("\n") == [
        xiaoshan.get(eid).text for eid in ("art_9", "art_9__item_1", "art_9__item_2", "art_9__item_3")
    ]
    assert xiaoshan.whole("art_11") == "第十一条 对认定的区技师工作室给予一次性１０万元的开办经费补助。"
    assert xiaoshan.get("art_9").parent == "chp_3"
    for look in (xiaoshan.get, xiaoshan.children, xiaoshan.whole):
        with pytest.raises(KeyError):
            look("art_99")


def test_paragraphs_and_items_stay_in_the_order_of_the_text() -> None:
    below = LIBRARY.get("xiaoshan").children("art_10__item_1")
    assert [child.eid.removeprefix("art_10__item_1__") for child in below] == [
        "para_2", "item_1", "item_2", "item_3", "para_3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "on", "kind"),
    [
        ("urumqi", date(2023, 8, 27), StatusKind.NOT_YET),
        ("urumqi", date(2023, 8, 28), StatusKind.IN_FORCE),
        ("urumqi", date(2028, 8, 27), StatusKind.IN_FORCE),
        ("urumqi", date(2028, 8, 28), StatusKind.EXPIRED),
        ("hangzhou", date(2020, 1, 1), StatusKind.DRAFT),
        ("hangzhou", date(2026, 11, 20), StatusKind.DRAFT),
        ("xiaoshan", date(2026, 11, 20), StatusKind.NO_END_STATED),
        ("zhengzhou", date(2026, 11, 20), StatusKind.NO_END_STATED),
        ("daxing", date(2026, 11, 20), StatusKind.NO_END_STATED),
    ],
)
def test_status_on_a_day(slug: str, on: date, kind: StatusKind) -> None:
    assert LIBRARY.get(slug).status(on).kind is kind


def test_the_drafts_own_term_ends_after_four_years() -> None:
    hangzhou = LIBRARY.get("hangzhou")
    assert not hangzhou.status(date(2023, 10, 31)).term_over
    assert hangzhou.status(date(2023, 11, 1)).term_over


def test_a_text_without_an_end_is_never_over() -> None:
    assert not status_on(Validity(effective=date(2018, 1, 1)), date(2099, 1, 1)).term_over


VERIFY = "是否仍有效须向主管部门核实。"
DRAFT = (
    "征求意见稿（无文号、落款日期空白），不是正式文件；"
    "稿中自定的有效期（2019-11-01至2023-10-31）{}。请以主管部门现行文件为准。"
)


@pytest.mark.parametrize(
    ("slug", "on", "line"),
    [
        ("urumqi", date(2026, 11, 20), "乌人社规〔2023〕1号，现行（有效期至2028-08-27）。"),
        ("urumqi", date(2029, 1, 1), f"乌人社规〔2023〕1号，有效期已于2028-08-27届满，{VERIFY}"),
        ("urumqi", date(2023, 1, 1), "乌人社规〔2023〕1号，自2023-08-28起施行，现在还没有施行。"),
        ("xiaoshan", date(2026, 11, 20), f"萧人社〔2019〕100号，文中未载明有效期，{VERIFY}"),
        ("zhengzhou", date(2026, 11, 20), f"郑人社〔2018〕34号，试行，文中未载明有效期，{VERIFY}"),
        ("daxing", date(2026, 11, 20), f"京兴人社文〔2019〕199号，试行，文中未载明有效期，{VERIFY}"),
        ("hangzhou", date(2026, 11, 20), DRAFT.format("已过")),
        ("hangzhou", date(2022, 1, 1), DRAFT.format("尚未届满")),
    ],
)
def test_status_lines(slug: str, on: date, line: str) -> None:
    assert status_line(LIBRARY.get(slug), on) == f"文件状态：{line}"


@pytest.mark.parametrize(
    ("slug", "defects"), [("xiaoshan", 21), ("hangzhou", 19), ("urumqi", 21), ("zhengzhou", 18), ("daxing", 19)]
)
def test_defects_of_the_text_are_told(slug: str, defects: int) -> None:
    found = LIBRARY.get(slug).identity.defects
    assert len(found) == defects
    prefix = found[0].id[:2]
    assert [defect.id for defect in found] == [f"{prefix}-D{number:02}" for number in range(1, defects + 1)]
    assert len({defect.effect for defect in found}) == defects


@pytest.mark.parametrize(("slug", "basic", "bonus"), [("xiaoshan", 100, 10), ("urumqi", 100, 10)])
def test_score_sheets_add_up(slug: str, basic: int, bonus: int) -> None:
    rubric = LIBRARY.get(slug).rubric
    assert rubric is not None
    assert (rubric.basic, rubric.bonus) == (basic, bonus)
    sums = [sum(row.points for row in rubric.rows_of(group.id)) for group in rubric.groups]
    assert sums == {"xiaoshan": [35, 15, 50, 10], "urumqi": [10, 35, 15, 30, 10, 10]}[slug]


def test_texts_without_a_sheet_have_no_rubric() -> None:
    assert [slug for slug, one in LIBRARY.regulations.items() if one.rubric is None] == [
        "daxing",
        "hangzhou",
        "zhengzhou",
    ]


def test_loading_twice_gives_the_same(tmp_path: Path) -> None:
    again = load()
    assert [one.edition for one in again.regulations.values()] == [one.edition for one in LIBRARY.regulations.values()]
    assert again.facts == LIBRARY.facts


def test_an_edition_changes_with_any_byte_of_its_folder_and_no_other(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "library", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with (tmp_path / "library/regulations/daxing/regulation.yaml").open("a", encoding="utf-8") as file:
        file.write("# 一句说明\n")
    (tmp_path / "library/regulations/hangzhou/.editor").write_text("", encoding="utf-8")
    changed = load(tmp_path / "library").regulations
    assert [slug for slug, one in changed.items() if one.edition != LIBRARY.get(slug).edition] == ["daxing"]
