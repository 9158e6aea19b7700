"""The marks of structure of text.md, and what happens to files that use them wrongly."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.texts.numbering import LARGEST, marker, to_han, to_int
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains, fold, parse, prints
from knowledge.texts.text_checks import check_labels


def shown(text: str) -> list[str]:
    """A parsed text as one line a provision: label, eId, kind, words."""
    parsed = parse("test", dedent(text))
    assert parsed.faults == []
    return [f"{one.label} | {one.eid} | {one.kind} | {one.text!r}" for one in parsed.provisions]


def faults(text: str) -> list[tuple[int, str]]:
    return parse("test", dedent(text)).faults


def test_articles_items_and_paragraphs() -> None:
    assert shown("""\
        # 某办法
        ## 第一章 总则
        第一条 为了试验：
        （一）甲：
          1．乙。
            ①丙。
          还是（一）的话。
        （二）丁。
        还是第一条的话。
        第二条之一 戊。
        """) == [
        "文件头（正文标题） | title | title | '某办法'",
        "第一章 | chp_1 | chapter | '第一章 总则'",
        "第一条 | art_1 | article | '第一条 为了试验：'",
        "第一条（一） | art_1__item_1 | item | '（一）甲：'",
        "第一条（一）1 | art_1__item_1__item_1 | item | '1．乙。'",
        "第一条（一）1① | art_1__item_1__item_1__item_1 | item | '①丙。'",
        "第一条（一）第2款 | art_1__item_1__para_2 | paragraph | '还是（一）的话。'",
        "第一条（二） | art_1__item_2 | item | '（二）丁。'",
        "第一条第2款 | art_1__para_2 | paragraph | '还是第一条的话。'",
        "第二条之一 | art_2_1 | article | '第二条之一 戊。'",
    ]


def test_sections_take_their_first_paragraph_and_numbers_are_read_as_told() -> None:
    assert shown("""\
        {标题} 某通知
        ## 三、条件
        应当：
        {读作（一）} （1）有人。
        （二）有钱。
        {#sec_3__more "三（另）"} 另外：
          1、有地。
        以上都要。
        """)[1:] == [
        "三 | sec_3 | section | '三、条件\\n应当：'",
        "三（一） | sec_3__item_1 | item | '（1）有人。'",
        "三（二） | sec_3__item_2 | item | '（二）有钱。'",
        "三（另） | sec_3__more | paragraph | '另外：'",
        "三（另）1 | sec_3__more__item_1 | item | '1、有地。'",
        "三第3款 | sec_3__para_3 | paragraph | '以上都要。'",
    ]


def test_divisions_find_their_own_rank() -> None:
    assert shown("""\
        ## 第一编 甲
        ## 第一章 乙
        ### 第一节 丙
        #### 第一目 丁
        第一条 戊。
        ## 第二编 己
        {#head_1 "“附录”部分"} ## 附录
        第二条 庚。
        """) == [
        "第一编 | book_1 | chapter | '第一编 甲'",
        "第一编第一章 | book_1__chp_1 | chapter | '第一章 乙'",
        "第一编第一章第一节 | book_1__chp_1__part_1 | chapter | '第一节 丙'",
        "第一编第一章第一节第一目 | book_1__chp_1__part_1__topic_1 | chapter | '第一目 丁'",
        "第一条 | art_1 | article | '第一条 戊。'",
        "第二编 | book_2 | chapter | '第二编 己'",
        "“附录”部分 | head_1 | chapter | '附录'",
        "第二条 | art_2 | article | '第二条 庚。'",
    ]


def test_a_paragraph_holds_the_list_that_is_indented_below_it() -> None:
    assert shown("""\
        第一条 甲。
        有下列情形的：
          （一）乙；
          （二）丙。
        | 等级 | 金额 |
        """)[1:] == [
        "第一条第2款 | art_1__para_2 | paragraph | '有下列情形的：'",
        "第一条第2款（一） | art_1__para_2__item_1 | item | '（一）乙；'",
        "第一条第2款（二） | art_1__para_2__item_2 | item | '（二）丙。'",
        "第一条第1行（等级） | art_1__row_1 | row | '等级\\n金额'",
    ]


def test_what_hangs_under_nothing_and_what_stands_apart() -> None:
    assert shown("""\
        # 某公告
        {沿革} 2024年1月2日通过
        {正文}
        甲。
        （一）乙。
        # 附件一 表
        {另段} 丙。
        第一条 丁。
        # 附：
        戊
        """)[2:] == [
        "正文第1段 | body__para_1 | paragraph | '甲。'",
        "正文（一） | body__item_1 | item | '（一）乙。'",
        "附件1 | annex_1 | annex | '附件一 表'",
        "附件1第1段 | annex_1__para_1 | paragraph | '丙。'",
        "附件1第一条 | annex_1__art_1 | article | '第一条 丁。'",
        "附件2 | annex_2 | annex | '附：\\n戊'",
    ]


def test_parts_of_chapters() -> None:
    assert shown("""\
        ## 第二章 甲
        ### 第一节 乙
        第三条 丙。
        ## 第三章 丁
        第四条 戊。
        """) == [
        "第二章 | chp_2 | chapter | '第二章 甲'",
        "第二章第一节 | chp_2__part_1 | chapter | '第一节 乙'",
        "第三条 | art_3 | article | '第三条 丙。'",
        "第三章 | chp_3 | chapter | '第三章 丁'",
        "第四条 | art_4 | article | '第四条 戊。'",
    ]


def test_annexes_with_fields_and_rows() -> None:
    assert shown("""\
        # 附件１
        某申报表
        - 姓 名
        某局制
        - 成员
          - 姓名
          - 年龄
            （周岁）
        - 意见
        # 附件2
        | 项目 | 分值 |
        | --- | --- |
        ## 基础（5）
        | 有 \\| 场地。 | 5 |
        """) == [
        "附件1 | annex_1 | annex | '附件１\\n某申报表'",
        "附件1“姓名”栏 | annex_1__field_1 | field | '姓 名'",
        "附件1说明1 | annex_1__note_1 | note | '某局制'",
        "附件1“成员”部分 | annex_1__group_1 | group | '成员'",
        "附件1“姓名”栏（第2处） | annex_1__field_2 | field | '姓名'",
        "附件1“年龄”栏 | annex_1__field_3 | field | '年龄\\n（周岁）'",
        "附件1“意见”栏 | annex_1__field_4 | field | '意见'",
        "附件2 | annex_2 | annex | '附件2'",
        "附件2“项目”部分 | annex_2__group_1 | group | '项目\\n分值'",
        "附件2“基础（5）”部分 | annex_2__group_2 | group | '基础（5）'",
        "附件2第1行（有|场地） | annex_2__row_1 | row | '有 | 场地。\\n5'",
    ]


def test_the_example_of_the_documentation_has_no_fault() -> None:
    documentation = (Path(__file__).parents[2] / "docs/text-format.md").read_text(encoding="utf-8")
    example = documentation.split("```")[1].strip("\n")
    assert {"第一条（一）第2款", "第一条第2款", "附件1“姓名”栏"} <= {line.split(" | ")[0] for line in shown(example)}


def test_a_backslash_makes_words_of_what_looks_like_a_number() -> None:
    assert (
        shown("第一条 甲。\n\\（一）只是一句话。")[1]
        == "第一条第2款 | art_1__para_2 | paragraph | '（一）只是一句话。'"
    )
    assert shown("第一条 甲。\n1.5倍的钱。")[1] == "第一条第2款 | art_1__para_2 | paragraph | '1.5倍的钱。'"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("没有归属的话。", 1, "开头的文字要标明是什么"),
        ("第一条 甲。\n第一条 乙。", 2, "编号重复"),
        ("第一条 甲。\n （一）乙。", 2, "缩进要用两个空格一级"),
        ("第一条 甲。\n    （一）乙。", 2, "缩进过深"),
        ("第一条 甲。\n- 姓名", 2, "栏目只能写在附件里"),
        ("{标题} 甲\n| 甲 | 5 |", 2, "表格的行上面要有它所属的条、段或附件"),
        ("# 附件1\n| --- |", 2, "上面没有表格的行"),
        ("第一条 甲。\n## 乙", 2, "“##”后面应是"),
        ("{作者} 某人", 1, "不认识的标注"),
        ("第一条 甲。\n{读作（一）} 乙。", 2, "不以编号开头"),
        ("{文号}", 1, "没有文字"),
    ],
)
def test_faults_name_the_line(text: str, line: int, message: str) -> None:
    assert any(at == line and message in said for at, said in faults(text)), faults(text)


# Random texts

WORDS = st.text(alphabet="甲乙丙丁戊己庚辛，。；“”ＡＢ１", min_size=1, max_size=8).map(lambda words: "某" + words)


@st.composite
def item_lines(draw: st.DrawFn, depth: int) -> list[str]:
    """Items of one style at one depth, with paragraphs and deeper items below some of them."""
    lines: list[str] = []
    style = ("（{han}）", "{number}．", "（{number}）")[depth]
    for number in range(1, draw(st.integers(0, 3)) + 1):
        lines.append("  " * depth + style.format(han=to_han(number), number=number) + draw(WORDS))
        lines += ["  " * (depth + 1) + words for words in draw(st.lists(WORDS, max_size=2))]
        if depth < 2:
            lines += draw(item_lines(depth + 1))
    return lines


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = ["{文号} " + draw(WORDS), "# " + draw(WORDS)]
    number = 0
    for chapter in range(1, draw(st.integers(0, 3)) + 1):
        lines.append(f"## 第{to_han(chapter)}章 {draw(WORDS)}")
        for _ in range(draw(st.integers(0, 3))):
            number += 1
            lines.append(f"第{to_han(number)}条 {draw(WORDS)}")
            lines += draw(st.lists(WORDS, max_size=2))
            lines += draw(item_lines(0))
    for annex in range(1, draw(st.integers(0, 2)) + 1):
        lines += [f"# 附件{annex}", draw(WORDS)]
        lines += [f"- {words}" for words in draw(st.lists(WORDS, max_size=3, unique=True))]
        lines += [f"| {words} | 5 |" for words in draw(st.lists(WORDS, max_size=3))]
    return "\n".join(lines)


def words_of(text: str) -> str:
    """The words of a generated text: everything but its marks and white space."""
    bare = re.sub(r"^\s*(#+ |- |\{[^}]*\} )", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s|]", "", bare)


@settings(max_examples=150, deadline=None)
@given(documents())
def test_no_word_is_lost_and_every_label_leads_back(text: str) -> None:
    parsed = parse("test", text)
    assert parsed.faults == []
    assert re.sub(r"\s", "", "".join(one.text for one in parsed.provisions)) == words_of(text)
    assert len({one.eid for one in parsed.provisions}) == len(parsed.provisions)
    assert list(check_labels(Provisions(parsed.provisions), "text.md")) == []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙丙 　\n#-|{}\\:第一二三条章节（）1.、①附件读作", max_size=80))
def test_whatever_is_typed_keeps_its_words(text: str) -> None:
    """Nonsense is reported, and its words are still there, in order."""
    kept = "".join(one.text for one in parse("test", text).provisions)
    assert re.sub("[^甲乙丙]", "", kept) == re.sub("[^甲乙丙]", "", text)


# Numbers and folding


@given(st.integers(1, LARGEST))
def test_chinese_numbers_read_back(number: int) -> None:
    assert to_int(to_han(number)) == number


@pytest.mark.parametrize(
    ("written", "number"), [("十", 10), ("十二", 12), ("一百零五", 105), ("１２", 12), ("⑳", 20), ("两千", 2000)]
)
def test_numerals(written: str, number: int) -> None:
    assert to_int(written) == number


def test_what_is_no_numeral_is_refused() -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        to_int("甲")
    with pytest.raises(ValueError, match="out of range"):
        to_han(0)


@pytest.mark.parametrize("line", ["第零条 甲", "第一条例甲", "1.5倍", "（甲）", "十年来", "12345．甲"])
def test_what_only_looks_like_a_number(line: str) -> None:
    assert marker(line) is None


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WORDS, WORDS, WORDS)
def test_a_quote_is_found_however_it_is_spaced(before: str, quote: str, after: str) -> None:
    spaced = "\u3000 ".join(quote)
    assert contains(f"{before}\n{quote}{after}", spaced)
    assert contains(f"{before}{spaced}\n{after}", quote)


def test_quotes_ignore_width_and_white_space() -> None:
    assert contains("团队中拥有 ３ 人\n以上", "团队中拥有3人以上")
    assert not contains("团队中拥有３人以上", "团队中拥有4人以上")


@pytest.mark.parametrize(
    ("text", "number", "there"),
    [("基础（35）", 35, True), ("扣1.5分", 5, False), ("100分", 10, False), ("１０人", 10, True)],
)
def test_a_number_counts_only_whole(text: str, number: int, there: bool) -> None:
    assert prints(text, number) is there
