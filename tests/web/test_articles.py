"""The texts on the web: complete, citable, searchable, each with its status."""

import html
import re

import pytest
from lxml.html import HtmlElement

from bot.web import reading
from bot.web.articles import NO_TEXT
from bot.web.reading import Run
from bot.web.words import Piece, paragraphs, place_of
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.texts.text import fold
from tests.web.bench import Browser, tidy

SLUGS = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")


def law(tree: HtmlElement) -> str:
    """The words of the text alone, without the names that are printed over each table again."""
    (part,) = tree.xpath("//div[@class='law']")
    for head in part.xpath(".//thead"):
        head.getparent().remove(head)
    return fold(part.text_content())


@pytest.mark.parametrize("slug", SLUGS)
def test_a_whole_text_stands_on_its_page(library: Library, browser: Browser, slug: str) -> None:
    page = browser.open(f"/rules/{slug}")
    regulation = library.get(slug)
    assert law(page.tree) == fold("".join(one.text for one in regulation.provisions))
    ids = set(page.tree.xpath("//@id"))
    assert {one.eid for one in regulation.provisions} <= ids


def test_every_provision_has_a_page_with_its_own_words_picked_out(library: Library, browser: Browser) -> None:
    for slug in SLUGS:
        for one in library.get(slug).provisions[::7]:
            page = browser.open(f"/rules/{slug}/{one.eid}")
            (aim,) = page.tree.xpath("//*[contains(concat(' ', @class, ' '), ' aim ')]")
            assert aim.get("id") == one.eid
            assert fold(one.text) in fold(aim.text_content())


def test_the_draft_is_called_one_everywhere(browser: Browser) -> None:
    for address in ("/rules", "/rules/hangzhou", "/rules/hangzhou/sec_3__item_1"):
        assert "征求意见稿（无文号、落款日期空白），不是正式文件" in browser.open(address).text
    found = browser.open("/rules/search?q=公示&in=hangzhou")
    assert found.texts("//span[@class='tag draft']")


def test_every_text_is_listed_with_its_status(library: Library, browser: Browser) -> None:
    page = browser.open("/rules")
    assert len(page.texts("//li[@class='text']")) == 5
    assert len(page.texts("//p[contains(@class, 'status')]")) == 5
    for slug in SLUGS:
        assert library.get(slug).identity.title in page.text


def test_the_score_sheet_is_a_table_with_its_columns(browser: Browser) -> None:
    page = browser.open("/rules/urumqi/annex_2")
    assert page.texts("(//table)[1]//th") == ["考核细则及分值", "分值", "评分标准"]
    assert page.texts("(//table)[1]//tr[2]/td") == ["制定完善的年度计划", "2", "未制定年度计划不得分"]


def test_the_words_relied_on_are_marked(library: Library, browser: Browser) -> None:
    quote = "公示期为7天"
    cited = Citation(region="xiaoshan", eid="art_10__item_4", label="第十条第4项", quote=quote)
    page = browser.open(place_of(library, cited))
    assert [fold(words) for words in page.texts("//mark")] == [quote]


@pytest.mark.parametrize("mark", ["", "0-0", "9-3", "0-99999", "x-y", "-", "１-２", "0-3-4", "1e3-2"])
def test_a_mark_that_makes_no_sense_marks_nothing(browser: Browser, mark: str) -> None:
    page = browser.open(f"/rules/xiaoshan/art_9?mark={mark}")
    assert page.status == 200
    assert page.texts("//mark") == []


def test_what_is_not_there_is_said(browser: Browser) -> None:
    assert NO_TEXT in browser.open("/rules/suzhou").text
    assert NO_TEXT in browser.open("/rules/suzhou/art_1").text
    page = browser.open("/rules/xiaoshan/art_99")
    assert (page.status, "《杭州市萧山区技师工作室管理办法》里没有这一条" in page.text) == (404, True)


def test_articles_lead_to_their_neighbours(browser: Browser) -> None:
    page = browser.open("/rules/xiaoshan/art_9__item_1")
    assert page.texts("//a[@rel='prev']") == ["‹ 第八条"]
    assert page.texts("//a[@rel='next']") == ["第十条 ›"]
    assert page.tree.xpath("//nav[@class='ways']/a[2]/@href") == ["/rules/xiaoshan#art_9"]


def test_our_script_gets_the_provision_alone(browser: Browser) -> None:
    part = browser.ask("GET", "/rules/xiaoshan/art_9", headers={"x-part": "1"}).text
    assert "<html" not in part
    assert "文件状态" in part


def test_a_search_finds_what_answers_and_where_the_words_stand(browser: Browser) -> None:
    page = browser.open("/rules/search?q=补助给多少&in=xiaoshan")
    assert page.texts("//section[1]//span[@class='label']")[0] == "萧山第十一条"
    page = browser.open("/rules/search?q=公示期")
    words = page.tree.xpath("//section[last()]//mark")
    assert {each.text for each in words} == {"公示期"}


@pytest.mark.parametrize("question", ["", "   ", "天气怎么样", "<b>", "%00", "长" * 500, "第九条", "💥", "\u200b"])
def test_any_search_gets_an_answer(browser: Browser, question: str) -> None:
    reply = browser.ask("GET", "/rules/search", params={"q": question, "in": "nowhere"})
    assert reply.status_code == 200
    assert "<b>" not in reply.text.replace(html.escape("<b>"), "")


# setting words


def test_nothing_is_lost_when_words_are_set(library: Library) -> None:
    text = (
        "✅ 领办技师是技师（第九条第1项）：满足\n　　原文：「由技艺精湛」\n\n· 萧山第九条第1项：一\n1. 二\n【第3题】三"
    )
    cited = Citation(region="xiaoshan", eid="art_9__item_1", label="第九条第1项", quote="技艺精湛")
    blocks = paragraphs(library, text, [cited])
    assert "\n\n".join("\n".join("".join(p.text for p in line.pieces) for line in block) for block in blocks) == text
    assert [line.kind for block in blocks for line in block] == ["sign", "detail", "point", "numbered", "question"]
    linked = [piece.text for block in blocks for line in block for piece in line.pieces if piece.link]
    assert linked == ["第九条第1项", "萧山第九条第1项"]


def test_a_name_leads_only_where_it_is_meant(library: Library) -> None:
    cited = [
        Citation(region=slug, eid="art_9", label="第九条", quote="") for slug in ("xiaoshan", "zhengzhou")
    ]  # fmt: skip

    def links(text: str, citations: list[Citation]) -> list[str]:
        return [piece.text for block in paragraphs(library, text, citations) for piece in block[0].pieces if piece.link]

    assert links("萧山第九条、郑州第九条、大兴第九条、第九条", cited) == ["萧山第九条", "郑州第九条"]
    assert links("第九条第2项、郑州第九条、第九条（一）、第九条（见上）", cited[:1]) == ["第九条"]
    assert links("第九条", [Citation(region="nowhere", eid="x", label="第九条", quote="")]) == []


def test_of_several_quotes_from_one_provision_the_one_beside_the_name_is_marked(library: Library) -> None:
    quotes = ("申办单位要建立较为完善的技能人才培养、评价、使用和激励政策制度", "并签署工作协议")
    cited = [Citation(region="xiaoshan", eid="art_9__item_2", label="第九条第2项", quote=quote) for quote in quotes]
    text = "".join(f"✅ 条件（第九条第2项）：满足\n　　原文：「{quote}」\n" for quote in reversed(quotes))
    ((first, _, second, _),) = paragraphs(library, text, cited)
    links = [piece.link for line in (first, second) for piece in line.pieces if piece.link]
    assert links == [place_of(library, one) for one in reversed(cited)]


def test_quotes_are_told_from_what_is_said_of_them(library: Library) -> None:
    ((line,),) = paragraphs(library, "原文：「一」和「二", [])
    assert line.pieces == (Piece("原文："), Piece("「一」", quoted=True), Piece("和「二"))


def test_words_are_marked_whatever_their_width() -> None:
    assert reading.marked("为期７ 天的公示，7天", "7天") == (
        Run("为期"),
        Run("７ 天", marked=True),
        Run("的公示，"),
        Run("7天", marked=True),
    )


def test_citations_of_real_answers_lead_to_marks(library: Library, browser: Browser) -> None:
    browser.say("萧山")
    page = browser.say("公示几天？")
    (address,) = page.tree.xpath("//article[@class='said'][last()]//a[@class='cite']/@href")
    assert re.fullmatch(r"/rules/xiaoshan/art_10__item_4\?mark=\d+-\d+", address)
    assert tidy(browser.open(address).texts("//mark")[0]).startswith("拟认定的区技师工作室向社会公示")
