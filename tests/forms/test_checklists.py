"""The papers as a list to tick off: every line with its provision, and silence said to be silence."""

from __future__ import annotations

import pytest

from knowledge.forms.checklist import TITLES, Checklist, checklist
from knowledge.forms.procedure import HandingIn
from knowledge.loader import load

LIBRARY = load()


def listed(slug: str) -> Checklist:
    return checklist(LIBRARY.get(slug))


def made_up(slug: str, title: str) -> str:
    return next(line.text for line in listed(slug).made_up if line.title == title)


def test_nothing_about_making_up_the_papers_is_left_out() -> None:
    assert set(TITLES) == set(HandingIn.model_fields)


@pytest.mark.parametrize("slug", LIBRARY.regulations)
def test_every_line_has_its_provision_and_its_words(slug: str) -> None:
    found = listed(slug)
    for line in (*found.papers, *found.made_up, *found.notes):
        for source in line.sources:
            assert LIBRARY.get(slug).get(source.eid).label == source.label
        assert not line.not_stated or line.ask


def test_each_paper_has_an_id_to_be_ticked_under() -> None:
    assert [paper.id for paper in listed("xiaoshan").papers] == [
        "form",
        "report",
        "licence",
        "personal_certificates",
        "achievements",
    ]


@pytest.mark.parametrize(
    ("slug", "title", "words"),
    [
        ("xiaoshan", "份数", "一式5份"),
        ("xiaoshan", "装订", "装订成册"),
        ("xiaoshan", "签字和意见", "专家签字"),
        ("xiaoshan", "电子文档", "申报表和申办报告"),
        ("hangzhou", "份数", "没有写"),
        ("hangzhou", "原件", "校验后退还"),
        ("hangzhou", "可以不交的", "全国联网查询"),
        ("urumqi", "份数", "没有写"),
        ("urumqi", "纸张", "没有写"),
        ("urumqi", "装订", "没有写"),
        ("urumqi", "盖章", "公章"),
        ("zhengzhou", "份数", "没有写"),
        ("zhengzhou", "电子文档", "没有写"),
        ("daxing", "份数", "一式2份"),
        ("daxing", "装订", "申报表单独装订"),
        ("daxing", "照片和视频", "10分钟以内"),
    ],
)
def test_how_the_papers_of_each_region_are_made_up(slug: str, title: str, words: str) -> None:
    assert words in made_up(slug, title)


def test_only_the_video_of_daxing_may_be_left_out() -> None:
    assert [(slug, one.id) for slug in LIBRARY.regulations for one in listed(slug).papers if one.optional] == [
        ("daxing", "video")
    ]
