"""The five texts: complete, in order, and every piece of them citable."""

import re
from collections import Counter
from pathlib import Path

import pytest

import knowledge.loader
from knowledge.library import Regulation
from knowledge.texts.proof import WHITE, source_characters
from tests.law import LIBRARY

SLUGS = tuple(LIBRARY.regulations)
ARTEFACTS = re.compile(r"— ?[0-9３５] ?—|bookmark|\*\*|#|\t|---|^- |此页无正文")
FOLDER = Path(knowledge.loader.__file__).parent / "regulations"


def kinds(regulation: Regulation) -> Counter[str]:
    return Counter(provision.kind for provision in regulation.provisions)


def source(slug: str) -> str:
    return (FOLDER / slug / "source.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_character_is_in_one_provision_or_among_the_dropped(slug: str) -> None:
    regulation = LIBRARY.get(slug)
    words, misplaced = source_characters(source(slug), regulation.identity.dropped)
    assert not misplaced
    assert "".join(WHITE.sub("", provision.text) for provision in regulation.provisions) == words.text
    dropped = sum(len(WHITE.sub("", one.text)) * len(one.lines) for one in regulation.identity.dropped)
    assert len(words.text) + dropped == len(WHITE.sub("", source(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_page_marks_bookmarks_and_mark_up_are_gone(slug: str) -> None:
    for provision in LIBRARY.get(slug).provisions:
        assert not ARTEFACTS.search(provision.text)


@pytest.mark.parametrize(("slug", "articles"), [("xiaoshan", 24), ("urumqi", 22), ("zhengzhou", 20), ("daxing", 17)])
def test_articles_are_complete(slug: str, articles: int) -> None:
    regulation = LIBRARY.get(slug)
    assert kinds(regulation)["article"] == articles
    for number in range(1, articles + 1):
        article = regulation.get(f"art_{number}")
        assert article.text.startswith(article.label + " ")


def test_hangzhou_has_its_eight_sections_and_their_items() -> None:
    hangzhou = LIBRARY.get("hangzhou")
    assert kinds(hangzhou)["article"] == 0
    items = {
        section.label: [child.label for child in hangzhou.children(section.eid) if child.kind == "item"]
        for section in hangzhou.provisions
        if section.kind == "section"
    }
    assert {label: len(below) for label, below in items.items()} == {
        "一": 0, "二": 6, "三": 3, "四": 2, "五": 3, "六": 6, "七": 3, "八": 3,
    }  # fmt: skip
    assert items["七"] == ["七（一）", "七（二）", "七（三）"]
    assert hangzhou.get("sec_7__item_1").printed == "七（1）"


def test_hangzhou_honorary_workshops_are_a_part_of_their_own() -> None:
    hangzhou = LIBRARY.get("hangzhou")
    honorary = hangzhou.get("sec_3__honorary")
    assert honorary.label == "三（荣誉）"
    assert "可申请认定荣誉技能大师工作室" in honorary.text
    assert [child.label for child in hangzhou.children(honorary.eid)] == ["三（荣誉）1", "三（荣誉）2"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("xiaoshan", "issuer number title addressee notice sign date annexes"),
        ("hangzhou", "title addressee notice annexes sign date"),
        ("urumqi", "title number addressee notice sign date annexes"),
        ("zhengzhou", "issuer number title addressee notice sign date"),
        ("daxing", "issuer number title addressee notice notice_2 annexes sign date imprint"),
    ],
)
def test_title_matter(slug: str, expected: str) -> None:
    front = [provision.eid for provision in LIBRARY.get(slug).provisions if provision.kind == "front"]
    assert front == [f"front__{role}" for role in expected.split()]


@pytest.mark.parametrize("slug", SLUGS)
def test_identity_agrees_with_the_title_matter(slug: str) -> None:
    regulation = LIBRARY.get(slug)
    identity = regulation.identity
    folded = "".join(
        provision.text for provision in regulation.provisions if provision.eid.startswith(("front", "title"))
    )
    plain = WHITE.sub("", folded.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    for issuer in identity.issuers:
        assert issuer in plain
    assert (identity.number or "") in plain
    if identity.issued:
        assert f"{identity.issued.year}年{identity.issued.month}月{identity.issued.day}日" in plain


@pytest.mark.parametrize(("slug", "rows"), [("xiaoshan", 14), ("urumqi", 25)])
def test_score_sheet_rows_keep_their_cells(slug: str, rows: int) -> None:
    sheet = [provision for provision in LIBRARY.get(slug).provisions if provision.kind == "row"]
    assert [row.eid for row in sheet] == [f"annex_2__row_{number}" for number in range(1, rows + 1)]
    for row in sheet:
        cells = row.text.split("\n")
        assert len(cells) == (2 if row.text.startswith("拒绝接受考核管理") else 3)
        assert len(cells) == 2 or sum(cell.isdecimal() for cell in cells) == 1


def test_a_row_in_full() -> None:
    assert LIBRARY.get("xiaoshan").get("annex_2__row_7").text.split("\n") == [
        "建立名师带徒机制，签订带徒协议，每年带徒传艺不少于10人，并建有学员花名册。",
        "1.未建立花名册的扣1分。 2.每少培养1人扣1.5分。",
        "10",
    ]
    assert LIBRARY.get("urumqi").get("annex_2__row_18").text.split("\n") == [
        "每2年培养5名高技能人才",
        "25",
        "每少1人扣5分",
    ]


@pytest.mark.parametrize(
    ("slug", "fields"), [("xiaoshan", 42), ("urumqi", 39), ("daxing", 9), ("hangzhou", 0), ("zhengzhou", 0)]
)
def test_form_fields_are_those_that_the_text_has(slug: str, fields: int) -> None:
    assert kinds(LIBRARY.get(slug))["field"] == fields


@pytest.mark.parametrize(
    ("slug", "label", "eid"),
    [
        ("xiaoshan", "第九条第1项", "art_9__item_1"),
        ("xiaoshan", "第9条第１项", "art_9__item_1"),
        ("xiaoshan", "第九条1", "art_9__item_1"),
        ("xiaoshan", "第十条第1项（3）②", "art_10__item_1__item_3__item_2"),
        ("xiaoshan", "第十条第1项第3款", "art_10__item_1__para_3"),
        ("xiaoshan", "附件2第7行", "annex_2__row_7"),
        ("xiaoshan", "附件1“民族”栏", "annex_1__field_18"),
        ("xiaoshan", "文件头（文号）", "front__number"),
        ("xiaoshan", "第三章", "chp_3"),
        ("urumqi", "第七条第一款第（一）项", "art_7__item_1"),
        ("urumqi", "第七条（一）第2款", "art_7__item_1__para_2"),
        ("urumqi", "第18条(二)", "art_18__item_2"),
        ("urumqi", "第十八条第二款", "art_18__para_2"),
        ("zhengzhou", "第四条第2款", "art_4__para_2"),
        ("daxing", "第六条（一）1", "art_6__item_1__item_1"),
        ("hangzhou", "三（一）", "sec_3__item_1"),
        ("hangzhou", "三（1）", "sec_3__item_1"),
        ("hangzhou", "三、（1）", "sec_3__item_1"),
        ("hangzhou", "五（三）2", "sec_5__item_3__item_2"),
        ("hangzhou", "三（荣誉）", "sec_3__honorary"),
    ],
)  # fmt: skip
def test_citations_resolve(slug: str, label: str, eid: str) -> None:
    found = LIBRARY.get(slug).find(label)
    assert found is not None
    assert found.eid == eid


@pytest.mark.parametrize(
    "label", ["第九十九条", "第九条第7项", "三（荣誉）", "附件9", "萧山", "", "第条", "第" + "9" * 5000 + "条"]
)
def test_citations_of_nothing_find_nothing(label: str) -> None:
    assert LIBRARY.get("xiaoshan").find(label) is None


def test_broken_words_are_whole_again() -> None:
    xiaoshan = LIBRARY.get("xiaoshan")
    assert "牵头组织实施" in xiaoshan.get("art_3").text
    assert "的“工匠精神”。" in xiaoshan.get("art_5__item_6").text
    assert "酌情扣分" in xiaoshan.get("annex_2__row_4").text
    assert "由郑州市全民技能振兴工程领导小组授予" in LIBRARY.get("zhengzhou").get("art_12").text


def test_digits_stay_as_printed() -> None:
    assert "３人以上" in LIBRARY.get("xiaoshan").get("art_9__item_1").text
    assert LIBRARY.get("xiaoshan").get("annex_1").text.startswith("附件1")
    assert "每年2月10前" in LIBRARY.get("zhengzhou").get("art_11__item_5").text
