"""The entries of the five regulations, and what the checks say of bad ones."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from knowledge.answering.question_checks import check_questions
from knowledge.answering.questions import Answered, Enquiries, Silent, Topic, entries
from knowledge.answering.targets import own_questions, targets
from knowledge.faults import Fault
from knowledge.library import Library
from knowledge.strict_yaml import Document
from tests.law import LIBRARY

TOPICS = {"grant": Topic(title="一次性补助金额", ask=("给多少钱",))}
SOURCE = {"at": "art_11", "quote": "一次性１０万元的开办经费补助"}
REGIONS = ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"]


def faults(answers: Iterable[Answered] = (), silences: Iterable[Silent] = (), region: str = "xiaoshan") -> list[Fault]:
    read = {name: Document({}, {(): 1}) for name in ("questions.yaml", "silences.yaml")}
    found = Enquiries(answers=tuple(answers), silences=tuple(silences))
    return list(check_questions(replace(LIBRARY.get(region), enquiries=found), TOPICS, "regulations/x", read))


def answered(**more: object) -> Answered:
    return Answered.model_validate({"topic": "grant", "sources": [SOURCE], **more})


def test_a_sound_entry_has_no_fault() -> None:
    assert faults([answered(say="一次性给10万元。")]) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (answered(say="一次性给15万元。"), "15"),
        (answered(topic="nowhere"), "没有这个主题"),
        (Answered.model_validate({"title": "补助", "sources": [SOURCE]}), "没有问法"),
    ],
)
def test_bad_entries_are_reported(entry: Answered, said: str) -> None:
    assert said in faults([entry])[0].message


def test_a_dropped_hedge_is_reported() -> None:
    source = {"at": "sec_3__item_1", "quote": "原则上应距法定退休年龄3年以上"}
    entry = Answered.model_validate({"topic": "grant", "sources": [source], "say": "应距法定退休年龄3年以上。"})
    assert "原则上" in faults([entry], region="hangzhou")[0].message


def test_a_hedge_of_the_list_that_an_item_belongs_to_is_not_dropped_either() -> None:
    source = {"at": "art_7__item_2", "quote": "拥有不少于2名正式员工组成（不含领办人）的技术技能人才团队"}
    bare = Answered.model_validate({"topic": "grant", "sources": [source], "say": "要有不少于2名正式员工。"})
    whole = Answered.model_validate({"topic": "grant", "sources": [source], "say": "一般应有不少于2名正式员工。"})
    assert "一般" in faults([bare], region="urumqi")[0].message
    assert not faults([whole], region="urumqi")


def test_a_topic_is_bound_once() -> None:
    silent = Silent.model_validate({"topic": "grant", "text": "没有写金额。"})
    assert "已经有了" in faults([answered()], [silent])[0].message


def test_a_silence_brings_no_number_of_its_own() -> None:
    silent = Silent.model_validate({"topic": "grant", "text": "没有写60分合格。"})
    assert "60" in faults(silences=[silent])[0].message


@pytest.mark.parametrize("given", [{}, {"topic": "grant", "title": "补助"}])
def test_an_entry_has_a_topic_or_a_title(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="topic"):
        Silent.model_validate({"text": "没有写。", **given})


@pytest.mark.parametrize("slug", REGIONS)
def test_every_region_answers_and_is_silent_on_something(library: Library, slug: str) -> None:
    enquiries = library.get(slug).enquiries
    assert len(enquiries.answers) >= 50
    assert len(enquiries.silences) >= 15
    assert enquiries.places.names


@pytest.mark.parametrize("slug", REGIONS)
def test_articles_that_people_ask_about_have_at_least_eight_questions(library: Library, slug: str) -> None:
    regulation = library.get(slug)
    counts: dict[str, int] = {}
    for target in targets(library, regulation):
        if target.entry is not None:
            shared = library.speech.topics.get(target.entry.topic or "")
            asked = len(own_questions(library, target)) + (len(shared.ask) + 1 if shared else 0)
            for source in target.sources:
                counts[source.at] = counts.get(source.at, 0) + asked
    thin = {eid: count for eid, count in counts.items() if count < 8}
    assert not thin


@pytest.mark.parametrize("slug", REGIONS)
def test_articles_and_sections_are_all_asked_about(library: Library, slug: str) -> None:
    regulation = library.get(slug)
    named = {source.at for entry in entries(regulation.enquiries) for source in entry.sources}
    for provision in regulation.provisions:
        if provision.kind in {"article", "section"}:
            assert any(eid == provision.eid or eid.startswith(provision.eid + "__") for eid in named), provision.label
