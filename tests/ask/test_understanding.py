"""What is read out of the words that people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.answers.talk import small_talk
from knowledge.answering.search import index_of, looks_like_question
from knowledge.answering.sentences import LONGEST, parts, singly
from knowledge.library import Library


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wulumuqi大师工作室gongshi几天", "乌鲁木齐大师工作室公示几天"),
        ("lingban技师要啥zige", "领办技师要啥资格"),
        ("shenbao cailiao yao jifen", "申报材料要几份"),
        ("申抱表要不要盖公张", "申报表要不要盖公章"),
        ("考核主要看哪幾個方面", "考核主要看哪几个方面"),
        ("ＤＥＡＤＬＩＮＥ是哪天", "截止日期是哪天"),
        ("想借市里的设备，公司行不行", "想借市里的设备,公司行不行"),
    ],
)
def test_pinyin_typos_traditional_characters_and_english(library: Library, typed: str, read: str) -> None:
    assert index_of(library).normaliser.asked(typed) == read


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("杭州市萧山区补助多少", ("xiaoshan",)),
        ("北京大兴黄村的厂子", ("daxing",)),
        ("萧山和杭州哪个多", ("xiaoshan", "hangzhou")),
        ("临浦的厂", ("xiaoshan",)),
        ("米东区", ("urumqi",)),
        ("巩义有个厂", ("zhengzhou",)),
        ("注册在丰台，厂子在大兴", ("daxing",)),
        ("给多少钱", ()),
        ("Urumqi 公示几天", ("urumqi",)),
        ("乌鲁木其市的补助", ("urumqi",)),
        ("萧山的企业报杭州市的", ("hangzhou",)),
        ("我人在郑州，替杭州的亲戚问", ("hangzhou",)),
        ("郑州路的厂子", ()),
    ],
)
def test_regions_named(library: Library, text: str, regions: tuple[str, ...]) -> None:
    index = index_of(library)
    named = index.places.read(index.normaliser.asked(text))
    assert named.regions == regions
    assert not named.elsewhere


def test_the_number_of_a_section_is_no_typo(library: Library) -> None:
    normaliser = index_of(library).normaliser
    assert normaliser.asked("杭州四") == "杭州四"
    assert normaliser.asked("杭州四（二）") == "杭州四(二)"


@pytest.mark.parametrize(
    ("text", "place", "near"),
    [
        ("宁波那边给多少钱", "宁波", "hangzhou"),
        ("昌吉州申报条件", "昌吉州", "urumqi"),
        ("北京朝阳区怎么申请", "北京朝阳", "daxing"),
        ("义乌有没有政策", "义乌", "hangzhou"),
        ("国家级技能大师工作室怎么申报", "国家级技能大师工作室", ""),
        ("上海补贴多少", "上海", ""),
        ("大兴安岭有没有政策", "大兴安岭", ""),
        ("国家级技能大师工作室到部里怎么报", "国家级技能大师工作室", ""),
    ],
)
def test_places_that_no_text_covers(library: Library, text: str, place: str, near: str) -> None:
    named = index_of(library).places.read(text)
    assert (named.elsewhere, named.near) == (place, near)


@pytest.mark.parametrize(
    "text", ["我是安徽人，能当领办人吗", "老家在四川，能报吗", "总部在上海的公司能报吗", "已经是国家级的还能报吗"]
)
def test_places_told_in_passing_are_not_asked_about(library: Library, text: str) -> None:
    assert not index_of(library).places.read(text).elsewhere


def test_two_questions_are_two_parts_and_a_story_is_context() -> None:
    assert [part.asks for part in parts("头一回给多少？以后优秀又给多少？")] == ["头一回给多少？", "以后优秀又给多少？"]
    only = parts("我们厂有三个技师。设备都有。这样够不够条件？")
    assert [part.asks for part in only] == ["这样够不够条件？"]
    assert only[0].context == "我们厂有三个技师。设备都有。"


def test_a_question_too_short_to_stand_alone_goes_with_what_was_told() -> None:
    assert [part.asks for part in parts("师傅退休了。怎么办？")] == ["师傅退休了。怎么办？"]


@pytest.mark.parametrize("text", ["补助给多少", "第九条", "为什么要这个", "要不要盖章", "能报吗？", "附件2"])
def test_questions_about_the_rules(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize("text", ["3个", "有", "没有", "技师", "不清楚", "好几个", "十几个人", "三个人", "1969-03"])
def test_answers_are_no_questions(text: str) -> None:
    assert not looks_like_question(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_no_part_is_longer_than_what_is_searched(text: str) -> None:
    for part in parts(text):
        assert len(part.asks) <= LONGEST
        assert len(part.context) <= LONGEST


def test_the_nearer_name_of_a_place_is_the_one_told(library: Library) -> None:
    assert index_of(library).places.read("浙江宁波怎么申报").elsewhere == "宁波"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("你好", "greeting"),
        ("在吗在吗", "greeting"),
        ("谢谢啊", "thanks"),
        ("帮我转人工", "staff"),
        ("好的，明白了", "understood"),
        ("再见", "farewell"),
        ("你是谁", "about"),
        ("你们是干嘛的？", "about"),
        ("？？？", "unclear"),
        ("你好，补助多少", None),
    ],
)
def test_small_talk_is_answered_in_kind(library: Library, said: str, kind: str | None) -> None:
    assert small_talk(library.speech.other, said) == kind


def test_a_long_sentence_is_taken_apart_into_what_it_tells_and_what_it_asks() -> None:
    (only,) = parts("我们厂在镇上，厂里有位干了二十年的高级技师，写好的材料先交到哪里")
    assert only.asks == "写好的材料先交到哪里"
    assert "高级技师" in only.beside


def test_years_gone_by_are_no_question() -> None:
    assert [part.asks for part in parts("前几年在外地开过厂。给多少钱？")] == ["给多少钱？"]


@pytest.mark.parametrize(
    ("asked", "region", "title"),
    [
        ("考核合格要得几分", "xiaoshan", "合格分数线"),
        ("考核合格给几万", "xiaoshan", "每年的运行补助"),
        ("团队里的人要几级证", "hangzhou", "团队成员的证书要求"),
        ("领办人要几级证", "hangzhou", "领办人的证书等级"),
    ],
)
def test_what_is_asked_for_and_whom_it_is_about_decide(library: Library, asked: str, region: str, title: str) -> None:
    (part,) = parts(asked)
    best = index_of(library).rank(part, [region]).best(region)
    assert best is not None
    assert best.target.title == title


@pytest.mark.parametrize(
    ("asked", "taken_apart"),
    [
        ("开办补助和运行补助分别是多少", "开办补助是多少，运行补助是多少"),
        ("一年要办几次活动几次竞赛", "一年要办几次活动，几次竞赛"),
        ("每年要培养几个人办几次研讨", "每年要培养几个人，办几次研讨"),
        ("几年评几家", "几年评几家"),
        ("公示几天", "公示几天"),
    ],
)
def test_a_question_of_two_things_is_two_questions(asked: str, taken_apart: str) -> None:
    assert singly(asked) == taken_apart


@pytest.mark.parametrize(
    ("text", "here", "regions", "rest"),
    [
        ("我已经是杭州市级工作室了能拿十万吗", "xiaoshan", ("xiaoshan",), "我已经是市级工作室了能拿十万吗"),
        ("我们是杭州市的大师工作室，区里给钱吗", "xiaoshan", ("xiaoshan",), "我们是市级的大师工作室，区里给钱吗"),
        ("杭州给多少钱", "xiaoshan", ("hangzhou",), " 给多少钱"),
        ("萧山的企业怎么报市级", "hangzhou", ("hangzhou",), " 怎么报"),
        ("萧山的企业怎么报市级", None, ("hangzhou",), " 怎么报"),
        ("萧山给多少钱", "hangzhou", ("xiaoshan",), " 给多少钱"),
        ("郑州的企业怎么报市级", "hangzhou", ("zhengzhou",), " 怎么报市级"),
        ("临浦的企业要几个技师", None, ("xiaoshan",), " 要几个技师"),
    ],
)
def test_of_a_city_and_its_district_the_one_asked_about(
    library: Library, text: str, here: str | None, regions: tuple[str, ...], rest: str
) -> None:
    named = index_of(library).places.read(text, here)
    assert (named.regions, named.rest) == (regions, rest)


@pytest.mark.parametrize(
    ("asked", "region", "title"),
    [
        ("旧办法还有效吗", "daxing", "旧文件是否有效"),
        ("办法还有效吗", "daxing", "文件的施行日期和有效期"),
        ("续建的给多少钱", "hangzhou", "续建工作室的资助"),
        ("新建的给多少钱", "hangzhou", "一次性补助金额"),
        ("年度评估没过会怎样", "urumqi", "年度绩效评估的等次和后果"),
        ("期满考核没过会怎样", "urumqi", "考核不合格的后果"),
        ("补助是不是20万", "xiaoshan", "一次性补助金额"),
    ],
)
def test_what_sets_a_thing_apart_decides(library: Library, asked: str, region: str, title: str) -> None:
    (part,) = parts(asked)
    best = index_of(library).rank(part, [region]).best(region)
    assert best is not None
    assert best.target.title == title
