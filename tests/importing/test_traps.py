"""Traps of real files, each in a few made-up lines: nothing is lost, only real numbers count, all is told."""

import pytest

from bot.documents import plain
from bot.documents.refusals import UnreadableError
from tests.importing.made import imported, marked_up, odd, shown, text

ARTICLES = "某办法\n第一条 甲。\n第二条 乙。\n"


def test_lines_that_a_page_broke_are_joined() -> None:
    found = text("""\
        某市园林办法
        第一条 为了规范园林的规划、建设、保护和管理，根据有关法律
        ，结合本市实际情况，制定本办法，请各单位都认真地遵照执行
        定本办法。
        第二条 市园林主管部门负责全市的园林工作，并对全市的园林
        工作进行检查、监督和指导，具体的办法由市园林主管部门另外
        制定，各区的园林主管部门按照自己的职责做好本区的园林工作
        ，并接受市园林主管部门的监督。
        """)
    assert [one.label for one in found.provisions.all] == ["文件头（正文标题）", "第一条", "第二条"]
    assert found.provisions.get("art_2").text.endswith(
        "各区的园林主管部门按照自己的职责做好本区的园林工作，并接受市园林主管部门的监督。"
    )
    assert odd(found, "wrapped") == [(3, "接上5处被切断的行（第3、4、6、7、8行）")]


def test_a_blank_line_may_stand_in_the_middle_of_a_sentence() -> None:
    found = text("某解释\n第一条 人民法院应当根据事实，依法作出裁判。需要转换程\n\n序的，依照规定处理。\n第二条 乙。\n")
    assert shown(found)[1] == "第一条 | 第一条 人民法院应当根据事实，依法作出裁判。需要转换程序的，依照规定处理。"


def test_the_name_of_an_article_is_no_broken_line() -> None:
    found = text(
        "某办法\n第一条 适用范围\n本办法适用于工坊。\n第二条 市工坊主管部门负责本市行政区域之内的全部工\n坊工作。\n"
    )
    assert [one.text for one in found.provisions.all][1:] == [
        "第一条 适用范围",
        "本办法适用于工坊。",
        "第二条 市工坊主管部门负责本市行政区域之内的全部工坊工作。",
    ]


def test_a_page_mark_in_the_middle_of_a_sentence_is_dropped_and_listed() -> None:
    found = text(
        "某办法\n第一条 弘扬工匠精神，培养更多的技能人\n— 3 —\n才。\n第 2 页 共 9 页\n（此页无正文）\n第二条 乙。\n"
    )
    assert shown(found)[1] == "第一条 | 第一条 弘扬工匠精神，培养更多的技能人才。"
    assert [line for line, _ in odd(found, "dropped")] == [3, 6]
    assert "text: — 3 —\n  lines: [3]\n  why: 页码" in found.files["regulation.yaml"]


def test_a_wrapped_line_that_begins_with_a_reference_is_no_article() -> None:
    found = text("某法\n1991年6月29日会议《关于修改〈某法〉第三十条\n第三十一条的决定》修正\n第一条 甲。\n")
    assert [one.label for one in found.provisions.all] == ["文件头（正文标题）", "文件头（沿革）", "第一条"]


def test_a_paragraph_that_begins_with_a_reference_is_a_paragraph() -> None:
    found = text("某办法\n第一条 甲。\n第九条规定的情形除外。\n第二条 乙。\n")
    assert shown(found)[2] == "第一条第2款 | 第九条规定的情形除外。"
    assert odd(found, "reference") == [(3, "以“第九条”开头的一行像是引用，没有当作一条")]


def test_articles_buried_in_a_line() -> None:
    found = text("某规则\n第一章 总则\n第一条 甲。 第二条 下列事项： （一）乙； （二）丙。 以上都要。 第三条 丁。\n")
    assert [one.label for one in found.provisions.all][2:] == [
        "第一条",
        "第二条",
        "第二条（一）",
        "第二条（二）",
        "第二条第2款",
        "第三条",
    ]
    assert odd(found, "buried") == [(3, "一行里连着几条，已分开：第二条至第三条（2条）")]


def test_a_heading_and_its_first_article_on_one_line() -> None:
    found = text("某规则\n第一章 总则 第一条 甲。\n第二章 附则 第二条 乙。\n")
    assert [one.label for one in found.provisions.all][1:] == ["第一章", "第一条", "第二章", "第二条"]
    assert [line for line, _ in odd(found, "buried")] == [2, 3]


def test_a_number_named_in_a_sentence_is_not_buried() -> None:
    found = text("某决定\n第一条 将本法的条文改写。第五条 已经删去的除外。\n第二条 乙。\n")
    assert [one.label for one in found.provisions.all][1:] == ["第一条", "第二条"]


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("第二条乙。", "tight", "1处编号后面没有空格，如“第二条乙。”"),
        ("第 二 条 乙。", "spaced", "1处编号里有空格，如“第 二 条 乙。”"),
        ("笫二条 乙。", "misprint", "1处“第”印成“笫”，如“笫二条 乙。”"),
    ],
)
def test_numbers_printed_oddly_count_all_the_same(line: str, kind: str, said: str) -> None:
    found = text(f"某办法\n第一条 甲。\n{line}\n第三条 丙。\n")
    assert [one.eid for one in found.provisions.all][1:] == ["art_1", "art_2", "art_3"]
    assert odd(found, kind) == [(3, said)]


def test_a_number_alone_on_its_line_takes_the_next() -> None:
    assert shown(text("某办法\n第一条\n甲。\n第二条\n乙。\n"))[1:] == ["第一条 | 第一条 甲。", "第二条 | 第二条 乙。"]


def test_gaps_repeats_and_a_first_number_that_is_not_one() -> None:
    found = text("某办法\n第三条 甲。\n第四条 乙。\n第七条 丙。\n第七条 丁。\n第八条 戊。\n")
    assert odd(found, "first") == [(2, "第一个条号是第三条，前面的条文不在这份文件里")]
    assert odd(found, "gap") == [(4, "第五条至第六条没有，第四条后面就是第七条")]
    assert odd(found, "repeat") == [(5, "编号和前面的重复，这一处叫“第七条（第2处）”：第七条 丁。")]
    assert found.counts["article"] == 5


def test_items_that_skip_or_change_their_print() -> None:
    found = text("某办法\n第一条 下列事项：\n（1）甲；\n（二）乙；\n（四）丙。\n")
    assert [one.label for one in found.provisions.all][2:] == ["第一条（1）", "第一条（二）", "第一条（四）"]
    assert [line for line, _ in odd(found, "mixed")] == [4]
    assert [line for line, _ in odd(found, "gap")] == [5]


def test_articles_quoted_by_an_amendment_are_no_articles_of_it() -> None:
    found = text("""\
        某修正案
        第五条 增加一节，作为第七节；增加两条，内容如下：
        第七节 监察
        第一百二十三条 甲。
        第一百二十四条 乙。
        第六条 丙。
        """)
    assert [one.label for one in found.provisions.all if one.kind == "article"] == ["第五条", "第六条"]
    assert found.counts["chapter"] == 0
    assert odd(found, "quoted") == [(3, "“第七节”起是引用别的规定的条文，没有当作本文件的条")]


def test_articles_deleted_in_place_and_texts_that_are_void() -> None:
    found = text("某办法（已失效）\n第一条 甲。\n第二条 （删去）\n第三条 乙。(2011年1月8日删除)\n")
    assert [line for line, _ in odd(found, "deleted")] == [3, 4]
    assert odd(found, "repealed")


def test_a_heading_over_two_lines() -> None:
    found = marked_up("# 某法\n\n## 第一章 审查和批准决算，听取和审议国民经济和\n\n社会发展计划的报告\n\n第一条 甲。\n")
    assert shown(found)[1] == "第一章 | 第一章 审查和批准决算，听取和审议国民经济和\n社会发展计划的报告"


def test_invisible_characters_are_dropped_and_private_ones_told() -> None:
    found = text("某办法\n\u200b\n第一条 甲\u200b乙。\n第二条 丙\ue123丁。\n\u3000\u3000第三条\u00a0戊。\n")
    assert shown(found)[1:] == ["第一条 | 第一条 甲乙。", "第二条 | 第二条 丙\ue123丁。", "第三条 | 第三条 戊。"]
    assert odd(found, "dropped") == [(2, "舍弃2处：看不见的字符（如“U+200B”）")]
    assert odd(found, "private")[0][0] == 4
    assert '- text: "\\u200B"\n  lines: [2, 3]\n' in found.files["regulation.yaml"]


@pytest.mark.parametrize(
    "words", ["{文号} 甲", "# 甲", "- 甲", "| 甲 | 乙 |", "\\甲", "{#x “y”} 甲", "---甲", "\\", "{", "|"]
)
@pytest.mark.parametrize("before", ["某办法\n第一条 甲。\n", "某办法\n", "", "某办法\n第一条 甲：\n（一）乙。\n"])
def test_words_that_look_like_marks_stay_words(before: str, words: str) -> None:
    found = text(f"{before}{words}\n再一段。\n")
    assert "".join(words.split()) in "".join("".join(one.text.split()) for one in found.provisions.all)


def test_markdown_front_matter_comments_and_marks() -> None:
    found = marked_up("""\
        ---
        title: x
        ---
        # 某办法

        <!-- INFO END -->

        ## 第一章 **总则**

        第一条 见[某法](http://a.b/c)第 2 \\* 3 项，1*2*3。

        - （一）甲&nbsp;乙；
        """)
    assert shown(found) == [
        "文件头（正文标题） | 某办法",
        "第一章 | 第一章 总则",
        "第一条 | 第一条 见某法第 2 * 3 项，1*2*3。",
        "第一条（一） | （一）甲 乙；",
    ]
    assert {why for _, why in odd(found, "dropped")} == {
        "舍弃1处：Markdown 注释，不是规定的内容（如“<!-- INFO END -->”）",
        "舍弃3处：Markdown 文件头的设置，不是规定的内容（如“---”）",
        "舍弃9处：Markdown 记号（如“#”）",
    }


def test_a_file_of_nothing_but_settings_has_no_provision_and_says_so() -> None:
    found = marked_up("---\nbookCollapseSection: true\n---")
    assert found.provisions.all == ()
    assert odd(found, "empty") == [(0, "文件里没有正文")]
    assert odd(found, "no_title")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_of_chinese_files(encoding: str) -> None:
    words = "某市工坊管理办法\r\n第一条 为了规范技师工作室的管理，根据有关规定，制定本办法。\r\n第二条 乙。\r\n"
    found = imported(plain.read(words.encode(encoding)))
    assert [one.eid for one in found.provisions.all] == ["title", "art_1", "art_2"]
    assert bool(odd(found, "encoding")) is not encoding.startswith("utf-8")


def test_traditional_characters_in_their_own_encoding() -> None:
    words = "某市工坊管理辦法\n第一條 為了規範技師工作室的管理，根據有關規定，制定本辦法。\n"
    assert "為了規範" in imported(plain.read(words.encode("big5"))).files["source.txt"]


def test_control_characters_go_and_are_counted() -> None:
    found = imported(plain.read(f"{ARTICLES}第三条 丙\x00丁\x07。\n".encode()))
    assert shown(found)[-1] == "第三条 | 第三条 丙丁。"
    assert odd(found, "control") == [(4, "原件里有2个控制字符（如 U+0000），读入时去掉了")]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableError, match="编码"):
        plain.read(bytes(range(128, 256)) * 40)


def test_a_long_text_keeps_every_article() -> None:
    lines = "".join(f"第{number}条 内容{number}：\n（一）甲；\n（二）乙。\n" for number in range(1, 601))
    found = text("某法\n" + lines)
    assert found.counts["article"] == 600
    assert found.counts["item"] == 1200
